/*
 * test_ingest_url.c: references joined to their base, and what is no address.
 */
#include <lutrin/ingest.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static const char BASE[] = "http://a/b/c/d;p?q";

static void check(const char *reference, const char *base, const char *want)
{
    struct lt_arena arena = {0};
    const char *got = lt_url_resolve(reference, base, &arena);
    if (!want)
        assert_null(got);
    else if (!got)
        fail_msg("%s: refused", reference);
    else
        assert_string_equal(got, want);
    lt_arena_finish(&arena);
}

/* RFC 3986, section 5.4. */
static void test_standard_examples(void **state)
{
    static const char *const pairs[][2] = {
        {"g", "http://a/b/c/g"},        {"./g", "http://a/b/c/g"},      {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},           {"//g", "http://g"},            {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},    {"#s", "http://a/b/c/d;p?q#s"}, {"g#s", "http://a/b/c/g#s"},
        {"g?y#s", "http://a/b/c/g?y#s"}, {";x", "http://a/b/c/;x"},     {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},         {"./", "http://a/b/c/"},        {"..", "http://a/b/"},
        {"../g", "http://a/b/g"},       {"../..", "http://a/"},         {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},   {"/./g", "http://a/g"},         {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},      {"..g", "http://a/b/c/..g"},    {"./g/.", "http://a/b/c/g/"},
        {"g/../h", "http://a/b/c/h"},   {"g?y/./x", "http://a/b/c/g?y/./x"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        check(pairs[i][0], BASE, pairs[i][1]);
}

static void test_whole_addresses(void **state)
{
    (void)state;
    check("HTTPS://A.example/x", NULL, "https://A.example/x");
    check("//cdn.example/p.jpg", NULL, "https://cdn.example/p.jpg");
    check(" \n http://a.example/a b\t ", NULL, "http://a.example/a%20b");
    check("http://a.example/\"<>", NULL, "http://a.example/%22%3C%3E");
    check("mailto:a@a.example", NULL, "mailto:a@a.example");
    check("http://a.example", NULL, "http://a.example");
    check("g", "http://a.example", "http://a.example/g");
}

static void test_refused(void **state)
{
    static const char *const refused[] = {
        "javascript:alert(1)", "JAVASCRIPT:alert(1)", " java\nscript:alert(1)", "data:text/html,x", "file:///etc/passwd",
        "ftp://a.example/",    "vbscript:x",          "http:",                  "http://",          "http:path",
        "\x01http://a/",       "mailto:",             "http:///x",
    };
    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++)
        check(refused[i], BASE, NULL);
    check("relative", NULL, NULL);
    check("relative", "not an address", NULL);
    check(NULL, BASE, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_standard_examples),
        cmocka_unit_test(test_whole_addresses),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
