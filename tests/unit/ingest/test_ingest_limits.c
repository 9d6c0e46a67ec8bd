/*
 * test_ingest_limits.c: input built to take time or memory is refused, soon, with words.
 */
#include <lutrin/ingest.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

enum { BOMB_COUNT = 400000, SOON_MS = 20000 }; /* sanitizers and a busy machine included */

static void repeat(struct lt_buf *out, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        lt_buf_puts(out, text);
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum lt_err parse_feed(const struct lt_buf *data, struct lt_diag *diag)
{
    struct lt_arena arena = {0};
    const struct lt_feed *feed;
    enum lt_err err = lt_feed_parse(lt_buf_slice(data), NULL, &arena, diag, &feed);
    lt_arena_finish(&arena);
    return err;
}

static enum lt_err extract(const struct lt_buf *data, struct lt_diag *diag)
{
    struct lt_arena arena = {0};
    struct lt_html_page page;
    enum lt_err err = lt_html_extract(lt_buf_slice(data), NULL, &arena, diag, &page);
    lt_arena_finish(&arena);
    return err;
}

static void test_feed_nesting(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "<rss><channel><item><title>x</title>");
    repeat(&data, "<a>", BOMB_COUNT);
    assert_int_equal(parse_feed(&data, &diag), LT_ERR_LIMIT);
    assert_true(strlen(diag.what) > 10);
    lt_buf_finish(&data);
}

static void test_feed_size(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "<rss>");
    repeat(&data, "<a><a><a><a><a><a><a><a><a><a><a><a><a><a><a><a>", (LT_FEED_MAX_BYTES / 48) + 1);
    assert_int_equal(parse_feed(&data, &diag), LT_ERR_LIMIT);
    lt_buf_finish(&data);
}

static void test_feed_entries(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "<rss><channel>");
    repeat(&data, "<item/>", LT_FEED_MAX_ENTRIES + 1);
    lt_buf_puts(&data, "</channel></rss>");
    assert_int_equal(parse_feed(&data, &diag), LT_ERR_LIMIT);
    lt_buf_finish(&data);
}

static void test_feed_entity_bomb(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "<!DOCTYPE rss [<!ENTITY a \"lol\">");
    for (char c = 'b'; c <= 'j'; c++)
        lt_buf_printf(&data, "<!ENTITY %c \"&%c;&%c;&%c;&%c;&%c;&%c;&%c;&%c;\">", c, c - 1, c - 1, c - 1, c - 1, c - 1,
                      c - 1, c - 1, c - 1);
    lt_buf_puts(&data, "]><rss><channel><title>&j;</title></channel></rss>");
    assert_int_equal(parse_feed(&data, &diag), LT_OK);
    lt_buf_finish(&data);
}

/* Deep markup is flattened up to a point, and refused beyond it. */
static void test_page_nesting(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "<html><body>");
    repeat(&data, "<div>", 600);
    lt_buf_puts(&data, "<p>A text that stands a long way down, but it is a text, and it is read.</p>");
    assert_int_equal(extract(&data, &diag), LT_OK);
    repeat(&data, "<div>", BOMB_COUNT);
    assert_int_equal(extract(&data, &diag), LT_ERR_LIMIT);
    lt_buf_finish(&data);
}

/* Each of these takes a naive walker quadratic time. */
static void test_page_soon(void **state)
{
    static const char *const bombs[][2] = {
        {"<b>", "</i>"},       {"<table><tr><td>", "x"},     {"<a href=#x>1</a>", "<p id=x>y</p>"},
        {"<p class=share>x y", "</p>"}, {"<ul><li>x", ""},   {"<sup><a href='#a'>1</a></sup>", "<p id=a>z"},
        {"&#x26;&lt;", "<"},   {"<figure><img src=a>", "</figure>"}, {"<div class='ad'>x, y", ""},
        {"<table><tr><td rowspan=1000 colspan=64>x", "</table>"},
        {"<p ", "a b='c' "},  {"<div itemprop=author>", "x y"}, {"<article class=nav><div class=ad>", "<p>x, y, and a z"},
        {"<div class=related>", "<a href=/a>one link of many</a>"}, {"<span id=a>", "<a href=#a>1</a>"},
        {"<blockquote><p>", "<cite></cite>"}, {"<img src=http://a/1>", "<img src=http://a/2>"},
        {"<div class=date>", "<p class=date>3 May 2020</p>"}, {"<div class=author><h2>", "<p>By Ana Roy</p>"},
        {"<time class=byline>", "<b></b>"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bombs / sizeof *bombs; i++) {
        struct lt_buf data = {0};
        struct lt_diag diag = {0};
        int64_t begin = now_ms();
        lt_buf_puts(&data, "<html><body>");
        repeat(&data, bombs[i][0], 1000);
        repeat(&data, bombs[i][1], 50000);
        repeat(&data, bombs[i][0], 20000);
        extract(&data, &diag);
        if (now_ms() - begin > SOON_MS)
            fail_msg("bomb %zu took %lld ms", i, (long long)(now_ms() - begin));
        lt_buf_finish(&data);
    }
}

/* A long base is joined to each short link: a small page must not become gigabytes. */
static void test_long_base(void **state)
{
    enum { BASE_BYTES = 8000, LINKS = 40000, MOST_BYTES = 100 << 20 };
    struct lt_buf data = {0}, clean = {0}, base = {0};
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    struct lt_html_page page;
    (void)state;
    lt_buf_puts(&base, "http://a.example/");
    repeat(&base, "x", BASE_BYTES / 4);
    lt_buf_puts(&base, "/");
    lt_buf_puts(&data, "<html><head><base href='http://a.example/");
    repeat(&data, "x", BASE_BYTES);
    lt_buf_puts(&data, "/'></head><body><article><h1>Title</h1><p>");
    repeat(&data, "<a href=b>Word</a> of a text that is long enough to be an article. ", LINKS);
    assert_int_equal(lt_html_extract(lt_buf_slice(&data), NULL, &arena, &diag, &page), LT_OK);
    assert_true(page.doc->text_size > LINKS * 50u);
    assert_true(arena.used_bytes < MOST_BYTES);
    lt_html_clean(lt_buf_slice(&data), base.data, &clean);
    assert_true(clean.size < MOST_BYTES / 2);
    lt_arena_finish(&arena);
    lt_buf_clear(&data); /* one picture in very many sizes */
    lt_buf_puts(&data, "<html><body><article><h1>Title</h1><p>");
    repeat(&data, "Words of a text that is long enough to be an article. ", 20);
    lt_buf_puts(&data, "<img alt='A picture' srcset='");
    repeat(&data, "a 1w, ", LINKS);
    lt_buf_puts(&data, "'>");
    assert_int_equal(lt_html_extract(lt_buf_slice(&data), base.data, &arena, &diag, &page), LT_OK);
    assert_int_equal(page.doc->picture_count, 1);
    assert_true(arena.used_bytes < MOST_BYTES / 10);
    lt_arena_finish(&arena);
    lt_buf_finish(&clean);
    lt_buf_finish(&base);
    lt_buf_finish(&data);
}

/* The same of a feed: whoever keeps the entries' addresses must not come to gigabytes. */
static void test_feed_long_base(void **state)
{
    enum { ENTRIES = 5000 };
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    const struct lt_feed *feed = NULL;
    (void)state;
    lt_buf_puts(&data, "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.example/");
    repeat(&data, "x", 8000);
    lt_buf_puts(&data, "/'><title>T</title>");
    repeat(&data, "<entry><title>E</title><id>i</id><link href='a'/><link rel='enclosure' href='b'/><content>Text</content></entry>", ENTRIES);
    lt_buf_puts(&data, "</feed>");
    assert_int_equal(lt_feed_parse(lt_buf_slice(&data), NULL, &arena, &diag, &feed), LT_OK);
    assert_int_equal(feed->entry_count, ENTRIES);
    assert_true(arena.used_bytes < ENTRIES * 4000u);
    lt_arena_finish(&arena);
    lt_buf_finish(&data);
}

static void test_entry_too_large(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    const struct lt_doc *doc;
    struct lt_meta meta = {.published = LT_NO_TIME, .updated = LT_NO_TIME, .lead = -1, .comment_count = -1};
    (void)state;
    repeat(&data, "0123456789abcdef", LT_ENTRY_MAX_BYTES / 16 + 1);
    assert_int_equal(lt_fragment_doc(lt_buf_slice(&data), &meta, &arena, &diag, &doc), LT_ERR_LIMIT);
    lt_arena_finish(&arena);
    lt_buf_finish(&data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_feed_nesting), cmocka_unit_test(test_feed_size),   cmocka_unit_test(test_feed_entries),
        cmocka_unit_test(test_feed_entity_bomb), cmocka_unit_test(test_page_nesting), cmocka_unit_test(test_page_soon),
        cmocka_unit_test(test_entry_too_large),  cmocka_unit_test(test_long_base), cmocka_unit_test(test_feed_long_base),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
