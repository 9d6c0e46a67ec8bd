/*
 * metrics.h: how layout asks for the widths of text. Layout owns this table; somebody else owns the faces.
 *
 * All lengths are lt_fx: 26.6 fixed point, 1/64 of a pixel of the panel. x grows to the right, y downward.
 */
#ifndef LUTRIN_METRICS_H
#define LUTRIN_METRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lutrin/bytes.h>

typedef int32_t lt_fx;
#define LT_FX(px) ((lt_fx)((px) * 64))           /* whole pixels to lt_fx */
#define LT_FX_FLOOR_PX(fx) ((int32_t)((fx) >> 6)) /* lt_fx to the pixel it lies in */
#define LT_FX_ROUND_PX(fx) ((int32_t)(((fx) + 32) >> 6))

struct lt_rect_fx {
    lt_fx x, y, width, height;
};

enum lt_family {
    LT_FAMILY_BODY,  /* the book serif */
    LT_FAMILY_TITLE, /* the serif with character */
    LT_FAMILY_SANS,  /* interface, dates, captions, kickers */
    LT_FAMILY_MONO,  /* code */
    LT_FAMILY_COUNT
};

enum { /* lt_font.style, or-ed */
    LT_STYLE_BOLD = 1,
    LT_STYLE_ITALIC = 2,
    LT_STYLE_MEDIUM = 4, /* between regular and bold, where the family has it */
    LT_STYLE_SMALL_CAPS = 8, /* small letters as small capitals, where the face has them */
    LT_STYLE_FIGURES = 16, /* figures as high as capitals and all of one width, for tables */
};

/* What a run is set in. Two fonts are the same if all fields are equal. */
struct lt_font {
    uint8_t family;    /* enum lt_family */
    uint8_t style;     /* LT_STYLE_... */
    lt_fx size_fx;     /* em, > 0, at most LT_FX(512) */
    lt_fx tracking_fx; /* added after each cluster (spaced capitals); 0 in running text */
};

/* A run: text of one font, one script, one direction, one language. Borrowed. */
struct lt_run_text {
    struct lt_bytes text; /* valid UTF-8; no '\n' */
    uint32_t script;      /* LT_SCRIPT(...) of text.h; 0 is common */
    const char *lang;     /* BCP 47 or "" */
    bool rtl;
};

struct lt_extents {
    lt_fx ascent, descent; /* of the family's main face, both positive */
    lt_fx x_height, cap_height;
    lt_fx space;           /* advance of U+0020 */
};

/* How far the ink of a run reaches: above and below its baseline, and beyond its advance. Negative: it ends before. */
struct lt_ink_reach {
    lt_fx above, below, after;
};

/* A run in two parts. */
struct lt_divided {
    lt_fx before, after;
};

/* The ruler. Its answers never change while it lives, so they may be cached by (font, run). What it measures is what
 * the canvas of the same front end paints, to the pixel column. Fallback to another face for characters that the main
 * face lacks is the ruler's business and the canvas's. */
enum { LT_TRACKING_SMALL = 25 }; /* letters set farther apart than one part in so many have no ligatures */

struct lt_ruler {
    void *self;
    /* The advance of the whole run as it would be painted alone, shaped; >= 0. Tracking of up to a LT_TRACKING_SMALL of
     * the em changes no glyph: the advance grows in proportion to it. */
    lt_fx (*advance)(void *self, const struct lt_font *font, const struct lt_run_text *run);
    void (*extents)(void *self, const struct lt_font *font, struct lt_extents *ret_extents);
    /* May be NULL: then advance() is asked. For each of `count` places inside the run (bytes, ascending, between
     * clusters) the advances of what is before it and of what is after it, each as it would be painted alone; returns
     * that of the whole run, and how many clusters it has. */
    lt_fx (*divide)(void *self, const struct lt_font *font, const struct lt_run_text *run, const uint32_t *places,
                    size_t count, struct lt_divided *ret_parts, int32_t *ret_clusters);
    /* May be NULL: then capitals are as high as extents() says, and nothing reaches below the baseline. The ink of a run of
     * a few letters as it is painted, hinting included, to the pixel; untouched when there is none. */
    void (*ink)(void *self, const struct lt_font *font, const struct lt_run_text *run, struct lt_ink_reach *ret_reach);
};

/* A memory for a ruler: what it measured, and where and how words were divided. One may serve all articles that are set
 * with one ruler and one tongue, which must outlive it; it takes at most about 12 MB. Not thread-safe. */
struct lt_gauge;
struct lt_gauge *lt_gauge_create(const struct lt_ruler *ruler);
void lt_gauge_destroy(struct lt_gauge *gauge); /* NULL is allowed */

/* A ruler for tests and for text-only front ends: each character is 0.5 em wide (CJK 1 em, combining marks and
 * U+00AD 0, U+0020 0.25 em, U+202F 0.15 em), all fonts alike. Needs nothing and never fails. */
struct lt_ruler lt_ruler_mono(void);

#endif
