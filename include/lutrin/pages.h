/*
 * pages.h: a document becomes a galley of lines, the galley becomes pages. Grows block by block.
 *
 * The prefix that is set is final: setting more never changes a page that was complete. Layout is a pure function of
 * (document, front matter, style, ruler): the same input gives the same pages, byte for byte.
 *
 * Coordinates: page space, (0,0) at the top left of the sheet that holds the columns, which is as large as
 * the panel less the chrome (see style.h: x from 0 to panel width, y from 0 to height - top - bottom).
 */
#ifndef LUTRIN_PAGES_H
#define LUTRIN_PAGES_H

#include <lutrin/canvas.h>
#include <lutrin/doc.h>
#include <lutrin/style.h>
#include <lutrin/text.h>

enum lt_breaker {
    LT_BREAKER_TOTAL_FIT, /* Knuth & Plass 1981 */
    LT_BREAKER_GREEDY,    /* first fit; for comparison and for measures where nothing else fits */
};

/* What stands above the body on page 1, already in the reader's words. NULL or "" is left out. */
struct lt_front_matter {
    const char *kicker, *title, *standfirst, *byline;
    bool lead_picture;     /* show meta.lead above the text if the body does not begin with it */
    const char *end_mark;  /* set after the last line ("■"), or NULL */
    bool plain_opening;    /* no capital over several lines, no small capitals */
    const char *left_out;  /* stands below the end when a part of the article is not set (lt_pages_left_out) */
};

struct lt_setting {
    const struct lt_doc *doc; /* must outlive the pages, as all else here */
    const struct lt_front_matter *front;
    const struct lt_style *style;
    const struct lt_ruler *ruler;
    struct lt_tongue *tongue;
    enum lt_breaker breaker;
    struct lt_gauge *gauge; /* remembers what `ruler` measured; NULL: the pages have a memory of their own */
};

/* A place in the text, independent of any page. Block LT_PLACE_FRONT is the front matter. */
struct lt_place {
    uint32_t block; /* index into lt_doc.blocks */
    uint32_t byte;  /* from the block's start */
};
#define LT_PLACE_FRONT UINT32_MAX

/* One word or part of a word as painted: a stretch without a stretchable space. In visual order from left to right. */
struct lt_word_box {
    lt_fx x, width; /* from the line's left end; without the part of a mark that hangs over the right edge */
    struct lt_range text; /* bytes of lt_doc.text (of the front matter's string for front blocks) */
};

/* One laid line. */
struct lt_line {
    uint32_t page, column;  /* from 0 */
    uint32_t block;         /* LT_PLACE_FRONT for front matter */
    uint32_t paragraph;     /* grows with each paragraph of the galley */
    uint32_t number;        /* in its paragraph, from 0 */
    lt_fx x, baseline;      /* page space */
    lt_fx measure, natural; /* available; width with natural spaces */
    lt_fx space;            /* the font's own space */
    bool last;              /* of its paragraph */
    bool justified;         /* both edges are meant to be straight */
    bool hyphen;            /* layout added a hyphen */
    bool overfull;          /* wider than its measure: never happens, reported if it does */
    const struct lt_word_box *words;
    uint32_t word_count;
    struct lt_range text;   /* what it shows of lt_doc.text */
    const char *string;     /* what `text` indexes: lt_doc.text or a string of the front matter */
};

/* Something on a page that answers a tap. */
struct lt_page_link {
    struct lt_rect_fx rect; /* page space; a link over two lines gives two */
    enum { LT_PAGE_LINK_URL, LT_PAGE_LINK_NOTE, LT_PAGE_LINK_PICTURE, LT_PAGE_LINK_TABLE } kind;
    const char *target;     /* URL or note number; NULL for a picture or table */
    uint32_t block;
    const char *label;      /* its text, for a listing */
};

struct lt_pages;

/* Begins; nothing is set yet. Copies *setting, not what it points to. */
struct lt_pages *lt_pages_create(const struct lt_setting *setting);
void lt_pages_destroy(struct lt_pages *pages); /* NULL is allowed */

/* Sets one more block, of a long text one more piece, of a long table one more part (a slice of work of at most a few ms).
 * A table of more than 250 cells or 16 KB has the columns that its beginning and a sample of its other rows ask for: page 1
 * waits for no more than that. Returns false when all is set. */
bool lt_pages_step(struct lt_pages *pages);

/* Steps until page `page` (from 0) is complete or all is set; returns whether the page exists. */
bool lt_pages_reach(struct lt_pages *pages, uint32_t page);

bool lt_pages_done(const struct lt_pages *pages);
/* Why a part of the article so far is not set, in English for who prepares it: a limit is passed, which is named; NULL when
 * all is. *ret_place is where the first such part begins. Static. */
const char *lt_pages_left_out(const struct lt_pages *pages, struct lt_place *ret_place);
/* Complete pages so far; when done, all of them (at least 1). */
uint32_t lt_pages_count(const struct lt_pages *pages);
/* The count, or, until done, the best guess at it (never below lt_pages_count). */
uint32_t lt_pages_estimate(const struct lt_pages *pages);

/* The page that holds `place`, or UINT32_MAX when it is not set yet. */
uint32_t lt_pages_find(const struct lt_pages *pages, struct lt_place place);
/* The place of the first character of a complete page: what a reader's place becomes when he turns to it. */
struct lt_place lt_pages_place(const struct lt_pages *pages, uint32_t page);

/* Bytes of body text on pages before `page`, and on all pages: for progress and time left. */
uint32_t lt_pages_text_before(const struct lt_pages *pages, uint32_t page);

/* Paints a complete page at (x, y) of the canvas. */
void lt_pages_paint(const struct lt_pages *pages, uint32_t page, const struct lt_canvas *canvas, lt_fx x, lt_fx y);

/* The lines of a complete page in reading order, and what can be tapped on it. Lent; live as long as the pages. */
void lt_pages_lines(const struct lt_pages *pages, uint32_t page, const struct lt_line **ret_lines, size_t *ret_count);
void lt_pages_links(const struct lt_pages *pages, uint32_t page, const struct lt_page_link **ret_links,
                    size_t *ret_count);

#endif
