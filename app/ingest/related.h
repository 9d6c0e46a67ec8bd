/*
 * related.h: other articles that a page points to. Private to this room.
 */
#ifndef LUTRIN_INGEST_RELATED_H
#define LUTRIN_INGEST_RELATED_H

#include <lutrin/doc_build.h>

#include "dom.h"

/* Adds to the builder the articles that the page shows as cards or lists beside the article at `root`. */
void lt_related_collect(const xmlNode *body, const xmlNode *root, const struct lt_meta *meta, struct lt_arena *arena,
                        struct lt_doc_builder *builder);

#endif
