/*
 * utf8.h: UTF-8 by hand, as far as the house needs it below ICU (RFC 3629: no surrogates, no overlong forms).
 */
#ifndef LUTRIN_UTF8_H
#define LUTRIN_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lutrin/bytes.h>

enum { LT_UTF8_MAX = 4, LT_REPLACEMENT = 0xFFFD };

/* Decodes one character at text[*at] and moves *at past it. An invalid byte gives LT_REPLACEMENT and moves by one, so
 * the loop always ends. *at must be < size. */
uint32_t lt_utf8_next(const char *text, size_t size, size_t *at);

/* The byte offset of the character that ends before `at` (0 < at <= size); stops at 0. */
size_t lt_utf8_back(const char *text, size_t at);

/* Writes one character (LT_REPLACEMENT for what is none) to out[LT_UTF8_MAX]; returns how many bytes. */
size_t lt_utf8_put(uint32_t code, char *out);

/* Appends one character to a buffer. */
void lt_buf_put_utf8(struct lt_buf *buf, uint32_t code);

/* How many bytes from `at` (<= size) on are ASCII, one after another. */
size_t lt_utf8_ascii(struct lt_bytes text, size_t at);

/* Is the whole slice valid UTF-8? */
bool lt_utf8_valid(struct lt_bytes text);

/* Appends `text` to `buf` with each invalid byte replaced by U+FFFD and each NUL and other C0 control except \t and \n
 * left out: after this every function of the house may trust it. */
void lt_utf8_clean(struct lt_buf *buf, struct lt_bytes text);

/* How many bytes from `at` (<= size) on lt_utf8_clean() leaves as they are, one after another. */
size_t lt_utf8_clean_run(struct lt_bytes text, size_t at);

/* How many characters (code points) the valid slice holds. */
size_t lt_utf8_count(struct lt_bytes text);

/* The largest n <= limit such that text[0..n) does not cut a character. */
size_t lt_utf8_floor(struct lt_bytes text, size_t limit);

#endif
