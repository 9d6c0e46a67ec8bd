/*
 * test_ingest_teaser.c: where a teaser ends that its source cut.
 */
#include <lutrin/ingest.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_trim(void **state)
{
    static const char *const pairs[][2] = {
        {"A whole sentence.", "A whole sentence."},
        {"« Une phrase ! »", "« Une phrase ! »"},
        {"is it? (Yes.)", "is it? (Yes.)"},
        {"parfaitement aligné et cen", "parfaitement aligné et…"},
        {"livrer la vérité, nue, sans fard :", "livrer la vérité, nue, sans fard…"},
        {"one, two, th", "one, two…"},
        {"cut by its source...", "cut by its source…"},
        {"cut by its source […]", "cut by its source…"},
        {"cut by its source (...)", "cut by its source…"},
        {"cut by its source, …", "cut by its source…"},
        {"  spaces   and \n more. ", "spaces and more."},
        {"word", "word…"},
        {"", ""},
        {"これは文です。", "これは文です。"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        struct lt_arena arena = {0};
        assert_string_equal(lt_teaser_trim(pairs[i][0], &arena), pairs[i][1]);
        lt_arena_finish(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_trim)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
