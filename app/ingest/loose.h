/*
 * loose.h: lines of an article that stand in no block of their own. Private to this room.
 */
#ifndef LUTRIN_INGEST_LOOSE_H
#define LUTRIN_INGEST_LOOSE_H

#include "dom.h"

/* Takes out of the tree what stands between blocks, or between empty lines, and only speaks of the page (lines.h); and the
 * links that offer to share it. */
void lt_loose_prune(xmlNode *root);

#endif
