/*
 * test_reader_card.c: where a card stands over the page.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk.h"

/* The panel of sizes reached over the text's margin, to an edge that nothing else has; it ends where its sign does. */
static void test_sizes_end_with_the_text(void **state)
{
    static const int32_t panels[][2] = {{800, 480}, {1280, 800}, {1920, 1080}, {1080, 1920}};
    (void)state;
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
        struct desk d;
        struct lt_diag diag = {0};
        struct lt_style style;
        desk_open(&d, panels[i][0], panels[i][1], "fr", false);
        lt_style_init(&style, &(struct lt_panel){.width_px = d.width, .height_px = d.height}, LT_TYPE_STEP_DEFAULT, &d.ruler);
        assert_int_equal(lt_reader_open(d.reader, SAMPLE_LONG, 0, &diag), LT_OK);
        settle(&d);
        tap_label(&d, "Taille du texte");
        const struct lt_view *view = lt_reader_view(d.reader);
        struct lt_layer card = view->layers[view->layer_count - 1];
        assert_int_equal(card.x + card.width, d.width - LT_FX_ROUND_PX(style.margin_x));
        desk_close(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_sizes_end_with_the_text)};
    return cmocka_run_group_tests(tests, write_bundle, remove_bundle);
}
