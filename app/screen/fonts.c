/*
 * fonts.c: the ruler: advances from the shaper that the canvas paints with, extents from the main face of a family.
 */
#include "fonts.h"

#include <stdlib.h>

#include FT_TRUETYPE_TABLES_H

#include <lutrin/arena.h>
#include <lutrin/text.h>

enum { /* where a face does not say: thousandths of its size */
    X_HEIGHT_USUAL = 500,
    CAP_HEIGHT_USUAL = 700,
};
enum { INKED = 128 }; /* coverage of a pixel that is rather ink than ground */

static lt_fx advance(void *self, const struct lt_font *font, const struct lt_run_text *run)
{
    struct lt_fonts *fonts = self;
    return lt_shaper_shape(fonts->shaper, font, run)->advance;
}

static lt_fx divide(void *self, const struct lt_font *font, const struct lt_run_text *run, const uint32_t *places,
                    size_t count, struct lt_divided *ret_parts, int32_t *ret_clusters)
{
    struct lt_fonts *fonts = self;
    return lt_shaper_divide(fonts->shaper, font, run, places, count, ret_parts, ret_clusters);
}

static lt_fx larger(lt_fx a, lt_fx b)
{
    return a > b ? a : b;
}

/* Is there more than a fringe in a row of the picture? */
static bool is_inked(const struct lt_glyph_image *image, int32_t row)
{
    for (int32_t x = 0; x < image->width; x++)
        if (!image->cover || image->cover[(size_t)row * (size_t)image->width + (size_t)x] >= INKED)
            return true;
    return false;
}

static void ink(void *self, const struct lt_font *font, const struct lt_run_text *run, struct lt_ink_reach *ret_reach)
{
    struct lt_fonts *fonts = self;
    const struct lt_shape *shape = lt_shaper_shape(fonts->shaper, font, run);
    struct lt_ink_reach reach = {.above = INT32_MIN, .below = INT32_MIN, .after = INT32_MIN};
    for (uint32_t i = 0; i < shape->count; i++) {
        const struct lt_glyph *glyph = &shape->glyphs[i];
        const struct lt_glyph_image *image = lt_glyphs_image(fonts->glyphs, glyph->face, glyph->id, font->size_fx, 0);
        int32_t first = 0, end = image->height;
        while (first < end && !is_inked(image, first))
            first++;
        while (end > first && !is_inked(image, end - 1))
            end--;
        if (first == end)
            continue;
        reach.above = larger(reach.above, LT_FX(image->top - first) - glyph->y);
        reach.below = larger(reach.below, LT_FX(end - image->top) + glyph->y);
        reach.after = larger(reach.after, glyph->x + LT_FX(image->left + image->width) - shape->advance);
    }
    if (reach.after != INT32_MIN)
        *ret_reach = reach;
}

static lt_fx width_of(struct lt_fonts *fonts, const struct lt_font *font, const char *text)
{
    struct lt_font plain = *font;
    plain.tracking_fx = 0;
    struct lt_run_text run = {lt_bytes_of(text), LT_SCRIPT('L', 'a', 't', 'n'), "", false};
    return advance(fonts, &plain, &run);
}

static lt_fx scaled(FT_Face ft, int units, lt_fx size_fx)
{
    return (lt_fx)((int64_t)units * size_fx / ft->units_per_EM);
}

static void extents(void *self, const struct lt_font *font, struct lt_extents *ret_extents)
{
    struct lt_fonts *fonts = self;
    FT_Face ft = lt_picker_main(fonts->picker, font->family, font->style)->ft;
    const TT_OS2 *os2 = FT_Get_Sfnt_Table(ft, FT_SFNT_OS2);
    bool heights = os2 && os2->version >= 2 && os2->version != 0xffff;
    *ret_extents = (struct lt_extents){
        .ascent = scaled(ft, ft->ascender, font->size_fx),
        .descent = scaled(ft, -ft->descender, font->size_fx),
        .x_height = heights && os2->sxHeight > 0 ? scaled(ft, os2->sxHeight, font->size_fx)
                                                 : font->size_fx * X_HEIGHT_USUAL / 1000,
        .cap_height = heights && os2->sCapHeight > 0 ? scaled(ft, os2->sCapHeight, font->size_fx)
                                                     : font->size_fx * CAP_HEIGHT_USUAL / 1000,
        .space = width_of(fonts, font, " "),
    };
}

enum lt_err lt_fonts_create(struct lt_diag *diag, struct lt_fonts **ret_fonts)
{
    struct lt_picker *picker;
    enum lt_err err = lt_picker_create(diag, &picker);
    if (err)
        return err;
    struct lt_fonts *fonts = lt_alloc(1, sizeof *fonts);
    fonts->picker = picker;
    fonts->shaper = lt_shaper_create(picker);
    fonts->glyphs = lt_glyphs_create();
    fonts->pictures = lt_pictures_create(LT_PICTURES_MAX_BYTES);
    lt_blender_init(&fonts->blender);
    fonts->ruler = (struct lt_ruler){fonts, advance, extents, divide, ink};
    *ret_fonts = fonts;
    return LT_OK;
}

void lt_fonts_destroy(struct lt_fonts *fonts)
{
    if (!fonts)
        return;
    lt_pictures_destroy(fonts->pictures);
    lt_glyphs_destroy(fonts->glyphs);
    lt_shaper_destroy(fonts->shaper);
    lt_picker_destroy(fonts->picker);
    free(fonts);
}

const struct lt_ruler *lt_fonts_ruler(struct lt_fonts *fonts)
{
    return &fonts->ruler;
}

const char *lt_fonts_missing(struct lt_fonts *fonts)
{
    return lt_picker_missing(fonts->picker);
}
