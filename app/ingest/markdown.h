/*
 * markdown.h: Markdown to HTML. Private to this room.
 */
#ifndef LUTRIN_INGEST_MARKDOWN_H
#define LUTRIN_INGEST_MARKDOWN_H

#include <lutrin/bytes.h>
#include <lutrin/err.h>

#include <stdbool.h>

/* Appends CommonMark text, with tables and footnotes, as HTML, its own raw HTML included: clean it before use. LT_ERR_LIMIT for text longer or
 * deeper than export.h allows. */
enum lt_err lt_markdown_html(struct lt_bytes text, struct lt_diag *diag, struct lt_buf *out);

/* Is the decoded text a Markdown document: one with front matter, or one that begins with a heading and goes on in
 * prose? */
bool lt_markdown_is(struct lt_bytes text);

#endif
