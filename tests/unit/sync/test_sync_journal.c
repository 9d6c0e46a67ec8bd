/* A journal longer than a report may be: its end, which tells what is wrong now, is what the staff gets. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <lutrin/file.h>
#include <lutrin/usb.h>

static char folder[] = "/tmp/lutrin-journal-XXXXXX", program[sizeof folder + 16];

/* Puts a program of this name first into the path. */
static void stand_in(const char *script)
{
    struct lt_diag diag = {0};
    if (lt_file_write(program, lt_bytes_of(script), &diag) != LT_OK)
        fail_msg("%s", diag.what);
    assert_int_equal(chmod(program, 0700), 0);
}

static int make(void **state)
{
    char path[256];
    (void)state;
    if (!mkdtemp(folder))
        return -1;
    snprintf(program, sizeof program, "%s/journalctl", folder);
    snprintf(path, sizeof path, "%s:/usr/bin:/bin", folder);
    return setenv("PATH", path, 1);
}

static int clear_away(void **state)
{
    (void)state;
    return unlink(program) || rmdir(folder);
}

static void test_short(void **state)
{
    (void)state;
    struct lt_buf out = {0};
    stand_in("#!/bin/sh\necho one\necho two\n");
    assert_int_equal(lt_sync_journal(&out, NULL), LT_OK);
    assert_string_equal(out.data, "one\ntwo\n");
    lt_buf_finish(&out);
}

static void test_long(void **state)
{
    (void)state;
    static const char last[] = "the last line\n";
    struct lt_buf out = {0};
    struct lt_diag diag = {0};
    stand_in("#!/bin/sh\nyes 'a line of a journal that is very long' | head -c 3000000\necho\necho the last line\n");
    if (lt_sync_journal(&out, &diag) != LT_OK)
        fail_msg("%s", diag.what);
    assert_in_range(out.size, LT_SYNC_JOURNAL_MAX / 2, LT_SYNC_JOURNAL_MAX);
    assert_memory_equal(out.data, "a line of", strlen("a line of"));
    assert_string_equal(out.data + out.size - (sizeof last - 1), last);
    lt_buf_finish(&out);
}

static void test_failure(void **state)
{
    (void)state;
    struct lt_buf out = {0};
    stand_in("#!/bin/sh\nexit 3\n");
    assert_int_equal(lt_sync_journal(&out, NULL), LT_ERR_IO);
    lt_buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_short),
        cmocka_unit_test(test_long),
        cmocka_unit_test(test_failure),
    };
    return cmocka_run_group_tests(tests, make, clear_away);
}
