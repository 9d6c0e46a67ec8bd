/*
 * stick.c: paths to files, and their bytes.
 */
#include "inside.h"

#include <lutrin/arena.h>

#include <stdlib.h>
#include <string.h>

struct lt_stick *lt_stick_create(const struct lt_stick_bytes *bytes)
{
    struct lt_stick *stick = lt_alloc(1, sizeof *stick);
    stick->bytes = *bytes;
    return stick;
}

void lt_stick_destroy(struct lt_stick *stick)
{
    free(stick);
}

const char *lt_stick_kind(const struct lt_stick *stick)
{
    const int bits = stick->volume.bits;
    return stick->volume.exfat ? "exFAT" : bits == 12 ? "FAT12" : bits == 16 ? "FAT16" : "FAT32";
}

int64_t lt_stick_offset(const struct lt_stick *stick)
{
    return stick->volume.at;
}

enum lt_err lt_stick_damaged(struct lt_diag *diag, const char *what)
{
    return lt_fail(diag, LT_ERR_DATA, NULL, "format the stick and copy everything again", "%s", what);
}

enum lt_err lt_stick_pull(struct lt_stick *stick, int64_t at, void *data, size_t size, struct lt_diag *diag)
{
    const int64_t all = stick->bytes.size;
    if (at < 0 || at > all || (uint64_t)size > (uint64_t)(all - at))
        return lt_stick_damaged(diag, "the stick ends before its volume");
    return stick->bytes.read(stick->bytes.self, at, data, size, diag);
}

/* A name that is looked for, and what was found under it. */
struct wish {
    const char *name;
    size_t size;
    struct lt_stick_file file;
    bool found, folder;
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static bool is_named(const struct wish *wish, const char *name)
{
    for (size_t i = 0; i < wish->size; i++)
        if (lower(name[i]) != lower(wish->name[i])) /* a shorter name differs at its NUL */
            return false;
    return name[wish->size] == '\0';
}

static bool compare(void *self, const struct lt_stick_entry *entry)
{
    struct wish *wish = self;
    if (!is_named(wish, entry->name) && !is_named(wish, entry->short_name))
        return true;
    wish->found = true;
    wish->folder = entry->folder;
    wish->file = entry->file;
    return false;
}

static struct lt_stick_file root_of(const struct lt_stick *stick)
{
    return (struct lt_stick_file){.fixed = stick->volume.bits != 32, .first = stick->volume.root_cluster};
}

/* Goes down the path; `folder` says which kind its end must be. */
static enum lt_err walk(struct lt_stick *stick, const char *path, bool folder, struct lt_diag *diag,
                        struct lt_stick_file *ret_file)
{
    struct wish wish = {.folder = true};
    struct lt_stick_file at = root_of(stick);
    if (stick->volume.bits == 0)
        return lt_fail(diag, LT_ERR_NO_INPUT, path, NULL, "no volume is open");
    for (int depth = 0; *path; depth++) {
        wish = (struct wish){.name = path, .size = strcspn(path, "/")};
        path += wish.size;
        path += *path == '/';
        if (depth >= LT_STICK_MAX_DEPTH || wish.size == 0 || wish.size >= LT_STICK_NAME_MAX)
            return lt_fail(diag, LT_ERR_USAGE, wish.name, NULL, "no path");
        enum lt_err err = lt_folder_each(stick, &at, compare, &wish, diag);
        if (err != LT_OK)
            return err;
        if (!wish.found || (*path && !wish.folder))
            return lt_fail(diag, LT_ERR_NO_INPUT, wish.name, NULL, "is not there");
        at = wish.file;
    }
    if (wish.folder != folder)
        return lt_fail(diag, LT_ERR_NO_INPUT, wish.name, NULL, folder ? "is no folder" : "is no file");
    *ret_file = at;
    return LT_OK;
}

enum lt_err lt_stick_find(struct lt_stick *stick, const char *path, int64_t ceiling, struct lt_diag *diag,
                          struct lt_stick_file *ret_file)
{
    struct lt_stick_file file;
    enum lt_err err = walk(stick, path, false, diag, &file);
    if (err == LT_OK && file.size > ceiling)
        err = lt_fail(diag, LT_ERR_LIMIT, path, NULL, "larger than it may be");
    if (err == LT_OK)
        err = lt_chain_check(stick, &file, diag);
    if (err == LT_OK)
        *ret_file = file;
    return err;
}

enum lt_err lt_stick_list(struct lt_stick *stick, const char *path, lt_stick_each *each, void *self,
                          struct lt_diag *diag)
{
    struct lt_stick_file folder;
    enum lt_err err = walk(stick, path, true, diag, &folder);
    return err == LT_OK ? lt_folder_each(stick, &folder, each, self, diag) : err;
}

enum lt_err lt_stick_read(struct lt_stick *stick, struct lt_stick_file *file, int64_t at, void *data, size_t size,
                          struct lt_diag *diag)
{
    if (at < 0 || at > file->size || (uint64_t)size > (uint64_t)(file->size - at))
        return lt_fail(diag, LT_ERR_USAGE, NULL, NULL, "beyond the file's end");
    for (uint8_t *to = data; size;) {
        int64_t place, run, more;
        enum lt_err err = lt_chain_place(stick, file, at, diag, &place, &run);
        /* Clusters that lie one behind the other are read at once. */
        for (int64_t next = place; err == LT_OK && place >= 0 && run < (int64_t)size; run += more) {
            struct lt_stick_file before = *file;
            err = lt_chain_place(stick, file, at + run, diag, &next, &more);
            if (err != LT_OK || next != place + run) {
                *file = before;
                break;
            }
        }
        if (err == LT_OK && place < 0)
            err = lt_stick_damaged(diag, "a file's chain is shorter than the file");
        if (err != LT_OK)
            return err;
        size_t step = run < (int64_t)size ? (size_t)run : size;
        err = lt_stick_pull(stick, place, to, step, diag);
        if (err != LT_OK)
            return err;
        to += step;
        at += (int64_t)step;
        size -= step;
    }
    return LT_OK;
}
