/*
 * cache.h: the press's cache on disk. Private to this room.
 */
#ifndef LUTRIN_PACK_CACHE_H
#define LUTRIN_PACK_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/arena.h>
#include <lutrin/err.h>
#include <lutrin/file.h>

struct lt_press_cache;

/* What is known of a fetched address. Strings are "" when the server did not say. */
struct lt_press_cached {
    const char *body; /* file with what came */
    const char *url;  /* that answered, after redirects */
    const char *etag, *last_modified, *content_type;
    int64_t fetched;  /* seconds since 1970 */
};

/* `folder` NULL: $XDG_CACHE_HOME/lutrin, else ~/.cache/lutrin. Nothing is made on disk before there is something to
 * keep. */
enum lt_err lt_press_cache_open(const char *folder, struct lt_diag *diag, struct lt_press_cache **ret_cache);
void lt_press_cache_close(struct lt_press_cache *cache); /* NULL is allowed */

/* Is a whole answer for this address there? Then it counts as used today. Strings go into the arena in any case. */
bool lt_press_cache_find(const struct lt_press_cache *cache, const char *url, struct lt_arena *arena,
                         struct lt_press_cached *ret_cached);

/* Removes what no lt_press_cache_find() has found for so many days, and what killed runs left. */
void lt_press_cache_forget(const struct lt_press_cache *cache, int32_t days);

/* Begins the body of an address. */
enum lt_err lt_press_cache_begin(struct lt_press_cache *cache, const char *url, struct lt_diag *diag,
                                 struct lt_file_out **ret_out);

/* Gives the body its name and writes what is known of it (body of *cached is not looked at); ends `out`. */
enum lt_err lt_press_cache_keep(struct lt_press_cache *cache, const char *url, struct lt_file_out *out,
                                const struct lt_press_cached *cached, int64_t bytes, struct lt_diag *diag);

#endif
