/*
 * Labels: lines, cutting, balance, sides.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <lutrin/label.h>
#include <lutrin/listing.h>

static struct lt_tongue *tongue;
static struct lt_arena arena;
static struct lt_ruler ruler;

static int begin(void **state)
{
    (void)state;
    tongue = lt_tongue_create();
    ruler = lt_ruler_mono();
    return 0;
}

static int end(void **state)
{
    (void)state;
    lt_tongue_destroy(tongue);
    lt_arena_finish(&arena);
    return 0;
}

static const struct lt_label_style PLAIN = {
    .font = {.family = LT_FAMILY_TITLE, .size_fx = LT_FX(20)}, .leading = LT_FX(24), .ink = LT_INK_TEXT,
};

static const struct lt_label *set(const struct lt_label_style *style, const char *text, lt_fx measure)
{
    return lt_label_set(&arena, tongue, &ruler, style, text, "fr", measure);
}

static void shows(const struct lt_label *label, const char *expected)
{
    struct lt_listing *listing = lt_listing_create();
    struct lt_canvas canvas = lt_listing_canvas(listing);
    struct lt_buf out = {0};
    lt_label_paint(label, &canvas, 0, 0);
    lt_listing_write(listing, false, &out);
    assert_string_equal(out.data ? out.data : "", expected);
    lt_buf_finish(&out);
    lt_listing_destroy(listing);
}

static void test_lines(void **state)
{
    (void)state;
    const struct lt_label *label = set(&PLAIN, "un deux trois quatre", LT_FX(90)); /* nine characters of 10 px */
    shows(label, "un deux\ntrois\nquatre\n");
    assert_int_equal(lt_label_lines(label), 3);
    assert_int_equal(lt_label_height(label), LT_FX(72));
    assert_int_equal(lt_label_width(label), LT_FX(65));
    assert_false(lt_label_cut(label));
    shows(set(&PLAIN, "un\ndeux", LT_FX(500)), "un\ndeux\n");
    shows(set(&PLAIN, "", LT_FX(500)), "");
    shows(set(&PLAIN, NULL, LT_FX(500)), "");
}

static void test_cut(void **state)
{
    (void)state;
    struct lt_label_style style = PLAIN;
    style.max_lines = 2;
    const struct lt_label *label = set(&style, "un deux trois quatre cinq", LT_FX(90));
    shows(label, "un deux\ntrois…\n");
    assert_true(lt_label_cut(label));
    style.max_lines = 1;
    shows(set(&style, "anticonstitutionnellement", LT_FX(90)), "anticons…\n");
}

static void test_long_word(void **state)
{
    (void)state;
    const struct lt_label *label = set(&PLAIN, "abcdefghijklmnopqrstuvwxyz", LT_FX(100));
    shows(label, "abcdefghij\nklmnopqrst\nuvwxyz\n");
    assert_true(lt_label_width(label) <= LT_FX(100));
}

static void test_balance(void **state)
{
    (void)state;
    struct lt_label_style style = PLAIN;
    style.balanced = true;
    shows(set(&style, "Le dernier quai des vallées attend", LT_FX(260)), "Le dernier quai\ndes vallées attend\n");
}

/* Titles ended lines in an article or elsewhere than at their comma: `Le dernier bac de la / vallée attend son passeur'. */
static void test_sense(void **state)
{
    (void)state;
    struct lt_label_style style = PLAIN;
    style.balanced = true;
    shows(set(&style, "Le dernier bac de la vallée attend son passeur", LT_FX(280)), "Le dernier bac de la vallée\nattend son passeur\n");
    shows(set(&style, "Une sonde à trente euros, et le héron qui la faisait mentir", LT_FX(360)),
          "Une sonde à trente euros,\net le héron qui la faisait mentir\n");
    shows(set(&style, "Un ancien des trois voix · 23 novembre 2026", LT_FX(280)), "Un ancien des trois voix ·\n23 novembre 2026\n");
}

/* The last line of a standfirst was one word, `apprenti.'; lines of nearly equal width have none. */
static void test_lone_word(void **state)
{
    (void)state;
    shows(set(&PLAIN, "Il ne lui manque plus qu’un seul apprenti.", LT_FX(380)), "Il ne lui manque plus\nqu’un seul apprenti.\n");
}

/* What was cut after a sentence had the sentence's stop and an ellipsis. */
static void test_cut_sentence(void **state)
{
    (void)state;
    struct lt_label_style style = PLAIN;
    style.max_lines = 1;
    shows(set(&style, "Un quai. Deux bacs attendent", LT_FX(90)), "Un quai.\n");
    shows(set(&style, "Un quai ; deux bacs attendent", LT_FX(90)), "Un quai…\n");
}

struct last {
    lt_fx x;
};

/* A headline was broken within `Weir-Keeper', where it need not be; it is where nothing else keeps it to its lines. */
static void test_dash(void **state)
{
    (void)state;
    struct lt_label_style style = PLAIN;
    style.balanced = true;
    shows(set(&style, "The Weir-Keeper’s Book", LT_FX(190)), "The Weir-Keeper’s\nBook\n");
    shows(set(&style, "The Weir-Keeper’s Book", LT_FX(140)), "The Weir-\nKeeper’s Book\n");
    shows(set(&style, "Demandez-vous-en", LT_FX(120)), "Demandez-\nvous-en\n");
}

static void keep_x(void *self, const struct lt_text_op *op)
{
    ((struct last *)self)->x = op->x_fx;
}

static void test_sides(void **state)
{
    (void)state;
    struct last last = {0};
    struct lt_canvas canvas = {.self = &last, .text = keep_x};
    struct lt_label_style style = PLAIN;
    lt_label_paint(set(&style, "abc", LT_FX(100)), &canvas, LT_FX(7), 0);
    assert_int_equal(last.x, LT_FX(7));
    style.align = LT_ALIGN_END;
    lt_label_paint(set(&style, "abc", LT_FX(100)), &canvas, 0, 0);
    assert_int_equal(last.x, LT_FX(70));
    style.align = LT_ALIGN_CENTRE;
    lt_label_paint(set(&style, "abc", LT_FX(100)), &canvas, 0, 0);
    assert_int_equal(last.x, LT_FX(35));
    style.align = LT_ALIGN_START;
    lt_label_paint(set(&style, "אבג", LT_FX(100)), &canvas, 0, 0);
    assert_int_equal(last.x, LT_FX(70));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines), cmocka_unit_test(test_cut), cmocka_unit_test(test_long_word),
        cmocka_unit_test(test_balance), cmocka_unit_test(test_sense),
        cmocka_unit_test(test_lone_word), cmocka_unit_test(test_cut_sentence), cmocka_unit_test(test_dash), cmocka_unit_test(test_sides),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
