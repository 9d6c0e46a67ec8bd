/*
 * mend.h: feeds' XML made well-formed. Private to this room.
 */
#ifndef LUTRIN_INGEST_MEND_H
#define LUTRIN_INGEST_MEND_H

#include <lutrin/bytes.h>
#include <lutrin/err.h>

/* Appends clean UTF-8 text as XML that a strict parser takes, as far as that can be. LT_ERR_LIMIT: past a limit of
 * feed.h; LT_ERR_DATA: no element in it, or it ends before its first element does. */
enum lt_err lt_xml_mend(struct lt_bytes text, struct lt_diag *diag, struct lt_buf *out);

#endif
