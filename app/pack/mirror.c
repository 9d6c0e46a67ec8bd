/*
 * mirror.c: which file stands for an address, and which address for a file.
 *
 * The plan's mirrors come first. A source folder that lies under none of them gets an address of its own under
 * *.invalid (RFC 2606), so that a page without an address can still name its pictures; such addresses end here.
 */
#include "press.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

static const char INVENTED_HOST[] = ".lutrin.invalid/";

struct mirror {
    char *url;    /* ends with a slash */
    char *folder; /* resolved, ends with a slash */
};

struct lt_press_mirrors {
    struct mirror *list;
    size_t count, capacity;
    unsigned invented;
};

static char *with_slash(const char *text)
{
    struct lt_buf buf = {0};
    size_t size = strlen(text);
    lt_buf_printf(&buf, "%s%s", text, size && text[size - 1] == '/' ? "" : "/");
    return lt_buf_release(&buf);
}

static void add(struct lt_press_mirrors *mirrors, const char *url, const char *folder)
{
    char *resolved = realpath(folder, NULL);
    if (!resolved)
        return;
    mirrors->list = lt_grow(mirrors->list, &mirrors->capacity, mirrors->count + 1, sizeof *mirrors->list);
    mirrors->list[mirrors->count++] = (struct mirror){with_slash(url), with_slash(resolved)};
    free(resolved);
}

struct lt_press_mirrors *lt_press_mirrors_create(const struct lt_plan *plan)
{
    struct lt_press_mirrors *mirrors = lt_alloc(1, sizeof *mirrors);
    for (size_t i = 0; i < plan->mirror_count; i++)
        add(mirrors, plan->mirrors[i].url, plan->mirrors[i].folder);
    return mirrors;
}

void lt_press_mirrors_destroy(struct lt_press_mirrors *mirrors)
{
    if (!mirrors)
        return;
    for (size_t i = 0; i < mirrors->count; i++) {
        free(mirrors->list[i].url);
        free(mirrors->list[i].folder);
    }
    free(mirrors->list);
    free(mirrors);
}

/* The mirror with the longest folder that `resolved` lies under, or NULL. */
static const struct mirror *mirror_of_path(const struct lt_press_mirrors *mirrors, const char *resolved)
{
    const struct mirror *best = NULL;
    for (size_t i = 0; i < mirrors->count; i++)
        if (lt_bytes_starts(lt_bytes_of(resolved), mirrors->list[i].folder) &&
            (!best || strlen(mirrors->list[i].folder) > strlen(best->folder)))
            best = &mirrors->list[i];
    return best;
}

void lt_press_mirrors_add_folder(struct lt_press_mirrors *mirrors, const char *folder)
{
    char *resolved = realpath(folder, NULL);
    if (!resolved)
        return;
    char *whole = with_slash(resolved);
    if (!mirror_of_path(mirrors, whole)) {
        char url[64];
        snprintf(url, sizeof url, "https://folder-%u%s", ++mirrors->invented, INVENTED_HOST);
        add(mirrors, url, resolved);
    }
    free(whole);
    free(resolved);
}

bool lt_press_is_invented(const char *url)
{
    const char *host = strstr(url, "://");
    const char *end = host ? strchr(host + 3, '/') : NULL;
    size_t tail = sizeof INVENTED_HOST - 2; /* without the slash and the NUL */
    return end && (size_t)(end - host - 3) > tail && memcmp(end - tail, INVENTED_HOST, tail) == 0;
}

const char *lt_press_mirror_url(const struct lt_press_mirrors *mirrors, const char *path, struct lt_arena *arena)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-~";
    char *resolved = realpath(path, NULL);
    const struct mirror *mirror = resolved ? mirror_of_path(mirrors, resolved) : NULL;
    const char *url = NULL;
    if (mirror) {
        struct lt_buf buf = {0};
        lt_buf_puts(&buf, mirror->url);
        for (const char *c = resolved + strlen(mirror->folder); *c; c++)
            if (strchr(plain, *c))
                lt_buf_putc(&buf, *c);
            else
                lt_buf_printf(&buf, "%%%02X", (unsigned char)*c);
        url = lt_arena_strndup(arena, buf.data, buf.size);
        lt_buf_finish(&buf);
    }
    free(resolved);
    return url;
}

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/* The path part of an address, decoded; false when it would leave its folder or hold a NUL. */
static bool decode(const char *rest, struct lt_buf *out)
{
    size_t from = out->size;
    for (; *rest && *rest != '?' && *rest != '#'; rest++) {
        int high = *rest == '%' ? hex(rest[1]) : -1, low = high >= 0 ? hex(rest[2]) : -1;
        char c = low >= 0 ? (char)(high * 16 + low) : *rest;
        if (c == '\0')
            return false;
        lt_buf_putc(out, c);
        rest += low >= 0 ? 2 : 0;
    }
    if (out->size == from)
        return true;
    for (const char *part = out->data + from; part; part = strchr(part, '/')) {
        part += *part == '/';
        if (strncmp(part, "..", 2) == 0 && (part[2] == '/' || part[2] == '\0'))
            return false;
    }
    return true;
}

/* The file of `url` below this mirror, if it is there. */
static const char *file_below(const struct mirror *mirror, const char *rest, struct lt_arena *arena)
{
    struct lt_buf path = {0};
    struct stat st;
    const char *found = NULL;
    lt_buf_puts(&path, mirror->folder);
    if (decode(rest, &path)) {
        if (stat(path.data, &st) == 0 && S_ISDIR(st.st_mode))
            lt_buf_puts(&path, path.data[path.size - 1] == '/' ? "index.html" : "/index.html");
        if (stat(path.data, &st) == 0 && S_ISREG(st.st_mode))
            found = lt_arena_strndup(arena, path.data, path.size);
    }
    lt_buf_finish(&path);
    return found;
}

const char *lt_press_mirror_path(const struct lt_press_mirrors *mirrors, const char *url, struct lt_arena *arena)
{
    const struct mirror *best = NULL;
    for (size_t i = 0; i < mirrors->count; i++)
        if (strncasecmp(url, mirrors->list[i].url, strlen(mirrors->list[i].url)) == 0 &&
            (!best || strlen(mirrors->list[i].url) > strlen(best->url)))
            best = &mirrors->list[i];
    return best ? file_below(best, url + strlen(best->url), arena) : NULL;
}
