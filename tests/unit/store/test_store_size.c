/* A bundle of 10,000 articles opens and shows its first cards with the same work as one of 100: counted in steps of
 * SQLite's virtual machine and in pages read, not in time. */
#include "sample.h"

#include <sqlite3.h>

struct work {
    long long steps;
    int pages;
};

/* Every database that is opened is watched: the first one is the bundle (the other is the schema's pattern). */
static sqlite3 *watched;
static long long steps;

static int count_steps(unsigned event, void *self, void *stmt, void *time)
{
    (void)event;
    (void)self;
    (void)time;
    steps += sqlite3_stmt_status(stmt, SQLITE_STMTSTATUS_VM_STEP, 0);
    return 0;
}

static int watch(sqlite3 *db, char **message, const void *api)
{
    (void)message;
    (void)api;
    if (!watched) {
        watched = db;
        sqlite3_trace_v2(db, SQLITE_TRACE_PROFILE, count_steps, NULL);
    }
    return SQLITE_OK;
}

static const struct lt_doc *small_doc(struct lt_arena *arena, int n)
{
    struct lt_doc_builder *b = lt_doc_build_begin(arena);
    struct lt_diag diag;
    const struct lt_doc *doc = NULL;
    char title[64];
    snprintf(title, sizeof title, "Article %d de la rive", n);
    for (int i = 0; i < 3; i++) {
        lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .picture = -1, .lang = "fr"});
        lt_doc_build_text(b, lt_bytes_of("Le bac n’a pas de moteur : c’est le courant qui le pousse."));
    }
    struct lt_meta meta = {.title = title, .lang = "fr", .published = 1000000 + n * 60, .lead = -1, .comment_count = -1};
    assert_int_equal(lt_doc_build_end(b, &meta, &diag, &doc), LT_OK);
    return doc;
}

static void make(const char *path, int count)
{
    static const char *const sections[] = {"A", "B"};
    struct lt_bundle_head head = {.title = "T", .lang = "fr", .created = 1, .sections = sections, .section_count = 2};
    struct lt_bundle_writer *writer;
    struct lt_diag diag;
    assert_int_equal(lt_bundle_create(path, &head, &diag, &writer), LT_OK);
    for (int n = 1; n <= count; n++) {
        struct lt_arena arena = {0};
        char slug[32];
        snprintf(slug, sizeof slug, "a-%d", n);
        struct lt_bundle_article_row row = {.id = n, .slug = slug, .section = 1 + n % 2, .doc = small_doc(&arena, n)};
        assert_int_equal(lt_bundle_add_article(writer, &row, &diag), LT_OK);
        lt_arena_finish(&arena);
    }
    assert_int_equal(lt_bundle_finish(writer, &diag), LT_OK);
}

/* The work of opening the bundle and reading 20 cards of a section from `offset`. */
static struct work measure(const char *path, int64_t section, uint32_t offset)
{
    struct lt_bundle *bundle;
    struct lt_diag diag;
    struct lt_arena arena = {0};
    struct work work = {0};
    const struct lt_card *cards;
    size_t count = 0;
    int peak;
    watched = NULL;
    steps = 0;
    assert_int_equal(sqlite3_auto_extension((void (*)(void))watch), SQLITE_OK);
    assert_int_equal(lt_bundle_open(path, &diag, &bundle), LT_OK);
    sqlite3_reset_auto_extension();
    assert_int_equal(lt_bundle_cards(bundle, section, offset, 20, &arena, &diag, &cards, &count), LT_OK);
    assert_int_equal(count, 20);
    assert_int_equal(sqlite3_db_status(watched, SQLITE_DBSTATUS_CACHE_MISS, &work.pages, &peak, 0), SQLITE_OK);
    work.steps = steps;
    assert_true(work.steps > 100 && work.pages > 2);
    lt_arena_finish(&arena);
    lt_bundle_close(bundle);
    return work;
}

static void test_same_work(void **state)
{
    (void)state;
    char small[300], large[300];
    snprintf(small, sizeof small, "%s", sample_path("small.lutrin"));
    snprintf(large, sizeof large, "%s", sample_path("large.lutrin"));
    make(small, 100);
    make(large, 10000);
    static const struct {
        int64_t section;
        uint32_t offset;
    } places[] = {{0, 0}, {0, 9000}, {1, 0}, {2, 4000}};
    struct work base = measure(small, 0, 0);
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        struct work work = measure(large, places[i].section, places[i].offset);
        print_message("section %d from %u: %lld steps, %d pages (100 articles: %lld, %d)\n", (int)places[i].section,
                      (unsigned)places[i].offset, work.steps, work.pages, base.steps, base.pages);
        assert_true(work.steps <= base.steps + 10);
        /* one level more in two trees, and the 20 rows lie on other pages */
        assert_true(work.pages <= base.pages + 8);
    }
    unlink(small);
    unlink(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_same_work)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
