/*
 * lang.c: language tags: which way they run, which of several fits a reader, and what they are called at home.
 */
#include "tongue.h"

#include <string.h>
#include <strings.h>

#include <unicode/uloc.h>

enum { NAME_MAX_UNITS = 128 };

bool lt_lang_is_rtl(const char *lang)
{
    if (!lang || !*lang)
        return false;
    char locale[LT_LANG_MAX];
    lt_lang_locale(lang, locale);
    return uloc_isRightToLeft(locale);
}

/* The index of the tag that equals the first `size` bytes of `want`, or -1. */
static int find(const char *want, size_t size, const char *const *have, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (have[i] && strlen(have[i]) == size && strncasecmp(have[i], want, size) == 0)
            return (int)i;
    return -1;
}

int lt_lang_match(const char *want, const char *const *have, size_t count)
{
    if (!want || !*want)
        return -1;
    for (size_t size = strlen(want); size > 0;) {
        int found = find(want, size, have, count);
        if (found >= 0)
            return found;
        while (size > 0 && want[--size] != '-')
            continue;
    }
    char base[16], other[16];
    lt_lang_base(want, base);
    for (size_t i = 0; i < count; i++) {
        lt_lang_base(have[i], other);
        if (*base && strcmp(base, other) == 0)
            return (int)i;
    }
    return -1;
}

void lt_lang_name(const char *lang, struct lt_buf *out)
{
    char locale[LT_LANG_MAX];
    UChar name[NAME_MAX_UNITS];
    UErrorCode status = U_ZERO_ERROR;
    lt_lang_locale(lang, locale);
    int32_t count = lang && *lang ? uloc_getDisplayName(locale, locale, name, NAME_MAX_UNITS, &status) : 0;
    if (U_SUCCESS(status) && count > 0 && count <= NAME_MAX_UNITS)
        lt_wide_put(name, count, out);
    else
        lt_buf_puts(out, lang);
}
