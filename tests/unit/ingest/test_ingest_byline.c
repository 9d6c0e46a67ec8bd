/*
 * test_ingest_byline.c: the names in lines that say who wrote an article; what a page tells in its own words.
 */
#include <lutrin/ingest.h>

#include "byline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void test_names(void **state)
{
    static const char *const pairs[][2] = {
        {"Ana Roy", "Ana Roy"},
        {"By Ana Roy", "Ana Roy"},
        {"BY: ANA ROY", "ANA ROY"},
        {"Veröffentlicht vonAna Roy", "Ana Roy"},
        {"von\xC2\xA0lupa", "lupa"},
        {"Byron Roy", "Byron Roy"},
        {"Posted on 3 May 2020 by Ana Roy", "Ana Roy"},
        {"Publiziert am 3. Mai von Ana Roy", "Ana Roy"},
        {"Ana Roy, 07 Dezember, 2022", "Ana Roy"},
        {"Ana Roy Fr, 18. Oktober 2019", "Ana Roy"},
        {"Ana Roy22 Dec 2016", "Ana Roy"},
        {"Ana Roy @anaroy", "Ana Roy"},
        {"Ana Roy | The Paper", "Ana Roy"},
        {"Ana Roy hace 13 horas", "Ana Roy"},
        {"c1ph4", "c1ph4"},
        {"Anke Brandt, Redaktion Wirtschaft", "Anke Brandt"},
        {"Bund 90/Die Leser", "Bund 90/Die Leser"},
        {"Ana Roy ana@paper.example", "Ana Roy"},
        {"Article by Ana Roy", "Ana Roy"},
        {"November 8, 2023 by Ana Roy", "Ana Roy"},
        {"May Roy, November 8, 2023", "May Roy"},
        {"By Ana Roy Tuesday, Aug. 10, 2010", "Ana Roy"},
        {"By Ana Tuesday", "Ana Tuesday"},
    };
    static const char *const nobody[] = {"", "By", "Posted", "Last Updated: January 7, 2025", "3 May 2020", "November 8, 2023", "Veröffentlicht", "Follow"};
    struct lt_arena arena = {0};
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        assert_string_equal(lt_byline_names(pairs[i][0], &arena), pairs[i][1]);
    for (size_t i = 0; i < sizeof nobody / sizeof *nobody; i++)
        assert_null(lt_byline_names(nobody[i], &arena));
    lt_arena_finish(&arena);
}

/* A line is a signature when it leads to names and holds nothing else. */
static void test_signed(void **state)
{
    static const char *const pairs[][2] = {
        {"By Ana Roy", "Ana Roy"},
        {"Von Anke de Vries und Uwe Sommer", "Anke de Vries und Uwe Sommer"},
        {"Autorin: Anke Brandt, 3. Mai 2020", "Anke Brandt"},
        {"Text: Anke", "Anke"},
        {"文・山田花子", "山田花子"},
        {"著者：佐藤健", "佐藤健"},
        {"بقلم: ليلى حداد", "ليلى حداد"},
    };
    static const char *const none[] = {"Ana Roy", "By Friday", "By the river", "Von der Burg blieb nichts", "Par temps de pluie", "Text", "By",
                                       "Di notte il fiume sale", "By Ana Roy From: The Paper",
                                       "بقلم: ليلى حداد، ١٤ أيار ٢٠٢٤"};
    struct lt_arena arena = {0};
    (void)state;
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        const char *names = lt_byline_signed(pairs[i][0], &arena);
        if (!names)
            fail_msg("%s: nobody signed", pairs[i][0]);
        assert_string_equal(names, pairs[i][1]);
    }
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (lt_byline_signed(none[i], &arena))
            fail_msg("%s: signed by %s", none[i], lt_byline_signed(none[i], &arena));
    assert_true(lt_byline_leads("Written by"));
    assert_false(lt_byline_leads("Est. reading time"));
    lt_arena_finish(&arena);
}

static void read_page(const char *html, struct lt_arena *arena, struct lt_html_page *ret_page)
{
    struct lt_diag diag;
    assert_int_equal(lt_html_extract(lt_bytes_of(html), "https://a.example/x", arena, &diag, ret_page), LT_OK);
}

#define TEXT "<p>Salt is bought by the sack here, as it has always been, from a man who comes down twice a year.</p>"

static void test_told(void **state)
{
    struct lt_arena arena = {0};
    struct lt_html_page page;
    (void)state;
    read_page("<html><head><title>Salt - A Paper</title><meta property='og:title' content='Salt | A Paper'>"
              "<meta property='og:site_name' content='A Paper'><script type='application/ld+json'><![CDATA["
              "{\"@type\":\"Article\",\"datePublished\":\"2024-05-06T07:08:09+02:00\"}]]></script></head><body><main>"
              "<h1>Salt</h1><p class='byline'>By Ana Roy</p>" TEXT "</main></body></html>",
              &arena, &page);
    assert_string_equal(page.told.title, "Salt | A Paper");
    assert_string_equal(page.doc->meta.title, "Salt");
    assert_string_equal(page.told.byline, "By Ana Roy");
    assert_string_equal(page.doc->meta.author, "Ana Roy");
    assert_string_equal(page.told.published, "2024-05-06T07:08:09+02:00");
    assert_int_equal(page.doc->meta.published, 1714972089);
    lt_arena_finish(&arena);
}

/* A comment's author did not write the article, and a site is not the author when somebody signs. */
static void test_whose(void **state)
{
    struct lt_arena arena = {0};
    struct lt_html_page page;
    (void)state;
    read_page("<html><head><title>Salt</title></head><body><div id='comments'><p class='comment-author'>Bo says:</p></div>"
              "<main>" TEXT "</main></body></html>",
              &arena, &page);
    assert_true(!page.doc->meta.author || !page.doc->meta.author[0]);
    read_page("<html><head><title>Salt</title><meta name='author' content='A Paper'>"
              "<meta property='og:site_name' content='A Paper'></head><body><main><a rel='author' href='/a'>Ana Roy</a>" TEXT
              "</main></body></html>",
              &arena, &page);
    assert_string_equal(page.doc->meta.author, "Ana Roy");
    lt_arena_finish(&arena);
}

/* What the byline is in the page's own words, and who the author is. */
static void test_line(void **state)
{
    static const struct {
        const char *head, *body, *line, *author;
    } pages[] = {
        /* a property that stands as a name is believed less than what the page shows */
        {"<meta name='article:author' content='A Paper'>", "<p class='byline'>By Ana Roy</p>", "By Ana Roy", "Ana Roy"},
        {"<meta property='article:author' content='Ana Roy'>", "<p class='byline'>By Bo</p>", "Ana Roy", "Ana Roy"},
        {"<meta property='article:author' content='https://a.example/ana'>", "<p class='byline'>By Ana Roy</p>", "By Ana Roy", "Ana Roy"},
        /* several authors: the element is repeated, and the last is what most programs see */
        {"<meta name='DC.Creator' content='Roy, Ana'><meta name='DC.Creator' content='Lee, Bo'>", "", "Lee, Bo", "Roy, Ana; Lee, Bo"},
        {"<meta property='article:author' content='Ana Roy'><meta property='article:author' content='Bo Lee'>", "", "Bo Lee",
         "Ana Roy, Bo Lee"},
        {"<meta itemprop='author' content='Ana Roy'>", "<p class='article-dateline'>3 May, 6:01</p>", "3 May, 6:01", "Ana Roy"},
        /* what is not shown, or stands beside the article, shows no byline */
        {"", "<p class='byline' style='display:none'>By Bo</p><p class='byline'>By Ana Roy</p>", "By Ana Roy", NULL},
        {"", "<div role='complementary'><p class='follow-author'>Bo</p></div><p class='story-byline'>Ana Roy</p>", "Ana Roy", NULL},
        {"", "<div><a rel='author'>Ana Roy</a> y <a rel='author'>Bo Lee</a></div>", "Ana Roy", "Ana Roy, Bo Lee"},
        {"<meta name='author' content='paper.org'>", "<p class='byline'>By Ana Roy</p>", "paper.org", "Ana Roy"},
        {"<meta name='twitter:label1' content='Written by'><meta name='twitter:data1' content='Ana Roy'>", "", "Ana Roy", "Ana Roy"},
        {"<meta name='twitter:label1' content='Time'><meta name='twitter:data1' content='Ana Roy'>", "<p class='autorenzeile'>Von Bo Lee</p>",
         "Bo Lee", "Bo Lee"},
        {"<meta name='author' content='admin'>", "<p class='byline'>By Ana Roy</p>", "admin", "Ana Roy"},
        {"", "<div role='complementary'><p class='author'>Bo</p></div><p class='author'>Ana Roy</p>", "Ana Roy", "Ana Roy"},
        {"", "<p class='byline'>By <span itemprop='name'>Ana Roy</span>, from the coast</p>", "Ana Roy", NULL},
        {"", "<div class='authors'>The longest of all bylines that there ever were goes on and on, and tells of whoever it was that did the "
             "writing</div><p id='writtenby'>Ana Roy</p>", "Ana Roy", NULL},
        /* where the parts of a box stand far apart, its names are further in */
        {"", "<div class='byline'>\n                                  <span class='author-name'>Ana Roy</span>\n\n                                "
             "            <span>•</span>                                                                                <span>8 h</span></div>", "Ana Roy", NULL},
    };
    struct lt_arena arena = {0};
    struct lt_html_page page;
    struct lt_buf html = {0};
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        lt_buf_clear(&html);
        lt_buf_printf(&html, "<html><head><title>Salt</title>%s</head><body>%s<main><h1>Salt</h1>" TEXT "</main></body></html>",
                      pages[i].head, pages[i].body);
        read_page(html.data, &arena, &page);
        assert_string_equal(page.told.byline, pages[i].line);
        if (pages[i].author)
            assert_string_equal(page.doc->meta.author, pages[i].author);
    }
    lt_buf_finish(&html);
    lt_arena_finish(&arena);
}

/* When it was published comes before when its page was made. */
static void test_published(void **state)
{
    struct lt_arena arena = {0};
    struct lt_html_page page;
    (void)state;
    read_page("<html><head><title>Salt</title><meta property='article:published_time' content='2017-02-23T17:18:13-08:00'>"
              "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"dateCreated\":\"2017-02-24T01:18:13Z\"}</script>"
              "</head><body><main>" TEXT "</main></body></html>",
              &arena, &page);
    assert_string_equal(page.told.published, "2017-02-23T17:18:13-08:00");
    lt_arena_finish(&arena);
}

static void test_direction(void **state)
{
    struct lt_arena arena = {0};
    struct lt_html_page page;
    (void)state;
    read_page("<html dir='ltr'><head><title>Salt</title></head><body><main dir='rtl'>" TEXT "</main></body></html>", &arena, &page);
    assert_true(page.doc->meta.rtl);
    lt_arena_finish(&arena);
}

static void test_language(void **state)
{
    static const char *const pages[] = {"<html lang='fr-CA'><head>", "<html xml:lang='fr-CA'><head>", "<html lang='' xml:lang='fr-CA'><head>",
                                        "<html><head></head><body lang='fr-CA'>", "<html lang='fr-CA'><head></head><body lang='en'>"};
    struct lt_arena arena = {0};
    struct lt_html_page page;
    struct lt_buf html = {0};
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        lt_buf_clear(&html);
        lt_buf_printf(&html, "%s<main><h1>Salt</h1>" TEXT "</main>", pages[i]);
        read_page(html.data, &arena, &page);
        if (!page.doc->meta.lang)
            fail_msg("%s: no language", pages[i]);
        assert_string_equal(page.doc->meta.lang, "fr-CA");
    }
    lt_buf_finish(&html);
    lt_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_signed),
        cmocka_unit_test(test_told),
        cmocka_unit_test(test_whose),
        cmocka_unit_test(test_line),
        cmocka_unit_test(test_published),
        cmocka_unit_test(test_direction),
        cmocka_unit_test(test_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
