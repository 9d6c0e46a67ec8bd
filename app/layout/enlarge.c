/*
 * enlarge.c: the quiet sign of what opens over the whole panel when it is tapped: two corners that point outward.
 *
 * A table that is too wide for its column bears it at the end of its caption's first line, or in a row of its own; a picture
 * in a notch of paper at its lower corner, where it covers little and stands clear on any picture.
 */
#include "galley.h"

enum {
    SIZE_PERCENT = 54, NOTCH_PERCENT = 105, /* of the body */
    STROKE_PART = 13,                      /* of the body: how thick */
    LEAST_NOTCHES = 4, /* a picture of fewer a side bears none */
};

static lt_fx part(const struct lt_pages *pages, int percent)
{
    return pages->style->body * percent / 100 / 64 * 64;
}

lt_fx lt_enlarge_size(const struct lt_pages *pages)
{
    return part(pages, SIZE_PERCENT);
}

/* The four strokes of the sign in a square at (x, y): the upper corner towards the line's end, the lower one opposite. */
static void strokes(const struct lt_pages *pages, lt_fx x, lt_fx y, struct lt_rect_fx out[4])
{
    lt_fx side = lt_enlarge_size(pages), thick = LT_FX(pages->style->body / 64 / STROKE_PART > 1 ? pages->style->body / 64 / STROKE_PART : 1);
    lt_fx arm = side * 45 / 100 / 64 * 64, far = side - thick;
    lt_fx up = pages->rtl ? 0 : far, low = pages->rtl ? far : 0; /* x of the upright of each corner */
    out[0] = (struct lt_rect_fx){x + (pages->rtl ? 0 : side - arm), y, arm, thick};
    out[1] = (struct lt_rect_fx){x + up, y, thick, arm};
    out[2] = (struct lt_rect_fx){x + (pages->rtl ? side - arm : 0), y + far, arm, thick};
    out[3] = (struct lt_rect_fx){x + low, y + side - arm, thick, arm};
}

void lt_enlarge_put(struct lt_pages *pages, lt_fx x, lt_fx y)
{
    struct lt_rect_fx rects[4];
    strokes(pages, x, y, rects);
    for (int i = 0; i < 4; i++)
        lt_sheet_fill(pages, rects[i], LT_INK_SOFT);
}

void lt_enlarge_paint(const struct lt_pages *pages, const struct lt_canvas *canvas, struct lt_rect_fx picture)
{
    lt_fx notch = part(pages, NOTCH_PERCENT), inset = (notch - lt_enlarge_size(pages)) / 2 / 64 * 64;
    if (picture.width < LEAST_NOTCHES * notch || picture.height < LEAST_NOTCHES * notch)
        return;
    lt_fx x = picture.x + (pages->rtl ? 0 : picture.width - notch), y = picture.y + picture.height - notch;
    struct lt_rect_fx rects[4];
    canvas->fill(canvas->self, (struct lt_rect_fx){x, y, notch, notch}, LT_INK_PAPER);
    strokes(pages, x + (pages->rtl ? notch - inset - lt_enlarge_size(pages) : inset), y + inset, rects);
    for (int i = 0; i < 4; i++)
        canvas->fill(canvas->self, rects[i], LT_INK_SOFT);
}
