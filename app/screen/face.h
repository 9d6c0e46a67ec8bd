/*
 * face.h: opened faces, each file once. Private to this room.
 */
#ifndef LUTRIN_SCREEN_FACE_H
#define LUTRIN_SCREEN_FACE_H

#include <ft2build.h>
#include FT_FREETYPE_H
#include <hb.h>

#include "catalogue.h"

#include <lutrin/metrics.h>

/* One face, for shaping (HarfBuzz) and for drawing (FreeType), over one mapping of its file. */
struct lt_face {
    struct lt_face_file file;
    uint32_t number;    /* in its pool: for keys */
    bool colour;        /* bitmaps of one size in colour: emoji */
    bool wide_narrow;   /* its narrow no-break space is as wide as any, its thin space is not */
    hb_blob_t *blob;
    hb_font_t *hb;
    FT_Face ft;
    lt_fx scaled_to;    /* the size `ft` is set to; 0: none yet */
};

enum {
    LT_FACES_MAX = 256, /* faces of one pool; more are refused */
    LT_THIN_SPACE = 0x2009, LT_NARROW_NO_BREAK_SPACE = 0x202F,
};

struct lt_face_pool {
    FT_Library library;
    struct lt_face **faces;
    size_t count, capacity;
};

enum lt_err lt_face_pool_init(struct lt_face_pool *pool, struct lt_diag *diag);
void lt_face_pool_finish(struct lt_face_pool *pool);

/* Opens a face, or finds it open. Takes file->path. NULL when the file is no font or there are too many. */
struct lt_face *lt_face_open(struct lt_face_pool *pool, struct lt_face_file *file);

/* Has the face a glyph of its own for the character? */
bool lt_face_has(const struct lt_face *face, uint32_t code);

/* Sets the size of face->ft (nothing is done when it is so already). For a colour face the nearest bitmaps are chosen.
 * False when FreeType refuses. */
bool lt_face_scale(struct lt_face *face, lt_fx size_fx);

#endif
