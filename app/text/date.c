/*
 * date.c: dates, hours and numbers in the words of a language.
 *
 * ICU's patterns, but for two habits of French that they do not know: "1er novembre" and "7 h 40".
 */
#include "tongue.h"

#include <string.h>

#include <unicode/ucal.h>

enum { PATTERN_MAX_UNITS = 128, TEXT_MAX_UNITS = 256 };

static const UDateFormatStyle DATE_STYLES[] = {
    [LT_DATE_LONG] = UDAT_LONG, [LT_DATE_FULL] = UDAT_FULL, [LT_DATE_TIME] = UDAT_NONE,
};

static const UChar GMT[] = {'G', 'M', 'T', 0};
static const UChar FRENCH_HOUR[] = {'H', 0xA0, '\'', 'h', '\'', 0xA0, 'm', 'm', 0};
static const UChar FIRST_DAY[] = {'d', '\'', 'e', 'r', '\''};

static bool is_french(const char *lang)
{
    char base[16];
    lt_lang_base(lang, base);
    return strcmp(base, "fr") == 0;
}

/* Puts "er" behind the first 'd' of the pattern that stands for the day of the month (alone, outside quotes). */
static void mark_first_day(UDateFormat *format)
{
    UErrorCode status = U_ZERO_ERROR;
    UChar pattern[PATTERN_MAX_UNITS], marked[PATTERN_MAX_UNITS + 8];
    int32_t count = udat_toPattern(format, 0, pattern, PATTERN_MAX_UNITS, &status), size = 0;
    if (U_FAILURE(status) || count > PATTERN_MAX_UNITS)
        return;
    bool quoted = false, done = false;
    for (int32_t i = 0; i < count; i++) {
        quoted ^= pattern[i] == '\'';
        bool day = !done && !quoted && pattern[i] == 'd' && (i + 1 == count || pattern[i + 1] != 'd');
        for (size_t k = 0; day && k < sizeof FIRST_DAY / sizeof *FIRST_DAY; k++)
            marked[size++] = FIRST_DAY[k];
        if (!day)
            marked[size++] = pattern[i];
        done |= day;
    }
    udat_applyPattern(format, 0, marked, size);
}

static bool is_first_day(const char *locale, UDate date)
{
    UErrorCode status = U_ZERO_ERROR;
    UCalendar *calendar = ucal_open(GMT, -1, locale, UCAL_GREGORIAN, &status);
    ucal_setMillis(calendar, date, &status);
    bool first = ucal_get(calendar, UCAL_DAY_OF_MONTH, &status) == 1 && U_SUCCESS(status);
    ucal_close(calendar);
    return first;
}

void lt_text_date(struct lt_tongue *tongue, int64_t time, int32_t utc_offset, enum lt_date_style style,
                  const char *lang, struct lt_buf *out)
{
    (void)tongue;
    char locale[LT_LANG_MAX];
    lt_lang_locale(lang, locale);
    UErrorCode status = U_ZERO_ERROR;
    UDate date = ((double)time + utc_offset) * 1000.0;
    bool french = is_french(lang), hour = style == LT_DATE_TIME;
    UDateFormat *format = hour && french
        ? udat_open(UDAT_PATTERN, UDAT_PATTERN, locale, GMT, -1, FRENCH_HOUR, -1, &status)
        : udat_open(hour ? UDAT_SHORT : UDAT_NONE, DATE_STYLES[style], locale, GMT, -1, NULL, 0, &status);
    if (U_FAILURE(status))
        return;
    if (french && !hour && is_first_day(locale, date))
        mark_first_day(format);
    UChar text[TEXT_MAX_UNITS];
    int32_t count = udat_format(format, date, text, TEXT_MAX_UNITS, NULL, &status);
    if (U_SUCCESS(status) && count <= TEXT_MAX_UNITS)
        lt_wide_put(text, count, out);
    udat_close(format);
}

void lt_text_number(struct lt_tongue *tongue, int64_t number, const char *lang, struct lt_buf *out)
{
    (void)tongue;
    char locale[LT_LANG_MAX];
    lt_lang_locale(lang, locale);
    UErrorCode status = U_ZERO_ERROR;
    UChar text[TEXT_MAX_UNITS];
    UNumberFormat *format = unum_open(UNUM_DECIMAL, NULL, 0, locale, NULL, &status);
    int32_t count = U_SUCCESS(status) ? unum_formatInt64(format, number, text, TEXT_MAX_UNITS, NULL, &status) : 0;
    if (U_SUCCESS(status) && count > 0 && count <= TEXT_MAX_UNITS)
        lt_wide_put(text, count, out);
    else
        lt_buf_printf(out, "%lld", (long long)number);
    if (format)
        unum_close(format);
}
