/*
 * byline.h: the names in a line that says who wrote an article. Private to this room.
 */
#ifndef LUTRIN_INGEST_BYLINE_H
#define LUTRIN_INGEST_BYLINE_H

#include <lutrin/arena.h>

#include <stdbool.h>

struct lt_facts;

/* The names in a line such as "Posted on 3 May by Ana Roy | 4 min", in the arena; NULL when there is none. */
const char *lt_byline_names(const char *line, struct lt_arena *arena);

/* The names in a line that is nothing but a signature ("Words by Ana Roy", "Autor: Bo"), in the arena; NULL for others. */
const char *lt_byline_signed(const char *line, struct lt_arena *arena);

/* Does the text say nothing but that a name follows ("Written by")? */
bool lt_byline_leads(const char *text);

/* Does the page's head name somebody who is not only the site itself? */
bool lt_byline_known(const struct lt_facts *facts);

/* The article's author: as the page's head names it, or when that is only the site itself, as the page shows it. */
const char *lt_byline_of(const struct lt_facts *facts);

#endif
