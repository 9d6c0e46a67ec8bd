/* Files that are no bundle, damaged ones, and bundles that somebody made to hurt: refused, with the right word, at once. */
#include "sample.h"

#include <sqlite3.h>
#include <sys/stat.h>

static char path[300];

static int set_up(void **state)
{
    (void)state;
    snprintf(path, sizeof path, "%s", sample_path("hostile.lutrin"));
    sample_bundle(path);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    unlink(path);
    return 0;
}

/* Changes the good bundle by SQL, with every guard off. */
static void change(const char *sql)
{
    sqlite3 *db = NULL;
    char *message = NULL;
    sqlite3_hard_heap_limit64(0); /* which opening a bundle sets for the whole process */
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 0, NULL);
    if (sqlite3_exec(db, sql, NULL, NULL, &message) != SQLITE_OK)
        fail_msg("%s: %s", sql, message);
    assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void put_file(const void *data, size_t size)
{
    struct lt_diag diag;
    assert_int_equal(lt_file_write(path, (struct lt_bytes){data, size}, &diag), LT_OK);
}

static void expect_open(enum lt_err err, const char *what)
{
    struct lt_diag diag = {0};
    struct lt_bundle *bundle = NULL;
    enum lt_err got = lt_bundle_open(path, &diag, &bundle);
    if (got == LT_OK)
        lt_bundle_close(bundle);
    if (got != err || !strstr(diag.what, what))
        fail_msg("expected %s '%s', got %s '%s'", lt_err_name(err), what, lt_err_name(got), diag.what);
}

/* Opens well, but article 2 is refused. */
static void expect_article(const char *what)
{
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    struct lt_bundle *bundle = NULL;
    const struct lt_doc *doc = NULL;
    enum lt_err opened = lt_bundle_open(path, &diag, &bundle);
    if (opened != LT_OK)
        fail_msg("does not open: %s", diag.what);
    struct lt_thread thread = {0};
    enum lt_err got = lt_bundle_article(bundle, 2, &arena, &diag, &doc);
    bool commented = got == LT_OK;
    if (commented)
        got = lt_bundle_comments(bundle, 2, &arena, &diag, &thread);
    lt_bundle_close(bundle);
    lt_arena_finish(&arena);
    assert_true(commented || !doc);
    assert_null(thread.list);
    if (got != LT_ERR_DATA || !strstr(diag.what, what))
        fail_msg("expected '%s', got %s '%s'", what, lt_err_name(got), diag.what);
}

static void test_not_bundles(void **state)
{
    (void)state;
    static const char html[] = "<!DOCTYPE html><html><title>Sign in to the network</title></html>";
    char zeros[40000] = {0};
    put_file("", 0);
    expect_open(LT_ERR_DATA, "empty");
    put_file(html, sizeof html - 1);
    expect_open(LT_ERR_DATA, "not a bundle");
    put_file(zeros, sizeof zeros);
    expect_open(LT_ERR_DATA, "not a bundle");
    put_file("SQLite format 3", 16);
    expect_open(LT_ERR_DATA, "cut short");
    unlink(path);
    expect_open(LT_ERR_NO_INPUT, "cannot open");
    sqlite3 *db;
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "CREATE TABLE t(a)", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    expect_open(LT_ERR_DATA, "another kind");
    unlink(path);
    assert_int_equal(mkdir(path, 0700), 0);
    expect_open(LT_ERR_NO_INPUT, "not a file");
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(mkfifo(path, 0600), 0);
    expect_open(LT_ERR_NO_INPUT, "not a file"); /* and does not wait for a writer */
}

static void test_newer_format(void **state)
{
    (void)state;
    change("PRAGMA user_version=3");
    expect_open(LT_ERR_VERSION, "newer press");
    change("PRAGMA user_version=1");
    expect_open(LT_ERR_VERSION, "older press");
    change("PRAGMA user_version=0");
    expect_open(LT_ERR_DATA, "header");
}

static void test_links(void **state)
{
    (void)state;
    char target[320], folder[330], inside[400];
    struct lt_diag diag;
    struct lt_bundle *bundle;
    snprintf(target, sizeof target, "%s.real", path);
    assert_int_equal(rename(path, target), 0);
    assert_int_equal(symlink(target, path), 0);
    expect_open(LT_ERR_NO_INPUT, "symbolic link");
    unlink(path);
    assert_int_equal(rename(target, path), 0);
    snprintf(folder, sizeof folder, "%s.folder", path);
    assert_int_equal(symlink(getenv("TMPDIR") ? getenv("TMPDIR") : "/tmp", folder), 0);
    snprintf(inside, sizeof inside, "%s%s", folder, strrchr(path, '/'));
    assert_int_equal(lt_bundle_open(inside, &diag, &bundle), LT_OK); /* a link in the folder's name does no harm */
    lt_bundle_close(bundle);
    unlink(folder);
}

static void test_strange_names(void **state)
{
    (void)state;
    char strange[400];
    struct lt_diag diag;
    struct lt_bundle *bundle;
    snprintf(strange, sizeof strange, "%s?mode=rwc&é #%%41;.lutrin", path);
    assert_int_equal(rename(path, strange), 0);
    assert_int_equal(lt_bundle_open(strange, &diag, &bundle), LT_OK);
    lt_bundle_close(bundle);
    unlink(strange);
}

static void test_cut_short(void **state)
{
    (void)state;
    struct lt_diag diag;
    struct lt_buf whole = {0};
    assert_int_equal(lt_file_read(path, SIZE_MAX / 2, &diag, &whole), LT_OK);
    for (size_t size = 1; size < whole.size; size += 4099) {
        struct lt_bundle *bundle = NULL;
        put_file(whole.data, size);
        assert_int_equal(lt_bundle_open(path, &diag, &bundle), LT_ERR_DATA);
    }
    lt_buf_finish(&whole);
}

static void test_foreign_schema(void **state)
{
    (void)state;
    static const char *const changes[] = {
        "CREATE TRIGGER t AFTER INSERT ON meta BEGIN SELECT 1; END",
        "CREATE TABLE extra(a)",
        "CREATE INDEX extra ON article(title)",
        "CREATE VIEW extra AS SELECT 1",
        "DROP INDEX article_slug",
        "ALTER TABLE article RENAME TO old; CREATE VIEW article AS WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n+1"
        " FROM r) SELECT n AS id, 'x' AS slug FROM r",
        "DROP TABLE related",
        "DROP TABLE comment",
        "ALTER TABLE article ADD COLUMN bomb TEXT GENERATED ALWAYS AS (printf('%.*c', 300000000, 'x'))",
        "DROP TABLE search; CREATE VIRTUAL TABLE search USING fts5(title)",
    };
    struct lt_diag diag;
    struct lt_buf whole = {0};
    assert_int_equal(lt_file_read(path, SIZE_MAX / 2, &diag, &whole), LT_OK);
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        put_file(whole.data, whole.size);
        change(changes[i]);
        expect_open(LT_ERR_DATA, "schema is not a bundle's");
    }
    lt_buf_finish(&whole);
}

static void test_logos(void **state)
{
    (void)state;
    static const char *const wrong[] = {"1", "1 2 3", "0 2 3 ink", "1 0 3 ink", "1 2 99999 ink", "1 2 3 purple", "1 2 3 #12345",
                                        "1 2 3 #12345g", "1 2 3 inky", "1  2 3 ink", "-1 2 3 ink", "1 2 3 ink ",
                                        "99999999999999999999999 2 3 ink"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct lt_buf sql = {0};
        lt_buf_printf(&sql, "INSERT OR REPLACE INTO meta VALUES('logo', '%s')", wrong[i]);
        change(sql.data);
        lt_buf_finish(&sql);
        expect_open(LT_ERR_DATA, "its logo is not told in a bundle's words");
    }
    change("INSERT OR REPLACE INTO meta VALUES('logo', '2 64 48 #0B5C8A')");
    expect_open(LT_OK, "");
}

static void test_wrong_rows(void **state)
{
    (void)state;
    static const struct {
        const char *sql, *what;
    } cases[] = {
        {"UPDATE block SET role='script' WHERE key=131072", "unknown role"},
        {"UPDATE block SET level=9 WHERE key=131073", "out of its range"},
        {"UPDATE block SET level=0 WHERE key=131073", "impossible level"},
        {"UPDATE block SET number=-2 WHERE key=131074", "out of its range"},
        {"UPDATE block SET text=CAST(x'fffe' AS TEXT) WHERE key=131073", "clean UTF-8"},
        {"UPDATE block SET text='a'||char(7) WHERE key=131073", "clean UTF-8"},
        {"UPDATE block SET text='a'||char(0)||'b' WHERE key=131073", "clean UTF-8"},
        {"UPDATE block SET spans='0 999 em' WHERE key=131072", "outside its block"},
        {"UPDATE block SET spans='2 4 em' WHERE key=131072", "outside its block"},
        {"UPDATE block SET spans='0 5 em'||char(10)||'4 6 strong' WHERE key=131072", "overlap"},
        {"UPDATE block SET spans='4 5 em'||char(10)||'0 1 strong' WHERE key=131072", "overlap"},
        {"UPDATE block SET spans='0 1 blink' WHERE key=131072", "unknown kind"},
        {"UPDATE block SET spans='0 1 link javascript:alert(1)' WHERE key=131072", "wrong target"},
        {"UPDATE block SET spans='0 1 link' WHERE key=131072", "wrong target"},
        {"UPDATE block SET spans='-1 1 em' WHERE key=131072", "cannot be read"},
        {"UPDATE block SET spans='4294967295 4294967296 em' WHERE key=131072", "cannot be read"},
        {"UPDATE block SET geometry='9 9 1 1 0 0' WHERE key=131084", "outside its table"},
        {"UPDATE block SET geometry='0 0 0 0 0 0' WHERE key=131084", "outside its table"},
        {"UPDATE block SET geometry='99 99' WHERE key=131083", "impossible size"},
        {"UPDATE block SET picture=77 WHERE key=131082", "picture that is not in it"},
        {"UPDATE block SET picture=2 WHERE key=131072", "no figure"},
        {"UPDATE block SET lang='fr\"><x' WHERE key=131072", "no tag"},
        {"UPDATE article SET published=9223372036854775807 WHERE id=2", "out of its range"},
        {"UPDATE article SET rtl=2 WHERE id=2", "out of its range"},
        {"UPDATE article SET picture=77 WHERE id=2", "picture that is not in it"},
        {"UPDATE related SET article=-1 WHERE key=131072", "out of its range"},
        {"UPDATE comment SET parent=1 WHERE key=131073", "out of its range"},
        {"UPDATE comment SET parent=-2 WHERE key=131072", "out of its range"},
        {"UPDATE comment SET key=131080 WHERE key=131073", "gaps"},
        {"UPDATE comment SET text='' WHERE key=131073", "empty or too long"},
        {"UPDATE comment SET text=printf('%.*c', 9000, 'x') WHERE key=131073", "empty or too long"},
        {"UPDATE comment SET author=CAST(x'ff' AS TEXT) WHERE key=131073", "clean UTF-8"},
        {"UPDATE comment SET published=9223372036854775807 WHERE key=131072", "out of its range"},
        {"DELETE FROM comment; WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i+1 FROM n WHERE i<500)"
         " INSERT INTO comment SELECT 131072+i,-1,'',0,0,'x' FROM n", "too many comments"},
        {"UPDATE picture SET width=0 WHERE id=2", "out of its range"},
        {"UPDATE article SET title=printf('%.*c', 16385, 'x') WHERE id=2", "longer than any may be"},
        {"UPDATE article SET picture_alt=printf('%.*c', 7000000, 'x') WHERE id=2", "longer than any may be"},
        {"UPDATE related SET teaser=printf('%.*c', 7000000, 'x') WHERE key=131072", "longer than any may be"},
        {"UPDATE block SET spans='0 1 link http://'||printf('%.*c', 4000000, 'x') WHERE key BETWEEN 131072 AND 131074", "too long"},
        {"UPDATE block SET text=CAST(zeroblob(60000000) AS TEXT) WHERE key=131073", "larger than a bundle may hold"},
    };
    struct lt_diag diag;
    struct lt_buf whole = {0};
    assert_int_equal(lt_file_read(path, SIZE_MAX / 2, &diag, &whole), LT_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        put_file(whole.data, whole.size);
        change(cases[i].sql);
        expect_article(cases[i].what);
    }
    lt_buf_finish(&whole);
}

/* A block of 100 KB is read as several: the text is the same, a span over all of it lies over each, an item goes on. */
static void test_long_blocks(void **state)
{
    (void)state;
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    struct lt_bundle *bundle = NULL;
    const struct lt_doc *doc = NULL;
    change("UPDATE block SET role='item', level=1, number=7, text=replace(printf('%.*c', 25000, 'x'), 'x', 'été '),"
           " spans='0 150000 em'||char(10)||'6 11 strong' WHERE key=131073");
    assert_int_equal(lt_bundle_open(path, &diag, &bundle), LT_OK);
    assert_int_equal(lt_bundle_article(bundle, 2, &arena, &diag, &doc), LT_OK);
    uint32_t pieces = 0, end = doc->blocks[1].text.start;
    for (uint32_t i = 1; doc->blocks[i].text.end - doc->blocks[1].text.start <= 150000 && i < doc->block_count; i++) {
        const struct lt_block *block = &doc->blocks[i];
        assert_int_equal(block->text.start, end);
        assert_in_range(block->text.end - block->text.start, 1, LT_DOC_MAX_PIECE);
        assert_int_equal(doc->text[block->text.end - 1], ' ');
        assert_int_equal(block->role, LT_ROLE_ITEM);
        assert_int_equal(block->number, i == 1 ? 7 : LT_ITEM_CONTINUED);
        assert_int_equal(block->span_count, i == 1 ? 2 : 1);
        assert_int_equal(doc->spans[block->first_span].start, block->text.start);
        assert_int_equal(doc->spans[block->first_span].end, block->text.end);
        end = block->text.end;
        pieces++;
    }
    assert_int_equal(end - doc->blocks[1].text.start, 150000);
    assert_in_range(pieces, 10, 20);
    lt_bundle_close(bundle);
    lt_arena_finish(&arena);
}

/* A picture that stands in many places, described at length: the words are kept once. */
static void test_repeated_pictures(void **state)
{
    (void)state;
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    struct lt_bundle *bundle = NULL;
    const struct lt_doc *doc = NULL;
    change("WITH RECURSIVE n(i) AS (SELECT 100 UNION ALL SELECT i+1 FROM n WHERE i<1099) INSERT INTO block(key, role, level,"
           " quote, list, number, lang, rtl, text, spans, geometry, picture, alt) SELECT 131072+i,'figure',0,0,0,0,'',0,'','','',2,"
           " printf('%.*c', 16000, 'x') FROM n");
    assert_int_equal(lt_bundle_open(path, &diag, &bundle), LT_OK);
    if (lt_bundle_article(bundle, 2, &arena, &diag, &doc) != LT_OK)
        fail_msg("%s", diag.what);
    assert_true(doc->block_count > 1000);
    assert_in_range(arena.used_bytes, 16000, 1 << 20);
    lt_bundle_close(bundle);
    lt_arena_finish(&arena);
}

/* Any byte of the file may be wrong: the reader says so, or shows something; it never falls. */
static void test_wrong_bytes(void **state)
{
    (void)state;
    struct lt_diag diag;
    struct lt_buf whole = {0}, picture = {0};
    uint64_t random = 88172645463325252u;
    assert_int_equal(lt_file_read(path, SIZE_MAX / 2, &diag, &whole), LT_OK);
    for (int round = 0; round < 300; round++) {
        struct lt_arena arena = {0};
        struct lt_bundle *bundle = NULL;
        struct lt_buf bad = {0};
        lt_buf_put(&bad, whole.data, whole.size);
        for (int i = 0; i < 1 + round % 8; i++) {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            bad.data[(random >> 8) % bad.size] = (char)random;
        }
        put_file(bad.data, bad.size);
        if (lt_bundle_open(path, &diag, &bundle) == LT_OK) {
            const struct lt_doc *doc;
            const struct lt_card *cards;
            const struct lt_hit *hits;
            size_t count;
            for (int64_t id = 1; id < 10; id++)
                lt_bundle_article(bundle, id, &arena, &diag, &doc);
            lt_bundle_cards(bundle, 0, 0, 10, &arena, &diag, &cards, &count);
            lt_bundle_search(bundle, "écluse bac", 10, &arena, &diag, &hits, &count);
            lt_bundle_picture(bundle, 1, &diag, &picture);
            lt_bundle_close(bundle);
        }
        lt_arena_finish(&arena);
        lt_buf_finish(&bad);
    }
    lt_buf_finish(&picture);
    lt_buf_finish(&whole);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_not_bundles, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_newer_format, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_links, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_strange_names, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_cut_short, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_foreign_schema, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_logos, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wrong_rows, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_long_blocks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_repeated_pictures, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_wrong_bytes, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
