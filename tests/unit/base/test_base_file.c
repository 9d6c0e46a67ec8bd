/*
 * test_base_file.c: files are read within their limit, and appear whole or not at all.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/arena.h>
#include <lutrin/file.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int enter_folder(void **state)
{
    char *folder = lt_strdup("/tmp/lutrin-test-XXXXXX");
    *state = folder;
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static int leave_folder(void **state)
{
    unlink("a");
    rmdir("d");
    int result = chdir("/") == 0 && rmdir(*state) == 0 ? 0 : -1; /* fails when something was left behind */
    free(*state);
    return result;
}

static size_t files_here(void)
{
    size_t count = 0;
    DIR *dir = opendir(".");
    for (struct dirent *entry; (entry = readdir(dir));)
        count += entry->d_name[0] != '.';
    closedir(dir);
    return count;
}

static void a_file_is_read_within_its_limit(void **state)
{
    (void)state;
    struct lt_diag diag;
    struct lt_buf buf = {0};
    lt_buf_puts(&buf, "kept ");
    assert_int_equal(lt_file_write("a", lt_bytes_of("twelve bytes"), &diag), LT_OK);
    assert_int_equal(lt_file_read("a", 11, &diag, &buf), LT_ERR_LIMIT);
    assert_string_equal(buf.data, "kept ");
    assert_int_equal(lt_file_read("a", 12, &diag, &buf), LT_OK);
    assert_string_equal(buf.data, "kept twelve bytes");
    assert_int_equal(lt_file_read("none", 12, &diag, &buf), LT_ERR_NO_INPUT);
    assert_string_equal(diag.where, "none");
    assert_int_equal(mkdir("d", 0755), 0);
    assert_int_equal(lt_file_read("d", 12, &diag, &buf), LT_ERR_NO_INPUT);
    assert_int_equal(lt_file_read("/dev/null", 12, &diag, &buf), LT_ERR_NO_INPUT);
    lt_buf_finish(&buf);
}

static void a_written_file_is_seen_only_when_committed(void **state)
{
    (void)state;
    struct lt_diag diag;
    struct lt_buf buf = {0};
    struct lt_file_out *out;
    assert_int_equal(lt_file_write("a", lt_bytes_of("old"), &diag), LT_OK);
    assert_int_equal(lt_file_out_create("a", &diag, &out), LT_OK);
    assert_int_equal(lt_file_out_write(out, lt_bytes_of("new"), &diag), LT_OK);
    assert_int_equal(files_here(), 2);
    assert_int_equal(lt_file_read("a", 99, &diag, &buf), LT_OK);
    assert_string_equal(buf.data, "old");
    lt_file_out_discard(out);
    assert_int_equal(files_here(), 1);
    assert_int_equal(lt_file_write("a", lt_bytes_of("new"), &diag), LT_OK);
    lt_buf_clear(&buf);
    assert_int_equal(lt_file_read("a", 99, &diag, &buf), LT_OK);
    assert_string_equal(buf.data, "new");
    assert_int_equal(files_here(), 1);
    lt_buf_finish(&buf);
    lt_file_out_discard(NULL);
}

static void less_care_writes_the_same(void **state)
{
    (void)state;
    struct lt_diag diag;
    struct lt_buf buf = {0};
    assert_int_equal(lt_file_write_with("a", lt_bytes_of("1"), LT_FILE_SPARE, &diag), LT_OK);
    assert_int_equal(lt_file_write_with("a", lt_bytes_of("3"), LT_FILE_NAME_ONLY, &diag), LT_OK);
    assert_int_equal(lt_file_write_with("a", lt_bytes_of("2"), LT_FILE_NAME_LATER, &diag), LT_OK);
    assert_int_equal(lt_file_read("a", 99, &diag, &buf), LT_OK);
    assert_string_equal(buf.data, "2");
    assert_int_equal(files_here(), 1);
    assert_int_equal(lt_file_write_with("no/such", lt_bytes_of("x"), LT_FILE_SPARE, &diag), LT_ERR_CANT_CREATE);
    lt_buf_finish(&buf);
}

static void what_cannot_be_written_leaves_nothing(void **state)
{
    (void)state;
    struct lt_diag diag;
    assert_int_equal(lt_file_write("no/such/folder", lt_bytes_of("x"), &diag), LT_ERR_CANT_CREATE);
    assert_int_equal(mkdir("d", 0755), 0);
    assert_int_equal(lt_file_write("d", lt_bytes_of("x"), &diag), LT_ERR_CANT_CREATE);
    assert_int_equal(files_here(), 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_is_read_within_its_limit, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_written_file_is_seen_only_when_committed, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(less_care_writes_the_same, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(what_cannot_be_written_leaves_nothing, enter_folder, leave_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
