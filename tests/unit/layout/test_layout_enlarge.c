/*
 * The sign of what a tap enlarges: on every table that is too wide and every picture of some size, on no other, and what it
 * stands on is large enough for a finger.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "fixture.h"

#include <lutrin/doc_build.h>
#include <lutrin/pages.h>

static const struct lt_panel PANELS[] = {
    {.width_px = 800, .height_px = 480}, {.width_px = 1280, .height_px = 800},
    {.width_px = 1920, .height_px = 1080}, {.width_px = 1080, .height_px = 1920},
};

/* Strokes of the sign, and notches, of one page. */
struct signs {
    lt_fx body;
    struct lt_rect_fx strokes[64], notches[8];
    int stroke_count, notch_count;
};

static void see_fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    struct signs *seen = self;
    lt_fx longer = rect.width > rect.height ? rect.width : rect.height;
    if (ink == LT_INK_SOFT && longer < seen->body / 2 && seen->stroke_count < 64)
        seen->strokes[seen->stroke_count++] = rect;
    if (ink == LT_INK_PAPER && seen->notch_count < 8)
        seen->notches[seen->notch_count++] = rect;
}

static void see_text(void *self, const struct lt_text_op *op)
{
    (void)self, (void)op;
}

static void see_picture(void *self, struct lt_rect_fx rect, int64_t id, const char *alt)
{
    (void)self, (void)rect, (void)id, (void)alt;
}

static const struct lt_doc *table_of(struct lt_arena *arena, uint16_t columns, bool caption, bool rtl)
{
    const struct lt_doc *doc = NULL;
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_TABLE, .lang = "fr", .picture = -1, .rows = 2,
                                                   .columns = columns});
    if (caption)
        lt_doc_build_text(builder, lt_bytes_of("Les hauteurs d’eau de toutes les stations de la vallée, mois par mois"));
    lt_doc_build_block_end(builder);
    for (uint16_t i = 0; i < 2 * columns; i++) {
        lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_CELL, .lang = "fr", .picture = -1,
                               .cell = {(uint16_t)(i / columns), (uint16_t)(i % columns), 1, 1, i < columns, 0}});
        lt_doc_build_text(builder, lt_bytes_of(i < columns ? "Incommensurabilité" : "3,20"));
        lt_doc_build_block_end(builder);
    }
    assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lang = "fr", .lead = -1, .rtl = rtl}, NULL, &doc), LT_OK);
    return doc;
}

static struct lt_pages *set(const struct lt_doc *doc, const struct lt_panel *panel, struct lt_style *style, struct signs *seen)
{
    lt_style_init(style, panel, LT_TYPE_STEP_DEFAULT, &ruler);
    const struct lt_setting setting = {doc, NULL, style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL};
    struct lt_pages *pages = lt_pages_create(&setting);
    while (lt_pages_step(pages))
        continue;
    *seen = (struct signs){.body = style->body};
    struct lt_canvas canvas = {.self = seen, .text = see_text, .fill = see_fill, .picture = see_picture};
    lt_pages_paint(pages, 0, &canvas, 0, 0);
    return pages;
}

static bool within(struct lt_rect_fx inner, struct lt_rect_fx outer)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.width <= outer.x + outer.width &&
           inner.y + inner.height <= outer.y + outer.height;
}

static void wide_tables_bear_it(void **state)
{
    (void)state;
    for (size_t i = 0; i < 16; i++) {
        bool caption = i & 4, rtl = i & 8;
        struct lt_arena arena = {0};
        struct lt_style style;
        struct signs seen;
        const struct lt_page_link *links;
        size_t count;
        struct lt_pages *pages = set(table_of(&arena, 16, caption, rtl), &PANELS[i % 4], &style, &seen);
        lt_pages_links(pages, 0, &links, &count);
        assert_true(count >= 1 && links[0].kind == LT_PAGE_LINK_TABLE);
        assert_int_equal(seen.stroke_count, 4);
        for (int k = 0; k < 4; k++)
            assert_true(within(seen.strokes[k], links[0].rect));
        assert_true(links[0].rect.height >= style.target && links[0].rect.width >= style.target);
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
}

static void narrow_tables_do_not(void **state)
{
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        struct signs seen;
        struct lt_pages *pages = set(table_of(&arena, 2, true, false), &PANELS[i], &style, &seen);
        assert_int_equal(seen.stroke_count, 0);
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
}

static void pictures_bear_it_in_their_corner(void **state)
{
    (void)state;
    for (size_t i = 0; i < 8; i++) {
        bool tiny = i & 4;
        struct lt_arena arena = {0};
        struct lt_style style;
        struct signs seen;
        const struct lt_page_link *links;
        size_t count;
        const struct lt_doc *doc = NULL;
        struct lt_doc_builder *builder = lt_doc_build_begin(&arena);
        int32_t picture = lt_doc_build_picture(builder, &(struct lt_picture){.url = "https://a.example/a", .id = 1, .alt = "", .width = 800,
                                                                            .height = tiny ? 8 : 500});
        lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_FIGURE, .lang = "fr", .picture = picture});
        lt_doc_build_block_end(builder);
        lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = "fr", .picture = -1});
        lt_doc_build_text(builder, lt_bytes_of("Le bac passe."));
        lt_doc_build_block_end(builder);
        assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lang = "fr", .lead = -1}, NULL, &doc), LT_OK);
        struct lt_pages *pages = set(doc, &PANELS[i % 4], &style, &seen);
        lt_pages_links(pages, 0, &links, &count);
        assert_true(count == 1 && links[0].kind == LT_PAGE_LINK_PICTURE);
        assert_int_equal(seen.notch_count, tiny ? 0 : 1);
        assert_int_equal(seen.stroke_count, tiny ? 0 : 4);
        for (int k = 0; k < seen.stroke_count; k++)
            assert_true(within(seen.strokes[k], seen.notches[0]) && within(seen.notches[0], links[0].rect));
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(wide_tables_bear_it), cmocka_unit_test(narrow_tables_do_not),
        cmocka_unit_test(pictures_bear_it_in_their_corner),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
