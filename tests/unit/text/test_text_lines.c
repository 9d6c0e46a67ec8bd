/*
 * Breaks, graphemes, runs, visual order and hyphens on small texts that a person can check.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <lutrin/text.h>

static struct lt_tongue *tongue;
static struct lt_arena arena;

static int begin(void **state)
{
    (void)state;
    tongue = lt_tongue_create();
    return 0;
}

static int end(void **state)
{
    (void)state;
    lt_tongue_destroy(tongue);
    lt_arena_finish(&arena);
    return 0;
}

/* The text with '|' at allowed and '/' at required breaks. */
static char *broken(const char *text, const char *lang)
{
    static struct lt_buf out;
    const struct lt_break *breaks;
    size_t count, next = 0;
    lt_buf_clear(&out);
    lt_text_breaks(tongue, lt_bytes_of(text), lang, &arena, &breaks, &count);
    for (size_t i = 0; text[i]; i++) {
        lt_buf_putc(&out, text[i]);
        if (next < count && breaks[next].at == i + 1)
            lt_buf_putc(&out, breaks[next++].kind == LT_BREAK_REQUIRED ? '/' : '|');
    }
    assert_int_equal(next, count);
    return lt_buf_release(&out);
}

static void breaks_are(const char *text, const char *lang, const char *expected)
{
    char *got = broken(text, lang);
    assert_string_equal(got, expected);
    free(got);
}

static void test_breaks(void **state)
{
    (void)state;
    breaks_are("Le bac attend.", "fr", "Le |bac |attend./");
    breaks_are("un\ndeux trois", "fr", "un\n/deux |trois/");
    breaks_are("porte-plume", "fr", "porte-|plume/");
    breaks_are("10\xC2\xA0""000", "fr", "10\xC2\xA0""000/");
    breaks_are("", "fr", "");
    /* strict kinsoku: no small kana, no closing bracket, no stop begins a line */
    breaks_are("きょう。", "ja", "きょ|う。/");
    breaks_are("ภาษาไทย", "th", "ภาษา|ไทย/");
    breaks_are("no tag", "???", "no |tag/");
}

static void test_graphemes(void **state)
{
    (void)state;
    const uint32_t *ends;
    size_t count;
    lt_text_graphemes(tongue, lt_bytes_of("e\xCC\x81""a\xF0\x9F\x87\xAB\xF0\x9F\x87\xB7"), &arena, &ends, &count);
    assert_int_equal(count, 3);
    assert_int_equal(ends[0], 3);
    assert_int_equal(ends[1], 4);
    assert_int_equal(ends[2], 12);
    lt_text_graphemes(tongue, (struct lt_bytes){NULL, 0}, &arena, &ends, &count);
    assert_int_equal(count, 0);
}

static void test_runs(void **state)
{
    (void)state;
    const struct lt_text_run *runs;
    size_t count;
    lt_text_runs(tongue, lt_bytes_of("«Ici» on lit."), false, &arena, &runs, &count);
    assert_int_equal(count, 1);
    assert_int_equal(runs[0].script, LT_SCRIPT('L', 'a', 't', 'n'));
    assert_int_equal(runs[0].level, 0);
    const char *mixed = "abc (אבג) def";
    lt_text_runs(tongue, lt_bytes_of(mixed), false, &arena, &runs, &count);
    assert_int_equal(runs[0].level, 0);
    assert_int_equal(runs[count - 1].end, strlen(mixed));
    bool right = false;
    for (size_t i = 0; i < count; i++)
        right |= runs[i].level == 1 && runs[i].script == LT_SCRIPT('H', 'e', 'b', 'r');
    assert_true(right);
    lt_text_runs(tongue, lt_bytes_of("1999"), true, &arena, &runs, &count);
    assert_int_equal(count, 1);
    assert_int_equal(runs[0].level, 2);
    lt_text_runs(tongue, lt_bytes_of(""), false, &arena, &runs, &count);
    assert_int_equal(count, 0);
}

static void test_visual_order(void **state)
{
    (void)state;
    const uint8_t levels[] = {0, 1, 1, 2, 1, 0};
    const uint32_t expected[] = {0, 4, 3, 2, 1, 5};
    uint32_t order[6];
    lt_text_visual_order(levels, 6, order);
    assert_memory_equal(order, expected, sizeof expected);
    lt_text_visual_order(levels, 0, order);
}

/* The word with '|' where it may be divided. */
static void hyphens_are(const char *word, const char *lang, const char *expected)
{
    uint32_t points[32];
    size_t count = lt_hyphenate(tongue, lt_bytes_of(word), lang, 0, 0, points, 32);
    struct lt_buf out = {0};
    for (size_t i = 0, next = 0; word[i]; i++) {
        if (next < count && points[next] == i) {
            lt_buf_putc(&out, '|');
            next++;
        }
        lt_buf_putc(&out, word[i]);
    }
    assert_string_equal(out.data, expected);
    lt_buf_finish(&out);
}

static void test_hyphens(void **state)
{
    (void)state;
    uint32_t points[4];
    if (lt_hyphenate(tongue, lt_bytes_of("embarcadère"), "fr", 0, 0, points, 4) == 0)
        skip();
    hyphens_are("embarcadère", "fr", "em|bar|ca|dère");
    hyphens_are("Étonnement", "fr-CA", "Éton|ne|ment");
    hyphens_are("aujourd’hui", "fr", "au|jourd’hui");
    hyphens_are("quelqu’un", "fr", "quel|qu’un");
    hyphens_are("lorsqu’il", "fr", "lors|qu’il");
    hyphens_are("c’est-à-dire", "fr", "c’est-à-dire");
    hyphens_are("l’établissement", "fr", "l’éta|blis|se|ment");
    hyphens_are("Donau\xC2\xAD""dampfer", "fr", "Donau\xC2\xAD|dampfer");
    hyphens_are("embarcadère", "xx-none", "embarcadère");
    hyphens_are("embarcadère", "../../etc", "embarcadère");
    assert_int_equal(lt_hyphenate(tongue, lt_bytes_of("embarcadère"), "fr", 4, 4, points, 4), 2);
    assert_int_equal(lt_hyphenate(tongue, lt_bytes_of("embarcadère"), "fr", 0, 0, points, 1), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_breaks), cmocka_unit_test(test_graphemes), cmocka_unit_test(test_runs),
        cmocka_unit_test(test_visual_order), cmocka_unit_test(test_hyphens),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
