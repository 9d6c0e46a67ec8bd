/*
 * date_count.c: dates that count instead of naming months: seconds since 1970, the day of a year, the week of a year and its
 * day (ISO 8601, 4.1.3 and 4.1.4).
 */
#include "date.h"

#include <lutrin/feed.h>

#include <string.h>

enum {
    SECONDS_DIGITS = 10, MILLISECONDS_DIGITS = 13, /* from 2001 to 2286 */
    YEAR_DIGITS = 4,
};

#define SECONDS_MAX INT64_C(2000000000) /* 2033: above begin texts that are the year and the hour of a date */

static int64_t number_of(const char *text, size_t count)
{
    int64_t value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

static size_t digits_of(const char *text)
{
    return strspn(text, "0123456789");
}

int64_t lt_date_seconds(const char *text)
{
    size_t count = digits_of(text), more = text[count] == '.' ? 1 + digits_of(text + count + 1) : 0;
    if ((count != SECONDS_DIGITS && count != MILLISECONDS_DIGITS) || text[count + more] != '\0' || text[0] == '0')
        return LT_NO_TIME;
    int64_t seconds = number_of(text, SECONDS_DIGITS);
    return seconds < SECONDS_MAX ? seconds : LT_NO_TIME;
}

static int year_days(int year)
{
    return 365 - 28 + lt_date_month_days(year, 2);
}

/* The day of the week of 4 January, which is always in the first week: 1 is Monday. */
static int fourth_of_january(int year)
{
    int before = year - 1;
    return (before * 365 + before / 4 - before / 100 + before / 400 + 3) % 7 + 1;
}

/* Turns a day of the year, which may lie in the year before or after, into month and day. */
static void settle(int year, int day, struct lt_date_day *ret_day)
{
    int month = 1;
    if (day < 1)
        day += year_days(--year);
    else if (day > year_days(year))
        day -= year_days(year++);
    while (day > lt_date_month_days(year, month))
        day -= lt_date_month_days(year, month++);
    *ret_day = (struct lt_date_day){year, month, day};
}

size_t lt_date_counted(const char *text, struct lt_date_day *ret_day)
{
    const char *at = text + YEAR_DIGITS;
    size_t count = digits_of(text);
    bool packed = count == YEAR_DIGITS + 3, apart = count == YEAR_DIGITS && *at == '-', week = false;
    if (count < YEAR_DIGITS || text[0] == '0')
        return 0;
    int year = (int)number_of(text, YEAR_DIGITS), day;
    at += apart;
    week = (count == YEAR_DIGITS) && (*at == 'W' || *at == 'w');
    if (week) {
        at++;
        size_t size = digits_of(at);
        bool dashed = size == 2 && at[2] == '-' && digits_of(at + 3) == 1;
        if (!dashed && size != 3)
            return 0;
        int number = (int)number_of(at, 2), of_week = at[dashed ? 3 : 2] - '0';
        day = (number - 1) * 7 + of_week - fourth_of_january(year) + 4;
        bool last = number == 53 && day - of_week + 4 > year_days(year); /* a week is of the year that has its Thursday */
        if (number < 1 || number > 53 || of_week < 1 || of_week > 7 || last)
            return 0;
        at += dashed ? 4 : 3;
    } else {
        if (!packed && !(apart && digits_of(at) == 3))
            return 0;
        day = (int)number_of(at, 3);
        if (day < 1 || day > year_days(year))
            return 0;
        at += 3;
    }
    if (*at != '\0' && *at != 'T' && *at != 't' && *at != ' ')
        return 0;
    settle(year, day, ret_day);
    return (size_t)(at - text);
}
