/*
 * folder.c: a tree in a folder: a memory stick, or a mirror on the disk.
 */
#include "cycle.h"

#include <lutrin/file.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_STEP = 128 * 1024, MAX_ALONE = 16 };

static void path_of(const struct lt_folder_mirror *folder, const char *file, struct lt_buf *out)
{
    lt_buf_printf(out, "%s/%s", folder->path, file);
}

static enum lt_err read_text(void *self, const char *file, size_t ceiling, struct lt_buf *out, struct lt_diag *diag)
{
    struct lt_buf path = {0};
    path_of(self, file, &path);
    enum lt_err err = lt_file_read(path.data, ceiling, diag, out);
    lt_buf_finish(&path);
    return err;
}

static enum lt_err hand_over(int fd, const char *path, int64_t left, const struct lt_sync_sink *sink,
                             struct lt_diag *diag)
{
    char step[READ_STEP];
    while (left > 0) {
        ssize_t got = read(fd, step, left < READ_STEP ? (size_t)left : sizeof step);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return lt_fail_errno(diag, LT_ERR_IO, path, errno, "cannot read");
        if (got == 0)
            return lt_fail(diag, LT_ERR_DATA, path, "copy the tree again", "shorter than its manifest says");
        enum lt_err err = sink->take(sink->self, (struct lt_bytes){step, (size_t)got}, diag);
        if (err != LT_OK)
            return err;
        left -= got;
    }
    return LT_OK;
}

static enum lt_err read_file(void *self, const char *file, int64_t from, int64_t size, const struct lt_sync_sink *sink,
                             struct lt_diag *diag)
{
    struct lt_buf path = {0};
    struct stat st;
    path_of(self, file, &path);
    int fd = open(path.data, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    enum lt_err err;
    if (fd < 0)
        err = lt_fail_errno(diag, LT_ERR_NO_INPUT, path.data, errno, "cannot open");
    else if (fstat(fd, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size != size)
        err = lt_fail(diag, LT_ERR_DATA, path.data, "copy the tree again", "not of the size its manifest says");
    else if (lseek(fd, (off_t)from, SEEK_SET) < 0)
        err = lt_fail_errno(diag, LT_ERR_IO, path.data, errno, "cannot read");
    else
        err = hand_over(fd, path.data, size - from, sink, diag);
    if (fd >= 0)
        close(fd);
    lt_buf_finish(&path);
    return err;
}

/* Names that end as bundles do. */
static enum lt_err list_names(void *self, struct lt_buf *out, struct lt_diag *diag)
{
    const struct lt_folder_mirror *folder = self;
    DIR *dir = opendir(folder->path);
    struct dirent *entry;
    if (!dir)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, folder->path, errno, "cannot open");
    for (int count = 0; count < MAX_ALONE && (entry = readdir(dir));)
        if (fnmatch("*.lutrin", entry->d_name, FNM_PERIOD) == 0) {
            lt_buf_put(out, entry->d_name, strlen(entry->d_name) + 1);
            count++;
        }
    closedir(dir);
    return LT_OK;
}

struct lt_mirror lt_folder_mirror(struct lt_folder_mirror *folder)
{
    return (struct lt_mirror){.self = folder, .name = folder->path, .text = read_text, .file = read_file,
                              .names = list_names};
}
