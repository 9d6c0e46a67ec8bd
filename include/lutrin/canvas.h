/*
 * canvas.h: what layout and reader paint on. They own this table; `screen` implements it with pixels, listing.h with text.
 *
 * Coordinates are lt_fx in the space of the sheet being painted: (0,0) is its top left corner.
 */
#ifndef LUTRIN_CANVAS_H
#define LUTRIN_CANVAS_H

#include <lutrin/metrics.h>

/* Colour roles. A theme is a table of them; nobody above the canvas knows a colour. */
enum lt_ink {
    LT_INK_PAPER,
    LT_INK_TEXT,
    LT_INK_SOFT,   /* dates, captions, folios */
    LT_INK_RULE,
    LT_INK_ACCENT,
    LT_INK_PANEL,
    LT_INK_MARK,   /* behind found words */
    LT_INK_COUNT
};

struct lt_theme {
    const char *name;               /* "paper", "sepia", "night", "contrast" */
    uint32_t rgb[LT_INK_COUNT];     /* 0xRRGGBB */
};

/* The theme of that name, or the first one ("paper"). Static storage. */
const struct lt_theme *lt_theme_lookup(const char *name);

/* The theme with a publication's own accent, "#RRGGBB" (any case). Returns false, and the theme as it is, when that is
 * no colour or stands out from the theme's paper by less than 4.5:1 (WCAG 2.1, 1.4.3), so that words in it are hard to
 * read. */
bool lt_theme_accented(const struct lt_theme *theme, const char *accent, struct lt_theme *ret_theme);

/* Does a sign in the colour 0xRRGGBB stand out from the theme's paper, by 3:1 at least (WCAG 2.1, 1.4.11)? */
bool lt_theme_shows(const struct lt_theme *theme, uint32_t rgb);

/* Is the theme's paper dark, its text light? */
bool lt_theme_is_dark(const struct lt_theme *theme);

/* The contrast of two colours 0xRRGGBB in hundredths: 100 (the same) to 2100 (WCAG 2.1, relative luminance). */
int lt_contrast_percent(uint32_t one, uint32_t other);

enum { /* lt_text_op.flags */
    LT_TEXT_SPACE_AFTER = 1, /* a U+0020 of the text follows this run, painted as a gap or swallowed by the line's end */
    LT_TEXT_ADDED = 2,       /* not in the document: a hyphen, a bullet, a number, a mark */
    LT_TEXT_LINE_END = 4,    /* the last run of its line in logical order */
    LT_TEXT_BLOCK_END = 8,   /* ... and of its block */
    LT_TEXT_BREAK_AFTER = 16, /* a forced line break ('\n') of the text follows this run */
};

struct lt_text_op {
    lt_fx x_fx, baseline_fx; /* the run's left end, whatever its direction */
    struct lt_font font;
    struct lt_run_text run;
    enum lt_ink ink;
    uint8_t flags;
    uint32_t order;          /* logical position among the runs of the line: a listing sorts by it */
};

struct lt_canvas {
    void *self;
    void (*text)(void *self, const struct lt_text_op *op);
    void (*fill)(void *self, struct lt_rect_fx rect, enum lt_ink ink);
    /* Paints picture `id` of the bundle so that it fills `rect`, cropped around its middle if the shapes differ; `alt`
     * is what a text canvas shows. A picture that cannot be decoded is painted as LT_INK_PANEL. */
    void (*picture)(void *self, struct lt_rect_fx rect, int64_t id, const char *alt);
    /* Paints the shape of picture `id`, what of it is not transparent, in one ink: a sign in one colour is of the colour
     * of the words beside it. A picture that cannot be decoded is not painted. */
    void (*stamp)(void *self, struct lt_rect_fx rect, int64_t id, enum lt_ink ink, const char *alt);
    /* A filled circle in a square of side `diameter` (dots of pages). */
    void (*dot)(void *self, lt_fx x_fx, lt_fx y_fx, lt_fx diameter_fx, enum lt_ink ink);
};

#endif
