/*
 * test_fetch_robots.c: robots.txt as RFC 9309 reads it: its own examples, and what sites get wrong.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/robots.h>

#include <string.h>

static bool allowed(const char *text, const char *url)
{
    struct lt_robots *robots = lt_robots_create(lt_bytes_of(text), LT_ROBOTS_NAME);
    bool yes = lt_robots_allows(robots, url);
    lt_robots_destroy(robots);
    return yes;
}

static void groups(void **state)
{
    (void)state;
    static const char text[] = "User-agent: *\nDisallow: *.gif$\nDisallow: /example/\nAllow: /publications/\n"
                               "\nUser-agent: foobot\nDisallow:/\nAllow:/example/page.html\nAllow:/example/allowed.gif\n"
                               "\nUser-agent: barbot\nUSER-AGENT: Lutrin/1.0 (x)\nDisallow: /ours/ # not this\n"
                               "\nUser-agent: lutrin\nDisallow: /too/\n";
    assert_true(allowed(text, "https://a.test/example/page.html"));
    assert_true(allowed(text, "https://a.test/x.gif"));
    assert_false(allowed(text, "https://a.test/ours/1"));
    assert_false(allowed(text, "https://a.test/too/1"));
    assert_true(allowed("User-agent: *\nDisallow: /a\nUser-agent: lutrin\nCrawl-delay: 1\n", "/a"));
    assert_false(allowed("User-agent: *\nDisallow: /a\nUser-agent: lutrinx\nAllow: /\nUser-agent: lut\nAllow: /", "/a"));
    assert_false(allowed("User-agent: *\n\n\nDisallow: /a\nSitemap: http://x\nDisallow: /b", "/b"));
    assert_false(allowed("user-agent: *\rdisallow: /a\r\nallow: /c", "/a"));
    assert_false(allowed("\xEF\xBB\xBFUser-agent: *\nDisallow: /", "/"));
    assert_true(allowed("Disallow: /\nUser-agent: *\nDisallow:", "/a"));
    assert_true(allowed("", "/a"));
    assert_true(allowed("<html><body>Disallow: /</body>", "/"));
    assert_true(lt_robots_allows(NULL, "/a"));
}

static void longest_match(void **state)
{
    (void)state;
    static const char text[] = "User-Agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif\n";
    assert_false(allowed(text, "https://a.test/example/page/disallowed.gif"));
    assert_true(allowed(text, "https://a.test/example/page/other.gif"));
    assert_true(allowed("User-agent:*\nDisallow: /page\nAllow: /page", "/page"));
    assert_true(allowed("User-agent:*\nAllow: /page\nDisallow: /page", "/page"));
    assert_true(allowed("User-agent:*\nAllow: /p\nDisallow: /", "/page"));
    assert_false(allowed("User-agent:*\nAllow: /page\nDisallow: /*.htm", "/page.htm"));
    assert_true(allowed("User-agent:*\nDisallow: /", "https://a.test/robots.txt"));
    assert_false(allowed("User-agent:*\nDisallow: /", "https://a.test"));
    assert_false(allowed("User-agent:*\nDisallow: /", "https://a.test?x"));
}

static void wildcards(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *path;
        bool matches;
    } cases[] = {
        {"/fish", "/fish.html", true},        {"/fish", "/Fish", false},           {"/fish*", "/fishheads/x", true},
        {"/fish/", "/fish", false},           {"/*.php", "/folder/f.php?x", true}, {"/*.php", "/windows.PHP", false},
        {"/*.php$", "/f.php", true},          {"/*.php$", "/f.php?x", false},      {"/*.php$", "/f.php.php", true},
        {"/fish*.php", "/fishheads/c.php?p", true}, {"/fish*.php", "/Fish.php", false}, {"/$", "/", true},
        {"/$", "/a", false},                  {"*", "/x", true},                   {"/a*b*c$", "/abbcbc", true},
        {"/a*b*c$", "/abbcbd", false},        {"/a**b", "/axb", true},             {"/a$b", "/a$b", true},
        {"/a$b", "/a", false},                {"/f-%2A.html", "/f-*.html", true},  {"/f-%2A.html", "/f-x.html", false},
        {"/x%24", "/x$", true},               {"/foo/bar?baz=quz", "/foo/bar?baz=quz", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lt_buf text = {0};
        lt_buf_printf(&text, "User-agent: *\nDisallow: %s\n", cases[i].rule);
        if (allowed(text.data, cases[i].path) == cases[i].matches)
            fail_msg("%s against %s", cases[i].rule, cases[i].path);
        lt_buf_finish(&text);
    }
}

static void encodings(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"/foo/bar/\xE3\x83\x84", "/foo/bar/%E3%83%84"}, {"/foo/bar/%E3%83%84", "/foo/bar/\xE3\x83\x84"},
        {"/foo/bar/%62%61%7A", "/foo/bar/baz"},          {"/foo/bar/baz", "/foo/bar/%62%61%7a"},
        {"/a%2fb", "/a%2Fb"},                            {"/a%zz", "/a%zz"},
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++) {
        struct lt_buf text = {0};
        lt_buf_printf(&text, "User-agent: *\nDisallow: %s\n", same[i][0]);
        assert_false(allowed(text.data, same[i][1]));
        lt_buf_finish(&text);
    }
    assert_true(allowed("User-agent: *\nDisallow: /a%2Fb", "/a/b"));
}

static void crawl_delay(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int64_t ms;
    } cases[] = {{"10", 10000}, {"0.5", 500}, {"1.25", 1250}, {"0", 0}, {"99999999999999999999", 300000},
                 {"-1", -1},    {"x", -1},    {"", -1},       {".", -1}, {"0.00000000000001", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lt_buf text = {0};
        lt_buf_printf(&text, "User-agent: *\nCrawl-delay: %s\nUser-agent: other\nCrawl-delay: 7", cases[i].text);
        struct lt_robots *robots = lt_robots_create(lt_buf_slice(&text), LT_ROBOTS_NAME);
        assert_int_equal(lt_robots_delay_ms(robots), cases[i].ms);
        lt_robots_destroy(robots);
        lt_buf_finish(&text);
    }
    assert_int_equal(lt_robots_delay_ms(NULL), -1);
}

static void limits(void **state)
{
    (void)state;
    struct lt_buf text = {0};
    lt_buf_puts(&text, "User-agent: *\n");
    while (text.size < LT_ROBOTS_MAX_BYTES - 8)
        lt_buf_puts(&text, "#\n");
    lt_buf_puts(&text, "Disallow: /cut-here\nDisallow: /beyond\n");
    assert_true(allowed(text.data, "/cut"));
    assert_true(allowed(text.data, "/beyond"));
    lt_buf_clear(&text);
    lt_buf_puts(&text, "User-agent: *\n"); /* rules that cost too much to answer mean no */
    while (text.size < LT_ROBOTS_MAX_BYTES - 64)
        lt_buf_puts(&text, "Disallow: *aaaaaaaaaaaaaaaaaaaab\n");
    struct lt_buf path = {0};
    lt_buf_putc(&path, '/');
    while (path.size < 4000)
        lt_buf_putc(&path, 'a');
    assert_false(allowed(text.data, path.data));
    assert_true(allowed(text.data, "/short"));
    lt_buf_finish(&path);
    lt_buf_finish(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups),    cmocka_unit_test(longest_match), cmocka_unit_test(wildcards),
        cmocka_unit_test(encodings), cmocka_unit_test(crawl_delay),   cmocka_unit_test(limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
