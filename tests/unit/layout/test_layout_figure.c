/*
 * A caption stands below its picture: where the column begins if the picture fills it, in the middle if the picture is
 * narrower and stands there too. No word of it stands alone on its last line.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include <lutrin/doc_build.h>
#include <lutrin/pages.h>

#include "fixture.h"

static const struct lt_doc *figure_of(struct lt_arena *arena, int32_t width, int32_t height, const char *caption, bool rtl)
{
    const struct lt_doc *doc = NULL;
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    const struct lt_picture picture = {.url = "https://a.example/a", .id = 1, .alt = "", .width = width, .height = height};
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_FIGURE, .lang = rtl ? "ar" : "fr", .rtl = rtl,
                                                   .picture = lt_doc_build_picture(builder, &picture)});
    lt_doc_build_text(builder, lt_bytes_of(caption));
    lt_doc_build_block_end(builder);
    assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lang = rtl ? "ar" : "fr", .lead = -1, .rtl = rtl}, NULL, &doc), LT_OK);
    return doc;
}

/* Where the first line of the caption lies in relation to the picture's edges: before the left one, after the right one. */
static void measure(int32_t width, int32_t height, const char *caption, bool rtl, lt_fx *ret_left, lt_fx *ret_right)
{
    struct lt_arena arena = {0};
    struct lt_style style;
    const struct lt_page_link *links;
    const struct lt_line *lines;
    size_t count;
    lt_style_init(&style, &(struct lt_panel){.width_px = 800, .height_px = 480}, LT_TYPE_STEP_DEFAULT, &ruler);
    const struct lt_setting setting = {figure_of(&arena, width, height, caption, rtl), NULL, &style, &ruler, tongue,
                                       LT_BREAKER_TOTAL_FIT, NULL};
    struct lt_pages *pages = lt_pages_create(&setting);
    while (lt_pages_step(pages))
        continue;
    lt_pages_links(pages, 0, &links, &count);
    assert_true(count == 1 && links[0].kind == LT_PAGE_LINK_PICTURE);
    struct lt_rect_fx rect = links[0].rect;
    lt_pages_lines(pages, 0, &lines, &count);
    assert_true(count > 0 && lines[0].word_count > 0);
    lt_fx left = lines[0].x + lines[0].words[0].x, right = left;
    for (uint32_t i = 0; i < lines[0].word_count; i++) {
        lt_fx x = lines[0].x + lines[0].words[i].x;
        left = x < left ? x : left;
        right = x + lines[0].words[i].width > right ? x + lines[0].words[i].width : right;
    }
    *ret_left = rect.x - left;
    *ret_right = right - rect.x - rect.width;
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
}

static void test_below_its_picture(void **state)
{
    static const char SHORT[] = "Le bac à l’aube.", LONG[] = "Le bac à l’aube, retenu par son câble d’une rive à l’autre";
    lt_fx left, right;
    (void)state;
    measure(900, 900, SHORT, false, &left, &right);
    assert_in_range(left - right + 128, 0, 256); /* as far from the one edge as from the other */
    measure(900, 900, LONG, false, &left, &right);
    assert_in_range(left - right + 128, 0, 256);
    measure(900, 900, "العبّارة عند الفجر", true, &left, &right);
    assert_in_range(left - right + 128, 0, 256);
    measure(1800, 300, SHORT, false, &left, &right);
    assert_int_equal(left, 0);
}

static void test_no_word_alone(void **state)
{
    (void)state;
    uint32_t divided = 0;
    for (int more = 0; more < 60; more++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        const struct lt_line *lines;
        size_t count;
        char caption[200];
        snprintf(caption, sizeof caption, "La fournée du mercredi, trois coups de lame%.*s. Dessin de la rédaction.", more,
                 " et un four qui attend le matin dans la cour de la maison de Paul");
        lt_style_init(&style, &(struct lt_panel){.width_px = 1280, .height_px = 800}, LT_TYPE_STEP_DEFAULT, &ruler);
        const struct lt_setting setting = {figure_of(&arena, 1800, 300, caption, false), NULL, &style, &ruler, tongue,
                                           LT_BREAKER_TOTAL_FIT, NULL};
        struct lt_pages *pages = lt_pages_create(&setting);
        while (lt_pages_step(pages))
            continue;
        lt_pages_lines(pages, 0, &lines, &count);
        divided += count > 1;
        assert_true(count == 1 || lines[count - 1].word_count > 1);
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
    assert_true(divided > 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_below_its_picture), cmocka_unit_test(test_no_word_alone)};
    return cmocka_run_group_tests(tests, begin, end);
}
