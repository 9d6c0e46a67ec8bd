/*
 * wordpress.h: how WordPress writes an article's body. Private to this room.
 */
#ifndef LUTRIN_INGEST_WORDPRESS_H
#define LUTRIN_INGEST_WORDPRESS_H

#include <lutrin/bytes.h>

/* Looks a picture up for a gallery; `id` is an attachment's number. Gives its address, or NULL. */
typedef const char *lt_attachment_url(const void *context, const char *id);

/* Appends the body as HTML in which an empty line begins a paragraph and a line end is a line break, as the classic
 * editor means it; a body made of blocks (it says so by its comments) is appended as it is. */
void lt_wordpress_paragraphs(struct lt_bytes body, struct lt_buf *out);

/* Appends the body with its shortcodes made HTML: captions and galleries become figures, addresses to embed become
 * links, code stays code; of others the tags go and what they hold stays. Brackets that are no shortcode stay. */
void lt_wordpress_shortcodes(struct lt_bytes body, lt_attachment_url *url_of, const void *context, struct lt_buf *out);

#endif
