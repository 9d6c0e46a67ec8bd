/*
 * epub_parts.h: several chapters in one file of a book. Private to this room.
 */
#ifndef LUTRIN_INGEST_EPUB_PARTS_H
#define LUTRIN_INGEST_EPUB_PARTS_H

#include <lutrin/bytes.h>

#include <stdbool.h>

enum { LT_EPUB_MAX_PARTS = 200 }; /* of one file */

struct lt_epub_part {
    const char *id, *title; /* id "": the beginning of the file */
    size_t start;           /* byte of the text */
};

/* Finds where the parts begin in the text of the file; puts those found into the order of the text and returns how many
 * they are. The first one begins at 0. */
size_t lt_epub_cut(struct lt_bytes text, struct lt_epub_part *parts, size_t count);

#endif
