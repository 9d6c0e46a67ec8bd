/*
 * fit.h: what the files share that make columns end level. Private.
 *
 * Pages are decided over a window: the first page that is not decided yet and those after it that the look-ahead reaches.
 * What each block of the window takes is noted while it is placed, so that the galley can run through the window dry,
 * again and again, and find the best lengths for its paragraphs.
 */
#ifndef LUTRIN_LAYOUT_FIT_H
#define LUTRIN_LAYOUT_FIT_H

#include "galley.h"

enum {
    LT_FIT_BLOCKS_MAX = 256,  /* of a window; one more and its first pages are decided */
    LT_FIT_EDGES_MAX = 24,    /* places where blocks of the window run into columns */
    LT_FIT_PAGES_MAX = 16,    /* of a window whose columns may be made shorter */
    LT_FIT_GAPS = 64,         /* columns whose free rows are remembered */
    LT_FIT_STRETCHES_MAX = 40,
    LT_JOINTS_MAX = 16,
    LT_FIT_BITS = 64,         /* lines of which is known whether they end in a hyphen */
    LT_FIT_ROWS_MAX = 40,     /* of a table that a dry run goes through */
    LT_FIT_CELLS_MAX = 120,
};

/* White across the column, or a picture, that may grow by `most`, and what the sheet held above its lower edge. */
struct lt_joint {
    struct lt_sheet_size above;
    uint32_t row;      /* of white: the first one below it */
    lt_fx most;
    bool picture;      /* the last one of `above`, and the last link */
};

/* A column that is to be filled by `room` once its page is decided. */
struct lt_fit_stretch {
    uint32_t column;
    lt_fx room, depth; /* depth: of the column's text, when the leading grows */
    struct lt_sheet_size start, end;
    struct lt_joint joints[LT_JOINTS_MAX]; /* none: the leading grows */
    size_t joint_count;
};

/* The galley between two blocks, to be taken back to. */
struct lt_mark {
    struct lt_spot spot;
    struct lt_rest rest; /* of the block before the next one */
    uint32_t next_block, paragraph, text_done;
    size_t sheet_bytes;
    struct lt_sheet_content sheet; /* the last one: its numbers */
    struct lt_sheet_size start;    /* the last one when the galley came into the column */
    struct lt_joint joints[LT_JOINTS_MAX];
    size_t joint_count;
};

/* The mark before a block that runs into another column, and before its headings. */
struct lt_fit_edge {
    struct lt_mark mark;
    uint32_t column; /* in which the block ends, from the article's start */
};

/* Lengths that a paragraph can have: a line fewer, as many as look best, a line more. */
enum { LT_FIT_FEWER, LT_FIT_NATURAL, LT_FIT_MORE, LT_FIT_WAYS };

struct lt_fit_way {
    uint32_t lines;   /* 0: cannot be had */
    int64_t demerits; /* beyond those of the best length */
    uint64_t hyphens; /* lines that end in one */
    uint64_t tried, firm; /* those where that was tried to be helped; and where it cannot be, at this length */
};

/* Rows of the grid that a table takes; `rows` is 0 when it is not known. */
struct lt_fit_table {
    uint8_t rows, heading_rows;
    uint16_t caption, need;   /* need: that stand together at its beginning */
    uint16_t heights[LT_FIT_ROWS_MAX];
};

/* What is known of a block of the window. */
struct lt_fit_block {
    bool noted, surveyed, is_figure, barrier;
    struct lt_text_job job;   /* of its text; its stretches last a step and are made anew from `look` */
    struct lt_look look;
    struct lt_float figure;
    struct lt_fit_table table;
    uint32_t need;            /* rows that were to stand together at its beginning */
    struct lt_fit_way ways[LT_FIT_WAYS];
    uint8_t way;              /* of the present plan */
    uint32_t end_column, end_row; /* where it ends by that plan */
    uint32_t real_column, real_row; /* where it ended when it was placed last */
};

struct lt_fit {
    struct lt_mark start;        /* the galley before the window's first block */
    struct lt_mark clear;        /* before the present one and the headings that wait for it: a window does not begin between them */
    uint32_t block, column;      /* the present block; the column that it began in, from the article's start */
    bool goes_on;                /* it is a further piece of the block before: what stands before it is decided */
    bool begun, renew;           /* renew: the window begins anew with the next block */
    uint32_t page;               /* the first one that is not decided */
    struct lt_fit_edge edges[LT_FIT_EDGES_MAX];
    size_t edge_count;
    struct lt_fit_block blocks[LT_FIT_BLOCKS_MAX]; /* from start.next_block on */
    uint32_t block_count;        /* of those that something is known of */
    uint8_t brief[LT_FIT_PAGES_MAX]; /* rows by which the columns of the window's pages are shorter, from `page` on */
    uint32_t horizon;            /* the block up to which the plan is being carried out; UINT32_MAX: none is */
    uint32_t tries;
    uint32_t gaps[LT_FIT_GAPS];  /* free rows at the feet of the last columns */
    uint32_t closing;            /* the last page was planned that many times */
    uint32_t last_page;          /* when it is */

    struct lt_sheet_size column_start; /* the sheet when the galley came into the present column */
    struct lt_joint joints[LT_JOINTS_MAX];
    size_t joint_count;
    struct lt_fit_stretch stretches[LT_FIT_STRETCHES_MAX]; /* of pages that are not given out yet */
    size_t stretch_count;

    int64_t cost;      /* of a dry run */
    uint8_t dry_brief; /* of the pages that it comes to */
    uint32_t dry_block;
    uint8_t dry_way;   /* of that block's text */
};

static inline uint32_t lt_fit_ordinal(const struct lt_pages *pages)
{
    return (uint32_t)(pages->at.sheet_count - 1) * (uint32_t)pages->style->columns + pages->at.column;
}

/* Does the window begin in the first column of a page of which nothing is decided? */
static inline bool lt_fit_opens_page(const struct lt_fit *fit)
{
    return fit->start.spot.sheet_count - 1 == fit->page && fit->start.spot.column == 0;
}

/* fit_mark.c */
void lt_mark_take(const struct lt_pages *pages, struct lt_mark *mark);
/* Takes the galley back; what it has learnt stays. */
void lt_mark_go_back(struct lt_pages *pages, const struct lt_mark *mark);

/* fit_note.c: what is noted of the window's blocks. NULL when nothing can be. */
struct lt_fit_block *lt_fit_block(const struct lt_pages *pages, uint32_t block);
/* Lines of the block's text at its best length. */
uint32_t lt_fit_lines(const struct lt_pages *pages, uint32_t block);
/* Fills in a figure that was measured before; false: it was not. */
bool lt_fit_figure(const struct lt_pages *pages, struct lt_float *figure);
void lt_fit_note_figure(struct lt_pages *pages, const struct lt_float *figure);
void lt_fit_note_table(struct lt_pages *pages, uint32_t block, const struct lt_fit_table *table);
void lt_fit_note_text(struct lt_pages *pages, const struct lt_text_job *job, const struct lt_fit_way *natural);
void lt_fit_need(struct lt_pages *pages, uint32_t rows);
/* Lines more or fewer that the block's paragraph shall have by the plan. */
int lt_fit_wish(const struct lt_pages *pages, uint32_t block);

/* text.c: learns what a line more and a line fewer would cost the block. */
void lt_text_survey(struct lt_pages *pages, struct lt_fit_block *block);
/* Can the block's text be broken to so many lines without a hyphen at the end of line `line`? */
bool lt_text_can_part(struct lt_pages *pages, const struct lt_fit_block *block, uint32_t lines, uint32_t line);

/* table.c: moves on as placing the table would. */
void lt_table_place_dry(struct lt_pages *pages, const struct lt_fit_block *block, uint32_t index);

/* fit_white.c */
/* A dry run splits the block's text after that many lines, because a column ends. */
void lt_fit_split(struct lt_pages *pages, struct lt_fit_block *block, struct lt_fit_way *way, uint32_t lines);
/* Will white, pictures or the leading fill the present column? */
bool lt_fit_fills(const struct lt_pages *pages);
void lt_fit_stretch_before(struct lt_pages *pages, uint32_t sheet); /* fills the columns of the sheets before it */

/* fit_plan.c: finds the best lengths for the window's blocks up to `last` and the best heights for its pages, writes them
 * to the blocks and to `brief`, and returns the cost. `whole`: pages may be made shorter. */
int64_t lt_fit_plan(struct lt_pages *pages, uint32_t last, bool whole);

#endif
