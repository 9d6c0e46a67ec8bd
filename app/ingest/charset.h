/*
 * charset.h: bytes of any encoding become clean UTF-8. Private to this room.
 */
#ifndef LUTRIN_INGEST_CHARSET_H
#define LUTRIN_INGEST_CHARSET_H

#include <lutrin/bytes.h>

enum lt_markup { LT_MARKUP_XML, LT_MARKUP_HTML };

/* `data` as valid UTF-8 without controls, but for lines that may end in \r\n: itself where it is that already, else made in
 * *own (empty; the caller finishes it when the text is done with). How it is read is told below. */
struct lt_bytes lt_charset_text(struct lt_bytes data, enum lt_markup markup, struct lt_buf *own);

/* Appends `data` as valid UTF-8 without controls (lt_utf8_clean): a byte order mark is believed first, then bytes that
 * are valid UTF-8, then the declaration, then windows-1252 is assumed. */
void lt_charset_decode(struct lt_bytes data, enum lt_markup markup, struct lt_buf *out);

#endif
