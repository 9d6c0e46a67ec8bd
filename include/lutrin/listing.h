/*
 * listing.h: a canvas that keeps text instead of pixels, for front ends and tests that need no screen.
 */
#ifndef LUTRIN_LISTING_H
#define LUTRIN_LISTING_H

#include <lutrin/canvas.h>

struct lt_listing;

struct lt_listing *lt_listing_create(void);
void lt_listing_destroy(struct lt_listing *listing); /* NULL is allowed */

/* The canvas that writes into it. Lives as long as the listing. */
struct lt_canvas lt_listing_canvas(struct lt_listing *listing);

/* Forgets everything painted so far. */
void lt_listing_clear(struct lt_listing *listing);

/* Appends what was painted as lines of text, top to bottom in the order of painting: runs of one line joined, with a
 * space where LT_TEXT_SPACE_AFTER says so, pictures as "[picture: alt]". With `body_only` text that is LT_TEXT_ADDED is
 * left out (pictures too) and lines of one block are joined, so that pages concatenate to the article's text, a line
 * end after each block. */
void lt_listing_write(const struct lt_listing *listing, bool body_only, struct lt_buf *out);

#endif
