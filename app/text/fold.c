/*
 * fold.c: texts made comparable: normalised, folded for search, in capitals.
 */
#include "tongue.h"

#include <stdlib.h>

#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

#include <lutrin/utf8.h>

enum { VOICED_MARK = 0x3099, SEMI_VOICED_MARK = 0x309A }; /* of kana: letters, not accents */

/* What no normalisation takes apart but a reader who searches types plainly. */
static const struct {
    UChar32 code;
    const char *plain;
} LETTERS[] = {
    {0x00E6, "ae"}, {0x00F8, "o"}, {0x0111, "d"}, {0x0127, "h"}, {0x0131, "i"}, {0x0142, "l"}, {0x0153, "oe"},
    {0x0167, "t"}, {0x2018, "'"}, {0x2019, "'"},
};

static bool ascii(struct lt_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

/* Normalises *wide in place; leaves it as it was when ICU fails. */
static void normalise(struct lt_wide *wide, const UNormalizer2 *norm)
{
    UErrorCode status = U_ZERO_ERROR;
    int32_t room = wide->count * 3 + 64;
    UChar *out = lt_alloc((size_t)room, sizeof *out);
    int32_t count = unorm2_normalize(norm, wide->units, wide->count, out, room, &status);
    if (status == U_BUFFER_OVERFLOW_ERROR) {
        status = U_ZERO_ERROR;
        room = count + 1;
        free(out);
        out = lt_alloc((size_t)room, sizeof *out);
        count = unorm2_normalize(norm, wide->units, wide->count, out, room, &status);
    }
    if (U_FAILURE(status)) {
        free(out);
        return;
    }
    free(wide->units);
    wide->units = out;
    wide->count = count;
}

/* An accent or a vowel point that people leave out when they type; not the vowel signs of Indic or Thai. */
static bool is_accent(UChar32 code)
{
    UErrorCode status = U_ZERO_ERROR;
    if (u_charType(code) != U_NON_SPACING_MARK || code == VOICED_MARK || code == SEMI_VOICED_MARK)
        return false;
    UScriptCode script = uscript_getScript(code, &status);
    return script == USCRIPT_INHERITED || script == USCRIPT_ARABIC || script == USCRIPT_HEBREW ||
           script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC;
}

static void put_plain(struct lt_wide *wide)
{
    UChar *out = lt_alloc((size_t)wide->count * 2 + 1, sizeof *out);
    int32_t count = 0;
    for (int32_t i = 0; i < wide->count;) {
        UChar32 code;
        U16_NEXT(wide->units, i, wide->count, code);
        const char *plain = NULL;
        for (size_t k = 0; k < sizeof LETTERS / sizeof *LETTERS; k++)
            if (LETTERS[k].code == code)
                plain = LETTERS[k].plain;
        for (; plain && *plain; plain++)
            out[count++] = (UChar)*plain;
        if (!plain && !is_accent(code))
            U16_APPEND_UNSAFE(out, count, code);
    }
    free(wide->units);
    wide->units = out;
    wide->count = count;
}

void lt_text_nfc(struct lt_bytes text, struct lt_buf *out)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *norm = unorm2_getNFCInstance(&status);
    if (ascii(text) || U_FAILURE(status)) {
        lt_buf_put(out, text.data, text.size);
        return;
    }
    struct lt_wide wide;
    lt_wide_init(&wide, text, false);
    normalise(&wide, norm);
    lt_wide_put(wide.units, wide.count, out);
    lt_wide_finish(&wide);
}

void lt_text_fold(struct lt_tongue *tongue, struct lt_bytes text, struct lt_buf *out)
{
    (void)tongue;
    if (ascii(text)) {
        for (size_t i = 0; i < text.size; i++)
            lt_buf_putc(out, (char)(text.data[i] >= 'A' && text.data[i] <= 'Z' ? text.data[i] + 32 : text.data[i]));
        return;
    }
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *casefold = unorm2_getNFKCCasefoldInstance(&status);
    const UNormalizer2 *apart = unorm2_getNFKDInstance(&status), *together = unorm2_getNFCInstance(&status);
    struct lt_wide wide;
    lt_wide_init(&wide, text, false);
    if (U_SUCCESS(status)) {
        normalise(&wide, casefold);
        normalise(&wide, apart);
        put_plain(&wide);
        normalise(&wide, together);
    }
    lt_wide_put(wide.units, wide.count, out);
    lt_wide_finish(&wide);
}

void lt_text_upper(struct lt_tongue *tongue, struct lt_bytes text, const char *lang, struct lt_buf *out)
{
    (void)tongue;
    char locale[LT_LANG_MAX];
    lt_lang_locale(lang, locale);
    UErrorCode status = U_ZERO_ERROR;
    UCaseMap *map = ucasemap_open(locale, 0, &status);
    int32_t room = (int32_t)text.size * 3 + 16;
    char *capitals = lt_alloc((size_t)room, 1);
    int32_t size = U_SUCCESS(status) && text.size
                       ? ucasemap_utf8ToUpper(map, capitals, room, text.data, (int32_t)text.size, &status)
                       : 0;
    if (U_SUCCESS(status) && size > 0)
        lt_buf_put(out, capitals, (size_t)size);
    else
        lt_buf_put(out, text.data, text.size);
    free(capitals);
    if (map)
        ucasemap_close(map);
}
