/*
 * test_store_sign.c: keys and signatures go there and back, stock minisign agrees with them (when it is installed), and
 * nothing that was changed by a single bit is accepted.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/arena.h>
#include <lutrin/file.h>
#include <lutrin/sign.h>

#include "minisign.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int enter_folder(void **state)
{
    char *folder = lt_strdup("/tmp/lutrin-sign-XXXXXX");
    *state = folder;
    return mkdtemp(folder) && chdir(folder) == 0 && lt_key_create("desk", NULL) == LT_OK &&
                   lt_file_write("m", lt_bytes_of("Il y a des mots."), NULL) == LT_OK
               ? 0
               : -1;
}

static int leave_folder(void **state)
{
    static const char *const FILES[] = {"desk.key", "desk.pub", "m", "m.minisig", "other.key", "other.pub", "damaged"};
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        unlink(FILES[i]);
    int result = chdir("/") == 0 && rmdir(*state) == 0 ? 0 : -1;
    free(*state);
    return result;
}

static void sign_m(struct lt_buf *out)
{
    struct lt_secret_key key;
    uint8_t digest[64];
    int64_t size;
    assert_int_equal(lt_secret_key_read("desk.key", NULL, &key), LT_OK);
    assert_int_equal(lt_file_digest("m", 1000, NULL, digest, &size), LT_OK);
    assert_int_equal(size, 16);
    assert_int_equal(lt_sign_digest(digest, &key, "the comment", NULL, out), LT_OK);
    lt_secret_key_wipe(&key);
}

static bool accepts(struct lt_bytes text)
{
    struct lt_public_key key;
    struct lt_signature signature;
    uint8_t digest[64];
    int64_t size;
    assert_int_equal(lt_public_key_read("desk.pub", NULL, &key), LT_OK);
    assert_int_equal(lt_file_digest("m", 1000, NULL, digest, &size), LT_OK);
    return lt_signature_parse(text, "m.minisig", NULL, &signature) == LT_OK &&
           lt_signature_check(&signature, &key, digest, "m", NULL) == LT_OK;
}

/* Runs a program with its output thrown away; its exit code, or -1. */
static int run(const char *const argv[])
{
    pid_t pid = fork();
    if (pid == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(126);
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    int status = 0;
    return waitpid(pid, &status, 0) == pid && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void there_and_back(void **state)
{
    (void)state;
    struct lt_buf text = {0};
    struct stat st;
    sign_m(&text);
    assert_true(accepts(lt_buf_slice(&text)));
    assert_int_equal(lt_file_write("m", lt_bytes_of("Il y a des maux."), NULL), LT_OK);
    assert_false(accepts(lt_buf_slice(&text)));
    assert_int_equal(stat("desk.key", &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(lt_key_create("desk", NULL), LT_ERR_CANT_CREATE);
    lt_buf_finish(&text);
}

static void stock_minisign_agrees(void **state)
{
    (void)state;
    static const char *const VERIFY[] = {"minisign", "-VHm", "m", "-p", "desk.pub", NULL};
    static const char *const SIGN[] = {"minisign", "-S", "-s", "desk.key", "-m", "m", "-t", "theirs", NULL};
    static const char *const LEGACY[] = {"minisign", "-Sl", "-s", "desk.key", "-m", "m", NULL};
    struct lt_buf text = {0};
    sign_m(&text);
    assert_int_equal(lt_file_write("m.minisig", lt_buf_slice(&text), NULL), LT_OK);
    int code = run(VERIFY);
    if (code == 127) {
        lt_buf_finish(&text);
        print_message("skipped: minisign is not installed\n");
        skip();
    }
    assert_int_equal(code, 0);
    assert_int_equal(run(SIGN), 0);
    lt_buf_clear(&text);
    assert_int_equal(lt_file_read("m.minisig", 9999, NULL, &text), LT_OK);
    assert_true(accepts(lt_buf_slice(&text)));
    assert_non_null(strstr(text.data, "trusted comment: theirs"));
    assert_int_equal(run(LEGACY), 0);
    lt_buf_clear(&text);
    assert_int_equal(lt_file_read("m.minisig", 9999, NULL, &text), LT_OK);
    assert_false(accepts(lt_buf_slice(&text)));
    lt_buf_finish(&text);
}

/* Every bit of the text flipped, and every prefix: accepted only where the untrusted comment's words changed. */
static void no_changed_signature_is_accepted(void **state)
{
    (void)state;
    struct lt_buf text = {0};
    sign_m(&text);
    size_t free_from = strlen("untrusted comment: "), free_to = strcspn(text.data, "\n");
    for (size_t bit = 0; bit < text.size * 8; bit++) {
        text.data[bit / 8] = (char)(text.data[bit / 8] ^ 1 << bit % 8);
        bool untrusted = bit / 8 >= free_from && bit / 8 < free_to;
        if (!untrusted && accepts(lt_buf_slice(&text)))
            fail_msg("bit %zu of byte %zu: '%s'", bit % 8, bit / 8, text.data);
        text.data[bit / 8] = (char)(text.data[bit / 8] ^ 1 << bit % 8);
    }
    for (size_t size = 0; size < text.size; size++)
        assert_false(accepts((struct lt_bytes){text.data, size}));
    assert_true(accepts(lt_buf_slice(&text)));
    lt_buf_puts(&text, "more\n");
    assert_false(accepts(lt_buf_slice(&text)));
    lt_buf_finish(&text);
}

static void other_keys_and_damaged_ones_are_told(void **state)
{
    (void)state;
    struct lt_buf text = {0};
    struct lt_public_key other;
    struct lt_secret_key secret;
    struct lt_signature signature;
    uint8_t digest[64] = {0};
    assert_int_equal(lt_key_create("other", NULL), LT_OK);
    assert_int_equal(lt_public_key_read("other.pub", NULL, &other), LT_OK);
    sign_m(&text);
    assert_int_equal(lt_signature_parse(lt_buf_slice(&text), "m", NULL, &signature), LT_OK);
    assert_int_equal(lt_signature_check_comment(&signature, &other, "m", NULL), LT_ERR_SIGNATURE);
    assert_int_equal(lt_public_key_read("desk.key", NULL, &other), LT_ERR_DATA);
    assert_int_equal(lt_secret_key_read("desk.pub", NULL, &secret), LT_ERR_DATA);
    assert_int_equal(lt_secret_key_read("none.key", NULL, &secret), LT_ERR_NO_INPUT);
    lt_buf_clear(&text);
    assert_int_equal(lt_file_read("desk.key", 9999, NULL, &text), LT_OK);
    text.data[text.size - 20] = (char)(text.data[text.size - 20] == 'A' ? 'B' : 'A');
    assert_int_equal(lt_file_write("damaged", lt_buf_slice(&text), NULL), LT_OK);
    assert_int_equal(lt_secret_key_read("damaged", NULL, &secret), LT_ERR_DATA);
    assert_int_equal(lt_secret_key_read("desk.key", NULL, &secret), LT_OK);
    assert_int_equal(lt_sign_digest(digest, &secret, "two\nlines", NULL, &text), LT_ERR_USAGE);
    lt_secret_key_wipe(&secret);
    lt_buf_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(there_and_back, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(stock_minisign_agrees, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(no_changed_signature_is_accepted, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(other_keys_and_damaged_ones_are_told, enter_folder, leave_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
