/*
 * chrome.h: the quiet lines above and below an article.
 */
#ifndef LUTRIN_READER_CHROME_H
#define LUTRIN_READER_CHROME_H

#include "plate.h"

/* What the line above says. `back` is the title that a way back leads to, or NULL. */
struct lt_chrome_top {
    const char *middle, *middle_lang;
    const char *back, *back_lang;
};

/* What the line below says. `next` is the article after this one, 0 for none; told only at the `end`, when the article is read. */
struct lt_chrome_bottom {
    uint32_t page, pages; /* from 0; no pages: it is the page after the article */
    uint32_t progress;    /* thousandths */
    uint32_t minutes_left;
    bool end;
    int64_t next;
    bool rtl;             /* the article's pages run from right to left: so does the bar */
};

void lt_chrome_compose_top(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_chrome_top *top);
void lt_chrome_compose_bottom(struct lt_plate *plate, const struct lt_stage *stage,
                              const struct lt_chrome_bottom *bottom);

/* A line at the foot that says how far something is: words, with `more` behind them where there is room, a bar, and at
 * the end a few words. The plate is made already. */
struct lt_chrome_line {
    const char *words, *more, *end; /* `more` and `end` may be NULL */
    int32_t progress;               /* thousandths; -1: no bar */
    int32_t margin_px;              /* at both ends */
};
void lt_chrome_put_line(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_chrome_line *line);

/* The quiet mark that a newer bundle waits, if one does: a dot at `x`, and words where there is room before `end`, around
 * the height `middle`. Returns where it ends. */
int32_t lt_chrome_put_news(struct lt_plate *plate, const struct lt_stage *stage, int32_t x, int32_t end, int32_t middle);

/* Whole pixels of the two lines. */
int32_t lt_chrome_top_px(const struct lt_stage *stage);
int32_t lt_chrome_bottom_px(const struct lt_stage *stage);

#endif
