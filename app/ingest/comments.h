/*
 * comments.h: what readers wrote, on its way out of the sources. Private to this room.
 */
#ifndef LUTRIN_INGEST_COMMENTS_H
#define LUTRIN_INGEST_COMMENTS_H

#include <lutrin/ingest.h>

#include "dom.h"

/* The paragraphs of a comment's HTML, '\n' between them; "" when it says nothing. In the arena. */
const char *lt_comment_text(struct lt_bytes html, struct lt_arena *arena);

/* An entry as a comment: its text is in the arena, its names are the entry's. */
struct lt_comment lt_comment_of(const struct lt_entry *entry, struct lt_arena *arena);

/* page_comments.c: is the element of a page one reader's comment? */
bool lt_is_comment(const xmlNode *node);

/* linked_comments.c: those that it has as linked data. */
struct lt_thread lt_comments_of_linked(const xmlDoc *page, struct lt_arena *arena);

/* page_comments.c: the comments that stand in a page. */
struct lt_thread lt_comments_of_page(const xmlNode *body, struct lt_arena *arena);

#endif
