/*
 * shaper.h: from a run of text to glyphs at their places. Ruler and canvas both ask here, so that what is measured is
 * what is painted. Private to this room.
 */
#ifndef LUTRIN_SCREEN_SHAPER_H
#define LUTRIN_SCREEN_SHAPER_H

#include "picker.h"

struct lt_glyph {
    struct lt_face *face;
    uint32_t id;  /* in the face */
    lt_fx x, y;   /* from the run's left end and its baseline; y downward */
};

struct lt_shape {
    lt_fx advance;
    uint32_t count;
    struct lt_glyph *glyphs; /* from left to right */
};

enum { LT_SHAPES_MAX_BYTES = 8 << 20 }; /* remembered shapes; when it is full it begins anew */

struct lt_shaper;
struct lt_shaper *lt_shaper_create(struct lt_picker *picker); /* which must outlive it */
void lt_shaper_destroy(struct lt_shaper *shaper);             /* NULL is allowed */

/* Shapes a run, or remembers it. Lent until the next call. */
const struct lt_shape *lt_shaper_shape(struct lt_shaper *shaper, const struct lt_font *font,
                                       const struct lt_run_text *run);

/* As lt_ruler.divide: one shaping for all parts whose glyphs do not depend on one another. Remembers nothing. */
lt_fx lt_shaper_divide(struct lt_shaper *shaper, const struct lt_font *font, const struct lt_run_text *run,
                       const uint32_t *places, size_t count, struct lt_divided *ret_parts, int32_t *ret_clusters);

#endif
