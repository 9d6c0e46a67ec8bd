/*
 * test_reader_gesture.c: hands as they are: taps, swipes, bounces, rests, pinches, and panels that lie.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "gesture.h"
#include "turn.h"

enum { MM = 6, WIDTH = 1280 }; /* pixels in a millimetre */

struct hand {
    struct lt_gestures g;
    int64_t now;
    struct lt_gesture last; /* the last one that was something */
    int taps, ends;
};

static void hand_init(struct hand *h)
{
    *h = (struct hand){.now = 1000};
    lt_gestures_init(&h->g, LT_FX(MM));
}

static enum lt_gesture_kind give(struct hand *h, enum lt_input_kind kind, int32_t finger, int32_t x, int32_t y)
{
    struct lt_input in = {.kind = kind, .time_ms = h->now, .finger = finger, .x = x, .y = y};
    struct lt_gesture gesture = lt_gestures_take(&h->g, &in);
    if (gesture.kind != LT_GESTURE_NONE)
        h->last = gesture;
    h->taps += gesture.kind == LT_GESTURE_TAP;
    h->ends += gesture.kind == LT_GESTURE_DRAG_END;
    return gesture.kind;
}

static enum lt_gesture_kind tap(struct hand *h, int32_t x, int32_t y)
{
    give(h, LT_INPUT_DOWN, 0, x, y);
    h->now += 50;
    return give(h, LT_INPUT_UP, 0, x, y);
}

static void test_tap_acts_on_release(void **state)
{
    struct hand h;
    (void)state;
    hand_init(&h);
    assert_int_equal(give(&h, LT_INPUT_DOWN, 0, 100, 200), LT_GESTURE_NONE);
    h.now += 900; /* a slow hand */
    assert_int_equal(give(&h, LT_INPUT_MOVE, 0, 100 + 5 * MM, 200), LT_GESTURE_NONE);
    assert_int_equal(give(&h, LT_INPUT_UP, 0, 100 + 5 * MM, 200), LT_GESTURE_TAP);
    assert_int_equal(h.last.x, 100);
    assert_int_equal(h.last.y, 200);
}

static void test_bounce_is_dropped(void **state)
{
    struct hand h;
    (void)state;
    hand_init(&h);
    assert_int_equal(tap(&h, 600, 300), LT_GESTURE_TAP);
    h.now += 100;
    assert_int_equal(tap(&h, 600 + 7 * MM, 300), LT_GESTURE_NONE); /* near and soon */
    h.now += 181;
    assert_int_equal(tap(&h, 600, 300), LT_GESTURE_TAP);
    h.now += 20;
    assert_int_equal(tap(&h, 600 + 9 * MM, 300), LT_GESTURE_TAP); /* soon but elsewhere: meant */
}

static void test_swipe_follows_and_flicks(void **state)
{
    struct hand h;
    (void)state;
    hand_init(&h);
    give(&h, LT_INPUT_DOWN, 0, 900, 400);
    assert_int_equal(give(&h, LT_INPUT_MOVE, 0, 900 - 5 * MM, 400), LT_GESTURE_NONE);
    h.now += 20;
    assert_int_equal(give(&h, LT_INPUT_MOVE, 0, 900 - 16 * MM, 402), LT_GESTURE_DRAG);
    assert_int_equal(h.last.dx, -10 * MM); /* the slop taken off: the page does not jump */
    h.now += 20;
    assert_int_equal(give(&h, LT_INPUT_UP, 0, 900 - 16 * MM, 402), LT_GESTURE_DRAG_END);
    assert_true(h.last.speed_px_per_s < -LT_GESTURE_FLICK_PX_PER_S);
    h.now += 100;
    assert_int_equal(tap(&h, 500, 300), LT_GESTURE_NONE); /* the hand comes to rest after a swipe */
    h.now += 100;
    assert_int_equal(tap(&h, 500, 300), LT_GESTURE_TAP);
}

static void test_rest_before_leaving_has_no_speed(void **state)
{
    struct hand h;
    (void)state;
    hand_init(&h);
    give(&h, LT_INPUT_DOWN, 0, 900, 400);
    h.now += 30;
    give(&h, LT_INPUT_MOVE, 0, 700, 400);
    h.now += 81;
    assert_int_equal(give(&h, LT_INPUT_UP, 0, 700, 400), LT_GESTURE_DRAG_END);
    assert_int_equal(h.last.speed_px_per_s, 0);
}

static void test_lift_off_jitter_is_no_flick(void **state)
{
    struct hand h;
    (void)state;
    hand_init(&h);
    give(&h, LT_INPUT_DOWN, 0, 900, 400);
    h.now += 30;
    give(&h, LT_INPUT_MOVE, 0, 800, 400);
    h.now += 400;
    assert_int_equal(give(&h, LT_INPUT_UP, 0, 788, 400), LT_GESTURE_DRAG_END);
    assert_true(h.last.speed_px_per_s > -LT_GESTURE_FLICK_PX_PER_S);
}

static void test_vertical_is_ignored(void **state)
{
    struct hand h;
    (void)state;
    hand_init(&h);
    give(&h, LT_INPUT_DOWN, 0, 600, 200);
    assert_int_equal(give(&h, LT_INPUT_MOVE, 0, 600 + 5 * MM, 200 + 9 * MM), LT_GESTURE_NONE);
    assert_int_equal(give(&h, LT_INPUT_MOVE, 0, 600 + 60 * MM, 200 + 9 * MM), LT_GESTURE_NONE);
    assert_int_equal(give(&h, LT_INPUT_UP, 0, 600 + 60 * MM, 200 + 9 * MM), LT_GESTURE_NONE);
    assert_int_equal(tap(&h, 10, 10), LT_GESTURE_TAP);
    give(&h, LT_INPUT_DOWN, 0, 600, 200); /* begins sideways, ends downward */
    h.now += 300;
    assert_int_equal(give(&h, LT_INPUT_MOVE, 0, 600 + 9 * MM, 200), LT_GESTURE_DRAG);
    assert_int_equal(give(&h, LT_INPUT_MOVE, 0, 600 + 9 * MM, 200 + 60 * MM), LT_GESTURE_DRAG);
    assert_int_equal(give(&h, LT_INPUT_UP, 0, 600 + 9 * MM, 200 + 60 * MM), LT_GESTURE_DRAG_ABORT);
}

static void test_two_fingers_cancel_and_pinch(void **state)
{
    struct hand h;
    (void)state;
    hand_init(&h);
    give(&h, LT_INPUT_DOWN, 0, 600, 400);
    assert_int_equal(give(&h, LT_INPUT_MOVE, 0, 500, 400), LT_GESTURE_DRAG);
    assert_int_equal(give(&h, LT_INPUT_DOWN, 1, 800, 400), LT_GESTURE_DRAG_ABORT);
    assert_int_equal(give(&h, LT_INPUT_MOVE, 1, 900, 400), LT_GESTURE_PINCH_OUT);
    assert_int_equal(give(&h, LT_INPUT_MOVE, 1, 1200, 400), LT_GESTURE_NONE); /* one step a pinch */
    assert_int_equal(give(&h, LT_INPUT_UP, 1, 1200, 400), LT_GESTURE_NONE);
    assert_int_equal(give(&h, LT_INPUT_MOVE, 0, 100, 400), LT_GESTURE_NONE); /* the one that stays turns nothing */
    assert_int_equal(give(&h, LT_INPUT_UP, 0, 100, 400), LT_GESTURE_NONE);
    give(&h, LT_INPUT_DOWN, 3, 300, 400);
    give(&h, LT_INPUT_DOWN, 4, 700, 400);
    assert_int_equal(give(&h, LT_INPUT_MOVE, 4, 590, 400), LT_GESTURE_PINCH_IN);
}

static void test_panels_that_lie(void **state)
{
    struct hand h;
    (void)state;
    hand_init(&h);
    assert_int_equal(give(&h, LT_INPUT_UP, 7, 5, 5), LT_GESTURE_NONE); /* an UP without its DOWN */
    assert_int_equal(give(&h, LT_INPUT_MOVE, 7, 5, 5), LT_GESTURE_NONE);
    give(&h, LT_INPUT_DOWN, 0, 100, 100); /* a DOWN whose UP is lost */
    h.now += 40;
    assert_int_equal(tap(&h, 600, 300), LT_GESTURE_TAP);
    h.now += 400;
    give(&h, LT_INPUT_DOWN, -1, 900, 300); /* a panel that tells the way only at its end */
    h.now += 120;
    assert_int_equal(give(&h, LT_INPUT_UP, -1, 400, 300), LT_GESTURE_DRAG_END);
    assert_true(h.last.speed_px_per_s < -LT_GESTURE_FLICK_PX_PER_S);
    h.now += 400;
    give(&h, LT_INPUT_DOWN, 5, 300, 300); /* a contact that never ends */
    h.now += LT_GESTURE_STALE_MS;
    give(&h, LT_INPUT_TICK, 0, 0, 0);
    assert_int_equal(h.g.phase, LT_PHASE_IDLE);
    assert_int_equal(tap(&h, 600, 300), LT_GESTURE_TAP);
}

/* A small generator of our own, so that every run is the same. */
static uint32_t next_random(uint64_t *seed)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33);
}

/* Whatever comes: one contact never amounts to more than one gesture that acts, and when all have left the machine
 * takes the next tap. */
static void test_random_streams_never_wedge(void **state)
{
    uint64_t seed = 42;
    (void)state;
    for (int run = 0; run < 400; run++) {
        struct hand h;
        int downs = 0;
        hand_init(&h);
        for (int i = 0; i < 300; i++) {
            static const enum lt_input_kind kinds[] = {LT_INPUT_DOWN, LT_INPUT_MOVE, LT_INPUT_MOVE, LT_INPUT_MOVE,
                                                       LT_INPUT_UP, LT_INPUT_UP, LT_INPUT_TICK, LT_INPUT_CANCEL};
            enum lt_input_kind kind = kinds[next_random(&seed) % (run % 2 ? 7 : 8)];
            h.now += next_random(&seed) % 40;
            if (next_random(&seed) % 200 == 0)
                h.now += 11000;
            downs += kind == LT_INPUT_DOWN;
            give(&h, kind, (int32_t)(next_random(&seed) % 4) - 1, (int32_t)(next_random(&seed) % WIDTH),
                 (int32_t)(next_random(&seed) % 800));
            assert_true(h.taps + h.ends <= downs);
        }
        for (int32_t finger = -1; finger < 4; finger++)
            give(&h, LT_INPUT_UP, finger, 0, 0);
        assert_int_equal(h.g.phase, LT_PHASE_IDLE);
        assert_int_equal(lt_gestures_wake_ms(&h.g), -1);
        h.now += 1000;
        assert_int_equal(tap(&h, 640, 400), LT_GESTURE_TAP);
    }
}

static void test_turn_slides_and_queues_one(void **state)
{
    struct lt_turn t;
    int32_t x = 0;
    (void)state;
    lt_turn_init(&t, WIDTH, false, true);
    lt_turn_recount(&t, 5);
    assert_false(lt_turn_step(&t, -1, 0));
    assert_true(lt_turn_step(&t, 1, 0));
    assert_int_equal(t.page, 1);
    assert_int_equal(t.offset, WIDTH);
    assert_int_equal(lt_turn_neighbour(&t, &x), 0);
    assert_int_equal(x, 0);
    lt_turn_tick(&t, 70);
    assert_in_range(t.offset, 1, WIDTH / 2);
    assert_true(lt_turn_step(&t, 1, 70)); /* remembered ... */
    lt_turn_step(&t, 1, 80);              /* ... and only one */
    assert_int_equal(t.page, 1);
    assert_int_equal(lt_turn_tick(&t, 150), 1);
    assert_int_equal(t.page, 2);
    assert_int_equal(lt_turn_tick(&t, 400), 0);
    assert_int_equal(t.page, 2);
    assert_false(lt_turn_moving(&t));
}

static void test_turn_follows_and_resists(void **state)
{
    struct lt_turn t;
    int32_t x = 0;
    (void)state;
    lt_turn_init(&t, WIDTH, false, true);
    lt_turn_recount(&t, 2);
    lt_turn_drag(&t, 300); /* there is nothing before page 0 */
    assert_int_equal(t.offset, 100);
    assert_int_equal(lt_turn_neighbour(&t, &x), -1);
    lt_turn_drag(&t, 1200);
    assert_int_equal(t.offset, WIDTH / LT_TURN_RESIST_MAX);
    assert_int_equal(lt_turn_release(&t, 9000, 300, 300, 0), 0);
    lt_turn_tick(&t, 1000);
    lt_turn_drag(&t, -200);
    assert_int_equal(lt_turn_neighbour(&t, &x), 1);
    assert_int_equal(x, WIDTH - 200);
    assert_int_equal(lt_turn_release(&t, 0, 300, 300, 1000), 0); /* not far enough */
    lt_turn_tick(&t, 2000);
    lt_turn_drag(&t, -200);
    assert_int_equal(lt_turn_release(&t, -400, 300, 300, 2000), 1); /* but fast enough */
    lt_turn_tick(&t, 2010);
    int32_t seen = t.offset;
    lt_turn_drag(&t, 0); /* caught on its way: it stays under the finger */
    assert_int_equal(t.offset, seen);
    assert_int_equal(lt_turn_release(&t, 500, 300, 300, 2020), -1); /* and thrown back */
    assert_int_equal(t.page, 0);
}

static void test_turn_runs_the_other_way(void **state)
{
    struct lt_turn t;
    int32_t x = 0;
    (void)state;
    lt_turn_init(&t, WIDTH, true, true);
    lt_turn_recount(&t, 3);
    lt_turn_drag(&t, 500); /* from right to left the next page lies at the left */
    assert_int_equal(lt_turn_neighbour(&t, &x), 1);
    assert_int_equal(x, 500 - WIDTH);
    assert_int_equal(lt_turn_release(&t, 0, 300, 300, 0), 1);
    lt_turn_init(&t, WIDTH, false, false);
    lt_turn_recount(&t, 3);
    lt_turn_step(&t, 1, 0); /* no motion: at once */
    assert_false(lt_turn_moving(&t));
    assert_int_equal(t.page, 1);
}

static void test_random_turns_stay_in_range(void **state)
{
    uint64_t seed = 7;
    (void)state;
    for (int run = 0; run < 200; run++) {
        struct lt_turn t;
        int64_t now = 0;
        lt_turn_init(&t, WIDTH, run % 2, run % 3 != 0);
        lt_turn_recount(&t, 1 + next_random(&seed) % 6);
        for (int i = 0; i < 300; i++) {
            uint32_t before = t.page;
            int32_t dx = (int32_t)(next_random(&seed) % (3 * WIDTH)) - WIDTH * 3 / 2;
            now += next_random(&seed) % 60;
            switch (next_random(&seed) % 6) {
            case 0: lt_turn_step(&t, next_random(&seed) % 2 ? 1 : -1, now); break;
            case 1: lt_turn_drag(&t, dx); break;
            case 2: lt_turn_release(&t, dx, 300, 300, now); break;
            case 3: lt_turn_abort(&t, now); break;
            default: lt_turn_tick(&t, now); break;
            }
            assert_true(t.page < t.count);
            assert_in_range(t.offset + WIDTH, 0, 2 * WIDTH);
            assert_true(t.page + 1 >= before && t.page <= before + 1);
        }
        lt_turn_abort(&t, now);
        for (int i = 0; i < 3; i++)
            lt_turn_tick(&t, now += 1000);
        assert_false(lt_turn_moving(&t));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tap_acts_on_release),
        cmocka_unit_test(test_bounce_is_dropped),
        cmocka_unit_test(test_swipe_follows_and_flicks),
        cmocka_unit_test(test_rest_before_leaving_has_no_speed),
        cmocka_unit_test(test_lift_off_jitter_is_no_flick),
        cmocka_unit_test(test_vertical_is_ignored),
        cmocka_unit_test(test_two_fingers_cancel_and_pinch),
        cmocka_unit_test(test_panels_that_lie),
        cmocka_unit_test(test_random_streams_never_wedge),
        cmocka_unit_test(test_turn_slides_and_queues_one),
        cmocka_unit_test(test_turn_follows_and_resists),
        cmocka_unit_test(test_turn_runs_the_other_way),
        cmocka_unit_test(test_random_turns_stay_in_range),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
