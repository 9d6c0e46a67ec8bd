/*
 * page_meta.h: what a page says of itself. Private to this room.
 */
#ifndef LUTRIN_INGEST_PAGE_META_H
#define LUTRIN_INGEST_PAGE_META_H

#include <lutrin/arena.h>
#include <lutrin/doc.h>
#include <lutrin/ingest.h>

#include "dom.h"

enum lt_fact {
    LT_FACT_TITLE,
    LT_FACT_DESCRIPTION,
    LT_FACT_AUTHOR, /* as the page's head has it; several in one line */
    LT_FACT_LAST,   /* the last of them to be named by a meta element */
    LT_FACT_BYLINE, /* as the page shows it, names only */
    LT_FACT_SITE,
    LT_FACT_LANG,
    LT_FACT_SECTION,
    LT_FACT_PICTURE,
    LT_FACT_PUBLISHED, /* as text */
    LT_FACT_UPDATED,
    LT_FACT_URL,
    LT_FACT_COUNT
};

/* Plain text of each fact, NULL when nothing tells it; a better source (higher rank) replaces a lesser. */
struct lt_facts {
    const char *text[LT_FACT_COUNT];
    int rank[LT_FACT_COUNT];
    const char *address;    /* of the page, when it is known; NULL */
    const char *page_title; /* the <title>, clean; NULL */
    const xmlNode *byline_block; /* around the LT_FACT_BYLINE */
    const char *card_author;     /* the number of the card's field that holds an author; NULL */
    const char *card_names;      /* what stands in it; NULL */
    const char *line;       /* the first byline that the page shows (shown.h); NULL */
    struct lt_arena *arena;
};

/* Offers a fact (text or HTML with entities; NULL is ignored). */
void lt_facts_offer(struct lt_facts *facts, enum lt_fact fact, int rank, const char *text);

/* Ranks of sources; a meta element's `property` is worth PROPERTY more than its `name`. */
enum {
    LT_RANK_LEAST = 1,
    LT_RANK_GUESS = 2,
    LT_RANK_TAG = 6,
    LT_RANK_META = 10,
    LT_RANK_GRAPH = 12,
    LT_RANK_DUBLIN = 14,
    LT_RANK_LINKED = 16,
    LT_RANK_PROPERTY = 1,
};

/* Reads linked data (JSON-LD) out of a script's text. */
void lt_jsonld_read(const char *script, struct lt_facts *facts);

/* Reads all that the page says: meta elements, JSON-LD, microdata, <title>, <time>, lang. */
void lt_facts_read(const xmlDoc *page, struct lt_facts *facts);

/* Puts the facts into *meta, and as the page words them into *told; addresses absolute against `base`. The picture's
 * address is *ret_picture, or NULL. */
void lt_facts_meta(struct lt_facts *facts, const xmlDoc *page, const char *base, struct lt_meta *meta,
                   struct lt_told *told, const char **ret_picture);

#endif
