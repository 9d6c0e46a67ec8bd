/*
 * style.h: from a panel and a type size to every length of a page.
 */
#ifndef LUTRIN_STYLE_H
#define LUTRIN_STYLE_H

#include <lutrin/metrics.h>

enum {
    LT_PANEL_MIN_PX = 320, /* the smaller side */
    LT_PANEL_MAX_PX = 8192,
    LT_TYPE_STEPS = 5,
    LT_TYPE_STEP_DEFAULT = 1, /* from 0; steps are about 0.88, 1, 1.18, 1.4, 1.7 of the default size */
};

/* The thing that is read from. */
struct lt_panel {
    int32_t width_px, height_px;
    int32_t width_mm, height_mm; /* 0 when unknown: then a usual panel of that many pixels is assumed */
    int32_t distance_mm;         /* of the reader's eyes; 0 is 500 */
};

/* All lengths of a page, in lt_fx. Text sits on a grid of `leading`. */
struct lt_style {
    struct lt_panel panel;
    int step;
    lt_fx px_per_mm_fx;       /* 26.6 pixels in a millimetre */
    lt_fx body, leading;      /* size and line distance of the body; leading is whole pixels */
    struct lt_font text, title, heading[5], standfirst, caption, kicker, byline, code, interface, folio;
    lt_fx title_leading, standfirst_leading, caption_leading;
    lt_fx margin_x, top, bottom; /* white at the sides; the chrome's lines above and below the page's own area */
    int32_t columns;          /* 1..3 */
    lt_fx measure, gutter;    /* of a column */
    lt_fx column_height;      /* a whole number of leadings */
    lt_fx indent;             /* of a paragraph that follows another */
    lt_fx item_indent, quote_indent;
    lt_fx target;             /* the least side of what can be tapped: 9 mm */
    bool ragged;              /* the measure holds fewer than ~35 characters */
};

/* Computes the style for a panel and a type step (clamped to 0..LT_TYPE_STEPS-1), asking the ruler for the measure in
 * characters. Columns: as many as give 45-75 characters each. The area for a page's columns is
 * (margin_x, top)-(width - margin_x, height - bottom). */
void lt_style_init(struct lt_style *style, const struct lt_panel *panel, int step, const struct lt_ruler *ruler);

/* The same for a body of a given size, whatever the distance: for tests and comparisons. */
void lt_style_init_sized(struct lt_style *style, const struct lt_panel *panel, lt_fx body,
                         const struct lt_ruler *ruler);

#endif
