/*
 * bytes.h: a slice of bytes that somebody else owns, and a buffer that grows.
 */
#ifndef LUTRIN_BYTES_H
#define LUTRIN_BYTES_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A slice: borrowed, not NUL-terminated, may be empty (then `data` may be NULL). */
struct lt_bytes {
    const char *data;
    size_t size;
};

/* A growing buffer on the heap. A zeroed struct is an empty buffer. `data` is kept NUL-terminated once it is not NULL;
 * `size` does not count that NUL. */
struct lt_buf {
    char *data;
    size_t size;
    size_t capacity;
};

/* The slice of a NUL-terminated string; NULL gives the empty slice. */
struct lt_bytes lt_bytes_of(const char *text);

/* Are the two slices of the same size and content? */
bool lt_bytes_equal(struct lt_bytes a, struct lt_bytes b);

/* Does `text` begin with the NUL-terminated `prefix`? */
bool lt_bytes_starts(struct lt_bytes text, const char *prefix);

/* The slice without ASCII white space at both ends. */
struct lt_bytes lt_bytes_trim(struct lt_bytes text);

void lt_buf_finish(struct lt_buf *buf);                                /* frees; leaves it empty and usable */
void lt_buf_clear(struct lt_buf *buf);                                 /* size 0, memory kept */
void lt_buf_put(struct lt_buf *buf, const void *data, size_t size);    /* appends bytes */
void lt_buf_puts(struct lt_buf *buf, const char *text);                /* appends a string; NULL appends nothing */
void lt_buf_putc(struct lt_buf *buf, char byte);                       /* appends one byte */
void lt_buf_printf(struct lt_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
void lt_buf_vprintf(struct lt_buf *buf, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
struct lt_bytes lt_buf_slice(const struct lt_buf *buf);                /* lends what is in it until the next change */
char *lt_buf_release(struct lt_buf *buf);                              /* gives the NUL-terminated string away; free() it */

/* A 64-bit FNV-1a hash of the slice, continued from `seed` (0 begins a new one). Not for security: for keys of caches. */
uint64_t lt_hash(struct lt_bytes data, uint64_t seed);

#endif
