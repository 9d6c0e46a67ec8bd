/*
 * teasers.h: lists of teasers of other articles. Private to this room.
 */
#ifndef LUTRIN_INGEST_TEASERS_H
#define LUTRIN_INGEST_TEASERS_H

#include "dom.h"

/* Does the element hold teasers, one beside the other, and little else: each with a title that is a link and stands by
 * itself? The tree has been weighed (weigh.h). */
bool lt_teasers(const xmlNode *node);

#endif
