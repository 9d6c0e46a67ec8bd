/*
 * title.h: the title of a page and of its article. Private to this room.
 */
#ifndef LUTRIN_INGEST_TITLE_H
#define LUTRIN_INGEST_TITLE_H

#include "page_meta.h"

/* The text of the page's <title>, clean; NULL when there is none. */
const char *lt_title_element(const xmlDoc *page, struct lt_arena *arena);

/* The title that the page gives itself for others to show: of its metadata, as it stands, else of its <title>. "" for
 * none. */
const char *lt_title_told(const struct lt_facts *facts, const xmlDoc *page);

/* The article's own title, without the site's name. "" for none. */
const char *lt_title_of(const struct lt_facts *facts, const xmlDoc *page);

/* The site's name beside the article's title in the page's <title>; NULL. */
const char *lt_title_site(const struct lt_facts *facts, const xmlDoc *page);

#endif
