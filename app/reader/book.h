/*
 * book.h: one opened article: its document, its pages, and the place of the person who reads it.
 */
#ifndef LUTRIN_READER_BOOK_H
#define LUTRIN_READER_BOOK_H

#include <lutrin/pages.h>

#include "letters.h"
#include "stage.h"

/* A reader's place: the first character of the page that was last turned to, and which page that was in which setting,
 * for pages that begin with no character of their own (a picture, a long title). */
struct lt_bookmark {
    struct lt_place place;
    uint32_t page;
    uint64_t key;
};

struct lt_book {
    int64_t article;
    struct lt_arena arena;    /* the document, the card, the front matter */
    struct lt_card card;
    const struct lt_doc *doc;
    struct lt_front_matter front;
    struct lt_style style;    /* what the pages are set in */
    struct lt_pages *pages;
    struct lt_letters letters; /* what readers wrote: pages after the page after the article */
    uint64_t key;             /* of this article in this style */
    struct lt_bookmark mark;  /* what a change of type keeps */
};

/* Decodes the article and begins its pages; nothing is set yet. */
enum lt_err lt_book_open(const struct lt_stage *stage, int64_t article, struct lt_diag *diag, struct lt_book **ret_book);
void lt_book_close(struct lt_book *book); /* NULL is allowed */

/* Begins its pages anew in the stage's present style. The place stays. */
void lt_book_restyle(struct lt_book *book, const struct lt_stage *stage);

/* The page that the mark tells, setting as many as it takes. */
uint32_t lt_book_marked_page(struct lt_book *book);

/* Moves the mark to a page that is set or can be. */
void lt_book_mark(struct lt_book *book, uint32_t page);

/* How many pages can be turned to when `page` is the present one: the next one is set if there is one. What follows the
 * article counts as one page once all is set, and the letters come after it. */
uint32_t lt_book_count(struct lt_book *book, uint32_t page);

/* The page after the article: sets all that comes before it. */
uint32_t lt_book_after(struct lt_book *book);

/* The pages that hold `page`, the article's own or the letters', and in *ret_inner its number there. The page after the
 * article belongs to neither. */
struct lt_pages *lt_book_pages(const struct lt_book *book, uint32_t page, uint32_t *ret_inner);

/* The key of the sheet of a page. */
uint64_t lt_book_sheet(const struct lt_book *book, uint32_t page);

/* How much of the text lies before the end of page `page`, in thousandths, and the minutes that the rest takes (0: less
 * than one). */
uint32_t lt_book_progress(const struct lt_book *book, uint32_t page);
uint32_t lt_book_minutes_left(const struct lt_book *book, uint32_t page);

#endif
