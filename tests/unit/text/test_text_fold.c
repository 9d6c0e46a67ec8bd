/*
 * Normalising, folding, capitals.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <lutrin/text.h>

static void folds_to(const char *text, const char *expected)
{
    struct lt_tongue *tongue = lt_tongue_create();
    struct lt_buf out = {0};
    lt_text_fold(tongue, lt_bytes_of(text), &out);
    assert_string_equal(out.data, expected);
    lt_buf_finish(&out);
    lt_tongue_destroy(tongue);
}

static void test_fold(void **state)
{
    (void)state;
    folds_to("Bateau À Vapeur", "bateau a vapeur");
    folds_to("L’Œuvre d’été", "l'oeuvre d'ete");
    folds_to("Straße", "strasse");
    folds_to("em\xC2\xAD""bar\xC2\xAD""quer", "embarquer");
    folds_to("Łódź Ørsted", "lodz orsted");
    folds_to("ＡＢＣ ﬁn", "abc fin");
    folds_to("Ελλάδα", "ελλαδα");
    folds_to("がぎ", "がぎ");
    folds_to("हिन्दी", "हिन्दी");
    folds_to("مُحَمَّد", "محمد");
}

static void upper_is(const char *text, const char *lang, const char *expected)
{
    struct lt_tongue *tongue = lt_tongue_create();
    struct lt_buf out = {0};
    lt_text_upper(tongue, lt_bytes_of(text), lang, &out);
    assert_string_equal(out.data, expected);
    lt_buf_finish(&out);
    lt_tongue_destroy(tongue);
}

static void test_upper(void **state)
{
    (void)state;
    upper_is("Société", "fr", "SOCIÉTÉ");
    upper_is("straße", "de", "STRASSE");
    upper_is("izmir", "tr", "İZMİR");
    upper_is("Ελλάδα", "el", "ΕΛΛΑΔΑ");
}

static void test_nfc(void **state)
{
    (void)state;
    struct lt_buf out = {0};
    lt_text_nfc(lt_bytes_of("e\xCC\x81te\xCC\x81"), &out);
    assert_string_equal(out.data, "été");
    lt_text_nfc(lt_bytes_of(" plain"), &out);
    assert_string_equal(out.data, "été plain");
    lt_buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fold), cmocka_unit_test(test_upper), cmocka_unit_test(test_nfc),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
