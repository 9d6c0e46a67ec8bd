/*
 * glyphs.c: knows how FreeType draws a glyph (light hinting, at a part of a pixel, thickened or slanted where the file
 * has no such face, bitmaps in colour scaled) and keeps what it drew.
 */
#include "glyphs.h"
#include "resample.h"

#include <stdlib.h>
#include <string.h>

#include FT_OUTLINE_H

#include <lutrin/arena.h>

enum {
    SLOTS_FIRST = 2048,  /* a power of two */
    SLANT = 0x366A,      /* tan 12 degrees, 16.16 */
    BOLDER = 24,         /* em / 24 is added to the stems */
    GLYPH_MAX_SIDE = 2048,
};

struct key {
    uint32_t face, id;
    lt_fx size;
    uint32_t phase;
};

struct entry {
    struct key key;
    struct lt_glyph_image image;
};

struct lt_glyphs {
    struct lt_arena arena;
    struct entry **slots;
    size_t slot_count, count;
};

static struct entry **find_slot(struct entry **slots, size_t slot_count, const struct key *key)
{
    uint64_t hash = lt_hash((struct lt_bytes){(const char *)key, sizeof *key}, 0);
    size_t i = (size_t)hash & (slot_count - 1);
    while (slots[i] && memcmp(&slots[i]->key, key, sizeof *key) != 0)
        i = (i + 1) & (slot_count - 1);
    return &slots[i];
}

static void grow_slots(struct lt_glyphs *glyphs)
{
    size_t count = glyphs->slot_count * 2;
    struct entry **slots = lt_alloc(count, sizeof *slots);
    for (size_t i = 0; i < glyphs->slot_count; i++)
        if (glyphs->slots[i])
            *find_slot(slots, count, &glyphs->slots[i]->key) = glyphs->slots[i];
    free(glyphs->slots);
    glyphs->slots = slots;
    glyphs->slot_count = count;
}

/* Copies an 8-bit or 1-bit bitmap. */
static void keep_cover(struct lt_glyphs *glyphs, const FT_Bitmap *bitmap, struct lt_glyph_image *image)
{
    uint8_t *cover = lt_arena_alloc(&glyphs->arena, (size_t)bitmap->width * bitmap->rows);
    for (unsigned y = 0; y < bitmap->rows; y++) {
        const uint8_t *row = bitmap->buffer + (ptrdiff_t)y * bitmap->pitch;
        for (unsigned x = 0; x < bitmap->width; x++)
            cover[(size_t)y * bitmap->width + x] =
                bitmap->pixel_mode == FT_PIXEL_MODE_MONO ? (row[x / 8] >> (7 - x % 8) & 1) * 255 : row[x];
    }
    image->width = (int32_t)bitmap->width;
    image->height = (int32_t)bitmap->rows;
    image->cover = cover;
}

/* Scales a coloured bitmap to the size that is wanted. */
static void keep_colour(struct lt_glyphs *glyphs, FT_GlyphSlot slot, double scale, struct lt_glyph_image *image)
{
    const FT_Bitmap *bitmap = &slot->bitmap;
    struct lt_pixels from = {lt_alloc((size_t)bitmap->width * bitmap->rows, 4), (int32_t)bitmap->width,
                             (int32_t)bitmap->rows, (int32_t)bitmap->width};
    for (unsigned y = 0; y < bitmap->rows; y++)
        for (unsigned x = 0; x < bitmap->width; x++) {
            const uint8_t *p = bitmap->buffer + (ptrdiff_t)y * bitmap->pitch + (ptrdiff_t)x * 4;
            from.data[(size_t)y * bitmap->width + x] =
                (uint32_t)p[3] << 24 | (uint32_t)p[2] << 16 | (uint32_t)p[1] << 8 | p[0];
        }
    image->left = (int32_t)(slot->bitmap_left * scale);
    image->top = (int32_t)(slot->bitmap_top * scale);
    image->width = (int32_t)(bitmap->width * scale) > 0 ? (int32_t)(bitmap->width * scale) : 1;
    image->height = (int32_t)(bitmap->rows * scale) > 0 ? (int32_t)(bitmap->rows * scale) : 1;
    uint32_t *pixels = lt_arena_array(&glyphs->arena, (size_t)image->width * (size_t)image->height, 4);
    lt_resample(&from, (struct lt_part){0, 0, from.width, from.height},
                &(struct lt_pixels){pixels, image->width, image->height, image->width});
    image->colour = pixels;
    free(from.data);
}

static void change_outline(const struct lt_face *face, FT_Outline *outline, lt_fx size_fx, unsigned phase)
{
    if (face->file.embolden)
        FT_Outline_EmboldenXY(outline, size_fx / BOLDER, 0);
    if (face->file.slant)
        FT_Outline_Transform(outline, &(FT_Matrix){0x10000, SLANT, 0, 0x10000});
    FT_Outline_Translate(outline, (FT_Pos)(phase * 64 / LT_GLYPH_PHASES), 0);
}

static void draw(struct lt_glyphs *glyphs, struct lt_face *face, const struct key *key, struct lt_glyph_image *image)
{
    FT_GlyphSlot slot = face->ft->glyph;
    if (!lt_face_scale(face, key->size) ||
        FT_Load_Glyph(face->ft, key->id, face->colour ? FT_LOAD_COLOR : FT_LOAD_TARGET_LIGHT | FT_LOAD_NO_BITMAP) != 0)
        return;
    if (slot->format == FT_GLYPH_FORMAT_OUTLINE) {
        change_outline(face, &slot->outline, key->size, key->phase);
        if (FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL) != 0)
            return;
    }
    const FT_Bitmap *bitmap = &slot->bitmap;
    if (bitmap->width == 0 || bitmap->rows == 0 || bitmap->width > GLYPH_MAX_SIDE || bitmap->rows > GLYPH_MAX_SIDE)
        return;
    image->left = slot->bitmap_left;
    image->top = slot->bitmap_top;
    if (bitmap->pixel_mode == FT_PIXEL_MODE_BGRA)
        keep_colour(glyphs, slot, (double)key->size / ((double)face->ft->size->metrics.y_ppem * 64), image);
    else if (bitmap->pixel_mode == FT_PIXEL_MODE_GRAY || bitmap->pixel_mode == FT_PIXEL_MODE_MONO)
        keep_cover(glyphs, bitmap, image);
}

static void forget_all(struct lt_glyphs *glyphs)
{
    lt_arena_finish(&glyphs->arena);
    memset(glyphs->slots, 0, glyphs->slot_count * sizeof *glyphs->slots);
    glyphs->count = 0;
}

struct lt_glyphs *lt_glyphs_create(void)
{
    struct lt_glyphs *glyphs = lt_alloc(1, sizeof *glyphs);
    glyphs->slot_count = SLOTS_FIRST;
    glyphs->slots = lt_alloc(glyphs->slot_count, sizeof *glyphs->slots);
    return glyphs;
}

void lt_glyphs_destroy(struct lt_glyphs *glyphs)
{
    if (!glyphs)
        return;
    lt_arena_finish(&glyphs->arena);
    free(glyphs->slots);
    free(glyphs);
}

const struct lt_glyph_image *lt_glyphs_image(struct lt_glyphs *glyphs, struct lt_face *face, uint32_t id,
                                             lt_fx size_fx, unsigned phase)
{
    struct key key = {face->number, id, size_fx, face->colour ? 0 : phase};
    struct entry *known = *find_slot(glyphs->slots, glyphs->slot_count, &key);
    if (known)
        return &known->image;
    if (glyphs->arena.used_bytes > LT_GLYPHS_MAX_BYTES)
        forget_all(glyphs);
    if (glyphs->count * 2 >= glyphs->slot_count)
        grow_slots(glyphs);
    struct entry *entry = lt_arena_alloc(&glyphs->arena, sizeof *entry);
    entry->key = key;
    draw(glyphs, face, &key, &entry->image);
    *find_slot(glyphs->slots, glyphs->slot_count, &key) = entry;
    glyphs->count++;
    return &entry->image;
}
