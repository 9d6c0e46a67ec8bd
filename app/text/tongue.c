/*
 * tongue.c: the life of a tongue, and the way from UTF-8 to ICU's UTF-16 and back.
 */
#include "tongue.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/uloc.h>
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

void lt_lang_locale(const char *lang, char ret_locale[LT_LANG_MAX])
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t parsed = 0;
    int32_t size = lang && *lang ? uloc_forLanguageTag(lang, ret_locale, LT_LANG_MAX - 16, &parsed, &status) : 0;
    if (U_FAILURE(status) || status == U_STRING_NOT_TERMINATED_WARNING || size <= 0)
        memcpy(ret_locale, "en", sizeof "en");
}

void lt_lang_base(const char *lang, char ret_base[16])
{
    size_t i = 0;
    for (; lang && i < 15 && lang[i] && lang[i] != '-' && lang[i] != '_'; i++)
        ret_base[i] = (char)(lang[i] >= 'A' && lang[i] <= 'Z' ? lang[i] + ('a' - 'A') : lang[i]);
    ret_base[i] = '\0';
}
