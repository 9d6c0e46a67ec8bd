/* Selectors: what they become, what is refused, what they find. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <lutrin/ingest.h>

static void good_ones_become_xpath(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"article", "//article"},
        {"ARTICLE > P", "//article/p"},
        {"article .body", "//article//*[contains(concat(' ',normalize-space(@class),' '),' body ')]"},
        {".promo, #share", "//*[contains(concat(' ',normalize-space(@class),' '),' promo ')]|//*[@id='share']"},
        {"a\nb\n", "//a|//b"},
        {"div.x#y[data-z]", "//div[contains(concat(' ',normalize-space(@class),' '),' x ')][@id='y'][@data-z]"},
        {"[role=main]", "//*[@role='main']"},
        {"[title=\"it's\"]", "//*[@title=\"it's\"]"},
        {"[a ^= 'b c' ]", "//*[starts-with(@a,'b c')]"},
        {"[href*=ad]", "//*[contains(@href,'ad')]"},
        {"[href$=\".pdf\"]", "//*[substring(@href,string-length(@href)-3)='.pdf']"},
        {"[class~=x]", "//*[contains(concat(' ',normalize-space(@class),' '),' x ')]"},
        {"* .md\\:flex", "//*//*[contains(concat(' ',normalize-space(@class),' '),' md:flex ')]"},
        {".é", "//*[contains(concat(' ',normalize-space(@class),' '),' é ')]"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lt_arena arena = {0};
        struct lt_diag diag = {0};
        const char *xpath = NULL;
        if (lt_selector_compile(cases[i][0], &arena, &diag, &xpath) != LT_OK)
            fail_msg("%s: %s", cases[i][0], diag.what);
        assert_string_equal(xpath, cases[i][1]);
        lt_arena_finish(&arena);
    }
}

static void bad_ones_are_told(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "an element is missing at the end"},      {"a,", "an element is missing"},
        {"a >", "an element is missing"},              {"> a", "an element is missing before \"> a\""},
        {".", "a class is missing"},                   {"#.x", "an id is missing"},
        {"a:hover", "pseudo-classes"},                 {"a+b", "not understood before \"+b\""},
        {"[x", "no such comparison"},                  {"[x='a]", "not closed"},
        {"[x|=a]", "no such comparison"},              {"[x=a", "a bracket is not closed"},
        {"[]", "an attribute's name is missing"},      {"9a", "no tag's name"},
        {"[x='\"' ][y=\"a'b\"][z=\"\\']\"]", ""},      {".a']", "not understood"},
        {"\\:", "no tag's name"},                      {"[a\\:b]", "an attribute's name is missing"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lt_arena arena = {0};
        struct lt_diag diag = {0};
        const char *xpath = NULL;
        enum lt_err err = lt_selector_compile(cases[i][0], &arena, &diag, &xpath);
        if (cases[i][1][0] && (err != LT_ERR_CONFIG || !strstr(diag.what, cases[i][1])))
            fail_msg("%s: %s, not %s", cases[i][0], diag.what, cases[i][1]);
        lt_arena_finish(&arena);
    }
    char *deep = lt_alloc(LT_SELECTOR_MAX_PARTS * 2 + 10, 1);
    for (int i = 0; i <= LT_SELECTOR_MAX_PARTS; i++)
        memcpy(deep + 2 * i, "a ", 2);
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    const char *xpath;
    assert_int_equal(lt_selector_compile(deep, &arena, &diag, &xpath), LT_ERR_CONFIG);
    free(deep);
    lt_arena_finish(&arena);
}

static const char PAGE[] =
    "<html lang=en><head><title>The heron</title></head><body><main><article><p>The wrong text, much longer than the right one, "
    "for it goes on and on about nothing at all, and then it goes on again, and on, and on.</p></article></main>"
    "<div class='a b'><p>First part of the right text.</p><p class=promo>Buy!</p></div><div class=a><div class=a><p>Second "
    "part.</p></div><p id=share>Share</p></div></body></html>";

static void expect_text(const char *keep, const char *drop, const char *expected, bool unchosen)
{
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    struct lt_choice choice = {0};
    struct lt_html_page page;
    struct lt_buf text = {0};
    if (keep)
        assert_int_equal(lt_selector_compile(keep, &arena, &diag, &choice.keep), LT_OK);
    if (drop)
        assert_int_equal(lt_selector_compile(drop, &arena, &diag, &choice.drop), LT_OK);
    assert_int_equal(lt_html_extract_chosen(lt_bytes_of(PAGE), NULL, &choice, &arena, &diag, &page), LT_OK);
    lt_doc_plain(page.doc, &text);
    if (!strstr(text.data, expected))
        fail_msg("%s / %s gives: %s", keep ? keep : "-", drop ? drop : "-", text.data);
    assert_true(!strstr(text.data, "Buy!") || !drop);
    assert_int_equal(page.unchosen, unchosen);
    lt_buf_finish(&text);
    lt_arena_finish(&arena);
}

static void they_choose_the_article(void **state)
{
    (void)state;
    expect_text(NULL, NULL, "The wrong text", false);
    expect_text(".a", ".promo, #share", "First part of the right text.\n\nSecond part.", false);
    expect_text(".nothing", NULL, "The wrong text", true);
    expect_text(NULL, "main", "First part", false);
    expect_text("html", "html, .promo", "First part", false);
}

static void entries_are_chosen_from_too(void **state)
{
    (void)state;
    static const char feed_text[] = "<rss version='2.0'><channel><title>t</title><item><title>x</title><description>&lt;div class='a'&gt;"
                                    "&lt;p&gt;Kept.&lt;/p&gt;&lt;p class='b'&gt;Dropped.&lt;/p&gt;&lt;/div&gt;&lt;p&gt;Not kept.&lt;/p&gt;"
                                    "</description></item></channel></rss>";
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    struct lt_choice choice = {0};
    const struct lt_feed *feed;
    const struct lt_doc *doc;
    struct lt_buf text = {0};
    assert_int_equal(lt_selector_compile("div.a", &arena, &diag, &choice.keep), LT_OK);
    assert_int_equal(lt_selector_compile(".b", &arena, &diag, &choice.drop), LT_OK);
    assert_int_equal(lt_feed_parse(lt_bytes_of(feed_text), NULL, &arena, &diag, &feed), LT_OK);
    assert_int_equal(lt_entry_doc_chosen(feed, &feed->entries[0], &choice, &arena, &diag, &doc), LT_OK);
    lt_doc_plain(doc, &text);
    assert_string_equal(text.data, "Kept.");
    lt_buf_finish(&text);
    lt_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_ones_become_xpath),
        cmocka_unit_test(bad_ones_are_told),
        cmocka_unit_test(they_choose_the_article),
        cmocka_unit_test(entries_are_chosen_from_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
