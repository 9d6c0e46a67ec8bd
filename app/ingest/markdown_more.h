/*
 * markdown_more.h: what writers of Markdown use beyond CommonMark, as the raw HTML that CommonMark lets through. Private to
 * this room.
 */
#ifndef LUTRIN_INGEST_MARKDOWN_MORE_H
#define LUTRIN_INGEST_MARKDOWN_MORE_H

#include <lutrin/bytes.h>

#include <stdbool.h>

enum { LT_MARKDOWN_MAX_COLUMNS = 64, LT_MARKDOWN_MAX_NOTES = 200 };

/* Going through a text line by line, past its code. */
struct lt_markdown_lines {
    struct lt_bytes rest;
    struct lt_bytes line; /* without its end */
    char fence;           /* '`' or '~' while inside a block of code, else 0 */
    bool code;            /* the line belongs to a block of code */
};
bool lt_markdown_next(struct lt_markdown_lines *lines);

/* Appends the text with its tables (rows of cells between |, the second one dashes) as HTML. */
void lt_markdown_tables(struct lt_bytes text, struct lt_buf *out);

/* Appends the text with words ~~struck out~~ as HTML. */
void lt_markdown_strikes(struct lt_bytes text, struct lt_buf *out);

/* Appends the text with references to notes, [^name], as links and the notes, [^name]: words, as a list at its end. */
void lt_markdown_notes(struct lt_bytes text, struct lt_buf *out);

#endif
