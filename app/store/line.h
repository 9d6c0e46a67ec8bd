/*
 * line.h: strict lines of words, for the signed texts. Private to this room.
 */
#ifndef LUTRIN_STORE_LINE_H
#define LUTRIN_STORE_LINE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lutrin/bytes.h>

/* Is the text at most `limit` bytes of printable ASCII in at most `lines` lines, each of them ended, the last "end"? */
bool lt_lines_sound(struct lt_bytes text, size_t limit, size_t lines);

/* Takes one line off the front, passing over those that begin "x-"; false at the end. */
bool lt_line_take(struct lt_bytes *text, struct lt_bytes *ret_line);

/* Takes the next line only if its first word is `key`, and leaves what follows the space in *ret_rest. */
bool lt_line_take_key(struct lt_bytes *text, const char *key, struct lt_bytes *ret_rest);

/* Takes a word, up to a single space or the end, off the front; false when there is none or the space stands wrong. */
bool lt_word_take(struct lt_bytes *line, struct lt_bytes *ret_word);

/* Takes a word "NAME=value"; *ret_value may not be empty. */
bool lt_word_take_named(struct lt_bytes *line, const char *name, struct lt_bytes *ret_value);

/* Is the word a decimal number without leading zeros within [low, high]? */
bool lt_word_number(struct lt_bytes word, int64_t low, int64_t high, int64_t *ret_number);

/* Is the word exactly `size` bytes in lower-case hex? */
bool lt_word_hex(struct lt_bytes word, uint8_t *out, size_t size);

/* Is the word a channel's name? Copies it. */
bool lt_word_channel(struct lt_bytes word, char *ret_channel);

/* The pairs of the above that the texts use most. */
bool lt_take_number(struct lt_bytes *line, int64_t low, int64_t high, int64_t *ret_number);
bool lt_take_named_number(struct lt_bytes *line, const char *name, int64_t low, int64_t high, int64_t *ret_number);
bool lt_take_named_hash(struct lt_bytes *line, const char *name, uint8_t ret_hash[32]);
/* A whole line "KEY number". */
bool lt_line_number(struct lt_bytes *text, const char *key, int64_t low, int64_t high, int64_t *ret_number);
/* A whole line "KEY channel". */
bool lt_line_channel(struct lt_bytes *text, const char *key, char *ret_channel);

void lt_put_hex(struct lt_buf *out, const uint8_t *data, size_t size);

#endif
