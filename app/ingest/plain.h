/*
 * plain.h: plain text made clean and compared. Private to this room.
 */
#ifndef LUTRIN_INGEST_PLAIN_H
#define LUTRIN_INGEST_PLAIN_H

#include <stdbool.h>

#include <lutrin/arena.h>
#include <lutrin/bytes.h>

/* The character that a numeric reference or a mis-declared byte of 0x80..0x9F means on the web (windows-1252); other
 * codes are given back as they are. */
uint32_t lt_plain_c1(uint32_t code);

/* Appends UTF-8 text with C1 controls read as windows-1252, marks without meaning (byte order mark) left out, other
 * line separators made '\n'; white space is left as it is. */
void lt_plain_repair(struct lt_bytes text, struct lt_buf *out);

/* Appends the text with each no-break space left out that stands beside a white space: doubled spaces are one. */
void lt_plain_loosen(struct lt_bytes text, struct lt_buf *out);

/* Appends the repaired text with white space collapsed to single spaces and none (no-break space neither) at its ends. */
void lt_plain_put(struct lt_bytes text, struct lt_buf *out);

/* The same in the arena; NULL for text that is empty when clean. */
const char *lt_plain_dup(struct lt_bytes text, struct lt_arena *arena);

/* Appends the letters and digits of a text only, folded: two texts that differ in case, spaces and punctuation alone
 * fold to the same. */
void lt_plain_fold(struct lt_bytes text, struct lt_buf *out);

/* Do the two texts say the same (folded), and do they say anything? */
bool lt_plain_same(const char *a, const char *b);

/* Is `text` (perhaps cut, with an ellipsis) how `whole` begins? Compared folded. */
bool lt_plain_begins(const char *text, const char *whole);

/* Does the text begin with `start`, which is in small letters? Its case does not count. */
bool lt_plain_opens(const char *text, const char *start);

/* Does the UTF-8 text hold nothing but white space and no-break spaces? */
bool lt_plain_is_blank(struct lt_bytes text);

#endif
