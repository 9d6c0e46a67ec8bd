/*
 * shown.h: what a page shows, to whoever reads it, of who wrote its article. Private to this room.
 */
#ifndef LUTRIN_INGEST_SHOWN_H
#define LUTRIN_INGEST_SHOWN_H

#include <lutrin/arena.h>

#include "dom.h"

/* Does the text hold one of the words, which are in small letters, anywhere and in any case? NULL holds none. */
bool lt_shown_holds(const char *text, const char *const *words);

/* The line that an element shows as the byline, as it stands ("By Ana Roy, 3 May"), in the arena; NULL when it is none.
 * After Readability.js: rel=author, an itemprop that speaks of an author, or a class or id that does, and not much text;
 * of such an element the part that bears itemprop=name. */
const char *lt_shown_line(const xmlNode *node, struct lt_arena *arena);

/* Is the element, with all below it, no place for a byline: not shown, or beside the article by its role? */
bool lt_shown_nowhere(const xmlNode *node);

/* Is it inside what has authors and dates of its own (a teaser, a quotation, a picture), or is no part of the article? What
 * holds `title`, the page's heading, is neither (NULL: none is known). */
bool lt_shown_elsewhere(const xmlNode *node, const xmlNode *title);

#endif
