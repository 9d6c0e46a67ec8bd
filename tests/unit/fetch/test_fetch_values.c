/*
 * test_fetch_values.c: what Retry-After, Content-Range and HTTP dates say, and what they may not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/fetch.h>

#include "values.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static void dates(void **state)
{
    (void)state;
    assert_int_equal(lt_value_date(lt_bytes_of("Sun, 06 Nov 1994 08:49:37 GMT")), 784111777);
    assert_int_equal(lt_value_date(lt_bytes_of("Sunday, 06-Nov-94 08:49:37 GMT")), 784111777);
    assert_int_equal(lt_value_date(lt_bytes_of("Sun Nov  6 08:49:37 1994")), 784111777);
    assert_int_equal(lt_value_date(lt_bytes_of("  Thu, 01 Jan 1970 00:00:00 GMT ")), 0);
    assert_int_equal(lt_value_date(lt_bytes_of("Thu, 29 Feb 2024 23:59:60 GMT")), 1709251200);
    assert_int_equal(lt_value_date(lt_bytes_of("Tue, 19 Jan 2038 03:14:08 GMT")), INT64_C(2147483648));
    static const char *const bad[] = {
        "", "0", "-1", "tomorrow", "Thu, 29 Feb 2023 00:00:00 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 06 Nov 1994 08:49:37 GMT x",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Wed, 31 Dec 1969 23:59:59 GMT", "Sun, 06 Non 1994 08:49:37 GMT",
        "Sun,", "Sun, ", "Sun ", "06 Nov 1994 08:49:37 GMT"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(lt_value_date(lt_bytes_of(bad[i])), -1);
}

/* The calendar against the C library's, over 140 years in uneven steps. */
static void dates_agree_with_the_c_library(void **state)
{
    (void)state;
    for (int64_t t = 0; t < INT64_C(4417977600); t += 86400 * 17 + 3607) {
        char text[64];
        time_t when = (time_t)t;
        struct tm tm;
        gmtime_r(&when, &tm);
        strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &tm);
        assert_int_equal(lt_value_date(lt_bytes_of(text)), t);
    }
}

static void retry_after(void **state)
{
    (void)state;
    const int64_t now = 784111777;
    assert_int_equal(lt_value_retry_after(lt_bytes_of("120"), now), 120);
    assert_int_equal(lt_value_retry_after(lt_bytes_of(" 0 "), now), 0);
    assert_int_equal(lt_value_retry_after(lt_bytes_of("1000000000"), now), LT_FETCH_MAX_RETRY_AFTER_S);
    assert_int_equal(lt_value_retry_after(lt_bytes_of("99999999999999999999999999"), now), LT_FETCH_MAX_RETRY_AFTER_S);
    assert_int_equal(lt_value_retry_after(lt_bytes_of("Sun, 06 Nov 1994 08:50:37 GMT"), now), 60);
    assert_int_equal(lt_value_retry_after(lt_bytes_of("Sun, 06 Nov 1994 08:00:00 GMT"), now), 0);
    assert_int_equal(lt_value_retry_after(lt_bytes_of("Sun, 06 Nov 2094 08:00:00 GMT"), now), LT_FETCH_MAX_RETRY_AFTER_S);
    static const char *const bad[] = {"", "-5", "1.5", "soon", "12 s", "0x10"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_int_equal(lt_value_retry_after(lt_bytes_of(bad[i]), now), -1);
}

static void check_range(const char *text, bool ok, int64_t start, int64_t end, int64_t total)
{
    int64_t s = 77, e = 77, t = 77;
    assert_int_equal(lt_value_content_range(lt_bytes_of(text), &s, &e, &t), ok);
    assert_int_equal(s, ok ? start : 77);
    assert_int_equal(e, ok ? end : 77);
    assert_int_equal(t, ok ? total : 77);
}

static void content_range(void **state)
{
    (void)state;
    check_range("bytes 5-9/10", true, 5, 9, 10);
    check_range("Bytes  0-0/1 ", true, 0, 0, 1);
    check_range("bytes 5-9/*", true, 5, 9, -1);
    check_range("bytes */10", true, -1, -1, 10);
    check_range("bytes 0-1000000000000000000/*", true, 0, INT64_C(1000000000000000000), -1);
    static const char *const bad[] = {
        "", "bytes", "bytes ", "bytes */*", "bytes 9-5/10", "bytes 5-10/10", "bytes 5-9", "bytes -5/10", "bytes 5-/10",
        "items 5-9/10", "bytes=5-9/10", "bytes 5 - 9/10", "bytes 5-9/x", "bytes +5-9/10", "bytes 0-99999999999999999999/*"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        check_range(bad[i], false, 0, 0, 0);
}

static void every_outcome_has_its_own_word(void **state)
{
    (void)state;
    for (int i = 0; i < LT_FETCH_OUTCOMES; i++) {
        const char *name = lt_fetch_outcome_name((enum lt_fetch_outcome)i);
        assert_non_null(name);
        assert_string_not_equal(name, "unknown");
        for (int j = 0; j < i; j++)
            assert_string_not_equal(name, lt_fetch_outcome_name((enum lt_fetch_outcome)j));
        bool good = i == LT_FETCH_OK || i == LT_FETCH_NOT_MODIFIED || i == LT_FETCH_PARTIAL;
        assert_int_equal(lt_fetch_outcome_err((enum lt_fetch_outcome)i) == LT_OK, good);
    }
    assert_string_equal(lt_fetch_outcome_name(LT_FETCH_OUTCOMES), "unknown");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates),
        cmocka_unit_test(dates_agree_with_the_c_library),
        cmocka_unit_test(retry_after),
        cmocka_unit_test(content_range),
        cmocka_unit_test(every_outcome_has_its_own_word),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
