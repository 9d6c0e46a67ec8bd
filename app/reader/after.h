/*
 * after.h: the page after an article: take it along, read next, how many have written about it.
 */
#ifndef LUTRIN_READER_AFTER_H
#define LUTRIN_READER_AFTER_H

#include "book.h"
#include "plate.h"
#include "story.h"

enum { LT_AFTER_MAX_NEXT = 4 };

/* What to read after the book's article: its own related articles first, then others of its section, then of the front
 * page; none twice and never itself. Strings live in `arena`. Returns how many. */
size_t lt_after_choose(const struct lt_stage *stage, const struct lt_book *book, struct lt_arena *arena,
                       struct lt_story stories[LT_AFTER_MAX_NEXT]);

/* The first of them that the bundle holds, or 0. */
int64_t lt_after_next(const struct lt_stage *stage, const struct lt_book *book);

void lt_after_compose(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_book *book);

#endif
