/*
 * article.h: the opened article on the screen: its pages that turn, the page after them, the lines above and below.
 */
#ifndef LUTRIN_READER_ARTICLE_H
#define LUTRIN_READER_ARTICLE_H

#include "book.h"
#include "plate.h"
#include "turn.h"

struct lt_article {
    const struct lt_stage *stage;
    struct lt_book *book;      /* NULL: no article is open */
    struct lt_turn turn;
    bool rtl;
    char *back;                /* the title that a way back leads to, or NULL */
    char *back_lang;
    int64_t next;              /* the article to read next, or 0; known once `after` is composed */
    struct lt_plate top, bottom, after;
    uint64_t bottom_of;        /* what the line below was composed of */
};

/* Takes the book; the stage is borrowed. The page shown is the one that holds the book's place. */
void lt_article_open(struct lt_article *article, const struct lt_stage *stage, struct lt_book *book, bool motion,
                     const char *back, const char *back_lang);
void lt_article_close(struct lt_article *article); /* leaves it zeroed; a zeroed one is allowed */

/* The stage's style changed: sets the pages anew; the place stays where it is. */
void lt_article_restyle(struct lt_article *article);

/* Brings the count of pages up to date, so that a turn from the present page knows whether there is another. */
void lt_article_recount(struct lt_article *article);

/* A turn was made: the book's place becomes that of the page shown. */
void lt_article_turned(struct lt_article *article);

/* Is `page` the page after the article? Is it that one, or one of the letters behind it? */
bool lt_article_is_after(const struct lt_article *article, uint32_t page);
bool lt_article_is_over(const struct lt_article *article, uint32_t page);

/* Plates, composed when they are not there yet. */
const struct lt_plate *lt_article_top(struct lt_article *article);
const struct lt_plate *lt_article_bottom(struct lt_article *article);
const struct lt_plate *lt_article_after(struct lt_article *article);

/* A slice of what nobody waits for; returns whether there is more. */
bool lt_article_work(struct lt_article *article);
bool lt_article_has_work(const struct lt_article *article);

#endif
