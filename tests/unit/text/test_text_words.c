/*
 * test_text_words.c: every catalogue holds every message, plurals follow the language, damage falls back to English.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <lutrin/words.h>

#include "mo.h"

static uint64_t value_of(const char *expression, uint64_t n)
{
    uint64_t value = 0;
    assert_true(lt_plural_eval(lt_bytes_of(expression), n, &value));
    return value;
}

static void assert_refused(const char *expression)
{
    uint64_t value = 0;
    assert_false(lt_plural_eval(lt_bytes_of(expression), 3, &value));
}

static void test_expressions(void **state)
{
    static const char arabic[] = "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5";
    static const char polish[] = "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)";
    (void)state;
    assert_int_equal(value_of("n > 1", 1), 0);
    assert_int_equal(value_of("n > 1", 2), 1);
    assert_int_equal(value_of("n!=1", 0), 1);
    assert_int_equal(value_of("!n", 0), 1);
    assert_int_equal(value_of("!!n", 7), 1);
    assert_int_equal(value_of("1 + 2 * 3 - 4 / 2", 0), 5);
    assert_int_equal(value_of("8 - 4 - 2", 0), 2);
    assert_int_equal(value_of(arabic, 0), 0);
    assert_int_equal(value_of(arabic, 2), 2);
    assert_int_equal(value_of(arabic, 105), 3);
    assert_int_equal(value_of(arabic, 11), 4);
    assert_int_equal(value_of(arabic, 100), 5);
    assert_int_equal(value_of(polish, 1), 0);
    assert_int_equal(value_of(polish, 22), 1);
    assert_int_equal(value_of(polish, 12), 2);
    assert_refused("");
    assert_refused("n >");
    assert_refused("n ? 1");
    assert_refused("(n");
    assert_refused("n n");
    assert_refused("n / 0");
    assert_refused("n % (n - 3)");
    assert_refused("m");
    assert_refused("99999999999999999999");
    assert_refused("((((((((((((((((((((((((((((((((((((((((n))))))))))))))))))))))))))))))))))))))))");
    assert_refused("!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!n");
    assert_refused("n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:"
                   "n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:n?n:1");
}

static void test_plural_header(void **state)
{
    (void)state;
    assert_int_equal(lt_plural_form(lt_bytes_of("X: y\nPlural-Forms: nplurals=2; plural=n > 1;\n"), 1), 0);
    assert_int_equal(lt_plural_form(lt_bytes_of("Plural-Forms: nplurals=1; plural=0;\n"), 5), 0);
    assert_int_equal(lt_plural_form(lt_bytes_of(""), 1), 0);
    assert_int_equal(lt_plural_form(lt_bytes_of(""), 0), 1);
    assert_int_equal(lt_plural_form(lt_bytes_of("Plural-Forms: nplurals=2; plural=n;\n"), 9), 1); /* out of range */
}

static void test_lookup(void **state)
{
    (void)state;
    assert_string_equal(lt_words_lang(lt_words_lookup("fr-CA")), "fr");
    assert_string_equal(lt_words_lang(lt_words_lookup("AR")), "ar");
    assert_string_equal(lt_words_lang(lt_words_lookup("frr")), "en");
    assert_string_equal(lt_words_lang(lt_words_lookup("")), "en");
    assert_string_equal(lt_words_lang(lt_words_lookup(NULL)), "en");
    const struct lt_words *fr = lt_words_lookup("fr");
    assert_string_equal(lt_word(fr, "Front page"), "À la une");
    assert_string_equal(lt_word(fr, "no such message"), "no such message");
    assert_string_equal(lt_word_n(fr, "%1 comment", "%1 comments", 0), "%1 commentaire");
    assert_string_equal(lt_word_n(fr, "%1 comment", "%1 comments", 2), "%1 commentaires");
    assert_string_equal(lt_word_n(lt_words_lookup("en"), "%1 comment", "%1 comments", 0), "%1 comments");
    assert_string_equal(lt_word_n(lt_words_lookup("ar"), "%1 comment", "%1 comments", 2), "تعليقان");
    assert_string_equal(lt_word_n(lt_words_lookup("ja"), "%1 comment", "%1 comments", 1), "コメント%1件");
}

extern const unsigned char lt_mo_ar[], lt_mo_de[], lt_mo_es[], lt_mo_fr[], lt_mo_it[], lt_mo_ja[];
extern const unsigned long lt_mo_ar_size, lt_mo_de_size, lt_mo_es_size, lt_mo_fr_size, lt_mo_it_size, lt_mo_ja_size;

/* Every catalogue has the messages of the French one, and each translation has its message's places for numbers. */
static void test_catalogues_agree(void **state)
{
    const struct lt_bytes fr = {(const char *)lt_mo_fr, lt_mo_fr_size};
    const struct lt_bytes all[] = {
        fr, {(const char *)lt_mo_ar, lt_mo_ar_size}, {(const char *)lt_mo_de, lt_mo_de_size},
        {(const char *)lt_mo_es, lt_mo_es_size}, {(const char *)lt_mo_it, lt_mo_it_size},
        {(const char *)lt_mo_ja, lt_mo_ja_size},
    };
    (void)state;
    assert_true(lt_mo_count(fr) > 20);
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        assert_int_equal(lt_mo_count(all[i]), lt_mo_count(fr));
        for (uint32_t m = 0; m < lt_mo_count(fr); m++) {
            struct lt_bytes msgid, text;
            assert_true(lt_mo_at(fr, m, &msgid, &text));
            struct lt_bytes found = lt_mo_find(all[i], msgid.data);
            assert_true(found.size > 0);
            bool plural = msgid.size == 0 || strlen(msgid.data) != msgid.size;
            for (const char *place = "12"; !plural && *place; place++) {
                const char mark[] = {'%', *place, '\0'};
                assert_int_equal(strstr(msgid.data, mark) != NULL, strstr(found.data, mark) != NULL);
            }
        }
    }
}

static void test_damaged_catalogues(void **state)
{
    char copy[65536];
    (void)state;
    assert_true(lt_mo_fr_size < sizeof copy);
    for (size_t cut = 0; cut < lt_mo_fr_size; cut += 7) /* every length, as a truncated file */
        (void)lt_mo_find((struct lt_bytes){(const char *)lt_mo_fr, cut}, "Front page");
    for (size_t at = 0; at < lt_mo_fr_size; at += 3) {
        memcpy(copy, lt_mo_fr, lt_mo_fr_size);
        copy[at] = (char)(copy[at] ^ 0x5a);
        struct lt_bytes text = lt_mo_find((struct lt_bytes){copy, lt_mo_fr_size}, "Front page");
        assert_true(text.size == 0 || text.data[text.size] == '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_expressions),   cmocka_unit_test(test_plural_header),    cmocka_unit_test(test_lookup),
        cmocka_unit_test(test_catalogues_agree), cmocka_unit_test(test_damaged_catalogues),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
