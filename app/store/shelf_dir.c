/*
 * shelf_dir.c: the names, links and small files of the shelf's folder, changed so that each change is whole and durable.
 */
#include "shelf.h"

#include "index.h"

#include <lutrin/arena.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { READ_STEP = 4096, MAX_FILES = 64 }; /* MAX_FILES: looked at in one generation */

static enum lt_err io_failure(const struct lt_shelf *shelf, const char *doing, struct lt_diag *diag)
{
    return lt_fail_errno(diag, LT_ERR_IO, shelf->dir, errno, doing);
}

int lt_generation_compare(struct lt_generation a, struct lt_generation b)
{
    if (a.epoch != b.epoch)
        return a.epoch > b.epoch ? 1 : -1;
    return (a.version > b.version) - (a.version < b.version);
}

void lt_generation_name(struct lt_generation generation, char ret_name[LT_GENERATION_NAME_MAX])
{
    snprintf(ret_name, LT_GENERATION_NAME_MAX, "%" PRId64 "-%" PRId64, generation.epoch, generation.version);
}

bool lt_generation_parse(const char *name, struct lt_generation *ret_generation)
{
    struct lt_generation generation;
    char *end, again[LT_GENERATION_NAME_MAX];
    if (name[0] < '1' || name[0] > '9')
        return false;
    generation.epoch = strtoll(name, &end, 10);
    if (*end != '-' || end[1] < '1' || end[1] > '9')
        return false;
    generation.version = strtoll(end + 1, &end, 10);
    lt_generation_name(generation, again);
    if (strcmp(again, name) != 0)
        return false;
    *ret_generation = generation;
    return true;
}

static enum lt_err write_all(int fd, struct lt_bytes text)
{
    while (text.size) {
        ssize_t put = write(fd, text.data, text.size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return LT_ERR_IO;
        text.data += put;
        text.size -= (size_t)put;
    }
    return LT_OK;
}

enum lt_err lt_shelf_lay(const struct lt_shelf *shelf, int fd, const char *name, struct lt_bytes text,
                         struct lt_diag *diag)
{
    char new[LT_GENERATION_NAME_MAX];
    snprintf(new, sizeof new, "%s.new", name);
    int file = openat(fd, new, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (file < 0)
        return io_failure(shelf, "cannot write", diag);
    enum lt_err err = LT_OK;
    if (write_all(file, text) != LT_OK || fsync(file) != 0)
        err = io_failure(shelf, "cannot write", diag);
    close(file);
    if (err == LT_OK && renameat(fd, new, fd, name) != 0)
        err = io_failure(shelf, "cannot write", diag);
    if (err != LT_OK)
        unlinkat(fd, new, 0);
    return err;
}

enum lt_err lt_shelf_put(const struct lt_shelf *shelf, int fd, const char *name, struct lt_bytes text,
                         struct lt_diag *diag)
{
    enum lt_err err = lt_shelf_lay(shelf, fd, name, text, diag);
    return err == LT_OK && fsync(fd) != 0 ? io_failure(shelf, "cannot write", diag) : err;
}

enum lt_err lt_shelf_take(const struct lt_shelf *shelf, int fd, const char *name, size_t limit, struct lt_buf *out,
                          struct lt_diag *diag)
{
    char step[READ_STEP];
    int file = openat(fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (file < 0)
        return lt_fail_errno(diag, errno == ENOENT ? LT_ERR_NO_INPUT : LT_ERR_IO, shelf->dir, errno, "cannot read");
    enum lt_err err = LT_OK;
    for (ssize_t got; err == LT_OK && (got = read(file, step, sizeof step)) != 0;) {
        if (got < 0 && errno != EINTR)
            err = io_failure(shelf, "cannot read", diag);
        else if (got > 0 && (size_t)got > limit - out->size)
            err = lt_fail(diag, LT_ERR_LIMIT, shelf->dir, NULL, "'%s' is larger than %zu bytes", name, limit);
        else if (got > 0)
            lt_buf_put(out, step, (size_t)got);
    }
    close(file);
    return err;
}

struct lt_generation lt_shelf_linked(const struct lt_shelf *shelf)
{
    char target[LT_GENERATION_NAME_MAX];
    struct lt_generation generation = {0, 0};
    ssize_t size = readlinkat(shelf->dir_fd, "current", target, sizeof target - 1);
    if (size < 0 && errno != ENOENT && errno != EINVAL) /* it may be there: a disk may stumble once */
        size = readlinkat(shelf->dir_fd, "current", target, sizeof target - 1);
    if (size > 4) {
        target[size] = '\0';
        if (strncmp(target, "gen/", 4) != 0 || !lt_generation_parse(target + 4, &generation))
            generation = (struct lt_generation){0, 0};
    }
    return generation;
}

enum lt_err lt_shelf_link(struct lt_shelf *shelf, const char *target, struct lt_diag *diag)
{
    unlinkat(shelf->dir_fd, "current.new", 0);
    if (symlinkat(target, shelf->dir_fd, "current.new") != 0 ||
        renameat(shelf->dir_fd, "current.new", shelf->dir_fd, "current") != 0 || fsync(shelf->dir_fd) != 0)
        return io_failure(shelf, "cannot switch to the new bundle", diag);
    return LT_OK;
}

enum lt_err lt_shelf_switch(struct lt_shelf *shelf, struct lt_generation generation, struct lt_diag *diag)
{
    char target[LT_GENERATION_NAME_MAX + 4] = "gen/";
    lt_generation_name(generation, target + 4);
    return lt_shelf_link(shelf, target, diag);
}

void lt_shelf_clear(const struct lt_shelf *shelf)
{
    int fd = openat(shelf->gen_fd, "tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0)
            close(fd);
        return;
    }
    struct dirent *entry;
    for (int i = 0; i < MAX_FILES && (entry = readdir(dir)); i++)
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    unlinkat(shelf->gen_fd, "tmp", AT_REMOVEDIR);
}

void lt_shelf_remove(const struct lt_shelf *shelf, struct lt_generation generation)
{
    char name[LT_GENERATION_NAME_MAX];
    lt_generation_name(generation, name);
    lt_shelf_clear(shelf);
    if (renameat(shelf->gen_fd, name, shelf->gen_fd, "tmp") == 0)
        lt_shelf_clear(shelf);
}

void lt_shelf_drop_index(const struct lt_shelf *shelf, struct lt_generation generation)
{
    static const char *const names[] = {LT_INDEX_NAME, LT_INDEX_PART, LT_INDEX_PART "-journal"};
    char name[LT_GENERATION_NAME_MAX];
    lt_generation_name(generation, name);
    int fd = openat(shelf->gen_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    for (size_t i = 0; fd >= 0 && i < sizeof names / sizeof *names; i++)
        unlinkat(fd, names[i], 0);
    if (fd >= 0)
        close(fd);
}

void lt_shelf_keep(const struct lt_shelf *shelf, struct lt_generation one, struct lt_generation other)
{
    struct lt_generation all[LT_SHELF_MAX_GENERATIONS];
    int count = lt_shelf_generations(shelf, all);
    for (int i = 0; i < count; i++)
        if (lt_generation_compare(all[i], one) != 0 && lt_generation_compare(all[i], other) != 0)
            lt_shelf_remove(shelf, all[i]);
}

static int by_generation(const void *a, const void *b)
{
    return lt_generation_compare(*(const struct lt_generation *)a, *(const struct lt_generation *)b);
}

/* How many there are; -1: the folder cannot be read. */
static int list(const struct lt_shelf *shelf, struct lt_generation ret[LT_SHELF_MAX_GENERATIONS])
{
    int count = 0, fd = openat(shelf->dir_fd, "gen", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir) {
        if (fd >= 0 && errno == ENOMEM) /* an empty shelf is something else */
            lt_out_of_memory(sizeof(struct dirent));
        if (fd >= 0)
            close(fd);
        return -1;
    }
    errno = 0;
    for (struct dirent *entry; count < LT_SHELF_MAX_GENERATIONS && (entry = readdir(dir));)
        count += lt_generation_parse(entry->d_name, &ret[count]);
    if (errno != 0)
        count = -1;
    closedir(dir);
    return count;
}

int lt_shelf_generations(const struct lt_shelf *shelf, struct lt_generation ret[LT_SHELF_MAX_GENERATIONS])
{
    int count = list(shelf, ret);
    if (count < 0) /* a disk may stumble once */
        count = list(shelf, ret);
    if (count <= 0)
        return 0;
    qsort(ret, (size_t)count, sizeof *ret, by_generation);
    return count;
}
