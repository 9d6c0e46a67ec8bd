/*
 * gauge.h: the ruler with a memory: each run is measured once. Private.
 */
#ifndef LUTRIN_LAYOUT_GAUGE_H
#define LUTRIN_LAYOUT_GAUGE_H

#include <lutrin/arena.h>
#include <lutrin/metrics.h>

#include "lexicon.h"
#include "memo.h"

struct lt_gauge_slot {
    uint64_t key; /* hash of font and run; 0: free */
    lt_fx advance;
    int32_t clusters; /* what it grows by for each unit of tracking; -1: not known */
};

struct lt_gauge_font {
    struct lt_font font;
    struct lt_extents extents;
};

enum { LT_GAUGE_FONTS = 16 };

struct lt_gauge {
    const struct lt_ruler *ruler;
    struct lt_gauge_slot *slots;
    size_t capacity, count; /* a power of two */
    struct lt_gauge_font fonts[LT_GAUGE_FONTS];
    size_t font_count, next_font;
    struct lt_lexicon lexicon; /* whole words */
    struct lt_memo *memo;      /* whole paragraphs; made when first needed */
    struct lt_text_work *work; /* room for the next text that is set; NULL: none yet, or in use */
    struct lt_arena scratch;   /* what one step of a galley needs and the next one does not */
    struct lt_table *table;    /* the part of a table that was measured last, which may be placed again; NULL: none */
    struct lt_table *form;     /* a sample of the long table that was met last, whose widths its parts share; NULL: none */
    struct lt_gauge *shared;   /* another that remembers in its place, or NULL */
};

void lt_gauge_init(struct lt_gauge *gauge, const struct lt_ruler *ruler);
void lt_gauge_finish(struct lt_gauge *gauge);

/* Where words that were divided are kept. */
struct lt_lexicon *lt_gauge_lexicon(struct lt_gauge *gauge);

/* Where paragraphs that were broken are kept. */
struct lt_memo *lt_gauge_memo(struct lt_gauge *gauge);

/* As lt_ruler.divide; *ret_clusters is -1 when the ruler does not tell. The parts are not remembered here: divided words
 * are the lexicon's. */
lt_fx lt_gauge_divide(struct lt_gauge *gauge, const struct lt_font *font, const struct lt_run_text *run,
                      const uint32_t *places, size_t count, struct lt_divided *ret_parts, int32_t *ret_clusters);
lt_fx lt_gauge_advance(struct lt_gauge *gauge, const struct lt_font *font, const struct lt_run_text *run);
struct lt_extents lt_gauge_extents(struct lt_gauge *gauge, const struct lt_font *font);

bool lt_font_equal(const struct lt_font *a, const struct lt_font *b);

#endif
