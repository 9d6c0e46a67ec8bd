/*
 * Languages, dates and numbers.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <lutrin/text.h>

static void date_is(int64_t time, int32_t offset, enum lt_date_style style, const char *lang, const char *expected)
{
    struct lt_tongue *tongue = lt_tongue_create();
    struct lt_buf out = {0};
    lt_text_date(tongue, time, offset, style, lang, &out);
    assert_string_equal(out.data, expected);
    lt_buf_finish(&out);
    lt_tongue_destroy(tongue);
}

static void test_dates(void **state)
{
    (void)state;
    const int64_t day = 1795392000; /* 2026-11-23 00:00 UTC */
    date_is(day + 6 * 3600 + 40 * 60, 3600, LT_DATE_LONG, "fr", "23 novembre 2026");
    date_is(day, 0, LT_DATE_FULL, "fr", "lundi 23 novembre 2026");
    date_is(day + 8 * 86400, 0, LT_DATE_LONG, "fr-CA", "1er décembre 2026");
    date_is(day + 6 * 3600 + 40 * 60, 3600, LT_DATE_TIME, "fr", "7\xC2\xA0h\xC2\xA0""40");
    date_is(day, 0, LT_DATE_LONG, "en-GB", "23 November 2026");
    date_is(day - 1, 3600, LT_DATE_LONG, "de", "23. November 2026");
    date_is(day, 0, LT_DATE_LONG, "ja", "2026年11月23日");
}

static void number_is(int64_t number, const char *lang, const char *expected)
{
    struct lt_tongue *tongue = lt_tongue_create();
    struct lt_buf out = {0};
    lt_text_number(tongue, number, lang, &out);
    assert_string_equal(out.data, expected);
    lt_buf_finish(&out);
    lt_tongue_destroy(tongue);
}

static void test_numbers(void **state)
{
    (void)state;
    number_is(1234567, "fr", "1\xE2\x80\xAF""234\xE2\x80\xAF""567");
    number_is(1234567, "en", "1,234,567");
    number_is(-12, "", "-12");
}

static void test_direction(void **state)
{
    (void)state;
    assert_true(lt_lang_is_rtl("ar"));
    assert_true(lt_lang_is_rtl("he-IL"));
    assert_true(lt_lang_is_rtl("ur"));
    assert_false(lt_lang_is_rtl("fr"));
    assert_false(lt_lang_is_rtl(""));
    assert_true(lt_text_is_rtl(lt_bytes_of("12 - אב")));
    assert_false(lt_text_is_rtl(lt_bytes_of("12 - ab אב")));
    assert_false(lt_text_is_rtl(lt_bytes_of("12")));
}

/* Two lines of a Hindi title met. */
static void test_tall(void **state)
{
    (void)state;
    assert_true(lt_text_is_tall(lt_bytes_of("Le quai : पुराना")));
    assert_true(lt_text_is_tall(lt_bytes_of("நூலகம்")));
    assert_false(lt_text_is_tall(lt_bytes_of("Été 葦を漉く Ωδή שלום")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates), cmocka_unit_test(test_numbers), cmocka_unit_test(test_direction), cmocka_unit_test(test_tall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
