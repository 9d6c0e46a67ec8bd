/* Memory in a file: it stays what it was when the system lets go of it, and arenas may live in it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <lutrin/spill.h>

static struct lt_spill *begin(void)
{
    struct lt_diag diag = {0};
    struct lt_spill *spill = NULL;
    const char *folder = getenv("TMPDIR");
    struct lt_arena arena = {0};
    assert_int_equal(lt_spill_create(lt_arena_printf(&arena, "%s/lutrin-spill-%ld", folder ? folder : "/tmp", (long)getpid()),
                                     &diag, &spill), LT_OK);
    lt_arena_finish(&arena);
    return spill;
}

/* Pages of this process that are in memory. */
static long resident_kb(void)
{
    long pages = 0, resident = 0;
    char line[128] = "";
    FILE *file = fopen("/proc/self/statm", "r");
    if (!file)
        return -1;
    char *end = fgets(line, sizeof line, file);
    fclose(file);
    if (end) {
        pages = strtol(line, &end, 10);
        resident = strtol(end, NULL, 10);
    }
    return pages > 0 ? resident * (sysconf(_SC_PAGESIZE) / 1024) : -1;
}

static void what_is_let_go_of_comes_back(void **state)
{
    (void)state;
    enum { COUNT = 20000, SIZE = 2000 };
    struct lt_spill *spill = begin();
    struct lt_arena arena = {.source = lt_spill_source(spill)};
    char **texts = lt_alloc(COUNT, sizeof *texts);
    for (int i = 0; i < COUNT; i++)
        texts[i] = lt_arena_printf(&arena, "%0*d", SIZE, i);
    assert_true(lt_spill_bytes(spill) >= (size_t)COUNT * SIZE);
    long before = resident_kb();
    lt_spill_rest(spill);
    long after = resident_kb();
    if (before >= 0 && before - after < COUNT / 1024 * SIZE / 2)
        fail_msg("%ld kB in memory, %ld kB after a rest", before, after);
    for (int i = 0; i < COUNT; i++)
        assert_int_equal(strtol(texts[i], NULL, 10), i);
    free(texts);
    lt_arena_finish(&arena);
    lt_spill_destroy(spill);
}

static void large_things_fit_and_all_is_zero(void **state)
{
    (void)state;
    struct lt_spill *spill = begin();
    struct lt_arena arena = {.source = lt_spill_source(spill)};
    const size_t size = 40 << 20;
    for (int round = 0; round < 2; round++) {
        unsigned char *large = lt_arena_alloc(&arena, size);
        assert_int_equal((uintptr_t)large % sizeof(max_align_t), 0);
        assert_int_equal(large[0] | large[size / 2] | large[size - 1], 0);
        large[size - 1] = 1;
        assert_string_equal(lt_arena_strdup(&arena, "small"), "small");
    }
    lt_arena_finish(&arena);
    assert_string_equal(lt_arena_strdup(&arena, "again"), "again");
    lt_spill_destroy(spill);
}

static void *refuse(void *self, size_t size)
{
    (void)size;
    ++*(int *)self;
    return NULL;
}

/* A full disk: the heap serves, and what it gave is freed with the arena. */
static void the_heap_serves_when_there_is_none(void **state)
{
    (void)state;
    int asked = 0;
    struct lt_arena_source none = {refuse, &asked};
    struct lt_arena arena = {.source = &none};
    for (int i = 0; i < 100; i++)
        assert_non_null(lt_arena_alloc(&arena, 5000));
    assert_true(asked > 10);
    lt_arena_finish(&arena);
}

static void no_folder_is_an_error(void **state)
{
    (void)state;
    struct lt_diag diag = {0};
    struct lt_spill *spill = NULL;
    assert_int_equal(lt_spill_create("/nowhere/at/all", &diag, &spill), LT_ERR_CANT_CREATE);
    assert_null(spill);
    lt_spill_destroy(spill);
    lt_spill_rest(spill);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_let_go_of_comes_back),
        cmocka_unit_test(large_things_fit_and_all_is_zero),
        cmocka_unit_test(the_heap_serves_when_there_is_none),
        cmocka_unit_test(no_folder_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
