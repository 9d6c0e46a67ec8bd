/*
 * head_lines.h: lines over an article's text that tell only what its metadata tell. Private to this room.
 */
#ifndef LUTRIN_INGEST_HEAD_LINES_H
#define LUTRIN_INGEST_HEAD_LINES_H

#include <lutrin/doc.h>

#include "dom.h"

/* Takes the blocks above the article's running text out that tell nothing but its author, its day, or how long it takes to
 * read ("By Ana Roy | 3 May 2024 | 4 min"), as *meta has them. A line with another day is the article's. */
void lt_head_lines_prune(xmlNode *root, const struct lt_meta *meta);

#endif
