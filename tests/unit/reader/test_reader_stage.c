/*
 * What the screens share: phrases and lines of several parts.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "stage.h"

static void test_parts_are_joined(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    assert_string_equal(lt_stage_join(&arena, false, "Anna", "", "3 min"), "Anna · 3 min");
    assert_string_equal(lt_stage_join(&arena, false, NULL, "3 min", NULL), "3 min");
    assert_string_equal(lt_stage_join(&arena, true, NULL, "", NULL), "");
    lt_arena_finish(&arena);
}

/* Under a French interface the byline of an Arabic article came out as "novembre 2026 · 1 min 23". */
static void test_parts_keep_together_in_both_directions(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_tongue *tongue = lt_tongue_create();
    const struct lt_text_run *runs;
    size_t count;
    const char *line = lt_stage_join(&arena, true, "ليلى", "23 novembre", "1 min");
    uint32_t start = (uint32_t)(strstr(line, "23 novembre") - line), end = start + (uint32_t)strlen("23 novembre");
    lt_text_runs(tongue, lt_bytes_of(line), true, &arena, &runs, &count);
    for (size_t i = 0; i < count; i++)
        if (runs[i].start < end && runs[i].end > start)
            assert_int_equal(runs[i].level, 2); /* all of it is read from left to right, in one piece */
    assert_non_null(strstr(lt_stage_join(&arena, false, "ليلى", "1 min", NULL), "\u2068ليلى\u2069"));
    lt_tongue_destroy(tongue);
    lt_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parts_are_joined),
        cmocka_unit_test(test_parts_keep_together_in_both_directions),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
