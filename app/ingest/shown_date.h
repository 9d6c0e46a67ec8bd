/*
 * shown_date.h: the date that a page shows near its title. Private to this room.
 */
#ifndef LUTRIN_INGEST_SHOWN_DATE_H
#define LUTRIN_INGEST_SHOWN_DATE_H

#include "dom.h"
#include "page_meta.h"

/* Where a walk through a page stands. */
struct lt_shown_dates {
    const char *first, *before; /* dates before the title: the first one, the last one */
    bool titled;                /* the title has been passed */
    size_t since_title;         /* bytes of text since */
};

/* Looks at the next node of the page, an element or text, in document order. */
void lt_shown_date_see(struct lt_shown_dates *dates, const xmlNode *node, struct lt_facts *facts);

/* After the last node: offers what stood before the title, unless better is known; the day in the page's address `url`
 * (NULL: none) is better than a shown one that tells another day. */
void lt_shown_date_end(struct lt_shown_dates *dates, struct lt_facts *facts);
void lt_shown_date_address(struct lt_facts *facts, const char *url);

#endif
