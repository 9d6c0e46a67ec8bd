/*
 * The publication's sign in the masthead: in place of the title or before it, in which ink, on which ground, how large.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "logo.h"

enum { LINE_PX = 50, WIDTH_PX = 1000 };

/* What a canvas was asked for. */
struct seen {
    int fills, pictures, stamps;
    struct lt_rect_fx field, sign;
    enum lt_ink ink;
};

static void on_fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    struct seen *seen = self;
    if (seen->fills++ > 0) { /* after the plate's own ground */
        seen->field = rect;
        seen->ink = ink;
    }
}

static void on_picture(void *self, struct lt_rect_fx rect, int64_t id, const char *alt)
{
    struct seen *seen = self;
    assert_int_equal(id, 7);
    assert_string_equal(alt, "Rives"); /* a listing still has the title */
    seen->pictures++;
    seen->sign = rect;
}

static void on_stamp(void *self, struct lt_rect_fx rect, int64_t id, enum lt_ink ink, const char *alt)
{
    struct seen *seen = self;
    on_picture(self, rect, id, alt);
    seen->pictures--;
    seen->stamps++;
    seen->ink = ink;
}

/* Puts the logo into a line under the theme; returns how wide it is. */
static int32_t put(const struct lt_logo *logo, const char *theme, struct seen *ret_seen)
{
    struct lt_bundle_info info = {.title = "Rives", .logo = *logo};
    struct lt_stage stage = {.info = &info, .theme = lt_theme_lookup(theme)};
    struct lt_plate plate;
    *ret_seen = (struct seen){0};
    struct lt_canvas canvas = {.self = ret_seen, .fill = on_fill, .picture = on_picture, .stamp = on_stamp};
    lt_plate_init(&plate, WIDTH_PX, LINE_PX, false, LT_INK_PAPER);
    int32_t wide = lt_logo_put_down(&plate, &stage, 0, 0, WIDTH_PX, LINE_PX);
    lt_plate_paint(&plate, &canvas);
    lt_plate_finish(&plate);
    return wide;
}

static void test_inks(void **state)
{
    (void)state;
    struct seen seen;
    struct lt_logo logo = {.kind = LT_LOGO_INK, .picture = 7, .width = 600, .height = 100};
    static const char *const themes[] = {"paper", "sepia", "night", "contrast"};
    for (size_t i = 0; i < 4; i++) {
        put(&logo, themes[i], &seen);
        assert_int_equal(seen.stamps, 1);
        assert_int_equal(seen.ink, LT_INK_TEXT);
        assert_int_equal(seen.fills, 1);
    }
    logo.kind = LT_LOGO_COLOUR;
    logo.rgb = 0x0B5C8A;
    put(&logo, "paper", &seen);
    assert_int_equal(seen.pictures, 1);
    put(&logo, "night", &seen); /* a dark blue cannot be made out there */
    assert_int_equal(seen.stamps, 1);
    logo.rgb = 0xFFD400;
    put(&logo, "paper", &seen);
    assert_int_equal(seen.stamps, 1);
    put(&logo, "night", &seen);
    assert_int_equal(seen.pictures, 1);
}

static void test_fields(void **state)
{
    (void)state;
    static const struct {
        enum lt_logo_kind kind;
        const char *theme;
        bool field;
    } cases[] = {{LT_LOGO_LIGHT, "paper", false}, {LT_LOGO_LIGHT, "night", true},  {LT_LOGO_DARK, "paper", true},
                 {LT_LOGO_DARK, "contrast", true}, {LT_LOGO_DARK, "night", false}, {LT_LOGO_ANY, "paper", false},
                 {LT_LOGO_ANY, "night", false}};
    struct seen seen;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lt_logo logo = {.kind = cases[i].kind, .picture = 7, .width = 600, .height = 100};
        int32_t wide = put(&logo, cases[i].theme, &seen);
        assert_int_equal(seen.pictures, 1);
        assert_int_equal(seen.fills, cases[i].field ? 2 : 1);
        if (!cases[i].field)
            continue;
        assert_int_equal(seen.ink, LT_INK_TEXT);
        assert_int_equal(seen.field.width, LT_FX(wide));
        assert_true(seen.field.x < seen.sign.x && seen.field.y < seen.sign.y);
        assert_true(seen.field.y >= 0 && seen.field.y + seen.field.height <= LT_FX(LINE_PX));
    }
}

static void test_sizes(void **state)
{
    (void)state;
    struct seen seen;
    struct lt_logo logo = {.kind = LT_LOGO_INK, .picture = 7, .width = 1200, .height = 200};
    assert_true(lt_logo_stands_alone(&logo));
    assert_int_equal(put(&logo, "paper", &seen), 252); /* 84% of 50 px high */
    logo.width = 200;
    assert_false(lt_logo_stands_alone(&logo));
    assert_int_equal(put(&logo, "paper", &seen), 45);
    logo.width = 16000; /* as long as a river: the date keeps its room */
    int32_t wide = put(&logo, "paper", &seen);
    assert_in_range(wide, WIDTH_PX / 2, WIDTH_PX * 6 / 10);
    logo = (struct lt_logo){.kind = LT_LOGO_INK, .picture = 7, .width = 60, .height = 20};
    assert_int_equal(put(&logo, "paper", &seen), 90); /* not more than half as large again: it would be coarse */
    logo.kind = LT_LOGO_NONE;
    assert_int_equal(put(&logo, "paper", &seen), 0);
    assert_false(lt_logo_stands_alone(&logo));
    assert_int_equal(seen.pictures + seen.stamps, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_inks),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_sizes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
