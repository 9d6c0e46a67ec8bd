/*
 * test_reader_loupe.c: a picture and a wide table alone on the panel: opened by a tap, enlarged, moved, closed again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk.h"

static bool has_label(struct desk *d, const char *label)
{
    const struct lt_target *targets = NULL;
    size_t count = 0;
    lt_reader_targets(d->reader, &targets, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(targets[i].label, label) == 0)
            return true;
    return false;
}

/* Turns on until something bears the label. */
static void find_label(struct desk *d, const char *label)
{
    for (int i = 0; i < 30 && !has_label(d, label); i++) {
        key(d, LT_KEY_NEXT);
        settle(d);
    }
    assert_true(has_label(d, label));
}

static void drag(struct desk *d, int32_t x0, int32_t y0, int32_t x1, int32_t y1)
{
    give(d, (struct lt_input){.kind = LT_INPUT_DOWN, .x = x0, .y = y0});
    for (int i = 1; i <= 10; i++) {
        d->now += 20;
        give(d, (struct lt_input){.kind = LT_INPUT_MOVE, .x = x0 + (x1 - x0) * i / 10, .y = y0 + (y1 - y0) * i / 10});
    }
    d->now += 200;
    give(d, (struct lt_input){.kind = LT_INPUT_UP, .x = x1, .y = y1});
    d->now += 500;
}

static void pinch_out(struct desk *d, int32_t x, int32_t y)
{
    give(d, (struct lt_input){.kind = LT_INPUT_DOWN, .finger = 1, .x = x - 60, .y = y});
    give(d, (struct lt_input){.kind = LT_INPUT_DOWN, .finger = 2, .x = x + 60, .y = y});
    d->now += 100;
    give(d, (struct lt_input){.kind = LT_INPUT_MOVE, .finger = 2, .x = x + 120, .y = y});
    give(d, (struct lt_input){.kind = LT_INPUT_UP, .finger = 1, .x = x - 60, .y = y});
    give(d, (struct lt_input){.kind = LT_INPUT_UP, .finger = 2, .x = x + 120, .y = y});
    d->now += 500;
}

/* The box of all that the layers show between bar and foot. */
static struct lt_layer content_of(struct desk *d)
{
    const struct lt_view *view = lt_reader_view(d->reader);
    assert_true(view->layer_count >= 3);
    return view->layers[1]; /* over the ground, under the bar */
}

static void test_a_picture_under_the_loupe(void **state)
{
    static const int32_t panels[][2] = {{800, 480}, {1280, 800}, {1920, 1080}, {1080, 1920}};
    struct desk d;
    struct lt_diag diag = {0};
    (void)state;
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
        int32_t width = panels[i][0], height = panels[i][1];
        desk_open(&d, width, height, "fr", false);
        assert_int_equal(lt_reader_open(d.reader, SAMPLE_TABLE, 0, &diag), LT_OK);
        settle(&d);
        find_label(&d, "L’échelle");
        uint32_t page = state_of(&d).page;
        tap_label(&d, "L’échelle");
        assert_int_equal(state_of(&d).at, LT_AT_LOUPE);
        assert_true(shows(&d, "L’échelle au pied de l’église."));
        struct lt_layer first = content_of(&d);
        assert_true(first.x >= 0 && first.x + first.width <= width && first.y >= 0 && first.y + first.height <= height);
        tap_label(&d, "Plus grand");
        struct lt_layer larger = content_of(&d);
        assert_true(larger.width > first.width && larger.height > first.height);
        drag(&d, width / 2, height / 2, width / 2 - 200, height / 2 - 100);
        struct lt_layer moved = content_of(&d);
        assert_true(moved.x <= larger.x && moved.y <= larger.y && (moved.x < larger.x || moved.y < larger.y));
        drag(&d, width / 4, height / 2, width / 4 + 4 * width, height / 2 + 4 * height); /* never out of sight */
        moved = content_of(&d);
        assert_true(moved.x < width / 2 && moved.y < height / 2);
        key(&d, LT_KEY_SMALLER);
        assert_int_equal(content_of(&d).width, first.width);
        pinch_out(&d, width / 2, height / 2);
        assert_int_equal(content_of(&d).width, larger.width);
        key(&d, LT_KEY_BACK);
        assert_int_equal(state_of(&d).at, LT_AT_ARTICLE);
        assert_int_equal(state_of(&d).page, page);
        desk_close(&d);
    }
}

static void test_a_table_under_the_loupe(void **state)
{
    struct desk d;
    struct lt_diag diag = {0};
    (void)state;
    desk_open(&d, 800, 480, "fr", false);
    assert_int_equal(lt_reader_open(d.reader, SAMPLE_TABLE, 0, &diag), LT_OK);
    settle(&d);
    find_label(&d, "Tableau");
    tap_label(&d, "Tableau");
    assert_int_equal(state_of(&d).at, LT_AT_LOUPE);
    assert_true(shows(&d, "Les hauteurs de la semaine."));
    assert_true(shows(&d, "Mercredi"));
    struct lt_style style;
    lt_style_init(&style, &(struct lt_panel){.width_px = 800, .height_px = 480}, LT_TYPE_STEP_DEFAULT, &d.ruler);
    assert_int_equal(content_of(&d).x, LT_FX_ROUND_PX(style.margin_x)); /* not nearer the edge than the text of a page */
    assert_false(shows(&d, "Recommandations")); /* to the right of the panel */
    for (int i = 0; i < 20; i++)
        key(&d, LT_KEY_RIGHT);
    assert_true(shows(&d, "Recommandations"));
    key(&d, LT_KEY_HOME);
    assert_int_equal(state_of(&d).at, LT_AT_FRONT);
    desk_close(&d);
}

/* What the panel has room for stands in its middle, no wider than its columns are. */
static void test_a_table_that_fits(void **state)
{
    struct desk d;
    struct lt_diag diag = {0};
    (void)state;
    desk_open(&d, 1920, 1080, "fr", false);
    assert_int_equal(lt_reader_open(d.reader, SAMPLE_TABLE, 0, &diag), LT_OK);
    settle(&d);
    find_label(&d, "Tableau");
    tap_label(&d, "Tableau");
    for (int i = 0; i < 5 && content_of(&d).width > 1800; i++)
        key(&d, LT_KEY_SMALLER);
    struct lt_layer table = content_of(&d);
    assert_in_range(table.width, 400, 1800);
    assert_in_range(table.x - (1920 - table.width) / 2, 0, 1);
    assert_true(shows(&d, "Recommandations"));
    desk_close(&d);
}

/* Two fingers that part on a picture mean the picture, and beside it the type. */
static void test_pinch_means_what_is_under_it(void **state)
{
    struct desk d;
    struct lt_diag diag = {0};
    const struct lt_target *targets = NULL;
    size_t count = 0;
    (void)state;
    desk_open(&d, 1280, 800, "fr", false);
    assert_int_equal(lt_reader_open(d.reader, SAMPLE_TABLE, 0, &diag), LT_OK);
    settle(&d);
    find_label(&d, "L’échelle");
    lt_reader_targets(d.reader, &targets, &count);
    for (size_t i = 0; i < count; i++)
        if (strcmp(targets[i].label, "L’échelle") == 0) {
            pinch_out(&d, targets[i].x + targets[i].width / 2, targets[i].y + targets[i].height / 2);
            break;
        }
    assert_int_equal(state_of(&d).at, LT_AT_LOUPE);
    int step = state_of(&d).type_step;
    key(&d, LT_KEY_BACK);
    pinch_out(&d, 640, 20);
    assert_int_equal(state_of(&d).at, LT_AT_ARTICLE);
    assert_int_equal(state_of(&d).type_step, step + 1);
    desk_close(&d);
}

/* Whatever hands do under the loupe, there is a way out and nothing breaks. */
static void test_random_hands_under_the_loupe(void **state)
{
    struct desk d;
    struct lt_diag diag = {0};
    uint64_t seed = 11;
    (void)state;
    desk_open(&d, 800, 480, "fr", false);
    assert_int_equal(lt_reader_open(d.reader, SAMPLE_TABLE, 0, &diag), LT_OK);
    for (int i = 0; i < 400; i++) {
        seed = seed * UINT64_C(6364136223846793005) + 1;
        uint32_t what = (uint32_t)(seed >> 33);
        int32_t x = (int32_t)(what / 7 % 800), y = (int32_t)(what / 5600 % 480);
        if (state_of(&d).at != LT_AT_LOUPE && state_of(&d).at != LT_AT_ARTICLE)
            assert_int_equal(lt_reader_open(d.reader, SAMPLE_TABLE, what % 2, &diag), LT_OK);
        switch (what % 7) {
        case 0: tap(&d, x, y); break;
        case 1: drag(&d, x, y, (int32_t)(what / 3 % 800), (int32_t)(what / 11 % 480)); break;
        case 2: pinch_out(&d, x, y); break;
        case 3: key(&d, (enum lt_key)(what / 13 % (LT_KEY_SMALLER + 1))); break;
        case 4: has_label(&d, "Tableau") ? tap_label(&d, "Tableau") : key(&d, LT_KEY_NEXT); break;
        case 5: has_label(&d, "L’échelle") ? tap_label(&d, "L’échelle") : key(&d, LT_KEY_PREVIOUS); break;
        default: give(&d, (struct lt_input){.kind = LT_INPUT_TICK}); break;
        }
        struct lt_buf out = {0};
        show(&d, false, &out);
        lt_buf_finish(&out);
        lt_reader_work(d.reader);
    }
    key(&d, LT_KEY_HOME);
    assert_int_equal(state_of(&d).at, LT_AT_FRONT);
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_picture_under_the_loupe), cmocka_unit_test(test_a_table_under_the_loupe),
        cmocka_unit_test(test_a_table_that_fits),
        cmocka_unit_test(test_pinch_means_what_is_under_it), cmocka_unit_test(test_random_hands_under_the_loupe),
    };
    return cmocka_run_group_tests(tests, write_bundle, remove_bundle);
}
