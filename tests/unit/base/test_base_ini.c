/*
 * test_base_ini.c: what a configuration file may say, and where an error in it is said to be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/file.h>
#include <lutrin/ini.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum lt_err list(void *self, const struct lt_ini_line *line, struct lt_diag *diag)
{
    if (lt_bytes_equal(line->key, lt_bytes_of("bad")))
        return lt_ini_unknown(line, diag);
    int64_t number;
    if (lt_bytes_equal(line->key, lt_bytes_of("number"))) {
        enum lt_err err = lt_ini_number(line, 1, 9, diag, &number);
        if (err != LT_OK)
            return err;
    }
    lt_buf_printf(self, "[%.*s] %.*s=%.*s|", (int)line->section.size, line->section.size ? line->section.data : "",
                  (int)line->key.size, line->key.data, (int)line->value.size, line->value.size ? line->value.data : "");
    return LT_OK;
}

static void check(const char *text, enum lt_err err, const char *expected)
{
    char path[] = "/tmp/lutrin-ini-XXXXXX";
    struct lt_diag diag = {0};
    struct lt_buf out = {0};
    int fd = mkstemp(path);
    assert_true(fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text));
    close(fd);
    assert_int_equal(lt_ini_read(path, list, &out, &diag), err);
    if (err == LT_OK)
        assert_string_equal(out.data ? out.data : "", expected);
    else
        assert_non_null(strstr(err == LT_ERR_CONFIG ? diag.where : diag.what, expected));
    lt_buf_finish(&out);
    unlink(path);
}

static void good_files(void **state)
{
    (void)state;
    check("", LT_OK, "");
    check("\xEF\xBB\xBF# c\n; c\n\ntop = 1\n[site]\ntitle =  A = B \r\nempty=\n", LT_OK,
          "[] top=1|[site] title=A = B|[site] empty=|");
    check("[ section  Vallée ]\nmatch =\n  un\n  deux\nnumber=3", LT_OK,
          "[section  Vallée] match=un\ndeux|[section  Vallée] number=3|");
}

static void errors_name_their_line(void **state)
{
    (void)state;
    check("a=1\nwhat\n", LT_ERR_CONFIG, ":2");
    check("[x\n", LT_ERR_CONFIG, ":1");
    check("[]\n", LT_ERR_CONFIG, ":1");
    check("  a=1\n", LT_ERR_CONFIG, ":1");
    check("= 1\n", LT_ERR_CONFIG, ":1");
    check("a=1\nbad=2\nc=3\n", LT_ERR_CONFIG, ":2");
    check("number=10\n", LT_ERR_CONFIG, ":1");
    check("number=3x\n", LT_ERR_CONFIG, ":1");
    check("number=\n", LT_ERR_CONFIG, ":1");
    check("number=99999999999999999999999999\n", LT_ERR_CONFIG, ":1");
    check("a=\xFF\n", LT_ERR_CONFIG, "lutrin-ini");
    struct lt_diag diag;
    assert_int_equal(lt_ini_read("/no/such/file", list, NULL, &diag), LT_ERR_NO_INPUT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(good_files), cmocka_unit_test(errors_name_their_line)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
