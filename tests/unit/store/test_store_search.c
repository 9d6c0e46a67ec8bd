/* What a person types finds what a person means: accents, elisions, ligatures, beginnings, scripts without spaces. */
#include "sample.h"

struct fixture {
    struct lt_bundle *bundle;
    struct lt_arena arena;
    char path[300];
};

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct lt_diag diag;
    snprintf(f->path, sizeof f->path, "%s", sample_path("search.lutrin"));
    sample_bundle(f->path);
    *state = f;
    return lt_bundle_open(f->path, &diag, &f->bundle);
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    lt_bundle_close(f->bundle);
    lt_arena_finish(&f->arena);
    unlink(f->path);
    free(f);
    return 0;
}

static size_t search(struct fixture *f, const char *query, const struct lt_hit **hits)
{
    struct lt_diag diag = {0};
    size_t count = 0;
    enum lt_err err = lt_bundle_search(f->bundle, query, 10, &f->arena, &diag, hits, &count);
    if (err != LT_OK)
        fail_msg("%s: %s", query, diag.what);
    return count;
}

static void test_found(void **state)
{
    static const struct {
        const char *query;
        size_t count;
        int64_t first;
    } cases[] = {
        {"bac", 1, 2},         {"BAC", 1, 2},           {"écluse", 3, 5},     {"ecluse", 3, 5},  {"l'ecluse", 3, 5},
        {"d’écluse", 3, 5},    {"coeur", 1, 5},         {"cœur", 1, 5},       {"oeuvre", 3, 0},  {"passeu", 3, 0},
        {"œuvre", 3, 0},       {"de œuvre", 0, 0},      {"東京", 1, 9},       {"川", 1, 9},       {"京東", 0, 0},
        {"navigation", 1, 2},  {"e\xCC\x81" "cluse", 3, 5}, {"fleuve nav", 1, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct lt_hit *hits;
        size_t count = search(*state, cases[i].query, &hits);
        if (count != cases[i].count || (cases[i].first && hits[0].article != cases[i].first))
            fail_msg("%s: %zu hits, the first %lld", cases[i].query, count, count ? (long long)hits[0].article : 0);
    }
}

static void test_not_syntax(void **state)
{
    static const char *const queries[] = {"", "   ", "\"", "*", "bac\"", "title:bac", "bac OR", "NEAR(", "(", "-bac",
                                          "\xFF\xFE", "{}", "^", "l'", "—", "\"\"*", "AND", "a AND AND b"};
    const struct lt_hit *hits;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        search(*state, queries[i], &hits);
    assert_int_equal(search(*state, "-bac", &hits), 1);
    char longest[9000];
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    assert_int_equal(search(*state, longest, &hits), 0);
    for (size_t i = 1; i < sizeof longest - 1; i += 2)
        longest[i] = ' ';
    search(*state, longest, &hits);
}

static void test_snippets(void **state)
{
    const struct lt_hit *hits;
    assert_int_equal(search(*state, "oeuvre pass", &hits), 3);
    assert_string_equal(hits[0].snippet, "Une vallée, un \u2068passeur\u2069 et l’\u2068œuvre\u2069 du temps");
}

static void test_snippet_marks_all(void **state)
{
    const struct lt_hit *hits;
    assert_int_equal(search(*state, "vallee oeuvre", &hits), 3);
    assert_string_equal(hits[0].snippet, "Une \u2068vallée\u2069, un passeur et l’\u2068œuvre\u2069 du temps");
    assert_int_equal(search(*state, "eclus", &hits), 3);
    assert_string_equal(hits[2].snippet, "Les \u2068écluses\u2069");
    assert_true(hits[0].score >= hits[1].score && hits[1].score >= hits[2].score);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_not_syntax, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_snippets, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_snippet_marks_all, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
