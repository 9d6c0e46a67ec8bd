/*
 * byline.h: the names in a line that says who wrote an article. Private to this room.
 */
#ifndef LUTRIN_INGEST_BYLINE_H
#define LUTRIN_INGEST_BYLINE_H

#include <lutrin/arena.h>

struct lt_facts;

/* The names in a line such as "Posted on 3 May by Ana Roy | 4 min", in the arena; NULL when there is none. */
const char *lt_byline_names(const char *line, struct lt_arena *arena);

/* The article's author: as the page's head names it, or when that is only the site itself, as the page shows it. */
const char *lt_byline_of(const struct lt_facts *facts);

#endif
