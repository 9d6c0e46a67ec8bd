/*
 * prune.c: older releases leave the static tree, so that it does not grow for ever. A release's own signature goes first:
 * what is half removed is then a folder that nobody takes for a release.
 */
#include <lutrin/publish.h>

#include "line.h"

#include <lutrin/arena.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct numbers {
    int64_t *list;
    size_t count, capacity;
};

static int descending(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x < y) - (x > y);
}

/* All that is called as a release would be, the newest first. */
static void list_numbers(DIR *dir, struct numbers *numbers)
{
    struct dirent *entry;
    int64_t number;
    while (numbers->count < LT_PUBLISH_MAX_RELEASES && (entry = readdir(dir)))
        if (lt_word_number(lt_bytes_of(entry->d_name), 1, LT_SIGNED_MAX_NUMBER, &number)) {
            numbers->list = lt_grow(numbers->list, &numbers->capacity, numbers->count + 1, sizeof *numbers->list);
            numbers->list[numbers->count++] = number;
        }
    if (numbers->count)
        qsort(numbers->list, numbers->count, sizeof *numbers->list, descending);
}

/* Removes the files of a release and its folder; a folder in it is nothing of ours and stays. */
static bool remove_release(int releases, const char *name)
{
    struct dirent *entry;
    int fd = openat(releases, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return false;
    }
    unlinkat(fd, "manifest.minisig", 0);
    fsync(fd);
    while ((entry = readdir(dir)))
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(fd, entry->d_name, 0);
    closedir(dir);
    return unlinkat(releases, name, AT_REMOVEDIR) == 0;
}

enum lt_err lt_publish_prune(const char *repo, size_t keep, struct lt_diag *diag, size_t *ret_removed)
{
    struct numbers numbers = {0};
    struct lt_buf path = {0};
    size_t removed = 0;
    lt_buf_printf(&path, "%s/r", repo);
    DIR *dir = opendir(path.data);
    enum lt_err err = dir ? LT_OK : lt_fail_errno(diag, LT_ERR_NO_INPUT, path.data, errno, "cannot open");
    if (dir) {
        list_numbers(dir, &numbers);
        for (size_t i = keep ? keep : 1; err == LT_OK && i < numbers.count; i++) {
            char name[24];
            snprintf(name, sizeof name, "%" PRId64, numbers.list[i]);
            if (remove_release(dirfd(dir), name))
                removed++;
            else
                err = lt_fail(diag, LT_ERR_IO, path.data, "look into it", "release %s cannot be removed", name);
        }
        closedir(dir);
    }
    free(numbers.list);
    lt_buf_finish(&path);
    if (err == LT_OK)
        *ret_removed = removed;
    return err;
}
