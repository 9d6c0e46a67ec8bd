/*
 * bytes.c: slices that borrow and buffers that grow.
 */
#include <lutrin/bytes.h>

#include <lutrin/arena.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_BYTES = 120 }; /* what a buffer begins with: most texts are no longer */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

static void reserve(struct lt_buf *buf, size_t more)
{
    if (more < buf->capacity - buf->size) /* with room for the NUL */
        return;
    if (more > SIZE_MAX - buf->size - 1)
        lt_out_of_memory(more);
    size_t need = buf->size + more + 1;
    buf->data = lt_grow(buf->data, &buf->capacity, need < FIRST_BYTES ? FIRST_BYTES : need, 1);
}

struct lt_bytes lt_bytes_of(const char *text)
{
    return (struct lt_bytes){text, text ? strlen(text) : 0};
}

bool lt_bytes_equal(struct lt_bytes a, struct lt_bytes b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

bool lt_bytes_starts(struct lt_bytes text, const char *prefix)
{
    size_t size = strlen(prefix);
    return text.size >= size && (size == 0 || memcmp(text.data, prefix, size) == 0);
}

struct lt_bytes lt_bytes_trim(struct lt_bytes text)
{
    while (text.size && is_space(text.data[0])) {
        text.data++;
        text.size--;
    }
    while (text.size && is_space(text.data[text.size - 1]))
        text.size--;
    return text;
}

void lt_buf_finish(struct lt_buf *buf)
{
    if (!buf)
        return;
    free(buf->data);
    *buf = (struct lt_buf){0};
}

void lt_buf_clear(struct lt_buf *buf)
{
    buf->size = 0;
    if (buf->data)
        buf->data[0] = '\0';
}

void lt_buf_put(struct lt_buf *buf, const void *data, size_t size)
{
    reserve(buf, size);
    if (size)
        memcpy(buf->data + buf->size, data, size);
    buf->size += size;
    buf->data[buf->size] = '\0';
}

void lt_buf_puts(struct lt_buf *buf, const char *text)
{
    if (text)
        lt_buf_put(buf, text, strlen(text));
}

void lt_buf_putc(struct lt_buf *buf, char byte)
{
    reserve(buf, 1);
    buf->data[buf->size++] = byte;
    buf->data[buf->size] = '\0';
}

void lt_buf_vprintf(struct lt_buf *buf, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    if (size > 0) {
        reserve(buf, (size_t)size);
        vsnprintf(buf->data + buf->size, (size_t)size + 1, format, again);
        buf->size += (size_t)size;
    }
    va_end(again);
}

void lt_buf_printf(struct lt_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    lt_buf_vprintf(buf, format, args);
    va_end(args);
}

struct lt_bytes lt_buf_slice(const struct lt_buf *buf)
{
    return (struct lt_bytes){buf->data, buf->size};
}

char *lt_buf_release(struct lt_buf *buf)
{
    reserve(buf, 0);
    buf->data[buf->size] = '\0';
    char *text = buf->data;
    *buf = (struct lt_buf){0};
    return text;
}

uint64_t lt_hash(struct lt_bytes data, uint64_t seed)
{
    uint64_t hash = seed ? seed : UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < data.size; i++)
        hash = (hash ^ (unsigned char)data.data[i]) * UINT64_C(0x100000001b3);
    return hash;
}
