/*
 * test_reader_after.c: how the page after an article and the letters behind it look.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk.h"

/* What one sheet shows. */
struct seen {
    const struct lt_ruler *ruler;
    lt_fx square, picture; /* tops; -1: none */
    lt_fx square_end, address_end; /* right ends */
    int names, dates;      /* runs of them */
};

static void see_text(void *self, const struct lt_text_op *op)
{
    struct seen *seen = self;
    bool bold = op->font.style & LT_STYLE_BOLD, sans = op->font.family == LT_FAMILY_SANS;
    if (op->run.text.size >= 8 && memcmp(op->run.text.data, "Kervadec", 8) == 0) {
        assert_true(bold && sans);
        seen->names++;
    }
    if (op->run.text.size >= 8 && memcmp(op->run.text.data, "novembre", 8) == 0) {
        assert_true(!bold && sans);
        seen->dates++;
    }
    if (op->run.text.size >= 13 && memcmp(op->run.text.data, "rives.example", 13) == 0)
        seen->address_end = op->x_fx + seen->ruler->advance(seen->ruler->self, &op->font, &op->run);
}

static void see_fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    struct seen *seen = self;
    if (ink == LT_INK_PAPER && rect.width == rect.height && seen->square < 0) {
        seen->square = rect.y;
        seen->square_end = rect.x + rect.width;
    }
}

static void see_picture(void *self, struct lt_rect_fx rect, int64_t id, const char *alt)
{
    struct seen *seen = self;
    (void)id, (void)alt;
    if (seen->picture < 0)
        seen->picture = rect.y;
}

static void see_dot(void *self, lt_fx x, lt_fx y, lt_fx diameter, enum lt_ink ink)
{
    (void)self, (void)x, (void)y, (void)diameter, (void)ink;
}

static struct seen look(struct desk *d)
{
    struct seen seen = {.ruler = &d->ruler, .square = -1, .picture = -1};
    const struct lt_canvas canvas = {.self = &seen, .text = see_text, .fill = see_fill, .picture = see_picture, .dot = see_dot};
    assert_true(lt_reader_paint(d->reader, lt_reader_view(d->reader)->layers[0].sheet, &canvas));
    return seen;
}

static void open_after(struct desk *d, int32_t width, int32_t height, const char *lang)
{
    struct lt_diag diag = {0};
    desk_open(d, width, height, lang, false);
    assert_int_equal(lt_reader_open(d->reader, SAMPLE_WRITTEN, 0, &diag), LT_OK);
    settle(d);
    for (int i = 0; i < 30 && state_of(d).at != LT_AT_AFTER; i++) {
        key(d, LT_KEY_NEXT);
        settle(d);
    }
    assert_int_equal(state_of(d).at, LT_AT_AFTER);
}

/* The square stood a few pixels higher than the pictures beside it. */
static void test_square_and_pictures_begin_level(void **state)
{
    static const int32_t panels[][2] = {{1280, 800}, {1920, 1080}};
    (void)state;
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
        struct desk d;
        open_after(&d, panels[i][0], panels[i][1], "fr");
        struct seen seen = look(&d);
        assert_true(seen.square > 0);
        assert_int_equal(seen.square, seen.picture);
        desk_close(&d);
    }
}

/* Where the interface runs from right to left the address stood at the other side of its column, away from the square. */
static void test_address_under_the_square(void **state)
{
    struct desk d;
    (void)state;
    open_after(&d, 1280, 800, "ar");
    struct seen seen = look(&d);
    assert_true(seen.square > 0 && seen.address_end > 0);
    assert_in_range(seen.address_end, seen.square_end - LT_FX(1), seen.square_end + LT_FX(1));
    desk_close(&d);
}

/* Who wrote and when stood in bold italics above each letter, dates and all; it is in the type of bylines, the name bold. */
static void test_names_of_letters(void **state)
{
    struct desk d;
    (void)state;
    open_after(&d, 1280, 800, "fr");
    tap_label(&d, "4 commentaires");
    struct seen seen = look(&d);
    assert_true(seen.names > 0 && seen.dates > 0);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_square_and_pictures_begin_level),
                                       cmocka_unit_test(test_address_under_the_square),
                                       cmocka_unit_test(test_names_of_letters)};
    return cmocka_run_group_tests(tests, write_bundle, remove_bundle);
}
