/* Comments: order, answers, limits, and that nobody's address is kept. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <lutrin/comment.h>
#include <lutrin/doc.h>

static void expect_dump(const struct lt_comment *found, size_t count, const char *expected)
{
    struct lt_arena arena = {0};
    struct lt_buf out = {0};
    struct lt_thread thread = lt_thread_make(found, count, &arena);
    lt_thread_dump(&thread, &out);
    assert_string_equal(out.data ? out.data : "", expected);
    lt_buf_finish(&out);
    lt_arena_finish(&arena);
}

static void answers_follow_what_they_answer(void **state)
{
    (void)state;
    const struct lt_comment found[] = {
        {.id = "9", .answers = "3", .author = "Bo", .text = "Second answer", .published = 90},
        {.id = "3", .author = "Ann", .text = " First \n\n  in two parts ", .published = 30, .utc_offset = 3600},
        {.id = "7", .author = "Cy", .text = "A new one", .published = 70},
        {.id = "5", .answers = "3", .text = "First answer", .published = 50},
        {.id = "5", .text = "The same id again", .published = 51},
        {.id = "8", .answers = "gone", .text = "To one that is not there", .published = LT_NO_TIME},
        {.id = "6", .answers = "3", .text = "  ", .published = 60},
        {.answers = "6", .text = "To a blank one", .published = 61},
    };
    expect_dump(found, sizeof found / sizeof *found,
                "\ncomment 0\n  To one that is not there\n"
                "\ncomment 1 by Ann at 30+3600\n  First\n  in two parts\n"
                "\ncomment 2 answers 1 at 50+0\n  First answer\n"
                "\ncomment 3 answers 1 at 61+0\n  To a blank one\n"
                "\ncomment 4 answers 1 by Bo at 90+0\n  Second answer\n"
                "\ncomment 5 by Cy at 70+0\n  A new one\n");
}

static void rings_are_cut(void **state)
{
    (void)state;
    const struct lt_comment found[] = {
        {.id = "a", .answers = "b", .text = "a"}, {.id = "b", .answers = "c", .text = "b"},
        {.id = "c", .answers = "a", .text = "c"}, {.id = "d", .answers = "d", .text = "d"},
    };
    struct lt_arena arena = {0};
    struct lt_thread thread = lt_thread_make(found, 4, &arena);
    assert_int_equal(thread.count, 4);
    lt_arena_finish(&arena);
}

static void no_address_of_a_person_is_kept(void **state)
{
    (void)state;
    const struct lt_comment found[] = {
        {.author = "ann@site.example", .text = "Write to bo.b+x@mail.site.example, or @cy; 3@4 is no address. a@b.c.", .published = 1},
        {.author = "Bo <bo@site.example>", .text = "x", .published = 2},
        {.author = "cy@site.example (Cy)", .text = "写信给cy@site.example。", .published = 3},
        {.author = "Dé (de Paris)", .text = "@", .published = 4},
    };
    expect_dump(found, 4,
                "\ncomment 0 at 1+0\n  Write to …, or @cy; 3@4 is no address. a@b.c.\n"
                "\ncomment 1 by Bo at 2+0\n  x\n"
                "\ncomment 2 by Cy at 3+0\n  写信给…。\n"
                "\ncomment 3 by Dé (de Paris) at 4+0\n  @\n");
}

static void limits_hold(void **state)
{
    (void)state;
    enum { MANY = LT_COMMENTS_MAX + 20 };
    struct lt_arena arena = {0};
    struct lt_comment *found = lt_alloc(MANY, sizeof *found);
    char *text = lt_alloc(LT_COMMENT_MAX_BYTES + 100, 1);
    memset(text, 'w', LT_COMMENT_MAX_BYTES + 99);
    text[5000] = ' ';
    for (int i = 0; i < MANY; i++) {
        char *id = lt_arena_printf(&arena, "%d", i);
        found[i] = (struct lt_comment){.id = id, .answers = i ? found[i - 1].id : NULL, .text = "w", .published = i};
    }
    struct lt_thread thread = lt_thread_make(found, MANY, &arena);
    assert_int_equal(thread.count, LT_COMMENTS_MAX);
    for (size_t i = 0; i < thread.count; i++) {
        assert_true(lt_comment_depth(&thread, i) < LT_COMMENT_MAX_DEPTH);
        assert_true(lt_comment_depth(&thread, i) == (i < 7 ? (int)i : 7));
    }
    for (int i = 0; i < MANY; i++)
        found[i].text = text;
    thread = lt_thread_make(found, MANY, &arena);
    assert_int_equal(thread.count, LT_COMMENTS_MAX_BYTES / 5003);
    assert_int_equal(strlen(thread.list[0].text), 5003);
    assert_int_equal(lt_thread_make(NULL, 0, &arena).count, 0);
    free(text);
    free(found);
    lt_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(answers_follow_what_they_answer),
        cmocka_unit_test(rings_are_cut),
        cmocka_unit_test(no_address_of_a_person_is_kept),
        cmocka_unit_test(limits_hold),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
