/*
 * test_doc_build.c: what a builder keeps, collapses, drops and refuses, seen through the dump.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/doc_build.h>

#include <stdlib.h>
#include <string.h>

static const struct lt_meta META = {
    .title = "T", .lang = "fr", .published = LT_NO_TIME, .updated = LT_NO_TIME, .comment_count = -1, .lead = -1};

static struct lt_block shape(enum lt_role role)
{
    return (struct lt_block){.role = role, .lang = "fr", .picture = -1};
}

static void put(struct lt_doc_builder *b, const char *text)
{
    lt_doc_build_text(b, lt_bytes_of(text));
}

static void expect(struct lt_doc_builder *b, const char *dump)
{
    struct lt_diag diag;
    const struct lt_doc *doc = NULL;
    assert_int_equal(lt_doc_build_end(b, &META, &diag, &doc), LT_OK);
    struct lt_buf out = {0};
    lt_doc_dump(doc, &out);
    assert_string_equal(out.data, dump);
    lt_buf_finish(&out);
}

#define HEAD "title: T\nlang: fr\n"

static void white_space_collapses_but_no_break_spaces_stay(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_doc_builder *b = lt_doc_build_begin(&arena);
    struct lt_block p = shape(LT_ROLE_PARAGRAPH);
    lt_doc_build_block(b, &p);
    put(b, "  Il\n\t fait ");
    put(b, " beau\u00a0! \n ");
    lt_doc_build_break(b);
    put(b, "  Oui. ");
    lt_doc_build_break(b);
    expect(b, HEAD "\nparagraph\n  Il fait beau\u00a0!\n  Oui.\n");
    lt_arena_finish(&arena);
}

static void code_keeps_its_spaces_and_loses_its_last_line_end(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_doc_builder *b = lt_doc_build_begin(&arena);
    struct lt_block code = shape(LT_ROLE_CODE);
    lt_doc_build_block(b, &code);
    put(b, "if (x)\n    y();\n\n");
    expect(b, HEAD "\ncode\n  if (x)\n      y();\n");
    lt_arena_finish(&arena);
}

static void spans_nest_and_stay_outside_white_space(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_doc_builder *b = lt_doc_build_begin(&arena);
    struct lt_block p = shape(LT_ROLE_PARAGRAPH);
    lt_doc_build_block(b, &p);
    put(b, "un ");
    lt_doc_build_span(b, LT_SPAN_LINK, "https://a.example/", false);
    lt_doc_build_span(b, LT_SPAN_EM, NULL, false);
    put(b, " deux ");
    lt_doc_build_span_end(b);
    lt_doc_build_span_end(b);
    lt_doc_build_span(b, LT_SPAN_STRONG, NULL, false);
    lt_doc_build_span_end(b);
    put(b, "trois");
    expect(b, HEAD "\nparagraph\n  un [link https://a.example/|[em|deux]] trois\n");
    lt_arena_finish(&arena);
}

static void a_carried_span_opens_again_in_the_next_block(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_doc_builder *b = lt_doc_build_begin(&arena);
    struct lt_block p = shape(LT_ROLE_PARAGRAPH);
    lt_doc_build_block(b, &p);
    lt_doc_build_span(b, LT_SPAN_EM, NULL, true);
    lt_doc_build_span(b, LT_SPAN_STRONG, NULL, false);
    put(b, "un");
    lt_doc_build_block(b, &p);
    put(b, "deux");
    lt_doc_build_span_end(b);
    lt_doc_build_span_end(b);
    put(b, " trois");
    expect(b, HEAD "\nparagraph\n  [em|[strong|un]]\n\nparagraph\n  [em|deux] trois\n");
    lt_arena_finish(&arena);
}

static void empty_blocks_go_and_shapes_are_told(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_doc_builder *b = lt_doc_build_begin(&arena);
    struct lt_block p = shape(LT_ROLE_PARAGRAPH), rule = shape(LT_ROLE_RULE), item = shape(LT_ROLE_ITEM);
    lt_doc_build_block(b, &p);
    put(b, " \n ");
    lt_doc_build_block(b, &rule);
    item.level = 2;
    item.number = 3;
    item.quote = 1;
    item.lang = "ar";
    item.rtl = true;
    lt_doc_build_block(b, &item);
    put(b, "x");
    struct lt_block figure = shape(LT_ROLE_FIGURE);
    struct lt_picture picture = {.url = "https://a.example/p.jpg", .alt = "un pont"};
    figure.picture = lt_doc_build_picture(b, &picture);
    assert_int_equal(lt_doc_build_picture(b, &picture), figure.picture);
    lt_doc_build_block(b, &figure);
    expect(b, HEAD "picture 0: https://a.example/p.jpg un pont\n\nrule\n"
                   "\nitem level 2 number 3 quote 1 lang ar rtl\n  x\n\nfigure picture 0\n");
    lt_arena_finish(&arena);
}

static void text_without_a_block_opens_a_paragraph(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_doc_builder *b = lt_doc_build_begin(&arena);
    put(b, "  ");
    put(b, "seul");
    lt_doc_build_block_end(b);
    assert_false(lt_doc_build_has_text(b));
    struct lt_diag diag;
    const struct lt_doc *doc;
    assert_int_equal(lt_doc_build_end(b, &META, &diag, &doc), LT_OK);
    assert_int_equal(doc->block_count, 1);
    assert_string_equal(doc->blocks[0].lang, "");
    struct lt_buf plain = {0};
    lt_doc_plain(doc, &plain);
    assert_string_equal(plain.data, "seul");
    lt_buf_finish(&plain);
    lt_arena_finish(&arena);
}

static void limits_refuse_the_whole_document(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_doc_builder *b = lt_doc_build_begin(&arena);
    struct lt_block rule = shape(LT_ROLE_RULE);
    for (int i = 0; i <= LT_DOC_MAX_BLOCKS; i++)
        lt_doc_build_block(b, &rule);
    struct lt_diag diag;
    const struct lt_doc *doc = NULL;
    assert_int_equal(lt_doc_build_end(b, &META, &diag, &doc), LT_ERR_LIMIT);
    assert_null(doc);
    b = lt_doc_build_begin(&arena);
    for (int i = 0; i < 100; i++)
        lt_doc_build_span(b, LT_SPAN_EM, NULL, false);
    put(b, "x");
    for (int i = 0; i < 120; i++)
        lt_doc_build_span_end(b);
    assert_int_equal(lt_doc_build_end(b, &META, &diag, &doc), LT_OK);
    lt_doc_build_discard(NULL);
    lt_arena_finish(&arena);
}

/* Links are left out once their addresses come to the limit; their words stay. */
static void links_without_end_are_left_out(void **state)
{
    (void)state;
    enum { ADDRESS_BYTES = 1 << 13, LINKS = LT_DOC_MAX_TARGETS / ADDRESS_BYTES };
    struct lt_arena arena = {0};
    struct lt_doc_builder *b = lt_doc_build_begin(&arena);
    char *address = lt_alloc(ADDRESS_BYTES + 1, 1);
    memset(address, 'x', ADDRESS_BYTES);
    memcpy(address, "http://", 7);
    for (int i = 0; i < LINKS + 100; i++) {
        lt_doc_build_span(b, LT_SPAN_LINK, address, false);
        put(b, "word ");
        lt_doc_build_span_end(b);
    }
    lt_doc_build_span(b, LT_SPAN_EM, NULL, false);
    put(b, "end");
    lt_doc_build_span_end(b);
    struct lt_diag diag;
    const struct lt_doc *doc = NULL;
    assert_int_equal(lt_doc_build_end(b, &META, &diag, &doc), LT_OK);
    assert_int_equal(doc->blocks[0].span_count, LINKS + 1);
    assert_int_equal(doc->text_size, (LINKS + 100) * strlen("word ") + strlen("end"));
    assert_true(arena.used_bytes < 2 * LT_DOC_MAX_TARGETS);
    free(address);
    lt_arena_finish(&arena);
}

static void words_are_counted_as_people_count_them(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_doc_builder *b = lt_doc_build_begin(&arena);
    put(b, "« L’aube\u00a0: deux ou trois mots », c’est-à-dire 日本語です");
    struct lt_diag diag;
    const struct lt_doc *doc;
    assert_int_equal(lt_doc_build_end(b, &META, &diag, &doc), LT_OK);
    assert_int_equal(lt_doc_words(doc), 6 + 3);
    lt_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(white_space_collapses_but_no_break_spaces_stay),
        cmocka_unit_test(code_keeps_its_spaces_and_loses_its_last_line_end),
        cmocka_unit_test(spans_nest_and_stay_outside_white_space),
        cmocka_unit_test(a_carried_span_opens_again_in_the_next_block),
        cmocka_unit_test(empty_blocks_go_and_shapes_are_told),
        cmocka_unit_test(text_without_a_block_opens_a_paragraph),
        cmocka_unit_test(limits_refuse_the_whole_document),
        cmocka_unit_test(links_without_end_are_left_out),
        cmocka_unit_test(words_are_counted_as_people_count_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
