/* LIBRARY/totals as a worn card may give it back: numbers that cannot be are none, and counting goes on. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <lutrin/file.h>

#include "cycle.h"

static char library[] = "/tmp/lutrin-totals-XXXXXX", path[sizeof library + 16];
static struct lt_sync_config config = {.library = library, .root = "/no/key"};

static int make(void **state)
{
    (void)state;
    if (!mkdtemp(library))
        return -1;
    snprintf(path, sizeof path, "%s/totals", library);
    return 0;
}

static int clear_away(void **state)
{
    (void)state;
    return unlink(path) || rmdir(library);
}

static struct lt_sync_totals read_back(const char *text)
{
    struct lt_sync_totals totals;
    assert_int_equal(lt_file_write(path, lt_bytes_of(text), NULL), LT_OK);
    lt_sync_totals_read(&config, &totals);
    return totals;
}

static void test_kept(void **state)
{
    (void)state;
    struct lt_sync_totals totals = read_back("[totals]\nbytes = 77\nexpires = 1795460000\nmail_sent = 2\n[errors]\nbad data = 3\n");
    assert_int_equal(totals.bytes, 77);
    assert_int_equal(totals.expires_s, 1795460000);
    assert_int_equal(totals.mail_sent, 2);
    assert_int_equal(totals.errors[LT_ERR_DATA], 3);
}

static void test_what_cannot_be(void **state)
{
    (void)state;
    static const char *const keys[] = {"bytes", "last_success", "issued", "expires", "mail_sent", "mail_refused", "day",
                                       "day_bytes", "bad data"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct lt_sync_report report = {.wire_bytes = 1000, .mail = {.sent = 1, .refused = 1}};
        struct lt_sync_round round = {.report = &report};
        char text[128];
        snprintf(text, sizeof text, "[%s]\n%s = %" PRId64 "\n", strchr(keys[i], ' ') ? "errors" : "totals", keys[i], INT64_MAX);
        struct lt_sync_totals totals = read_back(text);
        totals.day = INT64_C(20000);
        lt_sync_totals_add(&totals, LT_ERR_DATA, &report, INT64_C(1795460000));
        assert_int_equal(totals.errors[LT_ERR_DATA], 1);
        assert_int_equal(totals.bytes, 1000);
        report.totals = totals;
        assert_int_equal(lt_sync_tell(&config, &round, NULL), LT_OK);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kept),
        cmocka_unit_test(test_what_cannot_be),
    };
    return cmocka_run_group_tests(tests, make, clear_away);
}
