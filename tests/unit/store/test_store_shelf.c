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

#include <fcntl.h>
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

static struct lt_trust trust(void)
{
    struct lt_public_key key;
    struct lt_trust desk = {0};
    assert_int_equal(lt_public_key_read("desk.pub", NULL, &key), LT_OK);
    lt_root_of_key(&key, &desk.root);
    return desk;
}

static enum lt_err install_signed(struct lt_shelf *shelf, struct lt_bytes signature, struct lt_diag *diag)
{
    const struct lt_parcel parcel = {.path = "b", .signature = signature, .now = {"-", 1000}};
    struct lt_trust desk = trust();
    struct lt_release release;
    return lt_shelf_install(shelf, &parcel, &desk, diag, &release);
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
    struct lt_diag diag = {0};
    lt_buf_printf(&comment, "lutrin-bundle1 channel=%s epoch=%" PRId64 " version=%" PRId64 " created=1000", channel,
                  epoch, version);
    sign_as("b", comment.data, &signature);
    enum lt_err err = install_signed(shelf, lt_buf_slice(&signature), &diag);
    assert_int_equal(err, diag.err);
    lt_buf_finish(&comment);
    lt_buf_finish(&signature);
    return err;
}

static int64_t current(const struct lt_shelf *shelf)
{
    struct lt_trust desk = trust();
    struct lt_generation found = {0, 0};
    return lt_shelf_current(shelf, &desk, NULL, &found) == LT_OK ? found.version : 0;
}

static struct lt_shelf *open_shelf(void)
{
    struct lt_shelf *shelf;
    struct lt_trust desk = trust();
    assert_int_equal(lt_shelf_open("shelf", true, NULL, &shelf), LT_OK);
    assert_int_equal(lt_shelf_settle(shelf, &desk, NULL, NULL), LT_OK);
    return shelf;
}

static void newer_comes_older_stays_away(void **state)
{
    (void)state;
    struct lt_shelf *shelf = open_shelf(), *second;
    struct lt_generation all[LT_SHELF_MAX_GENERATIONS];
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
    assert_int_equal(lt_shelf_generations(shelf, all), 2);
    assert_int_equal(all[0].version, 6);
    lt_shelf_close(shelf);
    shelf = open_shelf();
    assert_int_equal(lt_shelf_state(shelf)->seen.version, 9);
    assert_string_equal(lt_shelf_state(shelf)->channel, "town");
    lt_shelf_close(shelf);
}

static void going_back_marks_the_version_bad(void **state)
{
    (void)state;
    struct lt_trust desk = trust();
    struct lt_shelf *shelf = open_shelf();
    struct lt_generation back = {0, 0};
    assert_int_equal(install(shelf, "town", 1, 1), LT_OK);
    assert_int_equal(lt_shelf_roll_back(shelf, &desk, NULL, &back), LT_ERR_NO_INPUT);
    assert_int_equal(install(shelf, "town", 1, 2), LT_OK);
    assert_int_equal(lt_shelf_roll_back(shelf, &desk, NULL, &back), LT_OK);
    assert_int_equal(back.version, 1);
    lt_shelf_close(shelf);
    shelf = open_shelf();
    assert_int_equal(current(shelf), 1);
    assert_int_equal(lt_shelf_state(shelf)->seen.version, 2);
    assert_true(lt_shelf_state(shelf)->bad_count == 1 && lt_shelf_state(shelf)->bad[0].version == 2);
    assert_int_equal(install(shelf, "town", 1, 2), LT_ERR_SIGNATURE);
    assert_int_equal(install(shelf, "town", 1, 3), LT_OK);
    assert_int_equal(current(shelf), 3);
    lt_shelf_close(shelf);
}

static void a_new_epoch_counts_from_one(void **state)
{
    (void)state;
    struct lt_trust desk = trust();
    struct lt_shelf *shelf = open_shelf();
    struct lt_generation all[LT_SHELF_MAX_GENERATIONS], back;
    assert_int_equal(install(shelf, "town", 1, 9000), LT_OK);
    assert_int_equal(install(shelf, "town", 2, 1), LT_OK);
    assert_int_equal(current(shelf), 1);
    assert_int_equal(install(shelf, "town", 1, 9001), LT_ERR_SIGNATURE);
    assert_int_equal(lt_shelf_generations(shelf, all), 2);
    assert_true(all[0].epoch == 1 && all[1].epoch == 2);
    assert_int_equal(lt_shelf_roll_back(shelf, &desk, NULL, &back), LT_OK);
    assert_int_equal(back.version, 9000);
    assert_int_equal(install(shelf, "town", 2, 2), LT_OK);
    lt_shelf_close(shelf);
}

/* Fails the reader at `ms`; the version that is read then, 0 when nothing changed. */
static int64_t fail_at(struct lt_shelf *shelf, const char *boot, int64_t ms)
{
    struct lt_trust desk = trust();
    struct lt_generation back = {0, 0};
    struct lt_moment now = {.ms = ms};
    snprintf(now.boot, sizeof now.boot, "%s", boot);
    assert_int_equal(lt_shelf_reader_failed(shelf, &desk, &now, NULL, &back), LT_OK);
    return back.version;
}

static void a_reader_that_keeps_failing_goes_back(void **state)
{
    (void)state;
    struct lt_shelf *shelf = open_shelf();
    struct lt_moment late = {"-", 1000 + LT_SHELF_TRIAL_MS + 1};
    assert_int_equal(install(shelf, "town", 1, 1), LT_OK);
    assert_int_equal(install(shelf, "town", 1, 2), LT_OK);
    assert_int_equal(fail_at(shelf, "-", 2000), 0);
    assert_int_equal(fail_at(shelf, "-", 3000), 0);
    assert_int_equal(fail_at(shelf, "-", late.ms), 0); /* too late to count */
    assert_int_equal(fail_at(shelf, "b00", 100), 1); /* the third, after the board was started again */
    assert_int_equal(current(shelf), 1);
    assert_int_equal(install(shelf, "town", 1, 3), LT_OK);
    assert_int_equal(fail_at(shelf, "-", 2000), 0);
    assert_int_equal(fail_at(shelf, "-", 2001), 0);
    lt_shelf_end_trial(shelf, &late);
    assert_int_equal(fail_at(shelf, "-", 2002), 0);
    assert_int_equal(current(shelf), 3);
    lt_shelf_close(shelf);
}

static void change_byte(const char *path, off_t at)
{
    char byte;
    int fd = open(path, O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0 && pread(fd, &byte, 1, at) == 1);
    byte ^= 1;
    assert_true(pwrite(fd, &byte, 1, at) == 1);
    close(fd);
}

/* One byte of the bundle is another than when it was signed; and there is never room for 2^60 bytes. */
static void what_is_installed_is_what_was_signed(void **state)
{
    (void)state;
    struct lt_trust desk = trust();
    struct lt_shelf *shelf = open_shelf();
    struct lt_buf signature = {0};
    struct lt_diag diag;
    struct stat st;
    sign_as("b", "lutrin-bundle1 channel=town epoch=1 version=1 created=1000", &signature);
    assert_int_equal(stat("b", &st), 0);
    change_byte("b", st.st_size - 1);
    assert_int_equal(install_signed(shelf, lt_buf_slice(&signature), &diag), LT_ERR_SIGNATURE);
    assert_int_equal(current(shelf), 0);
    change_byte("b", st.st_size - 1);
    assert_int_equal(install_signed(shelf, lt_buf_slice(&signature), &diag), LT_OK);
    FILE *index = fopen("shelf/gen/1-1/search.db", "w"); /* what can be made again goes first */
    assert_non_null(index);
    fclose(index);
    assert_int_equal(lt_shelf_make_room(shelf, &desk, INT64_C(1) << 60, (struct lt_generation){0, 0}, true, &diag), LT_ERR_IO);
    assert_int_equal(stat("shelf/gen/1-1/search.db", &st), -1);
    assert_int_equal(current(shelf), 1);
    lt_shelf_close(shelf);
    lt_buf_finish(&signature);
}

static void a_signature_speaks_of_one_kind_and_one_channel(void **state)
{
    (void)state;
    struct lt_trust desk = trust();
    struct lt_shelf *shelf = open_shelf();
    struct lt_buf stamp = {0}, bundle = {0};
    struct lt_signature parsed;
    struct lt_release release;
    uint8_t digest[64];
    int64_t size;
    assert_int_equal(lt_file_digest("b", 1 << 30, NULL, digest, &size), LT_OK);
    sign_as("b", "lutrin-stamp1 channel=town", &stamp);
    assert_int_equal(lt_verify(&desk.root.release, digest, lt_buf_slice(&stamp), LT_TYPE_STAMP, "b", NULL, &parsed), LT_OK);
    assert_int_equal(lt_verify(&desk.root.release, digest, lt_buf_slice(&stamp), LT_TYPE_MANIFEST, "b", NULL, &parsed),
                     LT_ERR_SIGNATURE);
    sign_as("b", "lutrin-bundle1 channel=town epoch=1 version=1 created=1000", &bundle);
    const struct lt_parcel parcel = {.path = "b", .signature = lt_buf_slice(&bundle), .now = {"-", 1000}};
    snprintf(desk.root.channel, sizeof desk.root.channel, "city"); /* the keys are another channel's */
    assert_int_equal(lt_shelf_install(shelf, &parcel, &desk, NULL, &release), LT_ERR_SIGNATURE);
    snprintf(desk.root.channel, sizeof desk.root.channel, "town");
    assert_int_equal(lt_shelf_install(shelf, &parcel, &desk, NULL, &release), LT_OK);
    lt_shelf_close(shelf);
    lt_buf_finish(&stamp);
    lt_buf_finish(&bundle);
}

static void a_number_that_somebody_changed_is_not_believed(void **state)
{
    (void)state;
    struct lt_shelf *shelf = open_shelf();
    struct lt_buf text = {0};
    assert_int_equal(install(shelf, "town", 1, 5), LT_OK);
    lt_shelf_close(shelf);
    assert_int_equal(lt_file_read("shelf/state", 1000, NULL, &text), LT_OK);
    char *number = strstr(text.data, "version 5");
    assert_non_null(number);
    number[8] = '2'; /* its sum is for 5 */
    assert_int_equal(lt_file_write("shelf/state", lt_buf_slice(&text), NULL), LT_OK);
    shelf = open_shelf();
    assert_int_equal(lt_shelf_state(shelf)->seen.version, 5); /* the highest that is there */
    lt_shelf_close(shelf);
    assert_int_equal(rename("shelf/gen/1-5", "shelf/gen/1-9"), 0); /* its proof says 5 */
    shelf = open_shelf();
    assert_int_equal(current(shelf), 0);
    lt_shelf_close(shelf);
    lt_buf_finish(&text);
}

/* The version that was rolled back is not taken again, not even when it is no longer here; and what is read since was never on
 * trial. */
static void a_bad_version_stays_away(void **state)
{
    (void)state;
    struct lt_trust desk = trust();
    struct lt_shelf *shelf = open_shelf();
    struct lt_generation back;
    assert_int_equal(install(shelf, "town", 1, 1), LT_OK);
    assert_int_equal(install(shelf, "town", 1, 2), LT_OK);
    assert_int_equal(lt_shelf_roll_back(shelf, &desk, NULL, &back), LT_OK);
    for (int i = 0; i < LT_SHELF_TRIAL_FAILURES; i++)
        assert_int_equal(fail_at(shelf, "-", 2000 + i), 0); /* else it would find nothing to go back to */
    lt_shelf_close(shelf); /* the power went before the switch back */
    assert_true(unlink("shelf/current") == 0 && symlink("gen/1-2", "shelf/current") == 0);
    shelf = open_shelf();
    assert_int_equal(current(shelf), 1);
    assert_int_equal(nftw("shelf/gen/1-2", remove_one, 16, FTW_DEPTH | FTW_PHYS), 0);
    assert_int_equal(install(shelf, "town", 1, 2), LT_ERR_SIGNATURE);
    assert_int_equal(current(shelf), 1);
    lt_shelf_close(shelf);
}

/* After the board was started again its ten minutes begin anew, and end. */
static void a_new_boot_has_ten_minutes_too(void **state)
{
    (void)state;
    struct lt_shelf *shelf = open_shelf();
    assert_int_equal(install(shelf, "town", 1, 1), LT_OK);
    assert_int_equal(install(shelf, "town", 1, 2), LT_OK);
    assert_int_equal(fail_at(shelf, "b00", 100), 0);
    assert_int_equal(fail_at(shelf, "b00", 100 + LT_SHELF_TRIAL_MS + 1), 0);
    assert_int_equal(fail_at(shelf, "b00", 100 + LT_SHELF_TRIAL_MS + 2), 0);
    assert_int_equal(current(shelf), 2);
    lt_shelf_close(shelf);
}

/* A generation that was placed when the power went is finished; one that is damaged is not. */
static void settling_finishes_what_was_begun(void **state)
{
    (void)state;
    struct lt_shelf *shelf = open_shelf();
    assert_int_equal(install(shelf, "town", 1, 1), LT_OK);
    assert_int_equal(rename("shelf/state", "state.old"), 0);
    assert_int_equal(lt_file_write("shelf/state", lt_bytes_of(""), NULL), LT_OK);
    assert_int_equal(install(shelf, "town", 1, 2), LT_OK);
    lt_shelf_close(shelf);
    assert_int_equal(unlink("shelf/current"), 0);
    assert_int_equal(symlink("gen/1-1", "shelf/current"), 0);
    assert_int_equal(rename("state.old", "shelf/state"), 0);
    shelf = open_shelf();
    assert_int_equal(current(shelf), 2);
    assert_int_equal(lt_shelf_state(shelf)->seen.version, 2);
    lt_shelf_close(shelf);
    int fd = open("shelf/gen/1-2/bundle.db", O_WRONLY);
    assert_true(fd >= 0 && pwrite(fd, "x", 1, 5000) == 1 && close(fd) == 0);
    assert_int_equal(unlink("shelf/current"), 0);
    assert_int_equal(symlink("gen/1-1", "shelf/current"), 0);
    shelf = open_shelf();
    assert_int_equal(current(shelf), 1);
    assert_int_equal(install(shelf, "town", 1, 2), LT_OK); /* the same again, for it is no longer here */
    assert_int_equal(current(shelf), 2);
    lt_shelf_close(shelf);
}

/* The first one, placed when the power went, is read whole before it is linked; a damaged one gives way to the factory's. */
static void the_first_is_not_linked_unread(void **state)
{
    (void)state;
    struct lt_trust desk = trust();
    struct lt_shelf *shelf = open_shelf();
    char target[64] = {0};
    assert_int_equal(install(shelf, "town", 1, 1), LT_OK);
    int fd = open("shelf/gen/1-1/bundle.db", O_WRONLY);
    assert_true(fd >= 0 && pwrite(fd, "x", 1, 5000) == 1 && close(fd) == 0);
    assert_int_equal(unlink("shelf/current"), 0);
    assert_int_equal(lt_shelf_settle(shelf, &desk, "/usr/share/lutrin/factory", NULL), LT_OK);
    assert_true(readlink("shelf/current", target, sizeof target - 1) > 0);
    assert_string_equal(target, "/usr/share/lutrin/factory");
    assert_int_equal(install(shelf, "town", 1, 1), LT_OK); /* it is no longer here */
    assert_int_equal(install(shelf, "town", 1, 1), LT_ERR_SIGNATURE);
    assert_int_equal(current(shelf), 1);
    lt_shelf_close(shelf);
}

/* An interrupted installation is above all that was seen; an older bundle that comes back (a card that was restored in part,
 * a hand) is none, and is not switched to. */
static void what_is_lower_than_what_was_seen_is_not_finished(void **state)
{
    (void)state;
    struct lt_shelf *shelf = open_shelf();
    for (int64_t version = 1; version <= 3; version++)
        assert_int_equal(install(shelf, "town", 1, version), LT_OK);
    lt_shelf_close(shelf);
    assert_int_equal(rename("shelf/gen/1-3", "three"), 0);
    shelf = open_shelf();
    assert_int_equal(current(shelf), 2); /* which is all that there is */
    assert_int_equal(install(shelf, "town", 1, 4), LT_OK);
    lt_shelf_close(shelf);
    assert_int_equal(rename("shelf/gen/1-4", "four"), 0);
    assert_int_equal(rename("three", "shelf/gen/1-3"), 0);
    assert_int_equal(unlink("shelf/current"), 0);
    assert_int_equal(symlink("gen/1-2", "shelf/current"), 0);
    shelf = open_shelf();
    assert_int_equal(lt_shelf_state(shelf)->seen.version, 4);
    assert_int_equal(current(shelf), 2);
    lt_shelf_close(shelf);
}

static void the_factory_bundle_is_read_when_there_is_none(void **state)
{
    (void)state;
    struct lt_trust desk = trust();
    char target[64] = {0};
    struct lt_shelf *shelf = open_shelf();
    assert_int_equal(lt_shelf_settle(shelf, &desk, "/usr/share/lutrin/factory", NULL), LT_OK);
    assert_int_equal(lt_shelf_settle(shelf, &desk, "/usr/share/lutrin/factory", NULL), LT_OK);
    assert_true(readlink("shelf/current", target, sizeof target - 1) > 0);
    assert_string_equal(target, "/usr/share/lutrin/factory");
    assert_int_equal(install(shelf, "town", 1, 1), LT_OK);
    assert_int_equal(lt_shelf_settle(shelf, &desk, "/usr/share/lutrin/factory", NULL), LT_OK);
    memset(target, 0, sizeof target);
    assert_true(readlink("shelf/current", target, sizeof target - 1) > 0);
    assert_string_equal(target, "gen/1-1");
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
    assert_int_equal(symlink("gen/1-77", "shelf/current"), 0);
    assert_int_equal(lt_file_write("shelf/state", lt_bytes_of("rubbish"), NULL), LT_OK);
    shelf = open_shelf();
    assert_int_equal(current(shelf), 2);
    assert_int_equal(lt_shelf_state(shelf)->seen.version, 2);
    assert_int_equal(truncate("shelf/gen/1-2/bundle.db", 100), 0);
    assert_int_equal(current(shelf), 1);
    assert_int_equal(install(shelf, "town", 1, 1), LT_ERR_SIGNATURE);
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
    struct lt_buf signature = {0}, bytes = {0};
    struct lt_generation all[LT_SHELF_MAX_GENERATIONS];
    sign_as("b", "lutrin-bundle1 channel=town epoch=1 version=1 created=1000", &signature);
    assert_int_equal(lt_file_read("b", 1 << 30, NULL, &bytes), LT_OK);
    bytes.data[bytes.size / 2] ^= 1;
    assert_int_equal(lt_file_write("b", lt_buf_slice(&bytes), NULL), LT_OK);
    assert_int_equal(install_signed(shelf, lt_buf_slice(&signature), NULL), LT_ERR_SIGNATURE);
    assert_int_equal(truncate("b", (off_t)bytes.size - 1), 0);
    assert_int_equal(install_signed(shelf, lt_buf_slice(&signature), NULL), LT_ERR_SIGNATURE);
    assert_int_equal(lt_file_write("b", lt_bytes_of("no bundle, but signed"), NULL), LT_OK);
    lt_buf_clear(&signature);
    sign_as("b", "lutrin-bundle1 channel=town epoch=1 version=1 created=1000", &signature);
    assert_int_equal(install_signed(shelf, lt_buf_slice(&signature), NULL), LT_ERR_DATA);
    lt_buf_clear(&signature);
    sign_as("b", "some other comment", &signature);
    assert_int_equal(install_signed(shelf, lt_buf_slice(&signature), NULL), LT_ERR_SIGNATURE);
    assert_int_equal(lt_shelf_generations(shelf, all), 0);
    assert_int_not_equal(access("shelf/gen/tmp", F_OK), 0);
    assert_int_not_equal(access("shelf/current", F_OK), 0);
    assert_int_equal(lt_shelf_state(shelf)->seen.version, 0);
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
        cmocka_unit_test_setup_teardown(a_new_epoch_counts_from_one, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_reader_that_keeps_failing_goes_back, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(what_is_installed_is_what_was_signed, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_signature_speaks_of_one_kind_and_one_channel, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_number_that_somebody_changed_is_not_believed, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_bad_version_stays_away, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_new_boot_has_ten_minutes_too, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(settling_finishes_what_was_begun, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(the_first_is_not_linked_unread, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(what_is_lower_than_what_was_seen_is_not_finished, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(the_factory_bundle_is_read_when_there_is_none, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(damage_on_the_shelf_is_survived, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(forged_and_broken_bundles_leave_no_trace, enter_folder, leave_folder),
        cmocka_unit_test(release_comments_are_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
