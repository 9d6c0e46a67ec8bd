/*
 * loupe.h: a picture, or a table that is too wide for its column, alone on the panel: it can be moved with a finger and
 * enlarged in steps, and a mark at the corner closes it.
 *
 * What is looked at is cut into tiles as large as the panel, so that moving it moves sheets and paints none.
 */
#ifndef LUTRIN_READER_LOUPE_H
#define LUTRIN_READER_LOUPE_H

#include <lutrin/pages.h>

#include "plate.h"

enum {
    LT_LOUPE_MAX_TILES = 4,          /* of panel size, seen at a time */
    LT_LOUPE_MAX_PIXELS = 6 << 20,   /* of an enlarged picture */
};

struct lt_loupe {
    const struct lt_stage *stage; /* NULL: closed */
    const struct lt_doc *doc;
    const struct lt_picture *picture; /* or */
    struct lt_doc table;          /* one table and nothing else; its blocks are the loupe's own */
    struct lt_style style;        /* what it is set in */
    struct lt_pages *pages;
    uint32_t block;
    uint64_t key;                 /* of the article in its style */
    int step;
    int32_t x, y, width, height;  /* of what is looked at, on the panel */
    bool dragged;
    int32_t from_x, from_y;       /* where it stood when the finger began to move it */
    struct lt_plate bar, foot;
};

/* A part of it that is to be seen. */
struct lt_loupe_tile {
    uint64_t sheet;
    int32_t across, down;         /* which: from 0 */
    int32_t x, y, width, height;  /* on the panel */
};

/* Shows a FIGURE or TABLE of `doc`, or with LT_PLACE_FRONT its lead picture. Returns false, and shows nothing, when the
 * block is neither. Stage and document must outlive it; `key` tells the document and its style from others. */
bool lt_loupe_open(struct lt_loupe *loupe, const struct lt_stage *stage, const struct lt_doc *doc, uint32_t block,
                   uint64_t key);
void lt_loupe_close(struct lt_loupe *loupe); /* leaves it zeroed; a zeroed one is allowed */
bool lt_loupe_is_open(const struct lt_loupe *loupe);

/* A step larger (1) or smaller (-1) around a point of the panel; the same when there is none. */
void lt_loupe_zoom(struct lt_loupe *loupe, int step, int32_t x, int32_t y);
/* The next larger step, after the largest the first one. */
void lt_loupe_cycle(struct lt_loupe *loupe, int32_t x, int32_t y);
bool lt_loupe_can_zoom(const struct lt_loupe *loupe, int step);

/* The finger stands (dx, dy) from where it began; then it left. */
void lt_loupe_drag(struct lt_loupe *loupe, int32_t dx, int32_t dy);
void lt_loupe_drop(struct lt_loupe *loupe);
/* Moves the view by quarters of the panel: a key. */
void lt_loupe_step(struct lt_loupe *loupe, int way_x, int way_y);

/* Does (x, y) lie on what is looked at? */
bool lt_loupe_covers(const struct lt_loupe *loupe, int32_t x, int32_t y);

/* The tiles to be seen now; returns how many. */
size_t lt_loupe_tiles(const struct lt_loupe *loupe, struct lt_loupe_tile tiles[LT_LOUPE_MAX_TILES]);
void lt_loupe_paint(const struct lt_loupe *loupe, int32_t across, int32_t down, const struct lt_canvas *canvas);

#endif
