/*
 * test_store_publish.c: a bundle becomes a release in a static tree, and from there a generation on the shelf, whole or
 * as a patch; interrupted publishing is taken up; damaged downloads leave no trace; key sets hand over.
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
#include <lutrin/publish.h>
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

/* A bundle of sixty articles in which each number changes one. */
static bool make_bundle(const char *path, int number)
{
    struct lt_arena arena = {0};
    struct lt_bundle_head head = {.title = "T", .lang = "fr", .created = 1000 + number};
    struct lt_bundle_writer *writer;
    bool good = lt_bundle_create(path, &head, NULL, &writer) == LT_OK;
    for (int id = 1; good && id <= 60; id++) {
        struct lt_doc_builder *b = lt_doc_build_begin(&arena);
        const struct lt_meta meta = {.title = "Un titre", .published = id, .updated = LT_NO_TIME, .lead = -1};
        const struct lt_doc *doc;
        char slug[16];
        struct lt_buf text = {0};
        uint64_t noise = (uint64_t)id * 77777 + (id == number ? 1 : 0);
        for (int word = 0; word < 400; word++)
            lt_buf_printf(&text, "%08" PRIx64 " ", (noise = noise * 6364136223846793005u + 1442695040888963407u) >> 32);
        lt_doc_build_text(b, lt_buf_slice(&text));
        good = lt_doc_build_end(b, &meta, NULL, &doc) == LT_OK;
        snprintf(slug, sizeof slug, "a%d", id);
        struct lt_bundle_article_row row = {.id = id, .slug = slug, .doc = doc};
        good = good && lt_bundle_add_article(writer, &row, NULL) == LT_OK;
        lt_buf_finish(&text);
    }
    good = good && lt_bundle_finish(writer, NULL) == LT_OK;
    lt_arena_finish(&arena);
    return good;
}

static int enter_folder(void **state)
{
    char *folder = lt_strdup("/tmp/lutrin-publish-XXXXXX");
    *state = folder;
    return mkdtemp(folder) && chdir(folder) == 0 && lt_key_create("desk", NULL) == LT_OK && make_bundle("b1", 1) &&
                   make_bundle("b2", 2) && make_bundle("b3", 3)
               ? 0
               : -1;
}

static int leave_folder(void **state)
{
    int result = chdir("/") == 0 && nftw(*state, remove_one, 16, FTW_DEPTH | FTW_PHYS) == 0 ? 0 : -1;
    free(*state);
    return result;
}

static struct lt_publish_report publish_against(const char *bundle, const int64_t *bad, size_t bad_count)
{
    struct lt_secret_key key;
    struct lt_publish_report report;
    assert_int_equal(lt_secret_key_read("desk.key", NULL, &key), LT_OK);
    const struct lt_publish how = {.repo = "repo", .channel = "town", .epoch = 1, .release = &key, .stamp = &key,
                                   .level = 3, .now = 5000, .stamp_s = 100, .spread_s = 10, .poll_s = 60, .bad = bad,
                                   .bad_count = bad_count};
    assert_int_equal(lt_publish_bundle(&how, bundle, NULL, &report), LT_OK);
    lt_secret_key_wipe(&key);
    return report;
}

static struct lt_publish_report publish(const char *bundle)
{
    return publish_against(bundle, NULL, 0);
}

static struct lt_trust trust(void)
{
    struct lt_public_key key;
    struct lt_trust desk = {0};
    assert_int_equal(lt_public_key_read("desk.pub", NULL, &key), LT_OK);
    lt_root_of_key(&key, &desk.root);
    return desk;
}

/* Installs release `version` of the tree, from the file `name` of it. */
static enum lt_err install(struct lt_shelf *shelf, int version, const char *name, enum lt_parcel_form form, int base)
{
    struct lt_buf manifest = {0}, signature = {0};
    struct lt_trust desk = trust();
    struct lt_release release;
    char path[64];
    snprintf(path, sizeof path, "repo/r/%d/manifest", version);
    assert_int_equal(lt_file_read(path, LT_MANIFEST_MAX_BYTES, NULL, &manifest), LT_OK);
    snprintf(path, sizeof path, "repo/r/%d/manifest.minisig", version);
    assert_int_equal(lt_file_read(path, LT_SIGNATURE_FILE_MAX, NULL, &signature), LT_OK);
    snprintf(path, sizeof path, "repo/r/%d/%s", version, name);
    const struct lt_parcel parcel = {.path = path, .form = form, .base = {1, base}, .now = {"-", 0},
                                     .manifest = lt_buf_slice(&manifest), .signature = lt_buf_slice(&signature)};
    enum lt_err err = lt_shelf_install(shelf, &parcel, &desk, NULL, &release);
    if (err == LT_OK)
        assert_int_equal(release.version, version);
    lt_buf_finish(&manifest);
    lt_buf_finish(&signature);
    return err;
}

static void assert_same(const char *a, const char *b)
{
    struct lt_buf x = {0}, y = {0};
    assert_int_equal(lt_file_read(a, 1 << 28, NULL, &x), LT_OK);
    assert_int_equal(lt_file_read(b, 1 << 28, NULL, &y), LT_OK);
    assert_true(lt_bytes_equal(lt_buf_slice(&x), lt_buf_slice(&y)));
    lt_buf_finish(&x);
    lt_buf_finish(&y);
}

static void a_release_is_installed_whole_and_as_a_patch(void **state)
{
    (void)state;
    struct lt_shelf *shelf;
    struct lt_trust desk = trust();
    struct lt_publish_report report = publish("b1");
    assert_true(report.version == 1 && report.patch_count == 0);
    publish("b2");
    report = publish("b3");
    assert_true(report.version == 3 && report.patch_count == 2 && report.patches[0].bytes < report.full_bytes / 5);
    assert_int_equal(lt_shelf_open("shelf", true, NULL, &shelf), LT_OK);
    assert_int_equal(install(shelf, 1, "full.zst", LT_PARCEL_FULL, 0), LT_OK);
    assert_same("b1", "shelf/current/bundle.db");
    assert_int_equal(install(shelf, 3, "from-2.zpatch", LT_PARCEL_PATCH, 1), LT_ERR_SIGNATURE); /* the wrong base */
    assert_same("b1", "shelf/current/bundle.db");
    assert_int_equal(install(shelf, 3, "from-1.zpatch", LT_PARCEL_PATCH, 1), LT_OK);
    assert_same("b3", "shelf/current/bundle.db");
    assert_int_equal(install(shelf, 2, "full.zst", LT_PARCEL_FULL, 0), LT_ERR_SIGNATURE); /* an old one */
    assert_int_equal(lt_shelf_verify(shelf, (struct lt_generation){1, 3}, &desk, NULL), LT_OK);
    int fd = open("shelf/gen/1-3/bundle.db", O_WRONLY | O_CLOEXEC); /* a card that forgets */
    assert_true(fd >= 0 && pwrite(fd, "?", 1, 5000) == 1);
    close(fd);
    assert_int_equal(lt_shelf_verify(shelf, (struct lt_generation){1, 3}, &desk, NULL), LT_ERR_SIGNATURE);
    lt_shelf_close(shelf);
}

static enum lt_err parse(const struct lt_buf *text)
{
    struct lt_manifest *manifest = lt_alloc(1, sizeof *manifest);
    enum lt_err err = lt_manifest_parse(lt_buf_slice(text), "m", NULL, manifest);
    free(manifest);
    return err;
}

static void manifests_are_read_strictly(void **state)
{
    (void)state;
    struct lt_manifest *manifest = lt_alloc(1, sizeof *manifest);
    struct lt_buf text = {0}, more = {0};
    char name[LT_CHANNEL_MAX + 2] = {0};
    manifest->release = (struct lt_release){.channel = "town", .epoch = 1, .version = 1000, .created = 1, .size = 100};
    manifest->format = manifest->full_bytes = 1;
    manifest->segment_bytes = LT_MANIFEST_MIN_SEGMENT;
    manifest->segment_count = 1;
    manifest->patch_count = LT_MANIFEST_MAX_PATCHES;
    for (int i = 0; i < LT_MANIFEST_MAX_PATCHES; i++)
        manifest->patches[i] = (struct lt_patch){.base = 999 - i, .bytes = 1};
    lt_manifest_format(manifest, &text);
    assert_int_equal(parse(&text), LT_OK);
    const char *last = strstr(text.data, "patch 999 "), *end = strchr(last, '\n'); /* one patch more than there may be */
    lt_buf_put(&more, text.data, text.size - 4);
    lt_buf_puts(&more, "patch 1 ");
    lt_buf_put(&more, last + 10, (size_t)(end + 1 - (last + 10)));
    lt_buf_puts(&more, "end\n");
    assert_int_equal(parse(&more), LT_ERR_DATA);
    lt_buf_puts(&text, "bad 1\nend\n"); /* after the end */
    assert_int_equal(parse(&text), LT_ERR_DATA);
    lt_buf_clear(&text);
    manifest->segment_bytes = 3 * LT_MANIFEST_MIN_SEGMENT; /* no power of two */
    lt_manifest_format(manifest, &text);
    assert_int_equal(parse(&text), LT_ERR_DATA);
    memset(name, 'a', LT_CHANNEL_MAX);
    assert_true(lt_channel_valid(name));
    name[LT_CHANNEL_MAX] = 'a';
    assert_false(lt_channel_valid(name));
    free(manifest);
    lt_buf_finish(&text);
    lt_buf_finish(&more);
}

/* What the publisher calls broken is not gone back to. */
static void a_release_may_speak_ill_of_another(void **state)
{
    (void)state;
    struct lt_shelf *shelf;
    struct lt_trust desk = trust();
    struct lt_generation back;
    const int64_t bad[] = {1};
    publish("b1");
    publish_against("b2", bad, 1);
    assert_int_equal(lt_shelf_open("shelf", true, NULL, &shelf), LT_OK);
    assert_int_equal(install(shelf, 1, "full.zst", LT_PARCEL_FULL, 0), LT_OK);
    assert_int_equal(install(shelf, 2, "full.zst", LT_PARCEL_FULL, 0), LT_OK);
    assert_true(lt_shelf_state(shelf)->bad_count == 1 && lt_shelf_state(shelf)->bad[0].version == 1);
    assert_int_equal(lt_shelf_roll_back(shelf, &desk, NULL, &back), LT_ERR_NO_INPUT);
    lt_shelf_close(shelf);
}

/* Changes each of some bytes of a download in turn; all are found, and the shelf stays as it was. */
static void damaged_downloads_leave_no_trace(void **state)
{
    (void)state;
    struct lt_shelf *shelf;
    struct lt_generation all[LT_SHELF_MAX_GENERATIONS];
    struct stat st;
    publish("b1");
    publish("b2");
    assert_int_equal(lt_shelf_open("shelf", true, NULL, &shelf), LT_OK);
    assert_int_equal(install(shelf, 1, "full.zst", LT_PARCEL_FULL, 0), LT_OK);
    int fd = open("repo/r/2/from-1.zpatch", O_RDWR);
    assert_true(fd >= 0 && fstat(fd, &st) == 0);
    for (off_t at = 0; at < st.st_size; at += st.st_size / 40 + 1) {
        unsigned char byte, changed;
        assert_int_equal(pread(fd, &byte, 1, at), 1);
        changed = byte ^ 0x10;
        assert_int_equal(pwrite(fd, &changed, 1, at), 1);
        assert_int_not_equal(install(shelf, 2, "from-1.zpatch", LT_PARCEL_PATCH, 1), LT_OK);
        assert_int_equal(pwrite(fd, &byte, 1, at), 1);
        assert_int_not_equal(access("shelf/gen/tmp", F_OK), 0);
        assert_same("b1", "shelf/current/bundle.db");
    }
    close(fd);
    assert_int_equal(truncate("repo/r/2/full.zst", 1000), 0);
    assert_int_not_equal(install(shelf, 2, "full.zst", LT_PARCEL_FULL, 0), LT_OK);
    assert_int_equal(install(shelf, 2, "manifest", LT_PARCEL_FULL, 0), LT_ERR_SIGNATURE);
    assert_int_equal(lt_shelf_generations(shelf, all), 1);
    assert_int_equal(install(shelf, 2, "from-1.zpatch", LT_PARCEL_PATCH, 1), LT_OK);
    lt_shelf_close(shelf);
}

static void interrupted_publishing_is_taken_up(void **state)
{
    (void)state;
    struct stat before, after;
    publish("b1");
    publish("b2");
    assert_int_equal(unlink("repo/r/2/manifest.minisig"), 0);
    assert_int_equal(unlink("repo/latest"), 0);
    assert_int_equal(stat("repo/r/2/full.zst", &before), 0);
    assert_int_equal(lt_file_write("repo/r/2/full.zst.abcdef.part", lt_bytes_of("half"), NULL), LT_OK);
    struct lt_publish_report report = publish("b2");
    assert_true(report.version == 2 && !report.already && report.patch_count == 1);
    assert_int_equal(stat("repo/r/2/full.zst", &after), 0);
    assert_true(before.st_ino == after.st_ino); /* not made again */
    assert_int_not_equal(access("repo/r/2/full.zst.abcdef.part", F_OK), 0);
    report = publish("b2");
    assert_true(report.version == 2 && report.already && report.patch_count == 1);
    assert_int_equal(unlink("repo/r/2/manifest.minisig"), 0); /* interrupted, then another bundle is published */
    report = publish("b3");
    assert_true(report.version == 2 && !report.already);
    struct lt_shelf *shelf;
    assert_int_equal(lt_shelf_open("shelf", true, NULL, &shelf), LT_OK);
    assert_int_equal(install(shelf, 2, "full.zst", LT_PARCEL_FULL, 0), LT_OK);
    assert_same("b3", "shelf/current/bundle.db");
    lt_shelf_close(shelf);
}

/* `named`: the set that the signatures' comments name. */
static void sign_root(const struct lt_root *root, const struct lt_root *named, const char *const keys[], struct lt_buf *text,
                      struct lt_buf *sigs)
{
    struct lt_buf comment = {0};
    uint8_t digest[64];
    int64_t size;
    lt_buf_clear(text);
    lt_buf_clear(sigs);
    lt_root_format(root, text);
    lt_root_comment(named, &comment);
    assert_int_equal(lt_file_write("root", lt_buf_slice(text), NULL), LT_OK);
    assert_int_equal(lt_file_digest("root", 1 << 20, NULL, digest, &size), LT_OK);
    for (; *keys; keys++) {
        struct lt_secret_key key;
        assert_int_equal(lt_secret_key_read(*keys, NULL, &key), LT_OK);
        assert_int_equal(lt_sign_digest(digest, &key, comment.data, NULL, sigs), LT_OK);
    }
    lt_buf_finish(&comment);
}

static enum lt_err step_named(const struct lt_trust *from, const struct lt_root *root, const struct lt_root *named,
                              const char *const keys[])
{
    struct lt_trust after = *from;
    struct lt_buf text = {0}, sigs = {0};
    sign_root(root, named, keys, &text, &sigs);
    enum lt_err err = lt_trust_step(&after, lt_buf_slice(&text), lt_buf_slice(&sigs), "root", NULL);
    lt_buf_finish(&text);
    lt_buf_finish(&sigs);
    return err;
}

static enum lt_err step(const struct lt_trust *from, const struct lt_root *root, const char *const keys[])
{
    return step_named(from, root, root, keys);
}

#define KEYS(...) (const char *const[]){__VA_ARGS__, NULL}

static void make_keys(struct lt_public_key keys[3])
{
    static const char *const NAMES[] = {"desk", "one", "two"};
    for (int i = 0; i < 3; i++) {
        char path[16];
        if (i > 0)
            assert_int_equal(lt_key_create(NAMES[i], NULL), LT_OK);
        snprintf(path, sizeof path, "%s.pub", NAMES[i]);
        assert_int_equal(lt_public_key_read(path, NULL, &keys[i]), LT_OK);
    }
}

/* A set of two owners hands over only when both say so, to a set that can be what it says, in its own name. */
static void a_key_set_needs_its_owners_and_its_name(void **state)
{
    (void)state;
    struct lt_public_key keys[3];
    struct lt_trust pair = trust();
    make_keys(keys);
    pair.root.threshold = 2;
    pair.root.root = (struct lt_keyring){{keys[1], keys[2]}, 2};
    pair.root.epoch = 2;
    struct lt_root next = {.channel = "town", .number = 1, .epoch = 2, .created = 10, .expires = 20, .threshold = 1,
                           .root = {{keys[0]}, 1}, .release = {{keys[0]}, 1}, .stamp = {{keys[0]}, 1}}, other = next;
    const char *const *all = KEYS("one.key", "two.key", "desk.key");
    assert_int_equal(step(&pair, &next, all), LT_OK);
    assert_int_equal(step(&pair, &next, KEYS("one.key", "desk.key")), LT_ERR_SIGNATURE);
    assert_int_equal(step(&pair, &next, KEYS("two.key", "two.key", "desk.key")), LT_ERR_SIGNATURE);
    other.number = 2;
    assert_int_equal(step_named(&pair, &next, &other, all), LT_ERR_SIGNATURE);
    next.epoch = 1; /* was given up */
    assert_int_equal(step(&pair, &next, all), LT_ERR_SIGNATURE);
    next.epoch = 2;
    next.threshold = 2; /* more than there are */
    assert_int_equal(step(&pair, &next, all), LT_ERR_DATA);
    next.root = (struct lt_keyring){{keys[0], keys[0]}, 2}; /* one, who counts twice */
    assert_int_equal(step(&pair, &next, all), LT_ERR_DATA);
}

static void key_sets_hand_over(void **state)
{
    (void)state;
    struct lt_public_key keys[3];
    struct lt_trust desk = trust(), after = desk;
    make_keys(keys);
    struct lt_root next = {.channel = "town", .number = 1, .epoch = 1, .created = 10, .expires = 20, .threshold = 2,
                           .root = {{keys[1], keys[2]}, 2}, .release = {{keys[1]}, 1}, .stamp = {{keys[2]}, 1}};
    assert_int_equal(step(&desk, &next, KEYS("desk.key", "one.key", "two.key")), LT_OK);
    assert_int_equal(step(&desk, &next, KEYS("two.key", "desk.key", "one.key")), LT_OK);
    assert_int_equal(step(&desk, &next, KEYS("one.key", "two.key")), LT_ERR_SIGNATURE);
    assert_int_equal(step(&desk, &next, KEYS("desk.key", "one.key")), LT_ERR_SIGNATURE);
    assert_int_equal(step(&desk, &next, KEYS("desk.key", "one.key", "one.key")), LT_ERR_SIGNATURE);
    next.number = 2;
    assert_int_equal(step(&desk, &next, KEYS("desk.key", "one.key", "two.key")), LT_ERR_SIGNATURE);
    next.number = 1;
    struct lt_buf text = {0}, sigs = {0};
    sign_root(&next, &next, KEYS("desk.key", "one.key", "two.key"), &text, &sigs);
    assert_int_equal(lt_trust_step(&after, lt_buf_slice(&text), lt_buf_slice(&sigs), "root", NULL), LT_OK);
    assert_int_equal(after.root.number, 1);
    /* What was brought under the desk's key is still read; nothing new comes in with it. */
    publish("b1");
    publish("b2");
    struct lt_shelf *shelf;
    struct lt_generation found;
    struct lt_release release;
    assert_int_equal(lt_shelf_open("shelf", true, NULL, &shelf), LT_OK);
    assert_int_equal(install(shelf, 1, "full.zst", LT_PARCEL_FULL, 0), LT_OK);
    assert_int_equal(lt_shelf_current(shelf, &after, NULL, &found), LT_OK);
    assert_int_equal(found.version, 1);
    lt_buf_clear(&text);
    lt_buf_clear(&sigs);
    assert_int_equal(lt_file_read("repo/r/2/manifest", 65536, NULL, &text), LT_OK);
    assert_int_equal(lt_file_read("repo/r/2/manifest.minisig", 65536, NULL, &sigs), LT_OK);
    const struct lt_parcel parcel = {.path = "repo/r/2/full.zst", .form = LT_PARCEL_FULL, .now = {"-", 0},
                                     .manifest = lt_buf_slice(&text), .signature = lt_buf_slice(&sigs)};
    assert_int_equal(lt_shelf_install(shelf, &parcel, &after, NULL, &release), LT_ERR_SIGNATURE);
    /* A later set may give up the epoch: then what is of it comes in no more. */
    after.root.release = desk.root.release;
    after.root.epoch = 2;
    assert_int_equal(lt_shelf_install(shelf, &parcel, &after, NULL, &release), LT_ERR_SIGNATURE);
    after.root.epoch = 1;
    assert_int_equal(lt_shelf_install(shelf, &parcel, &after, NULL, &release), LT_OK);
    lt_shelf_close(shelf);
    lt_buf_finish(&text);
    lt_buf_finish(&sigs);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_release_is_installed_whole_and_as_a_patch, enter_folder, leave_folder),
        cmocka_unit_test(manifests_are_read_strictly),
        cmocka_unit_test_setup_teardown(a_release_may_speak_ill_of_another, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(damaged_downloads_leave_no_trace, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(interrupted_publishing_is_taken_up, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(a_key_set_needs_its_owners_and_its_name, enter_folder, leave_folder),
        cmocka_unit_test_setup_teardown(key_sets_hand_over, enter_folder, leave_folder),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
