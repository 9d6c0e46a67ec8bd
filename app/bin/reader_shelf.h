/*
 * reader_shelf.h: which bundle of the shelf is shown, and whether there is a newer one. Private to this room.
 */
#ifndef LUTRIN_READER_SHELF_H
#define LUTRIN_READER_SHELF_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/reader.h>

enum { LT_SHELF_LINK_MAX = 512 };

/* A zeroed one knows nothing. */
struct lt_shelf_watch {
    char shown[LT_SHELF_LINK_MAX]; /* what LIBRARY/current pointed to when the bundle that is shown was opened, or one was
                                      tried that is no good */
    int64_t next_ms;
};

/* The path of the bundle that is current now, in the arena. It is the one that is shown from here on. */
const char *lt_shelf_begin(struct lt_shelf_watch *watch, const char *library, struct lt_arena *arena);

/* If it is time to, looks whether another bundle is current, whether nobody would be disturbed (nobody at the front page of
 * late, or nobody at all for long), and whether it can be opened. True with *ret_bundle, which is the caller's. */
bool lt_shelf_news(struct lt_shelf_watch *watch, const char *library, int64_t now_ms, int64_t idle_ms,
                   const struct lt_reader *reader, struct lt_bundle **ret_bundle);

#endif
