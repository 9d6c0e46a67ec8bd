/*
 * map.c: a file mapped for reading, for zstd to work on in one piece.
 */
#include "map.h"

#include <lutrin/shelf.h>

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum lt_err lt_map_file(const char *path, bool follow, struct lt_mapping *ret_mapping, struct lt_diag *diag)
{
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | (follow ? 0 : O_NOFOLLOW));
    if (fd < 0)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, path, errno, "cannot open");
    enum lt_err err = LT_OK;
    if (fstat(fd, &st) != 0)
        err = lt_fail_errno(diag, LT_ERR_IO, path, errno, "cannot read");
    else if (!S_ISREG(st.st_mode) || st.st_size == 0 || st.st_size > LT_BUNDLE_MAX_BYTES ||
             (uint64_t)st.st_size > SIZE_MAX / 4)
        err = lt_fail(diag, LT_ERR_DATA, path, NULL, "empty, too large or not a file");
    void *data = err == LT_OK ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;
    if (err == LT_OK && data == MAP_FAILED)
        err = lt_fail_errno(diag, LT_ERR_IO, path, errno, "cannot map");
    if (err == LT_OK)
        *ret_mapping = (struct lt_mapping){data, (size_t)st.st_size};
    close(fd);
    return err;
}

void lt_unmap(struct lt_mapping *mapping)
{
    if (mapping->data)
        munmap(mapping->data, mapping->size);
}
