/*
 * file.c: files read whole within a limit, and files that appear whole or not at all (write beside, fsync, rename,
 * fsync the directory).
 */
#include <lutrin/file.h>

#include <lutrin/arena.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 64 * 1024, DEFAULT_MODE = 0644, PRIVATE_MODE = 0600 };

struct lt_file_out {
    int fd;
    char *path, *part; /* the final name and the temporary one */
};

static enum lt_err read_all(int fd, const char *path, size_t limit, struct lt_diag *diag, struct lt_buf *buf)
{
    size_t begin = buf->size;
    char step[READ_STEP];
    for (;;) {
        ssize_t got = read(fd, step, sizeof step);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            int errnum = errno;
            buf->size = begin;
            return lt_fail_errno(diag, errnum == EISDIR ? LT_ERR_NO_INPUT : LT_ERR_IO, path, errnum, "cannot read");
        }
        if (got == 0)
            return LT_OK;
        if ((size_t)got > limit - (buf->size - begin)) {
            buf->size = begin;
            return lt_fail(diag, LT_ERR_LIMIT, path, NULL, "larger than %zu bytes", limit);
        }
        lt_buf_put(buf, step, (size_t)got);
    }
}

enum lt_err lt_file_read(const char *path, size_t limit_bytes, struct lt_diag *diag, struct lt_buf *buf)
{
    if (strcmp(path, "-") == 0)
        return read_all(STDIN_FILENO, "standard input", limit_bytes, diag, buf);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, path, errno, "cannot open");
    struct stat st;
    enum lt_err err;
    if (fstat(fd, &st) != 0)
        err = lt_fail_errno(diag, LT_ERR_NO_INPUT, path, errno, "cannot read");
    else if (!S_ISREG(st.st_mode))
        err = lt_fail(diag, LT_ERR_NO_INPUT, path, "name a file", "not a file");
    else if (st.st_size > 0 && (uintmax_t)st.st_size > limit_bytes)
        err = lt_fail(diag, LT_ERR_LIMIT, path, NULL, "larger than %zu bytes", limit_bytes);
    else
        err = read_all(fd, path, limit_bytes, diag, buf);
    close(fd);
    return err;
}

static void out_destroy(struct lt_file_out *out)
{
    if (out->fd >= 0)
        close(out->fd);
    free(out->path);
    free(out->part);
    free(out);
}

enum lt_err lt_file_out_create(const char *path, struct lt_diag *diag, struct lt_file_out **ret_out)
{
    struct stat st;
    if (stat(path, &st) == 0 && !S_ISREG(st.st_mode))
        return lt_fail(diag, LT_ERR_CANT_CREATE, path, "name a file", "exists and is not a file");
    struct lt_file_out *out = lt_alloc(1, sizeof *out);
    struct lt_buf part = {0};
    lt_buf_printf(&part, "%s.XXXXXX.part", path);
    out->path = lt_strdup(path);
    out->part = lt_buf_release(&part);
    out->fd = mkstemps(out->part, 5);
    if (out->fd < 0 || fchmod(out->fd, DEFAULT_MODE) != 0) {
        int errnum = errno;
        if (out->fd >= 0)
            unlink(out->part);
        out_destroy(out);
        return lt_fail_errno(diag, LT_ERR_CANT_CREATE, path, errnum, "cannot create");
    }
    *ret_out = out;
    return LT_OK;
}

const char *lt_file_out_path(const struct lt_file_out *out)
{
    return out->part;
}

enum lt_err lt_file_out_write(struct lt_file_out *out, struct lt_bytes data, struct lt_diag *diag)
{
    while (data.size) {
        ssize_t put = write(out->fd, data.data, data.size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return lt_fail_errno(diag, LT_ERR_IO, out->path, errno, "cannot write");
        data.data += put;
        data.size -= (size_t)put;
    }
    return LT_OK;
}

static int sync_path(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -1;
    int result = fsync(fd);
    if (result != 0 && errno == EINVAL) /* a file system that cannot sync directories has nothing to sync */
        result = 0;
    close(fd);
    return result;
}

enum lt_err lt_file_sync(const char *path, struct lt_diag *diag)
{
    return sync_path(path) == 0 ? LT_OK : lt_fail_errno(diag, LT_ERR_IO, path, errno, "cannot make it durable");
}

/* Makes the entries of the directory that holds `path` durable. */
static int sync_directory(const char *path)
{
    char *copy = lt_strdup(path);
    char *slash = strrchr(copy, '/');
    if (slash)
        slash[slash == copy] = '\0';
    int result = sync_path(slash ? copy : ".");
    free(copy);
    return result;
}

static enum lt_err commit(struct lt_file_out *out, enum lt_file_care care, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    bool bytes = care == LT_FILE_DURABLE || care == LT_FILE_NAME_LATER;
    bool name = care == LT_FILE_DURABLE || care == LT_FILE_NAME_ONLY;
    if (bytes && fsync(out->fd) != 0) {
        err = lt_fail_errno(diag, LT_ERR_IO, out->path, errno, "cannot write");
    } else if (rename(out->part, out->path) != 0) {
        err = lt_fail_errno(diag, LT_ERR_CANT_CREATE, out->path, errno, "cannot create");
    } else {
        if (name && sync_directory(out->path) != 0)
            err = lt_fail_errno(diag, LT_ERR_IO, out->path, errno, "cannot make it durable");
        out_destroy(out);
        return err;
    }
    lt_file_out_discard(out);
    return err;
}

enum lt_err lt_file_out_commit(struct lt_file_out *out, struct lt_diag *diag)
{
    return commit(out, LT_FILE_DURABLE, diag);
}

void lt_file_out_discard(struct lt_file_out *out)
{
    if (!out)
        return;
    unlink(out->part);
    out_destroy(out);
}

static enum lt_err write_whole(const char *path, struct lt_bytes data, mode_t mode, enum lt_file_care care,
                               struct lt_diag *diag)
{
    struct lt_file_out *out;
    enum lt_err err = lt_file_out_create(path, diag, &out);
    if (err != LT_OK)
        return err;
    if (mode != DEFAULT_MODE && fchmod(out->fd, mode) != 0) /* while it is still empty */
        err = lt_fail_errno(diag, LT_ERR_CANT_CREATE, path, errno, "cannot make it private");
    if (err == LT_OK)
        err = lt_file_out_write(out, data, diag);
    if (err != LT_OK) {
        lt_file_out_discard(out);
        return err;
    }
    return commit(out, care, diag);
}

enum lt_err lt_file_write(const char *path, struct lt_bytes data, struct lt_diag *diag)
{
    return write_whole(path, data, DEFAULT_MODE, LT_FILE_DURABLE, diag);
}

enum lt_err lt_file_write_with(const char *path, struct lt_bytes data, enum lt_file_care care, struct lt_diag *diag)
{
    return write_whole(path, data, DEFAULT_MODE, care, diag);
}

enum lt_err lt_file_write_private(const char *path, struct lt_bytes data, struct lt_diag *diag)
{
    return write_whole(path, data, PRIVATE_MODE, LT_FILE_DURABLE, diag);
}
