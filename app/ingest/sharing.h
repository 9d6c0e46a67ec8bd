/*
 * sharing.h: lines that offer to share the page. Private to this room.
 */
#ifndef LUTRIN_INGEST_SHARING_H
#define LUTRIN_INGEST_SHARING_H

#include <stdbool.h>

/* Do all words of the text speak of sharing ("Share this on Facebook", "Facebook Twitter Email", "Jetzt teilen!")? The name
 * of one service alone does not: an article may speak of it. The text is clean (plain.h). */
bool lt_line_shares(const char *text);

#endif
