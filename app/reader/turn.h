/*
 * turn.h: where a row of pages stands while it turns: under the finger, sliding, at rest.
 *
 * Offsets are pixels to the right of the place where the present page rests. Pages run to the right of their
 * predecessor, or to the left of it when `rtl`.
 */
#ifndef LUTRIN_READER_TURN_H
#define LUTRIN_READER_TURN_H

#include <stdbool.h>
#include <stdint.h>

enum {
    LT_TURN_SLIDE_MS = 140,    /* a page slides in after a tap */
    LT_TURN_SETTLE_MIN_MS = 60,
    LT_TURN_RESIST = 3,        /* at the ends the page follows a third of the way ... */
    LT_TURN_RESIST_MAX = 8,    /* ... and at most an eighth of the width */
    LT_TURN_FRAME_MS = 8,
};

struct lt_turn {
    uint32_t page, count; /* the present page, of count >= 1 pages; the one that slides in counts as present */
    int32_t width_px;
    bool rtl, motion;
    int32_t offset;       /* now */
    bool held;            /* by a finger */
    int32_t grip;         /* the offset when it took hold */
    bool sliding;
    int32_t slide_from;
    int64_t slide_ms, slide_end_ms;
    int queued;           /* one turn that waits for the end of the slide: -1, 0, +1 */
};

void lt_turn_init(struct lt_turn *turn, int32_t width_px, bool rtl, bool motion);

/* Sets how many pages there are; a page past the end becomes the last one. */
void lt_turn_recount(struct lt_turn *turn, uint32_t count);

/* Stands on page `page` at once. */
void lt_turn_jump(struct lt_turn *turn, uint32_t page);

/* One page on (+1) or back (-1), as after a tap; while a page slides, one turn is remembered and begins when it has
 * arrived. False when there is no such page. */
bool lt_turn_step(struct lt_turn *turn, int step, int64_t now_ms);

/* The finger has moved dx from where its drag began. */
void lt_turn_drag(struct lt_turn *turn, int32_t dx);

/* The finger left: turns one page or none (`commit_px`: how far is far enough; `flick`: how fast is fast enough), and
 * slides to rest. Returns the step made: -1, 0, +1. */
int lt_turn_release(struct lt_turn *turn, int32_t speed_px_per_s, int32_t commit_px, int32_t flick, int64_t now_ms);

/* The drag is given up: slides back. */
void lt_turn_abort(struct lt_turn *turn, int64_t now_ms);

/* Time passes. Returns the step that a remembered turn made, or 0. */
int lt_turn_tick(struct lt_turn *turn, int64_t now_ms);

bool lt_turn_moving(const struct lt_turn *turn);

/* The page that shows beside the present one at the present offset, or -1. *ret_x is where it stands. */
int64_t lt_turn_neighbour(const struct lt_turn *turn, int32_t *ret_x);

#endif
