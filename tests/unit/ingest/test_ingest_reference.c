/*
 * test_ingest_reference.c: a real feed and a real page, read where they lie outside the tree; skipped when absent.
 */
#include <lutrin/file.h>
#include <lutrin/ingest.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { SKIPPED = 77 };

static const char TITLE[] = "La Big tech US au cœur des opérations militaires israéliennes à Gaza";

static struct lt_buf load(const char *name)
{
    char path[1024];
    const char *suites = getenv("LUTRIN_SUITES");
    struct lt_buf data = {0};
    if (suites)
        snprintf(path, sizeof path, "%s/../reference/%s", suites, name);
    else
        snprintf(path, sizeof path, "%s/../shared/reference/%s", LT_SOURCE_DIR, name);
    if (lt_file_read(path, LT_FEED_MAX_BYTES, NULL, &data) != LT_OK && !suites) {
        snprintf(path, sizeof path, "%s/../../shared/reference/%s", LT_SOURCE_DIR, name);
        lt_file_read(path, LT_FEED_MAX_BYTES, NULL, &data);
    }
    return data;
}

static void check_article(const struct lt_doc *doc)
{
    static const char *const headings[] = {
        "Microsoft, un acteur central dans les opérations militaires israéliennes",
        "Un juteux business de la Big Tech utilisé dans les attaques à Gaza",
    };
    size_t paragraphs = 0, found = 0;
    struct lt_buf text = {0};
    lt_doc_plain(doc, &text);
    assert_string_equal(doc->meta.title, TITLE);
    assert_string_equal(doc->meta.author, "Rédaction");
    assert_string_equal(doc->meta.lang, "fr");
    assert_true(doc->meta.published == 1738650600);
    for (uint32_t i = 0; i < doc->block_count; i++) {
        paragraphs += doc->blocks[i].role == LT_ROLE_PARAGRAPH;
        if (doc->blocks[i].role == LT_ROLE_HEADING && found < 2)
            assert_true(lt_bytes_equal(lt_block_text(doc, &doc->blocks[i]), lt_bytes_of(headings[found++])));
    }
    assert_int_equal(paragraphs, 13);
    assert_int_equal(found, 2);
    assert_int_equal(doc->block_count, 15);
    assert_null(strstr(text.data, TITLE));
    assert_null(strstr(text.data, "  "));
    assert_non_null(strstr(text.data, "« Do not Panic! »"));
    assert_non_null(strstr(text.data, "Nous l’avions évoqué"));
    static const char *const foreign[] = {"Partager", "newsletter", "Abonnez", "Se connecter", "Mentions", "Commentaires",
                                          "Quelque chose", "Cette réforme"};
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++)
        assert_null(strstr(text.data, foreign[i]));
    lt_buf_finish(&text);
}

static void test_feed(void **state)
{
    struct lt_buf data = load("feed-rss.xml");
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    const struct lt_feed *feed;
    const struct lt_doc *doc;
    (void)state;
    assert_int_equal(lt_feed_parse(lt_buf_slice(&data), NULL, &arena, &diag, &feed), LT_OK);
    assert_int_equal(feed->entry_count, 5);
    assert_string_equal(feed->title, "Journal d’exemple");
    assert_int_equal(lt_entry_doc(feed, &feed->entries[0], &arena, &diag, &doc), LT_OK);
    check_article(doc);
    assert_int_equal(doc->meta.comment_count, 3);
    assert_string_equal(doc->meta.standfirst, "");
    assert_true(doc->meta.lead >= 0);
    lt_arena_finish(&arena);
    lt_buf_finish(&data);
}

static void test_page(void **state)
{
    struct lt_buf data = load("page-ghost.html");
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    struct lt_html_page page;
    (void)state;
    assert_int_equal(lt_html_extract(lt_buf_slice(&data), NULL, &arena, &diag, &page), LT_OK);
    check_article(page.doc);
    assert_string_equal(page.doc->meta.site, "Journal d’exemple");
    assert_int_equal(page.doc->related_count, 4);
    for (uint32_t i = 0; i < page.doc->related_count; i++) {
        const struct lt_related *related = &page.doc->related[i];
        size_t size = strlen(related->teaser);
        assert_true(related->author[0] && related->url[0] && related->picture_url[0]);
        assert_true(size > 3 && strcmp(related->teaser + size - 3, "…") == 0);
    }
    const char *teaser = page.doc->related[0].teaser;
    assert_non_null(strstr(teaser, "parfaitement aligné et…"));
    lt_arena_finish(&arena);
    lt_buf_finish(&data);
}

int main(void)
{
    struct lt_buf data = load("feed-rss.xml");
    bool there = data.size > 0;
    lt_buf_finish(&data);
    if (!there) {
        printf("skipped: no reference feed (set LUTRIN_SUITES)\n");
        return SKIPPED;
    }
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_feed), cmocka_unit_test(test_page)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
