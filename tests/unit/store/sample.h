/* Documents and bundles that the store's tests are made with. */
#ifndef LUTRIN_TEST_STORE_SAMPLE_H
#define LUTRIN_TEST_STORE_SAMPLE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <lutrin/bundle.h>
#include <lutrin/bundle_write.h>
#include <lutrin/doc_build.h>
#include <lutrin/file.h>

#define SAMPLE_SPAN(b, kind, target, words)                                                                           \
    do {                                                                                                              \
        lt_doc_build_span(b, kind, target, false);                                                                    \
        lt_doc_build_text(b, lt_bytes_of(words));                                                                     \
        lt_doc_build_span_end(b);                                                                                     \
    } while (0)

/* A document with one block of every role and one span of every kind; its lead is picture 1, a figure shows picture 2. */
static inline const struct lt_doc *sample_doc(struct lt_arena *arena, const char *title, int64_t published)
{
    struct lt_doc_builder *b = lt_doc_build_begin(arena);
    struct lt_diag diag = {0};
    const struct lt_doc *doc = NULL;
    lt_doc_build_picture(b, &(struct lt_picture){.id = 1, .width = 320, .height = 200, .alt = "Le bac au soleil"});
    int32_t figure = lt_doc_build_picture(b, &(struct lt_picture){.id = 2, .width = 64, .height = 48, .alt = "A bee"});
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .picture = -1, .lang = "fr"});
    lt_doc_build_text(b, lt_bytes_of("L’eau monte, "));
    lt_doc_build_span(b, LT_SPAN_STRONG, NULL, false);
    lt_doc_build_text(b, lt_bytes_of("dit "));
    SAMPLE_SPAN(b, LT_SPAN_EM, NULL, "l’œil");
    lt_doc_build_span_end(b);
    SAMPLE_SPAN(b, LT_SPAN_LINK, "https://rives.example/a?b=c d", " du");
    SAMPLE_SPAN(b, LT_SPAN_LINK, "lutrin:article/2", " fleuve");
    SAMPLE_SPAN(b, LT_SPAN_NOTE, "1", "1");
    SAMPLE_SPAN(b, LT_SPAN_LANG, "en-GB", " river");
    lt_doc_build_break(b);
    SAMPLE_SPAN(b, LT_SPAN_CODE, NULL, "x");
    SAMPLE_SPAN(b, LT_SPAN_SUP, NULL, "2");
    SAMPLE_SPAN(b, LT_SPAN_SUB, NULL, "i");
    SAMPLE_SPAN(b, LT_SPAN_SMALL_CAPS, NULL, "xix");
    SAMPLE_SPAN(b, LT_SPAN_DELETED, NULL, "non");
    SAMPLE_SPAN(b, LT_SPAN_MARKED, NULL, "oui");
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_HEADING, .level = 2, .picture = -1, .lang = "fr"});
    lt_doc_build_text(b, lt_bytes_of("Les écluses"));
    for (int n = LT_ITEM_CONTINUED; n < 3; n++) {
        lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_ITEM, .level = 1, .number = n, .picture = -1});
        lt_doc_build_text(b, lt_bytes_of("item"));
    }
    enum lt_role plain[] = {LT_ROLE_TERM, LT_ROLE_DEFINITION, LT_ROLE_ATTRIBUTION, LT_ROLE_PULLQUOTE};
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        lt_doc_build_block(b, &(struct lt_block){.role = plain[i], .quote = 2, .list = 1, .picture = -1, .lang = "ar", .rtl = true});
        lt_doc_build_text(b, lt_bytes_of("نص عربي"));
    }
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_FIGURE, .picture = figure});
    lt_doc_build_text(b, lt_bytes_of("A caption"));
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_TABLE, .rows = 2, .columns = 3, .picture = -1});
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_CELL, .picture = -1,
                                             .cell = {0, 0, 1, 3, true, 1}});
    lt_doc_build_text(b, lt_bytes_of("head"));
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_CELL, .picture = -1, .cell = {1, 2, 1, 1, false, 3}});
    lt_doc_build_text(b, lt_bytes_of("12,5"));
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_CODE, .picture = -1});
    lt_doc_build_text(b, lt_bytes_of("if (x)\n\treturn  1;"));
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_RULE, .picture = -1});
    lt_doc_build_block(b, &(struct lt_block){.role = LT_ROLE_NOTE, .number = 1, .picture = -1});
    lt_doc_build_text(b, lt_bytes_of("A note."));
    lt_doc_build_related(b, &(struct lt_related){.article = 2, .title = "Next", .teaser = "A word…", .author = "Ann",
                                                 .url = "https://rives.example/next", .picture = 1});
    struct lt_meta meta = {.title = title, .standfirst = "Une vallée, un passeur et l’œuvre du temps", .author = "Claire Aubin",
                           .kicker = "Vallée", .site = "Journal", .url = "https://rives.example/bac", .lang = "fr",
                           .published = published, .updated = published == LT_NO_TIME ? LT_NO_TIME : published + 60,
                           .utc_offset = 3600, .comments_url = "https://rives.example/c", .comment_count = 3, .lead = 0};
    assert_int_equal(lt_doc_build_end(b, &meta, &diag, &doc), LT_OK);
    return doc;
}

static inline const char *sample_path(const char *name)
{
    static char path[256];
    const char *folder = getenv("TMPDIR");
    snprintf(path, sizeof path, "%s/lutrin-%ld-%s", folder ? folder : "/tmp", (long)getpid(), name);
    return path;
}

/* Two sections, three articles (the third has no date and rank 1), two pictures. */
static inline void sample_bundle(const char *path)
{
    static const char *const sections[] = {"Vallée", "Métiers"};
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    struct lt_bundle_writer *writer = NULL;
    struct lt_bundle_head head = {.title = "Journal des Rives", .lang = "fr", .url = "https://rives.example/",
                                  .credit = NULL, .created = 1795000000, .utc_offset = 3600, .sections = sections, .section_count = 2};
    assert_int_equal(lt_bundle_create(path, &head, &diag, &writer), LT_OK);
    assert_int_equal(lt_bundle_add_picture(writer, 1, 320, 200, lt_bytes_of("RIFF-one"), &diag), LT_OK);
    assert_int_equal(lt_bundle_add_picture(writer, 2, 64, 48, lt_bytes_of("RIFF-two!"), &diag), LT_OK);
    static const struct lt_comment comments[] = {
        {.author = "Zoé", .text = "Merci !\nÀ bientôt.", .published = 3000, .utc_offset = 3600, .parent = -1},
        {.author = "", .text = "De rien.", .published = LT_NO_TIME, .parent = 0},
    };
    struct lt_bundle_article_row rows[] = {
        {.id = 2, .slug = "bac", .section = 1, .tags = "navigation\nfleuve", .comments = {comments, 2}, .doc = sample_doc(&arena, "Le dernier bac", 1000)},
        {.id = 5, .slug = "ecluse", .section = 2, .doc = sample_doc(&arena, "L’écluse du cœur", 2000)},
        {.id = 9, .slug = "2024", .section = 2, .rank = 1, .doc = sample_doc(&arena, "東京の川", LT_NO_TIME)},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_int_equal(lt_bundle_add_article(writer, &rows[i], &diag), LT_OK);
    assert_int_equal(lt_bundle_finish(writer, &diag), LT_OK);
    lt_arena_finish(&arena);
}

#endif
