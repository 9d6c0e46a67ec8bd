/*
 * reader_shelf.h: which bundle of the shelf is shown, and whether there is a newer one. Private to this room.
 */
#ifndef LUTRIN_READER_SHELF_H
#define LUTRIN_READER_SHELF_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/board.h>
#include <lutrin/reader.h>

enum { LT_SHELF_LINK_MAX = 512 };

/* Begins with lt_shelf_begin(). */
struct lt_shelf_watch {
    struct lt_folder folder;       /* the shelf's; its path is NULL while nothing is watched */
    char known[LT_SHELF_LINK_MAX]; /* where LIBRARY/current pointed to when its bundle was opened or tried */
    bool changed;                  /* the link is to be read again */
    struct lt_beside trial;        /* lutrin --try */
    int64_t trial_end_ms, next_ms;
    int trials;                    /* that `known` had */
    int64_t again_ms;              /* when it is tried once more; 0: not */
};

/* Watches a shelf, and returns the path of the bundle that is current now, in the arena: it is the one that is shown from
 * here on. The library must outlive the watch. */
const char *lt_shelf_begin(struct lt_shelf_watch *watch, const char *library, struct lt_arena *arena);
/* What was to be shown at the start could not be opened: logs why, and what lt_shelf_begin() named (if it was called) is tried as
 * a newer one is, for a board is busiest when it starts. */
void lt_shelf_unread(struct lt_shelf_watch *watch, const struct lt_diag *diag);
void lt_shelf_end(struct lt_shelf_watch *watch); /* one that never began is allowed if it is zeroed */

/* If another bundle is current, has a process of its own try it for `panel` (lutrin --try), and then opens it: returns
 * it once, the caller's to close; else NULL. A bundle that fails is tried twice more, later, then
 * left alone. Costs a system call a second, never waits,
 * and does nothing while the reader moves, which it could make late. */
struct lt_bundle *lt_shelf_news(struct lt_shelf_watch *watch, const struct lt_reader *reader, const struct lt_panel *panel,
                                int64_t now_ms);

#endif
