/*
 * values.c: the header values that steer an exchange: Retry-After, Content-Range, and dates.
 */
#include "values.h"

#include <string.h>
#include <strings.h>

enum { MAX_YEAR = 9999 };

struct scan {
    const char *at, *end;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Between `least` and `most` digits; false when there are fewer. */
static bool scan_digits(struct scan *s, int least, int most, int *ret_number)
{
    int number = 0, count = 0;
    while (count < most && s->at < s->end && is_digit(*s->at)) {
        number = number * 10 + (*s->at++ - '0');
        count++;
    }
    if (count < least)
        return false;
    *ret_number = number;
    return true;
}

static bool scan_text(struct scan *s, const char *text)
{
    size_t size = strlen(text);
    if ((size_t)(s->end - s->at) < size || memcmp(s->at, text, size) != 0)
        return false;
    s->at += size;
    return true;
}

static bool scan_month(struct scan *s, int *ret_month)
{
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (int m = 0; m < 12 && s->end - s->at >= 3; m++)
        if (strncasecmp(s->at, months + 3 * m, 3) == 0) {
            s->at += 3;
            *ret_month = m + 1;
            return true;
        }
    return false;
}

struct moment {
    int year, month, day, hour, minute, second;
};

static bool scan_clock(struct scan *s, struct moment *m)
{
    return scan_digits(s, 2, 2, &m->hour) && scan_text(s, ":") && scan_digits(s, 2, 2, &m->minute) &&
           scan_text(s, ":") && scan_digits(s, 2, 2, &m->second);
}

/* "Sun, 06 Nov 1994 08:49:37 GMT" */
static bool scan_fixdate(struct scan s, struct moment *m)
{
    return scan_digits(&s, 1, 2, &m->day) && scan_text(&s, " ") && scan_month(&s, &m->month) && scan_text(&s, " ") &&
           scan_digits(&s, 4, 4, &m->year) && scan_text(&s, " ") && scan_clock(&s, m) && scan_text(&s, " GMT") &&
           s.at == s.end;
}

/* "Sunday, 06-Nov-94 08:49:37 GMT" */
static bool scan_rfc850(struct scan s, struct moment *m)
{
    if (!(scan_digits(&s, 2, 2, &m->day) && scan_text(&s, "-") && scan_month(&s, &m->month) && scan_text(&s, "-") &&
          scan_digits(&s, 2, 2, &m->year) && scan_text(&s, " ") && scan_clock(&s, m) && scan_text(&s, " GMT") &&
          s.at == s.end))
        return false;
    m->year += m->year < 70 ? 2000 : 1900;
    return true;
}

/* "Sun Nov  6 08:49:37 1994", after the name of the day */
static bool scan_asctime(struct scan s, struct moment *m)
{
    return scan_month(&s, &m->month) && scan_text(&s, " ") && (scan_text(&s, " ") || true) &&
           scan_digits(&s, 1, 2, &m->day) && scan_text(&s, " ") && scan_clock(&s, m) && scan_text(&s, " ") &&
           scan_digits(&s, 4, 4, &m->year) && s.at == s.end;
}

static bool is_moment(const struct moment *m)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (m->year % 4 == 0 && m->year % 100 != 0) || m->year % 400 == 0;
    return m->year >= 1970 && m->year <= MAX_YEAR && m->month >= 1 && m->month <= 12 && m->day >= 1 &&
           m->day <= lengths[m->month - 1] + (leap && m->month == 2) && m->hour < 24 && m->minute < 60 &&
           m->second <= 60;
}

/* Days since 1970 in the Gregorian calendar, counted in years that begin in March. */
static int64_t days_of(const struct moment *m)
{
    int64_t year = m->year - (m->month <= 2), month = (m->month + 9) % 12;
    return year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + m->day - 1 - 719468;
}

int64_t lt_value_date(struct lt_bytes value)
{
    value = lt_bytes_trim(value);
    struct moment m = {0};
    struct scan s = {value.data, value.data + value.size};
    while (s.at < s.end && *s.at != ' ' && *s.at != ',')
        s.at++;
    bool ok;
    if (scan_text(&s, ", "))
        ok = scan_fixdate(s, &m) || scan_rfc850(s, &m);
    else
        ok = scan_text(&s, " ") && scan_asctime(s, &m);
    if (!ok || !is_moment(&m))
        return -1;
    return days_of(&m) * 86400 + m.hour * 3600 + m.minute * 60 + m.second;
}

bool lt_value_number(struct lt_bytes value, int64_t *ret_number)
{
    int64_t number = 0;
    if (value.size == 0)
        return false;
    for (size_t i = 0; i < value.size; i++) {
        if (!is_digit(value.data[i]) || number > (INT64_MAX - 9) / 10)
            return false;
        number = number * 10 + (value.data[i] - '0');
    }
    *ret_number = number;
    return true;
}

static bool all_digits(struct lt_bytes value)
{
    for (size_t i = 0; i < value.size; i++)
        if (!is_digit(value.data[i]))
            return false;
    return value.size > 0;
}

int64_t lt_value_retry_after(struct lt_bytes value, int64_t from_s)
{
    value = lt_bytes_trim(value);
    int64_t wait_s;
    if (all_digits(value)) {
        if (!lt_value_number(value, &wait_s))
            wait_s = LT_FETCH_MAX_RETRY_AFTER_S;
    } else {
        int64_t at_s = lt_value_date(value);
        if (at_s < 0)
            return -1;
        wait_s = at_s > from_s ? at_s - from_s : 0;
    }
    return wait_s < LT_FETCH_MAX_RETRY_AFTER_S ? wait_s : LT_FETCH_MAX_RETRY_AFTER_S;
}

/* Cuts `value` at the first `c`; the part before goes to *ret_head. */
static bool cut(struct lt_bytes *value, char c, struct lt_bytes *ret_head)
{
    const char *found = value->size ? memchr(value->data, c, value->size) : NULL;
    if (!found)
        return false;
    size_t size = (size_t)(found - value->data);
    *ret_head = (struct lt_bytes){value->data, size};
    *value = (struct lt_bytes){found + 1, value->size - size - 1};
    return true;
}

bool lt_value_content_range(struct lt_bytes value, int64_t *ret_start, int64_t *ret_end, int64_t *ret_total)
{
    int64_t start = -1, end = -1, total = -1;
    struct lt_bytes range, first;
    value = lt_bytes_trim(value);
    if (value.size < 6 || strncasecmp(value.data, "bytes ", 6) != 0)
        return false;
    value = lt_bytes_trim((struct lt_bytes){value.data + 6, value.size - 6});
    if (!cut(&value, '/', &range))
        return false;
    bool unknown = lt_bytes_equal(value, lt_bytes_of("*"));
    if (!unknown && !lt_value_number(value, &total))
        return false;
    if (lt_bytes_equal(range, lt_bytes_of("*"))) {
        if (unknown)
            return false;
    } else if (!cut(&range, '-', &first) || !lt_value_number(first, &start) || !lt_value_number(range, &end) ||
               end < start || (!unknown && end >= total)) {
        return false;
    }
    *ret_start = start;
    *ret_end = end;
    *ret_total = total;
    return true;
}
