/*
 * score.h: which part of a page is its article, when the markup does not say. Private to this room.
 */
#ifndef LUTRIN_INGEST_SCORE_H
#define LUTRIN_INGEST_SCORE_H

#include <lutrin/arena.h>

#include "dom.h"

/* The element below `body` in which the running text is densest; `body` itself when none stands out. */
xmlNode *lt_score_article(xmlNode *body, struct lt_arena *arena);

/* How many bytes of running text (in sentences, outside links and junk) stand below the node. */
size_t lt_score_prose(const xmlNode *node);

#endif
