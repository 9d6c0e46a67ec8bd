/*
 * names.h: what the words in an element's class and id say of it. Private to this room.
 */
#ifndef LUTRIN_INGEST_NAMES_H
#define LUTRIN_INGEST_NAMES_H

#include "dom.h"

enum lt_name {
    LT_NAME_SURE = 1 << 0,    /* what is never the article, however long it is */
    LT_NAME_LOOSE = 1 << 1,   /* no part of it either, but articles' own containers bear such names, too ("has-sidebar") */
    LT_NAME_RELATED = 1 << 2, /* related articles */
    LT_NAME_SHARE = 1 << 3,   /* what publishing systems add to an entry of a feed */
    LT_NAME_BYLINE = 1 << 4,  /* who wrote it and when */
    LT_NAME_WRITER = 1 << 5,  /* who wrote it */
    LT_NAME_NOTE = 1 << 6,    /* footnotes */
    LT_NAME_OTHERS = 1 << 7,  /* what others wrote: comments, other articles */
    LT_NAME_PULL = 1 << 8,    /* a line of the text set large */
    LT_NAME_READ = 1 << 9,    /* both words together: */
    LT_NAME_MORE = 1 << 10,   /* related articles */
    LT_NAME_CARD = 1 << 11,   /* a box that leads to another article */
    LT_NAME_COMMENT = 1 << 12, /* one comment, by the microdata on it, too */
    LT_NAME_ASKED = 1 << 13,  /* it is known */
    LT_NAME_CONSENT = 1 << 15, /* what asks for leave to follow the reader about */
    LT_NAME_MOST = 1 << 14,   /* with READ: what others read most */
};

/* Bits of enum lt_name: those that any word in the element's names stands for (see lt_dom_named()). They are looked up once:
 * the element's `extra`, which libxml2 leaves to XSLT, remembers them until lt_names_forget(), for who changes its names. */
unsigned lt_names_of(const xmlNode *node);
void lt_names_forget(xmlNode *node);

#endif
