/*
 * screen_paint.h: what the tests of this room paint with: a theme, runs, and the columns that bear ink.
 */
#ifndef LUTRIN_TEST_SCREEN_PAINT_H
#define LUTRIN_TEST_SCREEN_PAINT_H

#include "sheet.h"

#include <lutrin/screen.h>
#include <lutrin/text.h>

#define LATIN LT_SCRIPT('L', 'a', 't', 'n')
#define ARABIC LT_SCRIPT('A', 'r', 'a', 'b')

static const struct lt_theme PAPER = {
    "paper", {0xfbf8f2, 0x1d1b18, 0x6b655c, 0xd9d2c5, 0x8c2f1b, 0xf3eee4, 0xf5e3a0}};
static const struct lt_theme NIGHT = {
    "night", {0x14130f, 0xd8d2c4, 0x9a9384, 0x3a3730, 0xd9785f, 0x1f1d18, 0x5a4a12}};

static inline struct lt_font font_of(int family, int style, int px)
{
    return (struct lt_font){(uint8_t)family, (uint8_t)style, LT_FX(px), 0};
}

static inline struct lt_run_text run_of(const char *text, uint32_t script, const char *lang)
{
    return (struct lt_run_text){lt_bytes_of(text), script, lang,
                                script == ARABIC || script == LT_SCRIPT('H', 'e', 'b', 'r')};
}

static inline lt_fx measure(struct lt_fonts *fonts, struct lt_font font, struct lt_run_text run)
{
    const struct lt_ruler *ruler = lt_fonts_ruler(fonts);
    return ruler->advance(ruler->self, &font, &run);
}

/* Paints one run; returns its advance. */
static inline lt_fx paint(struct lt_fonts *fonts, struct lt_sheet *sheet, int x, int baseline, struct lt_font font,
                          struct lt_run_text run, enum lt_ink ink)
{
    struct lt_canvas canvas = lt_sheet_canvas(sheet);
    struct lt_text_op op = {.x_fx = LT_FX(x), .baseline_fx = LT_FX(baseline), .font = font, .run = run, .ink = ink};
    canvas.text(canvas.self, &op);
    return measure(fonts, font, run);
}

/* The columns from the first with ink to behind the last; empty when first > last. */
struct ink_span {
    int first, last, top, bottom;
    long dark; /* pixels that are not paper */
};

static inline struct ink_span ink_of(const struct lt_sheet *sheet)
{
    const struct lt_pixels *pixels = lt_sheet_pixels(sheet);
    uint32_t paper = 0xff000000u | PAPER.rgb[LT_INK_PAPER];
    struct ink_span span = {pixels->width, -1, pixels->height, -1, 0};
    for (int y = 0; y < pixels->height; y++)
        for (int x = 0; x < pixels->width; x++)
            if (pixels->data[y * pixels->pitch + x] != paper) {
                span.first = x < span.first ? x : span.first;
                span.last = x > span.last ? x : span.last;
                span.top = y < span.top ? y : span.top;
                span.bottom = y > span.bottom ? y : span.bottom;
                span.dark++;
            }
    return span;
}

#endif
