/*
 * text_work.h: what the files that set a text share: the text while it is broken, split over columns and written. Private.
 */
#ifndef LUTRIN_LAYOUT_TEXT_WORK_H
#define LUTRIN_LAYOUT_TEXT_WORK_H

#include "galley.h"

enum {
    LT_HYPHEN_TRIES = 5,   /* times a paragraph is broken again because a column ended in a hyphen */
    LT_PARTS_MAX = 4096,   /* columns that one piece of text can run through */
};

/* A paragraph while it is placed. */
struct lt_text_work {
    const struct lt_text_job *job;
    struct lt_para_source source;
    struct lt_para para;
    struct lt_broken broken;
    struct lt_broken free;  /* as it was broken freely, while `held` */
    bool held;
    uint64_t key;           /* as the memo knows it; 0: it is not for the memo */
    struct lt_shape shape;
    struct lt_set_line set;
    lt_fx cap_quote; /* width of the quotation mark before a capital */
    uint16_t cap_look;
    uint32_t parts[LT_PARTS_MAX]; /* lines in each column, the present one first */
    size_t part_count;
    uint32_t bans[LT_HYPHEN_TRIES * 4]; /* lines that may not end in a hyphen */
    size_t ban_count;
};

/* NULL is allowed. */
void lt_text_work_destroy(struct lt_text_work *work);

/* cap.c: the look of the job's drop capital, and the inset of the lines beside it. */
void lt_cap_set(struct lt_pages *pages, struct lt_text_work *work);

/* text_put.c: writes lines to the page. */
/* The width that the article's end mark takes after the last word, white before it included. */
lt_fx lt_end_mark_room(struct lt_pages *pages, const struct lt_text_job *job);
/* One line whose row begins at `top` (page space), its baseline `rise` below. */
void lt_put_line(struct lt_pages *pages, struct lt_text_work *work, uint32_t index, lt_fx top, lt_fx rise);
/* A line of code that goes on below says so at its end. */
void lt_put_wrap_mark(struct lt_pages *pages, const struct lt_text_work *work, uint32_t index, lt_fx top);

#endif
