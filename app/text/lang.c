/*
 * lang.c: language tags: ICU's name for them, the language alone, and which way it runs.
 */
#include "tongue.h"

#include <string.h>

#include <unicode/uloc.h>

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

bool lt_lang_is_rtl(const char *lang)
{
    if (!lang || !*lang)
        return false;
    char locale[LT_LANG_MAX];
    lt_lang_locale(lang, locale);
    return uloc_isRightToLeft(locale);
}
