/*
 * test_ingest_date.c: dates as feeds and pages write them.
 */
#include <lutrin/feed.h>

#include "date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

enum { UNKNOWN = -999 };

static void check(const char *text, int64_t seconds, int32_t offset)
{
    int32_t told = UNKNOWN;
    int64_t got = lt_date_parse(text, &told);
    if (got != seconds || (seconds != LT_NO_TIME && told != offset))
        fail_msg("%s: got %lld%+d, want %lld%+d", text, (long long)got, (int)told, (long long)seconds, (int)offset);
}

static void test_rfc822(void **state)
{
    (void)state;
    check("Tue, 04 Feb 2025 06:30:00 GMT", 1738650600, 0);
    check("Tue, 4 Feb 2025 07:30:00 +0100", 1738650600, 3600);
    check("4 February 2025 06:30 UT", 1738650600, 0);
    check("Tue, 04 Feb 25 01:30:00 EST", 1738650600, -18000);
    check("Tue,04 Feb, 2025 06:30:00 -0000", 1738650600, 0);
    check("Tue, 04 Feb 2025 05:29:00 GMT-01:01", 1738650600, -3660);
    check("Thu, 01 Jan 2004", 1072915200, 0);
    check("Tue Feb  4 06:30:00 2025", 1738650600, 0);
    check("Tue Feb 04 06:30:00 +0000 2025", 1738650600, 0);
    check("Feb 4, 2025 6:30 am", 1738650600, 0);
    check("Feb 4, 2025 12:30 AM", 1738629000, 0);
}

static void test_iso8601(void **state)
{
    (void)state;
    check("2025-02-04T06:30:00Z", 1738650600, 0);
    check("2025-02-04T06:30:00.123Z", 1738650600, 0);
    check("2025-02-04T07:30:00+01:00", 1738650600, 3600);
    check("2025-02-04 06:30:00", 1738650600, 0);
    check("20250204T063000Z", 1738650600, 0);
    check("2025-02-04", 1738627200, 0);
    check("2025-02", 1738368000, 0);
    check("2025", 1735689600, 0);
    check("2004-02-28T18:14:55-08:00", 1078020895, -28800);
    check("1969-12-31T23:59:59Z", -1, 0);
}

/* Days of a year, weeks, and seconds since 1970. */
static void test_counted(void **state)
{
    (void)state;
    check("2025-035", 1738627200, 0);
    check("2025035T063000Z", 1738650600, 0);
    check("2025-W06-2T07:30:00+01:00", 1738650600, 3600);
    check("2025W062", 1738627200, 0);
    check("2026-W01-1", 1766966400, 0); /* 29 December 2025 */
    check("2020-W53-7", 1609632000, 0); /* 3 January 2021 */
    check("2024-366", 1735603200, 0);
    check("1738650600", 1738650600, 0);
    check("1738650600123", 1738650600, 0);
    check("1738650600.5", 1738650600, 0);
    check("2025-366", LT_NO_TIME, 0);
    check("2025-W53-1", LT_NO_TIME, 0); /* that year has 52 */
    check("2025-W06-8", LT_NO_TIME, 0);
    check("0738650600", LT_NO_TIME, 0);
    check("17386506001", LT_NO_TIME, 0);
    assert_true(lt_date_parse_day("1738650600", NULL) == LT_NO_TIME); /* on a page a number is a number */
}

static void test_other_languages(void **state)
{
    (void)state;
    check("4 février 2025", 1738627200, 0);
    check("mardi 4 février 2025 à 06:30", 1738650600, 0);
    check("Mar, 04 Feb 2025 06:30:00 GMT", 1738650600, 0);
    check("le 4 février 2025 à 6h30", 1738650600, 0);
    check("4. März 2025", 1741046400, 0);
    check("4 de marzo de 2025", 1741046400, 0);
    check("Κυρ, 11 Ιούλ 2004 12:00:00 EST", 1089565200, -18000);
    check("2004-05-25 오후 11:23:17", 1085494997, 32400);
    check("04.02.2025 06:30", 1738650600, 0);
    check("04/02/2025", 1738627200, 0);
    check("2006/09/15 08:19:53 EDT", 1158322793, -14400);
}

static void test_no_dates(void **state)
{
    static const char *const texts[] = {
        "", " ", "yesterday", "Sun, 99 Jun 2009 12:00:00 GMT", "2003-12-31T25:14:55Z", "2003-12-31T10:61:55Z",
        "2003-12-31T10:14:61Z", "2013-01-28T11:30:00-06:00Textra", "2013-xx-27", "9999-12-31T23:59:59-99:99",
        "Sun, 16 Dec 2012 1:2:3:4 GMT", "Sun, 16 zzz 2012 11:47:32 GMT", "31 February 2024", "0000-00-00", "+", "-", ":",
        "99999999999999999999999999", "2024-13-01", "1:2", "\xFF\xFE",
    };
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        check(texts[i], LT_NO_TIME, 0);
    assert_true(lt_date_parse(NULL, NULL) == LT_NO_TIME);
}

static void test_other_scripts(void **state)
{
    (void)state;
    check("الثلاثاء، ٤ فبراير ٢٠٢٥", 1738627200, 0);
    check("4 شباط 2025", 1738627200, 0);
    check("2025年2月4日", 1738627200, 0);
    check("2025年2月4日(火) 6時30分", 1738650600, 0);
    check("２０２５年２月４日 06：30", 1738650600, 0);
    check("4 лютого 2025", 1738627200, 0);
    check("4 Şubat 2025", 1738627200, 0);
    check("4\u00a0février\u202f2025", 1738627200, 0);
}

/* Dates among other words: the whole date and nothing before it; what tells no day or no year is none. */
static void test_found(void **state)
{
    static const char *const pairs[][2] = {
        {"Published on August 19, 2019", "August 19, 2019"},
        {"Veröffentlicht am 16.08.2019", "16.08.2019"},
        {"von Limespacer · 22. Oktober 2019", "22. Oktober 2019"},
        {"Hamburg,\u00a02. November 2021", "2. November 2021"},
        {"Par Ana Roy | le 30 septembre 2018 à 12h05", "30 septembre 2018 à 12h05"},
        {"dpa (25.01.22)", "25.01.22"},
        {"Posted 18.10.2019, 15:07 Uhr", "18.10.2019, 15:07 Uhr"},
        {"公開日：2025年2月4日", "2025年2月4日"},
        {"Updated 2017-07-23T17:06:45+0000 by Ana", "2017-07-23T17:06:45+0000"},
    };
    static const char *const none[] = {"", "Ana Roy", "8 min", "May 2020", "3 May", "5 May 10 people came", "version 3.10.2", "32.13.2020",
                                       "in 2019 there were 12"};
    struct lt_arena arena = {0};
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *found = lt_date_find(pairs[i][0], &arena);
        if (!found)
            fail_msg("%s: no date found", pairs[i][0]);
        assert_string_equal(found, pairs[i][1]);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_null(lt_date_find(none[i], &arena));
    lt_arena_finish(&arena);
}

static void test_addresses(void **state)
{
    static const char *const pairs[][2] = {
        {"https://a.example/2024/05/03/heron", "2024-05-03"},
        {"https://a.example/news/2024/5/3", "2024-05-03"},
        {"https://a.example/2010/POLITICS/08/13/heron/index.html", "2010-08-13"},
        {"https://a.example/blog/2024-05-03-heron.html", "2024-05-03"},
        {"https://old.example/20131110121040/http://a.example/2012/08/02/heron/", "2012-08-02"},
    };
    static const char *const none[] = {"https://a.example/2024/05/heron", "https://a.example/2024/heron/05/wings", "https://a.example/2024/13/03", "https://a.example/1234/05/03",
                                       "https://a.example/id/120240503", "/2024/05/03", "https://a.example/2024/05/033"};
    struct lt_arena arena = {0};
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(lt_date_in_address(pairs[i][0], &arena), pairs[i][1]);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        assert_null(lt_date_in_address(none[i], &arena));
    lt_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc822),
        cmocka_unit_test(test_iso8601), cmocka_unit_test(test_counted),
        cmocka_unit_test(test_other_languages),
        cmocka_unit_test(test_no_dates),
        cmocka_unit_test(test_other_scripts),
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
