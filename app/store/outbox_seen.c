/*
 * outbox_seen.c: a relay's memory of the ids that it has passed on: one small file each, locked while one is under way.
 */
#include <lutrin/outbox.h>

#include "outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lutrin/arena.h>

struct lt_seen {
    int fd, dir_fd;
};

static enum lt_err lock(int fd, const char *where, struct lt_diag *diag)
{
    struct flock whole = {.l_type = F_WRLCK, .l_whence = SEEK_SET};
    while (fcntl(fd, F_SETLKW, &whole) != 0)
        if (errno != EINTR)
            return lt_fail_errno(diag, LT_ERR_IO, where, errno, "cannot lock");
    return LT_OK;
}

enum lt_err lt_seen_begin(const char *dir, const char *id, struct lt_diag *diag, struct lt_seen **ret_seen, bool *ret_was)
{
    struct stat st;
    if (!lt_outbox_is_id(id))
        return lt_fail(diag, LT_ERR_DATA, id, NULL, "not the id of a sign-up");
    struct lt_seen *seen = lt_alloc(1, sizeof *seen);
    seen->fd = -1;
    seen->dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum lt_err err = LT_OK;
    if (seen->dir_fd < 0)
        err = lt_fail_errno(diag, LT_ERR_CANT_CREATE, dir, errno, "cannot remember anything there");
    if (err == LT_OK && (seen->fd = openat(seen->dir_fd, id, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600)) < 0)
        err = lt_fail_errno(diag, LT_ERR_CANT_CREATE, dir, errno, "cannot remember anything there");
    if (err == LT_OK)
        err = lock(seen->fd, dir, diag);
    if (err == LT_OK && fstat(seen->fd, &st) != 0)
        err = lt_fail_errno(diag, LT_ERR_IO, dir, errno, "cannot look at it");
    if (err != LT_OK) {
        lt_seen_end(seen, false, NULL);
        return err;
    }
    *ret_was = st.st_size > 0;
    *ret_seen = seen;
    return LT_OK;
}

enum lt_err lt_seen_end(struct lt_seen *seen, bool taken, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    if (!seen)
        return err;
    if (taken && (write(seen->fd, "taken\n", 6) != 6 || fsync(seen->fd) != 0 || fsync(seen->dir_fd) != 0))
        err = lt_fail_errno(diag, LT_ERR_IO, NULL, errno, "cannot remember that it was taken");
    if (seen->fd >= 0)
        close(seen->fd);
    if (seen->dir_fd >= 0)
        close(seen->dir_fd);
    free(seen);
    return err;
}
