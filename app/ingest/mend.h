/*
 * mend.h: feeds' XML made well-formed. Private to this room.
 */
#ifndef LUTRIN_INGEST_MEND_H
#define LUTRIN_INGEST_MEND_H

#include <lutrin/feed.h>

/* Text on its way through. What is read of it lives as long as the text does. */
struct lt_mender {
    struct lt_bytes text;
    size_t at;      /* how far it is read */
    size_t written; /* bytes given out */
    struct lt_bytes open[LT_FEED_MAX_DEPTH]; /* names of elements that are open */
    size_t depth, nodes;
    const char *broken; /* the limit that was crossed */
};

/* Begins with clean UTF-8 text (lt_charset_text), which is borrowed; lines that end in \r\n are the parser's affair. */
void lt_mend_begin(struct lt_mender *m, struct lt_bytes text);

/* Appends the next piece as XML that a strict parser takes, as far as that can be (a tag, a text, a reference; it may be
 * empty). False: there is no more. */
bool lt_mend_more(struct lt_mender *m, struct lt_buf *out);

/* What is to be said of the text once there is no more. LT_ERR_LIMIT: past a limit of feed.h; LT_ERR_DATA: no element in
 * it, or it ends before its first element does. */
enum lt_err lt_mend_verdict(const struct lt_mender *m, struct lt_diag *diag);

#endif
