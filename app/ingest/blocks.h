/*
 * blocks.h: an article's tree becomes blocks and spans. Private to this room.
 */
#ifndef LUTRIN_INGEST_BLOCKS_H
#define LUTRIN_INGEST_BLOCKS_H

#include <lutrin/doc_build.h>

#include "dom.h"

/* Adds what stands below `root` to the builder. Of *meta the title (a leading heading that repeats it is left out),
 * lang and rtl are used; addresses are made absolute against `base` (may be NULL). */
void lt_blocks_build(const xmlNode *root, const struct lt_meta *meta, const char *base, struct lt_arena *arena,
                     struct lt_doc_builder *builder);

#endif
