/*
 * tongue.c: the life of a tongue, and the way from UTF-8 to ICU's UTF-16 and back.
 */
#include "tongue.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/utf16.h>

#include <lutrin/utf8.h>

struct lt_tongue *lt_tongue_create(void)
{
    struct lt_tongue *tongue = lt_alloc(1, sizeof *tongue);
    tongue->bidi = ubidi_open();
    return tongue;
}

void lt_tongue_destroy(struct lt_tongue *tongue)
{
    if (!tongue)
        return;
    for (int i = 0; i < LT_TONGUE_SLOTS; i++)
        if (tongue->breaks[i].rules)
            ubrk_close(tongue->breaks[i].rules);
    if (tongue->graphemes)
        ubrk_close(tongue->graphemes);
    if (tongue->bidi)
        ubidi_close(tongue->bidi);
    lt_hyphen_finish(tongue);
    free(tongue);
}

void lt_wide_init(struct lt_wide *wide, struct lt_bytes text, bool with_offsets)
{
    wide->units = lt_alloc(text.size + 1, sizeof *wide->units);
    wide->at = with_offsets ? lt_alloc(text.size + 1, sizeof *wide->at) : NULL;
    int32_t count = 0;
    for (size_t at = 0; at < text.size;) {
        size_t begin = at;
        UChar32 code = (UChar32)lt_utf8_next(text.data, text.size, &at);
        for (int32_t unit = count, end = count + U16_LENGTH(code); unit < end && with_offsets; unit++)
            wide->at[unit] = (uint32_t)begin;
        U16_APPEND_UNSAFE(wide->units, count, code);
    }
    if (with_offsets)
        wide->at[count] = (uint32_t)text.size;
    wide->count = count;
}

void lt_wide_finish(struct lt_wide *wide)
{
    free(wide->units);
    free(wide->at);
}

void lt_wide_put(const UChar *units, int32_t count, struct lt_buf *out)
{
    for (int32_t i = 0; i < count;) {
        UChar32 code;
        U16_NEXT(units, i, count, code);
        lt_buf_put_utf8(out, (uint32_t)code);
    }
}
