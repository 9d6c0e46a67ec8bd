/*
 * test_reader_front.c: how the titles of the front page are set.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk.h"

/* A title that was a little too long for its line had two, and a word alone on the second, as often as not. */
static void test_titles_a_little_too_long(void **state)
{
    static const int32_t panels[][2] = {{1080, 600}, {1200, 768}, {1240, 900}};
    (void)state;
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
        struct desk d;
        desk_open(&d, panels[i][0], panels[i][1], "fr", false);
        settle(&d);
        assert_true(shows(&d, "The ferry and its notes")); /* on one line: others are told apart */
        desk_close(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_titles_a_little_too_long)};
    return cmocka_run_group_tests(tests, write_bundle, remove_bundle);
}
