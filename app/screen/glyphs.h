/*
 * glyphs.h: the pictures of glyphs, drawn once and kept. Private to this room.
 */
#ifndef LUTRIN_SCREEN_GLYPHS_H
#define LUTRIN_SCREEN_GLYPHS_H

#include "face.h"

enum {
    LT_GLYPHS_MAX_BYTES = 16 << 20, /* kept pictures; when it is full it begins anew */
    LT_GLYPH_PHASES = 4,            /* places between two pixel columns at which a glyph is drawn */
};

struct lt_glyph_image {
    int32_t left, top;      /* of its first pixel from the pen; top upward from the baseline */
    int32_t width, height;
    const uint8_t *cover;   /* width x height coverages, or NULL for a coloured glyph: then ... */
    const uint32_t *colour; /* ... width x height premultiplied pixels */
};

struct lt_glyphs;
struct lt_glyphs *lt_glyphs_create(void);
void lt_glyphs_destroy(struct lt_glyphs *glyphs); /* NULL is allowed */

/* The picture of a glyph at a size, drawn `phase`/LT_GLYPH_PHASES of a pixel to the right. Lent until the next call. An
 * empty picture when there is nothing to be seen. */
const struct lt_glyph_image *lt_glyphs_image(struct lt_glyphs *glyphs, struct lt_face *face, uint32_t id,
                                             lt_fx size_fx, unsigned phase);

#endif
