/*
 * No word stands alone on the last line of a title that would need little less than its size to have a line less. What stands
 * above a title keeps away from its ink, however high that is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include <lutrin/doc_build.h>
#include <lutrin/pages.h>

#include "fixture.h"

enum { LEAST_PERCENT = 86 };

struct seen {
    size_t lines;
    lt_fx all, measure; /* all of it on one line */
    lt_fx baseline, size;
    bool lone;
};

static struct seen set_title(const char *kicker, const char *title)
{
    struct lt_arena arena = {0};
    struct lt_style style;
    const struct lt_doc *doc = NULL;
    const struct lt_front_matter front = {.kicker = kicker, .title = title, .standfirst = "", .byline = "Claire Vasseur"};
    struct lt_doc_builder *builder = lt_doc_build_begin(&arena);
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = "fr", .picture = -1});
    lt_doc_build_text(builder, lt_bytes_of("Le bac passe."));
    lt_doc_build_block_end(builder);
    assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lang = "fr", .lead = -1}, NULL, &doc), LT_OK);
    lt_style_init(&style, &(struct lt_panel){.width_px = 1280, .height_px = 800}, LT_TYPE_STEP_DEFAULT, &ruler);
    struct lt_pages *pages = lt_pages_create(&(struct lt_setting){doc, &front, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL});
    while (lt_pages_step(pages))
        continue;
    const struct lt_line *lines;
    size_t count;
    struct seen seen = {0};
    lt_pages_lines(pages, 0, &lines, &count);
    for (size_t i = 0; i < count; i++) {
        if (lines[i].block != LT_PLACE_FRONT || lines[i].string != title)
            continue;
        seen.all += lines[i].natural + (seen.lines ? lines[i].space : 0);
        seen.lone = seen.lines > 0 && lines[i].word_count == 1;
        seen.measure = lines[i].measure;
        seen.baseline = seen.lines ? seen.baseline : lines[i].baseline;
        seen.lines++;
    }
    assert_true(seen.lines > 0);
    seen.size = style.title.size_fx;
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
    return seen;
}

static void test_last_word_alone(void **state)
{
    (void)state;
    int alone = 0, together = 0;
    for (int letters = 6; letters < 24; letters++) {
        char title[64];
        snprintf(title, sizeof title, "Le bac %.*s", letters, "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb");
        struct seen seen = set_title("", title);
        if (seen.lines == 2 && seen.lone && (int64_t)seen.all * LEAST_PERCENT / 100 <= seen.measure)
            fail_msg("%s: the last word stands alone", title);
        alone += seen.lines == 2;
        together += seen.lines == 1;
    }
    assert_true(alone > 0 && together > 0);
}

/* The squares of a Japanese title touched the kicker, nearly. */
static void test_squares_under_a_kicker(void **state)
{
    (void)state;
    struct seen latin = set_title("Voisins", "Le bac"), squares = set_title("Voisins", "葦を漉く");
    struct lt_extents extents;
    struct lt_font font = {.family = LT_FAMILY_TITLE, .style = LT_STYLE_BOLD, .size_fx = latin.size};
    ruler.extents(ruler.self, &font, &extents);
    assert_true(squares.baseline - latin.baseline >= latin.size * 85 / 100 - extents.cap_height);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_last_word_alone), cmocka_unit_test(test_squares_under_a_kicker)};
    return cmocka_run_group_tests(tests, begin, end);
}
