/*
 * The white between blocks: one free row, whatever meets there, which grows by one more at most where a column is filled;
 * so does the white under the front matter.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <lutrin/doc_build.h>
#include <lutrin/pages.h>

#include "fixture.h"
#include "printed.h"
#include "sample.h"

static void put(struct lt_doc_builder *builder, enum lt_role role, uint32_t words, uint64_t *seed)
{
    lt_doc_build_block(builder, &(struct lt_block){.role = role, .level = 2, .lang = "fr", .picture = -1});
    for (uint32_t i = 0; i < words; i++) {
        lt_doc_build_text(builder, lt_bytes_of(SAMPLE_LANGUAGES[0].words[sample_random(seed) % 12]));
        lt_doc_build_text(builder, lt_bytes_of(i + 1 < words ? " " : ""));
    }
    lt_doc_build_block_end(builder);
}

static void put_table(struct lt_doc_builder *builder, uint16_t rows)
{
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_TABLE, .lang = "fr", .picture = -1, .rows = rows, .columns = 2});
    lt_doc_build_block_end(builder);
    for (uint16_t row = 0; row < rows; row++)
        for (uint16_t column = 0; column < 2; column++) {
            lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_CELL, .lang = "fr", .picture = -1,
                                                           .cell = {row, column, 1, 1, row == 0, 0}});
            lt_doc_build_text(builder, lt_bytes_of("1871"));
            lt_doc_build_block_end(builder);
        }
}

/* What stands in white of its own, then what does or asks for white above. */
static const struct lt_doc *meetings(struct lt_arena *arena, uint64_t seed)
{
    static const enum lt_role BELOW[] = {LT_ROLE_HEADING, LT_ROLE_CODE, LT_ROLE_PULLQUOTE, LT_ROLE_TABLE};
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    const struct lt_doc *doc = NULL;
    for (int i = 0; i < 24; i++) {
        enum lt_role below = BELOW[sample_random(&seed) % 4];
        put(builder, LT_ROLE_PARAGRAPH, 20 + (uint32_t)(sample_random(&seed) % 90), &seed);
        if (sample_random(&seed) % 2)
            put_table(builder, 2 + (uint16_t)(sample_random(&seed) % 5));
        else
            put(builder, LT_ROLE_CODE, 4, &seed);
        if (below == LT_ROLE_TABLE)
            put_table(builder, 3);
        else
            put(builder, below, 3, &seed);
    }
    put(builder, LT_ROLE_PARAGRAPH, 60, &seed);
    assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lang = "fr", .lead = -1}, NULL, &doc), LT_OK);
    return doc;
}

static bool brings_white(enum lt_role role)
{
    return role == LT_ROLE_CODE || role == LT_ROLE_PULLQUOTE || role == LT_ROLE_CELL;
}

/* From one block's last line to the next one's first: `seen` of a meeting of two that bring white, in rows. */
static void count_rows(const struct lt_pages *pages, const struct lt_doc *doc, const struct lt_style *style, uint32_t seen[8])
{
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_line *lines;
        size_t count;
        lt_pages_lines(pages, page, &lines, &count);
        for (size_t i = 1; i < count; i++) {
            const struct lt_line *above = &lines[i - 1], *here = &lines[i];
            if (above->column != here->column || above->block == here->block || here->baseline <= above->baseline)
                continue;
            enum lt_role upper = doc->blocks[above->block].role, lower = doc->blocks[here->block].role;
            if (!brings_white(upper) || !(lower == LT_ROLE_HEADING || brings_white(lower)) || (upper == LT_ROLE_CELL && lower == LT_ROLE_CELL))
                continue;
            lt_fx rows = (here->baseline - above->baseline + style->leading / 2) / style->leading;
            assert_in_range(rows, 1, 7);
            seen[rows]++;
        }
    }
}

static struct lt_pages *set(const struct lt_doc *doc, const struct lt_front_matter *front, size_t panel, struct lt_style *ret_style)
{
    lt_style_init(ret_style, &PANELS[panel], LT_TYPE_STEP_DEFAULT, &ruler);
    struct lt_pages *pages = lt_pages_create(&(struct lt_setting){doc, front, ret_style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL});
    while (lt_pages_step(pages))
        continue;
    return pages;
}

static void whites_do_not_add_up(void **state)
{
    uint32_t level[8] = {0}, free[8] = {0};
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++)
        for (size_t panel = 0; panel < PANEL_COUNT; panel++) {
            struct lt_arena arena = {0};
            struct lt_style style;
            const struct lt_doc *doc = meetings(&arena, seed);
            struct lt_pages *pages = set(doc, NULL, panel, &style);
            count_rows(pages, doc, &style, style.columns > 1 ? level : free);
            lt_pages_destroy(pages);
            lt_arena_finish(&arena);
        }
    print_message("two columns: %u of one row, %u grown; one: %u and %u\n", level[2], level[3], free[2], free[3]);
    assert_true(level[2] > 100 && free[2] > 100);
    for (size_t rows = 4; rows < 8; rows++)
        assert_int_equal(level[rows] + free[rows], 0);
}

static const struct lt_doc *paragraphs(struct lt_arena *arena, int count, uint32_t least_words, uint32_t more_words, uint64_t seed)
{
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    const struct lt_doc *doc = NULL;
    for (int i = 0; i < count; i++)
        put(builder, LT_ROLE_PARAGRAPH, least_words + sample_random(&seed) % more_words, &seed);
    assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lang = "fr", .lead = -1}, NULL, &doc), LT_OK);
    return doc;
}

/* Free rows at the page's foot. */
static uint32_t free_rows(const struct lt_pages *pages, uint32_t page, const struct lt_style *style)
{
    const struct lt_line *lines;
    size_t count;
    lt_pages_lines(pages, page, &lines, &count);
    assert_true(count > 0);
    return (uint32_t)((style->column_height - lines[count - 1].baseline) / style->leading);
}

static void first_page_of_one_column_ends_full(void **state)
{
    const struct lt_front_matter front = {.title = "Le passeur de la rivière", .standfirst = "Sans moteur ni pilote, il traverse.", .byline = "Claire Vasseur"};
    uint32_t first[8] = {0}, later[8] = {0};
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++)
        for (size_t panel = 0; panel < PANEL_COUNT; panel++) {
            struct lt_arena arena = {0};
            struct lt_style style;
            const struct lt_doc *doc = paragraphs(&arena, 16, 20, 60, seed);
            struct lt_pages *pages = set(doc, &front, panel, &style);
            for (uint32_t page = 0; style.columns == 1 && page + 1 < lt_pages_count(pages); page++)
                (page == 0 ? first : later)[free_rows(pages, page, &style) % 8]++;
            lt_pages_destroy(pages);
            lt_arena_finish(&arena);
        }
    /* a paragraph that is tracked as a whole fills a third of them: a seventh of the pages ended so before */
    print_message("one column: %u first pages full, %u with a free row; later %u and %u\n", first[0], first[1], later[0], later[1]);
    assert_true(first[0] > 20 && later[1] > 0); /* rows are counted so that a free one is seen */
    assert_int_equal(first[1], 0);
    assert_true(later[1] * 10 <= later[0]);
}

/* A dialogue: a line that is all of its paragraph may stand where one row is left. */
static void line_by_itself_fills_last_row(void **state)
{
    uint32_t pages_seen = 0;
    (void)state;
    for (size_t panel = 0; panel < PANEL_COUNT; panel++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        const struct lt_doc *doc = paragraphs(&arena, 80, 1, 2, panel + 1);
        struct lt_pages *pages = set(doc, NULL, panel, &style);
        for (uint32_t page = 0; style.columns == 1 && page + 2 < lt_pages_count(pages); page++, pages_seen++) /* the last takes some from the one before */
            assert_int_equal(free_rows(pages, page, &style), 0);
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
    assert_true(pages_seen > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(whites_do_not_add_up), cmocka_unit_test(first_page_of_one_column_ends_full),
                                       cmocka_unit_test(line_by_itself_fills_last_row)};
    return cmocka_run_group_tests(tests, begin, end);
}
