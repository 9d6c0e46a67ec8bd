/*
 * sheet.c: the canvas of pixels: knows how runs, rectangles, dots and pictures land on whole pixels.
 *
 * Glyphs stand at quarters of a pixel across and on whole ones down. A rectangle that is not empty is never thinner than
 * one pixel: hairlines are crisp everywhere.
 */
#include "sheet.h"
#include "fonts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <lutrin/arena.h>
#include <lutrin/log.h>

struct lt_sheet {
    struct lt_fonts *fonts;
    struct lt_picture_source pictures;
    const struct lt_theme *theme;
    struct lt_pixels pixels;
};

struct box { /* pixels from..to, `to` excluded */
    int32_t left, top, right, bottom;
};

static uint32_t *pixel_at(const struct lt_sheet *sheet, int32_t x, int32_t y)
{
    return sheet->pixels.data + (size_t)y * (size_t)sheet->pixels.pitch + (size_t)x;
}

static struct box clip(const struct lt_sheet *sheet, struct box box)
{
    box.left = box.left < 0 ? 0 : box.left;
    box.top = box.top < 0 ? 0 : box.top;
    box.right = box.right > sheet->pixels.width ? sheet->pixels.width : box.right;
    box.bottom = box.bottom > sheet->pixels.height ? sheet->pixels.height : box.bottom;
    return box;
}

static int32_t far_edge(lt_fx start, lt_fx length, int32_t near_px)
{
    int32_t edge = LT_FX_ROUND_PX(start + length);
    return length > 0 && edge <= near_px ? near_px + 1 : edge;
}

static struct box box_of(struct lt_rect_fx rect)
{
    struct box box = {LT_FX_ROUND_PX(rect.x), LT_FX_ROUND_PX(rect.y), 0, 0};
    box.right = far_edge(rect.x, rect.width, box.left);
    box.bottom = far_edge(rect.y, rect.height, box.top);
    return box;
}

static void fill_box(const struct lt_sheet *sheet, struct box box, uint32_t rgb)
{
    box = clip(sheet, box);
    for (int32_t y = box.top; y < box.bottom; y++)
        for (int32_t x = box.left; x < box.right; x++)
            *pixel_at(sheet, x, y) = 0xff000000u | rgb;
}

static void paint_cover(const struct lt_sheet *sheet, const struct lt_glyph_image *image, int32_t left, int32_t top,
                        uint32_t rgb)
{
    struct box box = clip(sheet, (struct box){left, top, left + image->width, top + image->height});
    for (int32_t y = box.top; y < box.bottom; y++) {
        const uint8_t *cover = image->cover + (size_t)(y - top) * (size_t)image->width;
        uint32_t *row = pixel_at(sheet, 0, y);
        for (int32_t x = box.left; x < box.right; x++)
            row[x] = lt_blend_cover(&sheet->fonts->blender, row[x], rgb, cover[x - left]);
    }
}

static void paint_pixels(const struct lt_sheet *sheet, const struct lt_pixels *from, int32_t left, int32_t top)
{
    struct box box = clip(sheet, (struct box){left, top, left + from->width, top + from->height});
    for (int32_t y = box.top; y < box.bottom; y++) {
        const uint32_t *source = from->data + (size_t)(y - top) * (size_t)from->pitch;
        uint32_t *row = pixel_at(sheet, 0, y);
        for (int32_t x = box.left; x < box.right; x++)
            row[x] = lt_blend_over(row[x], source[x - left]);
    }
}

static void paint_glyph(const struct lt_sheet *sheet, const struct lt_glyph *glyph, const struct lt_text_op *op)
{
    enum { STEP = 64 / LT_GLYPH_PHASES };
    lt_fx x = op->x_fx + glyph->x + STEP / 2;
    int32_t y = LT_FX_ROUND_PX(LT_FX(LT_FX_ROUND_PX(op->baseline_fx)) + glyph->y);
    unsigned phase = (unsigned)(x & 63) / STEP;
    const struct lt_glyph_image *image =
        lt_glyphs_image(sheet->fonts->glyphs, glyph->face, glyph->id, op->font.size_fx, phase);
    int32_t left = LT_FX_FLOOR_PX(x) + image->left, top = y - image->top;
    if (image->cover)
        paint_cover(sheet, image, left, top, sheet->theme->rgb[op->ink]);
    else if (image->colour)
        paint_pixels(sheet, &(struct lt_pixels){(uint32_t *)image->colour, image->width, image->height, image->width},
                     left, top);
}

static void text(void *self, const struct lt_text_op *op)
{
    struct lt_sheet *sheet = self;
    const struct lt_shape *shape = lt_shaper_shape(sheet->fonts->shaper, &op->font, &op->run);
    for (uint32_t i = 0; i < shape->count; i++)
        paint_glyph(sheet, &shape->glyphs[i], op);
}

static void fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    struct lt_sheet *sheet = self;
    if (rect.width > 0 && rect.height > 0)
        fill_box(sheet, box_of(rect), sheet->theme->rgb[ink]);
}

/* What is not transparent of `from`, in one ink. */
static void paint_shape(const struct lt_sheet *sheet, const struct lt_pixels *from, int32_t left, int32_t top, uint32_t ink)
{
    struct box box = clip(sheet, (struct box){left, top, left + from->width, top + from->height});
    for (int32_t y = box.top; y < box.bottom; y++) {
        const uint32_t *source = from->data + (size_t)(y - top) * (size_t)from->pitch;
        uint32_t *row = pixel_at(sheet, 0, y);
        for (int32_t x = box.left; x < box.right; x++)
            row[x] = lt_blend_cover(&sheet->fonts->blender, row[x], ink, source[x - left] >> 24);
    }
}

/* Reads, decodes and paints a picture, or its shape in the ink; false when that cannot be. */
static bool show_picture(struct lt_sheet *sheet, struct box box, int64_t id, const uint32_t *ink)
{
    struct lt_buf webp = {0};
    struct lt_diag diag = {0};
    const struct lt_pixels *scaled;
    bool shown = sheet->pictures.read && sheet->pictures.read(sheet->pictures.self, id, &diag, &webp) == LT_OK &&
                 lt_pictures_scaled(sheet->fonts->pictures, lt_buf_slice(&webp), box.right - box.left,
                                    box.bottom - box.top, &diag, &scaled) == LT_OK;
    if (shown && ink)
        paint_shape(sheet, scaled, box.left, box.top, *ink);
    else if (shown)
        paint_pixels(sheet, scaled, box.left, box.top);
    else
        lt_log(LT_LOG_DEBUG, "picture %lld is left blank: %s", (long long)id, diag.what);
    lt_buf_finish(&webp);
    return shown;
}

static bool has_room(struct lt_rect_fx rect, struct box box)
{
    return rect.width > 0 && rect.height > 0 && box.right - box.left <= LT_PANEL_MAX_PX &&
           box.bottom - box.top <= LT_PANEL_MAX_PX;
}

static void picture(void *self, struct lt_rect_fx rect, int64_t id, const char *alt)
{
    struct lt_sheet *sheet = self;
    struct box box = box_of(rect);
    (void)alt;
    if (has_room(rect, box) && !show_picture(sheet, box, id, NULL))
        fill_box(sheet, box, sheet->theme->rgb[LT_INK_PANEL]);
}

static void stamp(void *self, struct lt_rect_fx rect, int64_t id, enum lt_ink ink, const char *alt)
{
    struct lt_sheet *sheet = self;
    struct box box = box_of(rect);
    (void)alt;
    if (has_room(rect, box))
        show_picture(sheet, box, id, &sheet->theme->rgb[ink]);
}

static void dot(void *self, lt_fx x_fx, lt_fx y_fx, lt_fx diameter_fx, enum lt_ink ink)
{
    struct lt_sheet *sheet = self;
    double radius = diameter_fx / 128.0, cx = x_fx / 64.0 + radius, cy = y_fx / 64.0 + radius;
    struct box box = clip(sheet, (struct box){LT_FX_FLOOR_PX(x_fx) - 1, LT_FX_FLOOR_PX(y_fx) - 1,
                                              LT_FX_FLOOR_PX(x_fx + diameter_fx) + 2,
                                              LT_FX_FLOOR_PX(y_fx + diameter_fx) + 2});
    for (int32_t y = box.top; y < box.bottom; y++)
        for (int32_t x = box.left; x < box.right; x++) {
            double cover = radius + 0.5 - hypot(x + 0.5 - cx, y + 0.5 - cy);
            cover = cover < 0 ? 0 : cover > 1 ? 1 : cover;
            uint32_t *pixel = pixel_at(sheet, x, y);
            *pixel = lt_blend_cover(&sheet->fonts->blender, *pixel, sheet->theme->rgb[ink],
                                    (uint32_t)lround(cover * 255));
        }
}

struct lt_sheet *lt_sheet_create(struct lt_fonts *fonts, const struct lt_picture_source *pictures,
                                 const struct lt_theme *theme, int32_t width, int32_t height)
{
    struct lt_sheet *sheet = lt_alloc(1, sizeof *sheet);
    sheet->fonts = fonts;
    sheet->theme = theme;
    if (pictures)
        sheet->pictures = *pictures;
    width = width < 1 ? 1 : width > LT_PANEL_MAX_PX ? LT_PANEL_MAX_PX : width;
    height = height < 1 ? 1 : height > LT_PANEL_MAX_PX ? LT_PANEL_MAX_PX : height;
    sheet->pixels = (struct lt_pixels){lt_alloc((size_t)width * (size_t)height, sizeof(uint32_t)), width, height, width};
    lt_sheet_clear(sheet, LT_INK_PAPER);
    return sheet;
}

void lt_sheet_destroy(struct lt_sheet *sheet)
{
    if (!sheet)
        return;
    free(sheet->pixels.data);
    free(sheet);
}

struct lt_canvas lt_sheet_canvas(struct lt_sheet *sheet)
{
    return (struct lt_canvas){sheet, text, fill, picture, stamp, dot};
}

void lt_sheet_clear(struct lt_sheet *sheet, enum lt_ink ink)
{
    fill_box(sheet, (struct box){0, 0, sheet->pixels.width, sheet->pixels.height}, sheet->theme->rgb[ink]);
}

void lt_sheet_blit(struct lt_sheet *sheet, const struct lt_sheet *from, int32_t x, int32_t y)
{
    struct box box = clip(sheet, (struct box){x, y, x + from->pixels.width, y + from->pixels.height});
    for (int32_t row = box.top; box.left < box.right && row < box.bottom; row++)
        memcpy(pixel_at(sheet, box.left, row), pixel_at(from, box.left - x, row - y),
               (size_t)(box.right - box.left) * sizeof(uint32_t));
}

const struct lt_pixels *lt_sheet_pixels(const struct lt_sheet *sheet)
{
    return &sheet->pixels;
}
