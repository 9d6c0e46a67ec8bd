/*
 * test_ingest_export.c: exports built to take time or memory are refused with words, and kinds are told by content.
 */
#include <lutrin/export.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void repeat(struct lt_buf *out, const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        lt_buf_puts(out, text);
}

static enum lt_err parse(struct lt_buf *data, struct lt_diag *diag, size_t *ret_entries)
{
    struct lt_arena arena = {0};
    const struct lt_feed *feed = NULL;
    enum lt_err err = lt_feed_parse(lt_buf_slice(data), NULL, &arena, diag, &feed);
    if (err == LT_OK && ret_entries)
        *ret_entries = feed->entry_count;
    lt_arena_finish(&arena);
    lt_buf_finish(data);
    return err;
}

static void test_json_depth(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":");
    repeat(&data, "[", 1000000);
    assert_int_equal(parse(&data, &diag, NULL), LT_ERR_LIMIT);
    assert_non_null(strstr(diag.what, "deep"));
}

static void test_json_values(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[");
    repeat(&data, "[],", LT_JSON_MAX_VALUES);
    lt_buf_puts(&data, "1]}");
    assert_int_equal(parse(&data, &diag, NULL), LT_ERR_LIMIT);
    assert_non_null(strstr(diag.what, "values"));
}

static void test_json_entries(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[");
    repeat(&data, "{},", LT_FEED_MAX_ENTRIES);
    lt_buf_puts(&data, "{}]}");
    assert_int_equal(parse(&data, &diag, NULL), LT_ERR_LIMIT);
}

static void test_ghost_body_depth(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "{\"posts\":[{\"title\":\"x\",\"status\":\"published\",\"lexical\":\"");
    repeat(&data, "[", LT_JSON_MAX_DEPTH + 1);
    lt_buf_puts(&data, "\"}]}");
    assert_int_equal(parse(&data, &diag, NULL), LT_ERR_LIMIT);
}

static void test_ghost_without_posts(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "{\"posts\":1,\"html\":2}");
    assert_int_equal(parse(&data, &diag, NULL), LT_ERR_DATA);
}

static void test_markdown_depth(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "---\ntitle: x\n---\n");
    repeat(&data, "> ", LT_MARKDOWN_MAX_DEPTH + 1);
    lt_buf_puts(&data, "x\n");
    assert_int_equal(parse(&data, &diag, NULL), LT_ERR_LIMIT);
}

static void test_front_matter_keys(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    (void)state;
    lt_buf_puts(&data, "---\ntags:\n");
    repeat(&data, "- a\n", LT_FRONT_MATTER_MAX_KEYS + 1);
    lt_buf_puts(&data, "---\nx\n");
    assert_int_equal(parse(&data, &diag, NULL), LT_ERR_LIMIT);
}

/* Hundreds of thousands of openings without an end: linear, or given up. */
static void test_shortcode_bomb(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    size_t entries = 0;
    (void)state;
    lt_buf_puts(&data, "<rss xmlns:wp='http://wordpress.org/export/1.2/' xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><item>"
                       "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type><content:encoded><![CDATA[");
    repeat(&data, "[ab c=d] ", 300000);
    lt_buf_puts(&data, "]]></content:encoded></item></channel></rss>");
    assert_int_equal(parse(&data, &diag, &entries), LT_OK);
    assert_int_equal(entries, 1);
}

static void test_kinds(void **state)
{
    static const struct {
        const char *text;
        enum lt_source_kind kind;
    } cases[] = {
        {"<rss><channel/></rss>", LT_SOURCE_FEED},
        {"<rss xmlns:wp=\"http://wordpress.org/export/1.2/\"><channel/></rss>", LT_SOURCE_WXR},
        {"<!doctype html><p>{\"posts\":[]}", LT_SOURCE_HTML},
        {"\xEF\xBB\xBF {\"items\":[],\"version\":\"https://jsonfeed.org/version/1.1\"}", LT_SOURCE_JSON_FEED},
        {"{\"db\":[{\"data\":{\"posts\":[{\"mobiledoc\":\"\"}]}}]}", LT_SOURCE_GHOST},
        {"{\"name\":\"x\",\"version\":\"1.0.0\"}", LT_SOURCE_UNKNOWN},
        {"---\ntitle: x\n---\n<p>x</p>", LT_SOURCE_MARKDOWN},
        {"# Title\n\nSome words of prose here.\n", LT_SOURCE_MARKDOWN},
        {"#!/bin/sh\n\necho a b c d e\n", LT_SOURCE_UNKNOWN},
        {"# comment\nx = 1\n", LT_SOURCE_UNKNOWN},
        {"---\n", LT_SOURCE_UNKNOWN},
        {"<?xml version=\"1.0\"?><opml version=\"2.0\"><body/></opml>", LT_SOURCE_OPML},
        {"PK\x03\x04 META-INF/container.xml", LT_SOURCE_EPUB},
        {"PK\x03\x04 a.txt", LT_SOURCE_UNKNOWN},
        {"", LT_SOURCE_UNKNOWN},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (lt_source_sniff(lt_bytes_of(cases[i].text)) != cases[i].kind)
            fail_msg("case %zu is of kind %d", i, lt_source_sniff(lt_bytes_of(cases[i].text)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_depth),          cmocka_unit_test(test_json_values),
        cmocka_unit_test(test_json_entries),        cmocka_unit_test(test_ghost_body_depth),
        cmocka_unit_test(test_ghost_without_posts), cmocka_unit_test(test_markdown_depth),
        cmocka_unit_test(test_front_matter_keys),   cmocka_unit_test(test_shortcode_bomb),
        cmocka_unit_test(test_kinds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
