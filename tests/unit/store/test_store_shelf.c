/*
 * test_store_shelf.c: what comes onto the shelf, what is refused, what is read after damage, and going back.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/arena.h>
#include <lutrin/bundle_write.h>
#include <lutrin/doc_build.h>
#include <lutrin/file.h>
#include <lutrin/shelf.h>

#include <ftw.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *where)
{
    (void)st, (void)kind, (void)where;
    return remove(path);
}

static const struct lt_doc *small_doc(struct lt_arena *arena)
{
    struct lt_doc_builder *b = lt_doc_build_begin(arena);
    const struct lt_meta meta = {.title = "Un titre", .published = 1000, .updated = LT_NO_TIME, .lead = -1};
    const struct lt_doc *doc;
    lt_doc_build_text(b, lt_bytes_of("Un paragraphe."));
    assert_int_equal(lt_doc_build_end(b, &meta, NULL, &doc), LT_OK);
    return doc;
}

static int enter_folder(void **state)
{
    char *folder = lt_strdup("/tmp/lutrin-shelf-XXXXXX");
    struct lt_arena arena = {0};
    struct lt_bundle_head head = {.title = "T", .lang = "fr", .created = 1000};
    struct lt_bundle_writer *writer;
    *state = folder;
    if (!mkdtemp(folder) || chdir(folder) != 0 || lt_key_create("desk", NULL) != LT_OK)
        return -1;
    struct lt_bundle_article_row row = {.id = 1, .slug = "un", .doc = small_doc(&arena)};
    bool good = lt_bundle_create("b", &head, NULL, &writer) == LT_OK &&
                lt_bundle_add_article(writer, &row, NULL) == LT_OK && lt_bundle_finish(writer, NULL) == LT_OK;
    lt_arena_finish(&arena);
    return good ? 0 : -1;
}

static int leave_folder(void **state)
{
    int result = chdir("/") == 0 && nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 ? 0 : -1;
    free(*state);
    return result;
}

static struct lt_public_key public_key(void)
{
    struct lt_public_key key;
    assert_int_equal(lt_public_key_read("desk.pub", NULL, &key), LT_OK);
    return key;
}

static void sign_as(const char *path, const char *comment, struct lt_buf *out)
{
    struct lt_secret_key key;
    uint8_t digest[64];
    int64_t size;
    assert_int_equal(lt_secret_key_read("desk.key", NULL, &key), LT_OK);
    assert_int_equal(lt_file_digest(path, 1 << 30, NULL, digest, &size), LT_OK);
    struct lt_buf words = {0};
    lt_buf_printf(&words, "%s size=%" PRId64, comment, size);
    assert_int_equal(lt_sign_digest(digest, &key, words.data, NULL, out), LT_OK);
    lt_secret_key_wipe(&key);
    lt_buf_finish(&words);
}

/* Installs bundle `b` as the given version; the result. */
static enum lt_err install(struct lt_shelf *shelf, const char *channel, int64_t epoch, int64_t version)
{
    struct lt_buf comment = {0}, signature = {0};
    struct lt_public_key key = public_key();
    struct lt_release release;
    struct lt_diag diag = {0};
    lt_buf_printf(&comment, "lutrin-bundle1 channel=%s epoch=%" PRId64 " version=%" PRId64 " created=1000", channel,
                  epoch, version);
    sign_as("b", comment.data, &signature);
    enum lt_err err = lt_shelf_install(shelf, "b", lt_buf_slice(&signature), &key, &diag, &release);
    assert_int_equal(err, diag.err);
    lt_buf_finish(&comment);
    lt_buf_finish(&signature);
    return err;
}

static int64_t current(const struct lt_shelf *shelf)
{
    struct lt_public_key key = public_key();
    int64_t version = 0;
    return lt_shelf_current(shelf, &key, NULL, &version) == LT_OK ? version : 0;
}

static struct lt_shelf *open_shelf(void)
{
    struct lt_shelf *shelf;
    assert_int_equal(lt_shelf_open("shelf", true, NULL, &shelf), LT_OK);
    return shelf;
}

static void newer_comes_older_stays_away(void **state)
{
    (void)state;
    struct lt_shelf *shelf = open_shelf(), *second;
    int64_t versions[LT_SHELF_MAX_GENERATIONS];
    assert_int_equal(current(shelf), 0);
    assert_int_equal(lt_shelf_open("shelf", true, NULL, &second), LT_ERR_UNAVAILABLE);
    assert_int_equal(install(shelf, "town", 1, 5), LT_OK);
    assert_int_equal(current(shelf), 5);
    assert_int_equal(install(shelf, "town", 1, 5), LT_ERR_SIGNATURE);
    assert_int_equal(install(shelf, "town", 1, 4), LT_ERR_SIGNATURE);
    assert_int_equal(install(shelf, "city", 1, 6), LT_ERR_SIGNATURE);
    assert_int_equal(install(shelf, "town", 1, 6), LT_OK);
    assert_int_equal(install(shelf, "town", 1, 9), LT_OK);
    assert_int_equal(current(shelf), 9);
    assert_int_equal(lt_shelf_generations(shelf, versions), 2);
    assert_int_equal(versions[0], 6);
    lt_shelf_close(shelf);
    shelf = open_shelf();
    assert_int_equal(lt_shelf_state(shelf)->version, 9);
    assert_string_equal(lt_shelf_state(shelf)->channel, "town");
    lt_shelf_close(shelf);
}

static void going_back_marks_the_version_bad(void **state)
{
    (void)state;
    struct lt_public_key key = public_key();
    struct lt_shelf *shelf = open_shelf();
    int64_t version = 0;
    assert_int_equal(install(shelf, "town", 1, 1), LT_OK);
    assert_int_equal(lt_shelf_roll_back(shelf, &key, NULL, &version), LT_ERR_NO_INPUT);
    assert_int_equal(install(shelf, "town", 1, 2), LT_OK);
    assert_int_equal(lt_shelf_roll_back(shelf, &key, NULL, &version), LT_OK);
    assert_int_equal(version, 1);
    lt_shelf_close(shelf);
    shelf = open_shelf();
    assert_int_equal(current(shelf), 1);
    assert_int_equal(lt_shelf_state(shelf)->version, 2);
    assert_true(lt_shelf_state(shelf)->bad_count == 1 && lt_shelf_state(shelf)->bad[0] == 2);
    assert_int_equal(install(shelf, "town", 2, 2), LT_ERR_SIGNATURE);
    assert_int_equal(install(shelf, "town", 1, 3), LT_OK);
    assert_int_equal(current(shelf), 3);
    lt_shelf_close(shelf);
}

static void damage_on_the_shelf_is_survived(void **state)
{
    (void)state;
    struct lt_shelf *shelf = open_shelf();
    assert_int_equal(install(shelf, "town", 1, 1), LT_OK);
    assert_int_equal(install(shelf, "town", 1, 2), LT_OK);
    lt_shelf_close(shelf);
    assert_int_equal(unlink("shelf/current"), 0);
    assert_int_equal(symlink("gen/77", "shelf/current"), 0);
    assert_int_equal(lt_file_write("shelf/state", lt_bytes_of("rubbish"), NULL), LT_OK);
    shelf = open_shelf();
    assert_int_equal(current(shelf), 2);
    assert_int_equal(lt_shelf_state(shelf)->version, 2);
    assert_int_equal(truncate("shelf/gen/2/bundle.db", 100), 0);
    assert_int_equal(current(shelf), 1);
    assert_int_equal(install(shelf, "town", 1, 2), LT_ERR_SIGNATURE);
    assert_int_equal(mkdir("shelf/gen/tmp", 0755), 0);
    assert_int_equal(lt_file_write("shelf/gen/tmp/bundle.db", lt_bytes_of("half"), NULL), LT_OK);
    assert_int_equal(install(shelf, "town", 1, 3), LT_OK);
    assert_int_equal(current(shelf), 3);
    lt_shelf_close(shelf);
}

static void forged_and_broken_bundles_leave_no_trace(void **state)
{
    (void)state;
    struct lt_shelf *shelf = open_shelf();
    struct lt_public_key key = public_key();
    struct lt_release release;
    struct lt_buf signature = {0}, bytes = {0};
    int64_t versions[LT_SHELF_MAX_GENERATIONS];
    sign_as("b", "lutrin-bundle1 channel=town epoch=1 version=1 created=1000", &signature);
    assert_int_equal(lt_file_read("b", 1 << 30, NULL, &bytes), LT_OK);
    bytes.data[bytes.size / 2] ^= 1;
    assert_int_equal(lt_file_write("b", lt_buf_slice(&bytes), NULL), LT_OK);
    assert_int_equal(lt_shelf_install(shelf, "b", lt_buf_slice(&signature), &key, NULL, &release), LT_ERR_SIGNATURE);
    assert_int_equal(truncate("b", (off_t)bytes.size - 1), 0);
    assert_int_equal(lt_shelf_install(shelf, "b", lt_buf_slice(&signature), &key, NULL, &release), LT_ERR_SIGNATURE);
    assert_int_equal(lt_file_write("b", lt_bytes_of("no bundle, but signed"), NULL), LT_OK);
    lt_buf_clear(&signature);
    sign_as("b", "lutrin-bundle1 channel=town epoch=1 version=1 created=1000", &signature);
    assert_int_equal(lt_shelf_install(shelf, "b", lt_buf_slice(&signature), &key, NULL, &release), LT_ERR_DATA);
    lt_buf_clear(&signature);
    sign_as("b", "some other comment", &signature);
    assert_int_equal(lt_shelf_install(shelf, "b", lt_buf_slice(&signature), &key, NULL, &release), LT_ERR_SIGNATURE);
    assert_int_equal(lt_shelf_generations(shelf, versions), 0);
    assert_int_not_equal(access("shelf/gen/tmp", F_OK), 0);
    assert_int_not_equal(access("shelf/current", F_OK), 0);
    assert_int_equal(lt_shelf_state(shelf)->version, 0);
    lt_shelf_close(shelf);
    lt_buf_finish(&signature);
    lt_buf_finish(&bytes);
}

static void release_comments_are_read_strictly(void **state)
{
    (void)state;
    static const char *const WRONG[] = {
        "", "lutrin-bundle1", "lutrin-bundle2 channel=a epoch=1 version=1 created=0 size=1",
        "lutrin-bundle1 channel=A epoch=1 version=1 created=0 size=1",
        "lutrin-bundle1 channel=../x epoch=1 version=1 created=0 size=1",
        "lutrin-bundle1 channel=a epoch=0 version=1 created=0 size=1",
        "lutrin-bundle1 channel=a epoch=1 version=01 created=0 size=1",
        "lutrin-bundle1 channel=a epoch=1 version=+1 created=0 size=1",
        "lutrin-bundle1 channel=a epoch=1 version=1 created=0 size=1 more=1",
        "lutrin-bundle1 channel=a epoch=1 version=99999999999999999999 created=0 size=1",
        "lutrin-bundle1 channel=a version=1 epoch=1 created=0 size=1",
    };
    struct lt_release release, again;
    for (size_t i = 0; i < sizeof WRONG / sizeof *WRONG; i++)
        assert_int_equal(lt_release_parse(WRONG[i], "x", NULL, &release), LT_ERR_SIGNATURE);
    const char *good = "lutrin-bundle1 channel=a-b.c_1 epoch=2 version=412 created=1795459000 size=58081280";
    assert_int_equal(lt_release_parse(good, "x", NULL, &release), LT_OK);
    assert_int_equal(release.size, 58081280);
    struct lt_buf text = {0};
    lt_release_format(&release, &text);
    assert_string_equal(text.data, good);
    assert_int_equal(lt_release_parse(text.data, "x", NULL, &again), LT_OK);
    lt_buf_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(newer_comes_older_stays_away, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(going_back_marks_the_version_bad, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(damage_on_the_shelf_is_survived, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(forged_and_broken_bundles_leave_no_trace, enter_folder, leave_folder),
        cmocka_unit_test(release_comments_are_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
