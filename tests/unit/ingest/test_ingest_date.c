/*
 * test_ingest_date.c: dates as feeds and pages write them.
 */
#include <lutrin/feed.h>

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rfc822),
        cmocka_unit_test(test_iso8601),
        cmocka_unit_test(test_other_languages),
        cmocka_unit_test(test_no_dates),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
