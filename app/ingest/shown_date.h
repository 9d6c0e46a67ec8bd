/*
 * shown_date.h: the date that a page shows near its title. Private to this room.
 */
#ifndef LUTRIN_INGEST_SHOWN_DATE_H
#define LUTRIN_INGEST_SHOWN_DATE_H

#include "dom.h"
#include "page_meta.h"

/* A date, and where it stands. */
struct lt_shown_at {
    const xmlNode *node;
    const char *date;
};

/* Where a walk through a page stands. */
struct lt_shown_dates {
    struct lt_shown_at first, before; /* dates before the title: the first one, the last one */
    const char *page_title;           /* folded; "" for none, NULL before it has been asked for */
    const xmlNode *title;             /* the heading that is the page's title; NULL until it has been passed */
    size_t since_title;               /* bytes of text since */
};

/* Does the page tell its day in a better way than by showing it? */
bool lt_shown_date_told(const struct lt_facts *facts);

/* Looks at the next node of the page, an element or text, in document order. */
void lt_shown_date_see(struct lt_shown_dates *dates, const xmlNode *node, struct lt_facts *facts);

/* After the last node: offers what stood before the title, unless better is known; the day in the page's address `url`
 * (NULL: none) is better than a shown one that tells another day. */
void lt_shown_date_end(struct lt_shown_dates *dates, struct lt_facts *facts);
void lt_shown_date_address(struct lt_facts *facts, const char *url);

#endif
