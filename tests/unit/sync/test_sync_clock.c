/* Clocks at 1970, 2038 and 2106, and ones that jump: what is believed of them, and that a sign-up outlives them. How long a
 * kiosk waits that is switched on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <lutrin/outbox.h>

#include "cycle.h"

#define FLOOR INT64_C(1795460000) /* November 2026: a stamp said so */
enum { DAY = 86400 };

static void test_belief(void **state)
{
    (void)state;
    static const struct {
        int64_t clock, believed;
    } cases[] = {
        {0, FLOOR}, {946684800, FLOOR}, {-1, FLOOR}, {INT64_MIN, FLOOR},          /* 1970, 2000, before */
        {FLOOR - 1, FLOOR}, {FLOOR, FLOOR}, {FLOOR + 1, FLOOR + 1}, {FLOOR + 30 * DAY, FLOOR + 30 * DAY},
        {INT64_C(2147483647), FLOOR}, {INT64_C(2147558400), FLOOR},               /* 2038-01-19 and -20 */
        {INT64_C(4294967295), FLOOR}, {INT64_C(4294967296), FLOOR},               /* 2106 */
        {FLOOR + INT64_C(3650) * DAY, FLOOR}, {FLOOR - INT64_C(3650) * DAY, FLOOR}, {INT64_MAX, FLOOR},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_true(lt_sync_believe(cases[i].clock, FLOOR) == cases[i].believed);
    const int64_t wrong = FLOOR + INT64_C(3650) * DAY; /* a floor from a publisher who was ten years ahead */
    assert_true(lt_sync_believe(FLOOR + DAY, wrong) == FLOOR + DAY);
    assert_true(lt_sync_believe(0, wrong) == wrong); /* a clock that is not set knows nothing better */
    assert_true(lt_sync_believe(wrong - 300 * DAY, wrong) == wrong);
}

/* A publisher whose clock ran ahead, and who mends it: the next release takes the floor back; none that was there before does. */
static void test_publisher_ahead(void **state)
{
    (void)state;
    char dir[] = "/tmp/lutrin-clock-XXXXXX", file[64];
    assert_non_null(mkdtemp(dir));
    const struct lt_sync_config config = {.library = dir};
    const int64_t wrong = FLOOR + INT64_C(3650) * DAY;
    const struct {
        int64_t version, issued, floor;
    } stamps[] = {
        {4, FLOOR, FLOOR}, {3, FLOOR - DAY, FLOOR}, {5, wrong, wrong}, {5, FLOOR + DAY, wrong}, {4, FLOOR + 2 * DAY, wrong},
        {6, FLOOR + 3 * DAY, FLOOR + 3 * DAY}, {6, FLOOR + 2 * DAY, FLOOR + 3 * DAY}, {5, FLOOR, FLOOR + 3 * DAY},
        {6, FLOOR + 4 * DAY, FLOOR + 4 * DAY}, {7, FLOOR + 4 * DAY + 60, FLOOR + 4 * DAY + 60}, {7, FLOOR + DAY, FLOOR + 4 * DAY + 60},
    };
    for (size_t i = 0; i < sizeof stamps / sizeof *stamps; i++) {
        const struct lt_stamp stamp = {.epoch = 1, .version = stamps[i].version, .issued = stamps[i].issued};
        assert_true(lt_sync_clock_learn(&config, &stamp) == stamps[i].floor);
        assert_true(lt_sync_clock_floor(&config) == stamps[i].floor);
    }
    snprintf(file, sizeof file, "%s/clock", dir);
    assert_int_equal(remove(file), 0);
    assert_int_equal(rmdir(dir), 0);
}

/* A sign-up waits while the clock jumps about, and is given up when its days are truly over. */
static void test_jumps(void **state)
{
    (void)state;
    static const int64_t clocks[] = {FLOOR + DAY, 0, INT64_C(4294967296), FLOOR + 2 * DAY, INT64_C(2147558400), FLOOR + DAY};
    char dir[] = "/tmp/lutrin-clock-XXXXXX", box_dir[64], id[LT_SIGNUP_ID_BYTES + 1], rm[160];
    struct lt_diag diag = {0};
    struct lt_outbox *box = NULL;
    struct lt_outbox_item item;
    struct lt_newsletter newsletter = {.form = "https://news.example/subscribe", .email = "email"};
    assert_non_null(mkdtemp(dir));
    snprintf(box_dir, sizeof box_dir, "%s/outbox", dir);
    assert_int_equal(lt_outbox_open(box_dir, &diag, &box), LT_OK);
    if (lt_outbox_add(box_dir, &newsletter, "ann@example.org", NULL, &diag, id) != LT_OK)
        fail_msg("%s", diag.what);
    for (size_t i = 0; i < sizeof clocks / sizeof *clocks; i++) {
        assert_int_equal(lt_outbox_sweep(box, lt_sync_believe(clocks[i], FLOOR), 3, &diag), LT_OK);
        assert_int_equal(lt_outbox_look(box_dir, id, &diag, &item), LT_OK);
        assert_int_equal(item.state, LT_OUTBOX_WAITING);
        assert_true(item.here);
    }
    assert_int_equal(lt_outbox_sweep(box, lt_sync_believe(FLOOR + 6 * DAY, FLOOR), 3, &diag), LT_OK);
    assert_int_equal(lt_outbox_look(box_dir, id, &diag, &item), LT_OK);
    assert_int_equal(item.state, LT_OUTBOX_REFUSED);
    lt_outbox_close(box);
    static const char *const left[] = {"state/%s", "kiosk.pub", "kiosk.key", "lock", "new", "state", ""};
    for (size_t i = 0; i < sizeof left / sizeof *left; i++) {
        char name[64];
        if (i == 0)
            snprintf(name, sizeof name, "state/%s", id);
        else
            snprintf(name, sizeof name, "%s", left[i]);
        snprintf(rm, sizeof rm, "%s/%s", box_dir, name);
        assert_int_equal(remove(rm), 0);
    }
    assert_int_equal(rmdir(dir), 0);
}

static void test_first_wait(void **state)
{
    (void)state;
    assert_int_equal(lt_sync_first_wait_ms(false, 3600), 0); /* an empty screen waits for nothing */
    assert_int_equal(lt_sync_first_wait_ms(true, 0), 60 * 1000);
    assert_int_equal(lt_sync_first_wait_ms(true, 60), 40 * 1000);
    assert_int_equal(lt_sync_first_wait_ms(true, 3600), 40 * 60 * 1000);
    assert_int_equal(lt_sync_first_wait_ms(true, 7 * DAY), 40 * 60 * 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_belief), cmocka_unit_test(test_publisher_ahead), cmocka_unit_test(test_first_wait), cmocka_unit_test(test_jumps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
