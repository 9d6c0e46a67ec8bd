/*
 * loupe_frame.h: what stands around what is looked at: the bar with its marks, the caption at the foot; and a canvas that
 * lets through only what a tile shows.
 */
#ifndef LUTRIN_READER_LOUPE_FRAME_H
#define LUTRIN_READER_LOUPE_FRAME_H

#include "plate.h"

/* The bar: smaller, larger, close; the first two answer only if they may. */
void lt_loupe_bar(struct lt_plate *plate, const struct lt_stage *stage, bool smaller, bool larger);

/* The caption in `lang`, as many lines as leave the most for what is looked at. */
void lt_loupe_foot(struct lt_plate *plate, const struct lt_stage *stage, struct lt_bytes caption, const char *lang);

struct lt_loupe_window {
    const struct lt_canvas *canvas;
    const struct lt_ruler *ruler;
    lt_fx width, height;
};

/* Paints on the window's canvas what touches (0,0)-(width, height). The window is lent to it. */
struct lt_canvas lt_loupe_canvas(struct lt_loupe_window *window);

#endif
