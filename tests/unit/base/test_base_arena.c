/*
 * test_base_arena.c: memory of an arena is zeroed, aligned, kept apart, and freed together (the sanitizers watch).
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/arena.h>

#include <stdlib.h>
#include <string.h>

static void pieces_do_not_overlap(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    unsigned char *pieces[400];
    for (size_t i = 0; i < 400; i++) {
        size_t size = i * 37 % 9000;
        pieces[i] = lt_arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)pieces[i] % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < size; j++)
            assert_int_equal(pieces[i][j], 0);
        memset(pieces[i], (int)(i & 0xFF), size);
    }
    for (size_t i = 0; i < 400; i++)
        for (size_t j = 0; j < i * 37 % 9000; j++)
            assert_int_equal(pieces[i][j], i & 0xFF);
    assert_true(arena.used_bytes > 400);
    lt_arena_finish(&arena);
    assert_int_equal(arena.used_bytes, 0);
    assert_non_null(lt_arena_alloc(&arena, 0));
    lt_arena_finish(&arena);
    lt_arena_finish(NULL);
}

static void a_cleared_arena_gives_zeroed_memory_again(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    lt_arena_clear(&arena);
    assert_null(arena.head);
    unsigned char *first = lt_arena_alloc(&arena, 100);
    memset(first, 0xFF, 100);
    memset(lt_arena_alloc(&arena, 100000), 0xFF, 100000);
    lt_arena_clear(&arena);
    assert_int_equal(arena.used_bytes, 0);
    unsigned char *again = lt_arena_alloc(&arena, 200);
    assert_ptr_equal(again, first);
    for (size_t i = 0; i < 200; i++)
        assert_int_equal(again[i], 0);
    lt_arena_finish(&arena);
}

static void strings_are_copied(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    assert_string_equal(lt_arena_strndup(&arena, "lutrin", 3), "lut");
    assert_string_equal(lt_arena_strndup(&arena, NULL, 0), "");
    assert_null(lt_arena_strdup(&arena, NULL));
    assert_string_equal(lt_arena_printf(&arena, "%s %d", "page", 3), "page 3");
    lt_arena_finish(&arena);
}

static void arrays_grow_and_keep_their_content(void **state)
{
    (void)state;
    int *items = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < 1000; i++) {
        items = lt_grow(items, &capacity, i + 1, sizeof *items);
        items[i] = (int)i;
    }
    assert_true(capacity >= 1000 && capacity < 3000);
    for (size_t i = 0; i < 1000; i++)
        assert_int_equal(items[i], i);
    free(items);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_do_not_overlap),
        cmocka_unit_test(a_cleared_arena_gives_zeroed_memory_again),
        cmocka_unit_test(strings_are_copied),
        cmocka_unit_test(arrays_grow_and_keep_their_content),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
