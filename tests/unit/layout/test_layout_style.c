/*
 * From panels to lengths.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include <lutrin/canvas.h>
#include <lutrin/style.h>

static void body_is(int32_t width, int32_t height, int32_t low, int32_t high, int32_t columns)
{
    struct lt_ruler ruler = lt_ruler_mono();
    struct lt_style style;
    lt_style_init(&style, &(struct lt_panel){width, height, 0, 0, 0}, LT_TYPE_STEP_DEFAULT, &ruler);
    assert_in_range(style.body, LT_FX(low), LT_FX(high));
    assert_int_equal(style.columns, columns);
}

static void test_sizes(void **state)
{
    (void)state;
    body_is(800, 480, 20, 21, 1);
    body_is(1280, 800, 22, 23, 2);
    body_is(1920, 1080, 26, 28, 2);
    body_is(1080, 1920, 30, 32, 1);
    body_is(480, 320, 16, 19, 1);
}

static void test_physical(void **state)
{
    (void)state;
    struct lt_ruler ruler = lt_ruler_mono();
    struct lt_style style, far;
    struct lt_panel panel = {800, 480, 154, 92, 500};
    lt_style_init(&style, &panel, LT_TYPE_STEP_DEFAULT, &ruler);
    assert_in_range(style.body, LT_FX(20), LT_FX(21));
    assert_in_range(style.target, LT_FX(45), LT_FX(48));
    panel.distance_mm = 700;
    lt_style_init(&far, &panel, LT_TYPE_STEP_DEFAULT, &ruler);
    assert_true(far.body > style.body);
}

static void test_grid(void **state)
{
    (void)state;
    struct lt_ruler ruler = lt_ruler_mono();
    struct lt_style style;
    for (int step = -1; step <= LT_TYPE_STEPS; step++)
        for (int32_t width = 100; width < 9000; width += 370)
            for (int32_t height = 100; height < 5000; height += 410) {
                lt_style_init(&style, &(struct lt_panel){width, height, 0, 0, 0}, step, &ruler);
                assert_int_equal(style.column_height % style.leading, 0);
                assert_int_equal(style.leading % 64, 0);
                assert_int_equal(style.measure % 64, 0);
                assert_true(style.column_height >= 3 * style.leading);
                assert_true(style.leading * 100 >= style.body * 138 && style.leading * 100 <= style.body * 152);
                int64_t used = 2 * (int64_t)style.margin_x + style.measure * style.columns +
                               style.gutter * (style.columns - 1);
                assert_true(used <= LT_FX(style.panel.width_px));
                assert_true(style.measure >= 8 * style.body);
            }
}

/* Relative luminance contrast of WCAG 2, times 100, in integers good enough for a bar. */
static double channel(uint32_t value)
{
    double c = value / 255.0;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) * ((c + 0.055) / 1.055) * (0.6 + 0.4 * c);
}

static double contrast(uint32_t a, uint32_t b)
{
    double la = 0.2126 * channel(a >> 16) + 0.7152 * channel(a >> 8 & 255) + 0.0722 * channel(a & 255) + 0.05;
    double lb = 0.2126 * channel(b >> 16) + 0.7152 * channel(b >> 8 & 255) + 0.0722 * channel(b & 255) + 0.05;
    return la > lb ? la / lb : lb / la;
}

static void test_themes(void **state)
{
    (void)state;
    static const char *const NAMES[] = {"paper", "sepia", "night", "contrast"};
    for (size_t i = 0; i < 4; i++) {
        const struct lt_theme *theme = lt_theme_lookup(NAMES[i]);
        assert_string_equal(theme->name, NAMES[i]);
        assert_true(contrast(theme->rgb[LT_INK_TEXT], theme->rgb[LT_INK_PAPER]) >= 7.0);
        assert_true(contrast(theme->rgb[LT_INK_SOFT], theme->rgb[LT_INK_PAPER]) >= 4.5);
        assert_true(contrast(theme->rgb[LT_INK_ACCENT], theme->rgb[LT_INK_PAPER]) >= 4.5);
        assert_true(contrast(theme->rgb[LT_INK_TEXT], theme->rgb[LT_INK_MARK]) >= 4.5);
    }
    assert_string_equal(lt_theme_lookup("no such")->name, "paper");
    assert_string_equal(lt_theme_lookup(NULL)->name, "paper");
}

/* A publication's colour is taken where words in it can be read, and nowhere else. */
static void accent_must_be_readable(void **state)
{
    (void)state;
    const struct lt_theme *paper = lt_theme_lookup("paper"), *night = lt_theme_lookup("night");
    struct lt_theme theme;
    assert_true(lt_theme_accented(paper, "#00507f", &theme));
    assert_int_equal(theme.rgb[LT_INK_ACCENT], 0x00507F);
    assert_int_equal(theme.rgb[LT_INK_TEXT], paper->rgb[LT_INK_TEXT]);
    assert_false(lt_theme_accented(night, "#00507F", &theme));
    assert_int_equal(theme.rgb[LT_INK_ACCENT], night->rgb[LT_INK_ACCENT]);
    assert_true(lt_theme_accented(night, "#FFD000", &theme));
    static const char *const wrong[] = {"", "#FFD000", "00507F", "#00507", "#00507FF", "#00507G", "#0050 F", "blue"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(lt_theme_accented(paper, wrong[i], &theme));
    assert_false(lt_theme_accented(paper, NULL, &theme));
    for (size_t i = 0; i < 4; i++) { /* the themes' own accents would be taken */
        static const char *const names[] = {"paper", "sepia", "night", "contrast"};
        const struct lt_theme *own = lt_theme_lookup(names[i]);
        char text[8];
        snprintf(text, sizeof text, "#%06X", (unsigned)own->rgb[LT_INK_ACCENT]);
        assert_true(lt_theme_accented(own, text, &theme));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(accent_must_be_readable),
        cmocka_unit_test(test_sizes), cmocka_unit_test(test_physical), cmocka_unit_test(test_grid),
        cmocka_unit_test(test_themes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
