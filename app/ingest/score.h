/*
 * score.h: which part of a page is its article, when the markup does not say. Private to this room.
 */
#ifndef LUTRIN_INGEST_SCORE_H
#define LUTRIN_INGEST_SCORE_H

#include "dom.h"

/* Both want a tree that has been weighed (weigh.h). The element below `body` in which the running text is densest; `body` itself when none stands out. */
xmlNode *lt_score_article(xmlNode *body);

/* The element itself, or the one around it that holds much more of the running text: an article cut into sections. */
xmlNode *lt_score_widen(xmlNode *best, const xmlNode *body);

/* Is there any text outside links and junk below the node? */
bool lt_score_has_text(const xmlNode *node);

/* How many bytes of running text (in sentences, outside links and junk) stand below the node. */
size_t lt_score_prose(const xmlNode *node);

#endif
