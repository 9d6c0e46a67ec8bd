/*
 * test_fetch_backoff.c: waits stay within their bounds, spread out, and are the seed's alone.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/backoff.h>

static void bounds_hold(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 500; seed++) {
        struct lt_backoff b;
        lt_backoff_init(&b, seed);
        int64_t last = LT_BACKOFF_SHORTEST_MS;
        for (int i = 0; i < 60; i++) {
            int64_t wait = lt_backoff_next_ms(&b, -1);
            assert_in_range(wait, LT_BACKOFF_SHORTEST_MS, LT_BACKOFF_LONGEST_MS);
            assert_true(wait <= 3 * last);
            last = wait;
        }
        lt_backoff_reset(&b, 0);
        assert_true(lt_backoff_next_ms(&b, -1) <= 3 * LT_BACKOFF_SHORTEST_MS);
    }
}

/* Who asks every hour and lost one answer asks again within three quarters of it, on average after half of that. */
static void the_first_wait_knows_the_usual_one(void **state)
{
    (void)state;
    enum { HOUR_MS = 3600 * 1000, DRAWS = 1000 };
    int64_t sum = 0;
    struct lt_backoff b;
    lt_backoff_init(&b, 7);
    for (int i = 0; i < DRAWS; i++) {
        lt_backoff_reset(&b, HOUR_MS);
        int64_t wait = lt_backoff_next_ms(&b, -1);
        assert_in_range(wait, LT_BACKOFF_SHORTEST_MS, HOUR_MS / 4 * 3);
        sum += wait;
    }
    assert_in_range(sum / DRAWS, HOUR_MS / 3, HOUR_MS / 2);
    lt_backoff_reset(&b, INT64_MAX);
    assert_in_range(lt_backoff_next_ms(&b, -1), LT_BACKOFF_SHORTEST_MS, LT_BACKOFF_LONGEST_MS);
}

static void seeds_decide(void **state)
{
    (void)state;
    struct lt_backoff a, b, c;
    lt_backoff_init(&a, 1);
    lt_backoff_init(&b, 1);
    lt_backoff_init(&c, 2);
    int differ = 0;
    for (int i = 0; i < 20; i++) {
        int64_t wait = lt_backoff_next_ms(&a, -1);
        assert_int_equal(wait, lt_backoff_next_ms(&b, -1));
        differ += wait != lt_backoff_next_ms(&c, -1);
    }
    assert_true(differ >= 15);
}

/* A thousand kiosks that fail together for a while come back over a long time, no tenth of it with more than twice
 * its share. */
static void waits_grow_and_spread(void **state)
{
    (void)state;
    enum { KIOSKS = 4000, ROUNDS = 12 };
    int long_waits = 0;
    for (uint64_t seed = 0; seed < KIOSKS; seed++) {
        struct lt_backoff b;
        lt_backoff_init(&b, seed * 7919);
        int64_t wait = 0;
        for (int i = 0; i < ROUNDS; i++)
            wait = lt_backoff_next_ms(&b, -1);
        long_waits += wait > 10 * 60 * 1000;
    }
    assert_true(long_waits > KIOSKS / 3);
    int tenths[10] = {0};
    for (uint64_t seed = 0; seed < KIOSKS; seed++) {
        struct lt_backoff b;
        lt_backoff_init(&b, seed);
        tenths[(lt_backoff_next_ms(&b, -1) - LT_BACKOFF_SHORTEST_MS) * 10 / (2 * LT_BACKOFF_SHORTEST_MS + 1)]++;
    }
    for (int i = 0; i < 10; i++)
        assert_in_range(tenths[i], KIOSKS / 20, KIOSKS / 5);
}

static void retry_after_is_never_undercut(void **state)
{
    (void)state;
    struct lt_backoff b;
    lt_backoff_init(&b, 5);
    assert_int_equal(lt_backoff_next_ms(&b, 24 * 3600), INT64_C(24) * 3600 * 1000);
    assert_true(lt_backoff_next_ms(&b, 0) >= LT_BACKOFF_SHORTEST_MS);
}

static void draws(void **state)
{
    (void)state;
    struct lt_backoff b;
    lt_backoff_init(&b, 9);
    int seen[3] = {0};
    for (int i = 0; i < 300; i++)
        seen[lt_backoff_draw(&b, -1, 1) + 1]++;
    assert_true(seen[0] > 50 && seen[1] > 50 && seen[2] > 50);
    assert_int_equal(lt_backoff_draw(&b, 4, 4), 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(bounds_hold), cmocka_unit_test(the_first_wait_knows_the_usual_one),
        cmocka_unit_test(seeds_decide), cmocka_unit_test(waits_grow_and_spread),
        cmocka_unit_test(retry_after_is_never_undercut), cmocka_unit_test(draws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
