/*
 * cache.c: what was fetched before, on disk: KEY.body as it came, and KEY.head, a few lines about it. KEY is made of the
 * address. Both are written whole, the body first, so that a head never speaks of a body that is not there; whatever
 * is damaged is as good as absent.
 */
#include "cache.h"

#include <lutrin/file.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "press.h"

enum { MAX_HEAD_BYTES = 16 << 10, FOLDER_MODE = 0700, KEY_LETTERS = 32, DAY_S = 86400 };

struct lt_press_cache {
    char *folder;
    bool made; /* the folder is there */
};

enum lt_err lt_press_cache_open(const char *folder, struct lt_diag *diag, struct lt_press_cache **ret_cache)
{
    const char *xdg = getenv("XDG_CACHE_HOME"), *home = getenv("HOME");
    struct lt_buf name = {0};
    if (folder && folder[0])
        lt_buf_puts(&name, folder);
    else if (xdg && xdg[0] == '/')
        lt_buf_printf(&name, "%s/lutrin", xdg);
    else if (home && home[0] == '/')
        lt_buf_printf(&name, "%s/.cache/lutrin", home);
    else
        return lt_fail(diag, LT_ERR_USAGE, NULL, "give --cache DIR", "no place for the cache");
    struct lt_press_cache *cache = lt_alloc(1, sizeof *cache);
    cache->folder = lt_buf_release(&name);
    *ret_cache = cache;
    return LT_OK;
}

void lt_press_cache_close(struct lt_press_cache *cache)
{
    if (!cache)
        return;
    free(cache->folder);
    free(cache);
}

static const char *name_of(const struct lt_press_cache *cache, const char *url, const char *ending,
                           struct lt_arena *arena)
{
    struct lt_bytes text = lt_bytes_of(url);
    return lt_arena_printf(arena, "%s/%016" PRIx64 "%016" PRIx64 ".%s", cache->folder, lt_hash(text, 0),
                           lt_hash(text, LT_PRESS_HASH_TWO), ending);
}

/* The value of `name` in lines of "name value"; "" when it is not there. */
static const char *line_of(struct lt_bytes head, const char *name, struct lt_arena *arena)
{
    size_t size = strlen(name);
    while (head.size) {
        const char *end = memchr(head.data, '\n', head.size);
        size_t line = end ? (size_t)(end - head.data) : head.size;
        if (line > size && memcmp(head.data, name, size) == 0 && head.data[size] == ' ' &&
            !memchr(head.data, '\0', line))
            return lt_arena_strndup(arena, head.data + size + 1, line - size - 1);
        line += end != NULL;
        head.data += line;
        head.size -= line;
    }
    return "";
}

static int64_t number_of(struct lt_bytes head, const char *name, struct lt_arena *arena)
{
    char *end;
    const char *text = line_of(head, name, arena);
    long long number = strtoll(text, &end, 10);
    return text[0] && *end == '\0' ? number : -1;
}

/* That a head is used is told by its time; once a day is enough, cards wear out. */
static void touch(const char *head)
{
    struct stat st;
    if (stat(head, &st) == 0 && time(NULL) - st.st_mtime >= DAY_S)
        utimensat(AT_FDCWD, head, NULL, 0);
}

bool lt_press_cache_find(const struct lt_press_cache *cache, const char *url, struct lt_arena *arena,
                         struct lt_press_cached *ret_cached)
{
    struct lt_buf text = {0};
    struct stat st;
    bool found = false;
    if (lt_file_read(name_of(cache, url, "head", arena), MAX_HEAD_BYTES, NULL, &text) == LT_OK) {
        struct lt_bytes head = lt_buf_slice(&text);
        struct lt_press_cached cached = {.body = name_of(cache, url, "body", arena),
                                         .url = line_of(head, "answered", arena),
                                         .etag = line_of(head, "etag", arena),
                                         .last_modified = line_of(head, "last-modified", arena),
                                         .content_type = line_of(head, "content-type", arena),
                                         .fetched = number_of(head, "fetched", arena)};
        found = strcmp(line_of(head, "url", arena), url) == 0 && cached.url[0] && stat(cached.body, &st) == 0 &&
                S_ISREG(st.st_mode) && st.st_size == number_of(head, "bytes", arena);
        if (found) {
            touch(name_of(cache, url, "head", arena));
            *ret_cached = cached;
        }
    }
    lt_buf_finish(&text);
    return found;
}

/* Is it one of ours? *ret_head: the head, which has the time. */
static bool is_ours(const char *name, bool *ret_head)
{
    const char *ending = name + KEY_LETTERS;
    if (strspn(name, "0123456789abcdef") != KEY_LETTERS || ending[0] != '.')
        return false;
    *ret_head = strcmp(ending, ".head") == 0;
    return *ret_head || strncmp(ending, ".body", 5) == 0 || strncmp(ending, ".head.", 6) == 0; /* .body, and .part of both */
}

/* A body without a head is as old as it is; one with a head goes with it. */
static bool is_forgotten(int folder, const char *name, bool head, time_t before)
{
    struct stat st;
    char other[KEY_LETTERS + 6];
    memcpy(other, name, KEY_LETTERS);
    memcpy(other + KEY_LETTERS, ".head", 6);
    bool whole_body = strcmp(name + KEY_LETTERS, ".body") == 0;
    return (head || !whole_body || faccessat(folder, other, F_OK, 0) != 0) && fstatat(folder, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
           S_ISREG(st.st_mode) && st.st_mtime < before;
}

void lt_press_cache_forget(const struct lt_press_cache *cache, int32_t days)
{
    DIR *dir = opendir(cache->folder);
    time_t before = time(NULL) - (time_t)days * DAY_S;
    struct dirent *entry;
    bool head = false;
    while (dir && (entry = readdir(dir))) {
        char body[KEY_LETTERS + 6];
        if (!is_ours(entry->d_name, &head) || !is_forgotten(dirfd(dir), entry->d_name, head, before))
            continue;
        unlinkat(dirfd(dir), entry->d_name, 0);
        if (!head)
            continue;
        memcpy(body, entry->d_name, KEY_LETTERS);
        memcpy(body + KEY_LETTERS, ".body", 6);
        unlinkat(dirfd(dir), body, 0);
    }
    if (dir)
        closedir(dir);
}

/* mkdir -p. */
static enum lt_err make_folder(struct lt_press_cache *cache, struct lt_diag *diag)
{
    for (char *end = cache->folder; !cache->made && end;) {
        end = strchr(end + 1, '/');
        if (end)
            *end = '\0';
        int failed = mkdir(cache->folder, FOLDER_MODE) != 0 && errno != EEXIST ? errno : 0;
        if (failed)
            lt_fail_errno(diag, LT_ERR_CANT_CREATE, cache->folder, failed, "cannot make the cache");
        if (end)
            *end = '/';
        if (failed)
            return LT_ERR_CANT_CREATE;
    }
    cache->made = true;
    return LT_OK;
}

enum lt_err lt_press_cache_begin(struct lt_press_cache *cache, const char *url, struct lt_diag *diag,
                                 struct lt_file_out **ret_out)
{
    struct lt_arena arena = {0};
    enum lt_err err = make_folder(cache, diag);
    if (err == LT_OK)
        err = lt_file_out_create(name_of(cache, url, "body", &arena), diag, ret_out);
    lt_arena_finish(&arena);
    return err;
}

enum lt_err lt_press_cache_keep(struct lt_press_cache *cache, const char *url, struct lt_file_out *out,
                                const struct lt_press_cached *cached, int64_t bytes, struct lt_diag *diag)
{
    struct lt_arena arena = {0};
    struct lt_buf head = {0};
    enum lt_err err = out ? lt_file_out_commit(out, diag) : LT_OK;
    lt_buf_printf(&head, "url %s\nanswered %s\nbytes %" PRId64 "\nfetched %" PRId64 "\n", url, cached->url, bytes,
                  cached->fetched);
    if (cached->etag[0])
        lt_buf_printf(&head, "etag %s\n", cached->etag);
    if (cached->last_modified[0])
        lt_buf_printf(&head, "last-modified %s\n", cached->last_modified);
    if (cached->content_type[0])
        lt_buf_printf(&head, "content-type %s\n", cached->content_type);
    if (err == LT_OK)
        err = lt_file_write(name_of(cache, url, "head", &arena), lt_buf_slice(&head), diag);
    lt_buf_finish(&head);
    lt_arena_finish(&arena);
    return err;
}
