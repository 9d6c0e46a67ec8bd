/*
 * face.c: knows how a font file is opened for HarfBuzz and FreeType at once, and at what size it is.
 *
 * Shaping uses HarfBuzz's own OpenType functions: under light hinting FreeType's advances are the linear ones, so both
 * agree and no glyph need be loaded to measure text.
 */
#include "face.h"

#include <stdlib.h>
#include <string.h>

#include <hb-ot.h>

#include <lutrin/arena.h>

static bool same_file(const struct lt_face_file *a, const struct lt_face_file *b)
{
    return a->index == b->index && a->embolden == b->embolden && a->slant == b->slant && strcmp(a->path, b->path) == 0;
}

static void close_face(struct lt_face *face)
{
    if (face->ft)
        FT_Done_Face(face->ft);
    hb_font_destroy(face->hb);
    hb_blob_destroy(face->blob);
    free(face->file.path);
    free(face);
}

static bool open_freetype(FT_Library library, struct lt_face *face)
{
    unsigned length;
    const char *data = hb_blob_get_data(face->blob, &length);
    if (!data || FT_New_Memory_Face(library, (const FT_Byte *)data, (FT_Long)length, face->file.index, &face->ft) != 0)
        return false;
    face->colour = FT_HAS_COLOR(face->ft) && !FT_IS_SCALABLE(face->ft) && face->ft->num_fixed_sizes > 0;
    return FT_IS_SCALABLE(face->ft) || face->colour;
}

static void open_harfbuzz(struct lt_face *face)
{
    hb_face_t *hb_face = hb_face_create(face->blob, (unsigned)face->file.index & 0xffff);
    face->hb = hb_font_create(hb_face);
    hb_face_destroy(hb_face);
    hb_ot_font_set_funcs(face->hb);
    unsigned instance = (unsigned)face->file.index >> 16;
    if (instance > 0)
        hb_font_set_var_named_instance(face->hb, instance - 1);
}

/* The advance of a character's own glyph, in any unit; 0 when it has none. */
static hb_position_t advance(const struct lt_face *face, uint32_t code)
{
    hb_codepoint_t glyph;
    return hb_font_get_nominal_glyph(face->hb, code, &glyph) && glyph ? hb_font_get_glyph_h_advance(face->hb, glyph) : 0;
}

/* A face like Vollkorn draws U+202F, which French sets before ; ! ? and inside guillemets, as wide as a word space. */
static bool is_wide_narrow(const struct lt_face *face)
{
    hb_position_t space = advance(face, ' '), thin = advance(face, LT_THIN_SPACE);
    return space > 0 && advance(face, LT_NARROW_NO_BREAK_SPACE) >= space && thin > 0 && thin < space;
}

enum lt_err lt_face_pool_init(struct lt_face_pool *pool, struct lt_diag *diag)
{
    memset(pool, 0, sizeof *pool);
    int error = FT_Init_FreeType(&pool->library);
    if (error)
        return lt_fail(diag, LT_ERR_SOFTWARE, NULL, NULL, "FreeType does not start (error %d)", error);
    return LT_OK;
}

void lt_face_pool_finish(struct lt_face_pool *pool)
{
    for (size_t i = 0; i < pool->count; i++)
        close_face(pool->faces[i]);
    free(pool->faces);
    if (pool->library)
        FT_Done_FreeType(pool->library);
    memset(pool, 0, sizeof *pool);
}

struct lt_face *lt_face_open(struct lt_face_pool *pool, struct lt_face_file *file)
{
    for (size_t i = 0; i < pool->count; i++)
        if (same_file(&pool->faces[i]->file, file)) {
            free(file->path);
            return pool->faces[i];
        }
    struct lt_face *face = lt_alloc(1, sizeof *face);
    face->file = *file;
    face->number = (uint32_t)pool->count;
    face->blob = hb_blob_create_from_file(file->path);
    if (pool->count >= LT_FACES_MAX || !open_freetype(pool->library, face)) {
        close_face(face);
        return NULL;
    }
    open_harfbuzz(face);
    face->wide_narrow = is_wide_narrow(face);
    pool->faces = lt_grow(pool->faces, &pool->capacity, pool->count + 1, sizeof *pool->faces);
    pool->faces[pool->count++] = face;
    return face;
}

bool lt_face_has(const struct lt_face *face, uint32_t code)
{
    hb_codepoint_t glyph;
    return hb_font_get_nominal_glyph(face->hb, code, &glyph) && glyph != 0;
}

/* The bitmaps that are just large enough, else the largest. */
static int nearest_bitmaps(FT_Face ft, lt_fx size_fx)
{
    int best = 0;
    for (int i = 1; i < ft->num_fixed_sizes; i++) {
        FT_Pos size = ft->available_sizes[i].y_ppem, have = ft->available_sizes[best].y_ppem;
        if (have < size_fx ? size > have : size >= size_fx && size < have)
            best = i;
    }
    return best;
}

bool lt_face_scale(struct lt_face *face, lt_fx size_fx)
{
    if (face->scaled_to == size_fx)
        return true;
    int error = face->colour ? FT_Select_Size(face->ft, nearest_bitmaps(face->ft, size_fx))
                             : FT_Set_Char_Size(face->ft, 0, size_fx, 0, 0);
    face->scaled_to = error ? 0 : size_fx;
    return error == 0;
}
