/*
 * label.h: a short text set in a box: titles of cards, standfirsts on the front page, words of the chrome.
 *
 * The same breaking as in pages, always ragged, hyphenated only when asked; bidi and fallback as everywhere.
 */
#ifndef LUTRIN_LABEL_H
#define LUTRIN_LABEL_H

#include <lutrin/canvas.h>
#include <lutrin/text.h>

enum lt_align { LT_ALIGN_START, LT_ALIGN_CENTRE, LT_ALIGN_END };

struct lt_label_style {
    struct lt_font font;
    lt_fx leading;       /* whole pixels */
    enum lt_ink ink;
    enum lt_align align; /* START is the right side for right-to-left text */
    uint32_t max_lines;  /* more is cut at a word with an ellipsis; 0 is no limit */
    bool balanced;       /* lines of nearly equal width; words with a dash stay whole where that costs no line */
    bool hyphenate;
};

struct lt_label; /* lives in the arena it was set in */

/* Sets `text` (valid UTF-8; '\n' breaks) in `lang` within `measure`. Never overfull: a word that is too wide is broken
 * at a grapheme boundary. */
const struct lt_label *lt_label_set(struct lt_arena *arena, struct lt_tongue *tongue, const struct lt_ruler *ruler,
                                    const struct lt_label_style *style, const char *text, const char *lang,
                                    lt_fx measure);

uint32_t lt_label_lines(const struct lt_label *label);
lt_fx lt_label_height(const struct lt_label *label); /* lines times leading */
lt_fx lt_label_width(const struct lt_label *label);  /* of its widest line */
bool lt_label_cut(const struct lt_label *label);     /* was anything left out? */

/* Paints it with its box's top left corner at (x, y). */
void lt_label_paint(const struct lt_label *label, const struct lt_canvas *canvas, lt_fx x, lt_fx y);

#endif
