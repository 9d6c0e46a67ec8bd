/*
 * test_base_bytes.c: slices, buffers, hashes, and diagnoses that stay one line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/bytes.h>
#include <lutrin/err.h>
#include <lutrin/utf8.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static void slices_compare_and_trim(void **state)
{
    (void)state;
    assert_true(lt_bytes_equal(lt_bytes_of(NULL), lt_bytes_of("")));
    assert_false(lt_bytes_equal(lt_bytes_of("a"), lt_bytes_of("b")));
    assert_true(lt_bytes_starts(lt_bytes_of("lutrin"), "lut"));
    assert_false(lt_bytes_starts(lt_bytes_of("lu"), "lut"));
    assert_true(lt_bytes_equal(lt_bytes_trim(lt_bytes_of(" \t a b\r\n")), lt_bytes_of("a b")));
    assert_int_equal(lt_bytes_trim(lt_bytes_of(" \n ")).size, 0);
}

static void buffers_grow_and_are_given_away(void **state)
{
    (void)state;
    struct lt_buf buf = {0};
    for (int i = 0; i < 10000; i++)
        lt_buf_printf(&buf, "%d,", i % 10);
    assert_int_equal(buf.size, 20000);
    assert_int_equal(strlen(buf.data), 20000);
    lt_buf_clear(&buf);
    lt_buf_puts(&buf, NULL);
    lt_buf_puts(&buf, "page");
    lt_buf_putc(&buf, '!');
    char *text = lt_buf_release(&buf);
    assert_string_equal(text, "page!");
    assert_null(buf.data);
    free(text);
    text = lt_buf_release(&buf);
    assert_string_equal(text, "");
    free(text);
}

static void hashes_are_fnv_1a(void **state)
{
    (void)state;
    assert_true(lt_hash(lt_bytes_of(""), 0) == UINT64_C(0xcbf29ce484222325));
    assert_true(lt_hash(lt_bytes_of("a"), 0) == UINT64_C(0xaf63dc4c8601ec8c));
    assert_true(lt_hash(lt_bytes_of("b"), lt_hash(lt_bytes_of("a"), 0)) == lt_hash(lt_bytes_of("ab"), 0));
}

static void a_diagnosis_is_one_whole_line(void **state)
{
    (void)state;
    struct lt_diag diag;
    assert_int_equal(lt_fail(&diag, LT_ERR_DATA, "a\nb", NULL, "line %d:\tbad", 3), LT_ERR_DATA);
    assert_string_equal(diag.what, "line 3: bad");
    assert_string_equal(diag.where, "a b");
    assert_string_equal(diag.hint, "");
    struct lt_buf text = {0};
    for (int i = 0; i < 2000; i++)
        lt_buf_puts(&text, "é");
    lt_fail(&diag, LT_ERR_IO, text.data, text.data, "%s", text.data);
    assert_true(lt_utf8_valid(lt_bytes_of(diag.what)) && strlen(diag.what) == LT_DIAG_WHAT_MAX - 2);
    assert_true(lt_utf8_valid(lt_bytes_of(diag.where)) && lt_utf8_valid(lt_bytes_of(diag.hint)));
    lt_buf_finish(&text);
    assert_int_equal(lt_fail(NULL, LT_ERR_LIMIT, NULL, NULL, "x"), LT_ERR_LIMIT);
    lt_fail_errno(&diag, LT_ERR_NO_INPUT, "f", ENOENT, "cannot open");
    assert_string_equal(diag.what, "cannot open: No such file or directory");
}

static void errors_become_exit_codes(void **state)
{
    (void)state;
    assert_int_equal(lt_err_exit_code(LT_OK), 0);
    assert_int_equal(lt_err_exit_code(LT_ERR_DATA), EX_DATAERR);
    assert_int_equal(lt_err_exit_code(LT_ERR_NO_INPUT), EX_NOINPUT);
    assert_int_equal(lt_err_exit_code(LT_ERR_CONFIG), EX_CONFIG);
    assert_int_equal(lt_err_exit_code((enum lt_err)999), EX_SOFTWARE);
    assert_string_equal(lt_err_name(LT_ERR_VERSION), "newer format");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(slices_compare_and_trim),   cmocka_unit_test(buffers_grow_and_are_given_away),
        cmocka_unit_test(hashes_are_fnv_1a),         cmocka_unit_test(a_diagnosis_is_one_whole_line),
        cmocka_unit_test(errors_become_exit_codes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
