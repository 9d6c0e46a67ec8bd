/*
 * clean.h: a tree written back as harmless HTML. Private to this room.
 */
#ifndef LUTRIN_INGEST_CLEAN_H
#define LUTRIN_INGEST_CLEAN_H

#include <lutrin/arena.h>
#include <lutrin/bytes.h>

#include "dom.h"

/* Appends what stands below `root` as HTML of the allow-list (allow.c), addresses absolute against `base` (or NULL). */
void lt_clean_children(const xmlNode *root, const char *base, struct lt_buf *out);

/* The same of an article's body: without forms, players and the like, with all they hold. */
void lt_clean_article(const xmlNode *root, const char *base, struct lt_buf *out);

#endif
