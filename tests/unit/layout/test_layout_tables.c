/*
 * Tables: their words stay whole wherever the panel holds them, headings are divided last, and what no columns can hold
 * is told row by row and answers a tap on every page that it stands on.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "fixture.h"
#include "sample.h"

#include <lutrin/listing.h>

/* After so many short paragraphs a table of `rows` rows, the first of them headings; `cell` says what stands where. */
static const struct lt_doc *table_after(struct lt_arena *arena, int paragraphs, uint16_t rows, uint16_t columns,
                                        const char *(*cell)(uint16_t row, uint16_t column))
{
    const struct lt_doc *doc = NULL;
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    for (int i = 0; i < paragraphs; i++) {
        lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = "fr", .picture = -1});
        lt_doc_build_text(builder, lt_bytes_of("Le bac passe."));
        lt_doc_build_block_end(builder);
    }
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_TABLE, .lang = "fr", .picture = -1, .rows = rows,
                                                   .columns = columns});
    lt_doc_build_text(builder, lt_bytes_of("Les hauteurs"));
    lt_doc_build_block_end(builder);
    for (uint16_t row = 0; row < rows; row++)
        for (uint16_t column = 0; column < columns; column++) {
            lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_CELL, .lang = "fr", .picture = -1,
                                                           .cell = {row, column, 1, 1, row == 0, 0}});
            lt_doc_build_text(builder, lt_bytes_of(cell(row, column)));
            lt_doc_build_block_end(builder);
        }
    assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lang = "fr", .lead = -1}, NULL, &doc), LT_OK);
    return doc;
}

static const struct lt_doc *table_of(struct lt_arena *arena, uint16_t rows, uint16_t columns,
                                     const char *(*cell)(uint16_t row, uint16_t column))
{
    return table_after(arena, 0, rows, columns, cell);
}

static struct lt_pages *set(const struct lt_doc *doc, int32_t width, int32_t height, struct lt_style *style)
{
    lt_style_init(style, &(struct lt_panel){.width_px = width, .height_px = height}, LT_TYPE_STEP_DEFAULT, &ruler);
    const struct lt_setting setting = {doc, NULL, style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL};
    struct lt_pages *pages = lt_pages_create(&setting);
    while (lt_pages_step(pages))
        continue;
    return pages;
}

/* Lines of cells that end within a word, with a hyphen or without; of headings only, or of all. */
static uint32_t divided(const struct lt_pages *pages, const struct lt_doc *doc, bool headings)
{
    uint32_t found = 0;
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_line *lines;
        size_t count;
        lt_pages_lines(pages, page, &lines, &count);
        for (size_t i = 0; i < count; i++) {
            const struct lt_block *block = &doc->blocks[lines[i].block];
            char last = lines[i].text.end > lines[i].text.start ? lines[i].string[lines[i].text.end - 1] : ' ';
            if (block->role != LT_ROLE_CELL || (headings && !block->cell.header) || lines[i].last)
                continue;
            found += lines[i].hyphen || (last != ' ' && last != '-' && lines[i].string[lines[i].text.end] != ' ');
            assert_false(lines[i].overfull);
        }
    }
    return found;
}

static uint32_t pages_that_answer(const struct lt_pages *pages)
{
    uint32_t found = 0;
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_page_link *links;
        size_t count;
        bool answers = false;
        lt_pages_links(pages, page, &links, &count);
        for (size_t i = 0; i < count; i++)
            answers |= links[i].kind == LT_PAGE_LINK_TABLE && links[i].rect.height > 0;
        found += answers;
    }
    return found;
}

static const char *years(uint16_t row, uint16_t column)
{
    static const char *const headings[] = {"Année de la première lecture", "Observatrice", "Hauteur"};
    return row == 0 ? headings[column] : column == 1 ? "Marguerite Lehérissey de la Vandenbroucke" : "1871";
}

static void headings_are_not_divided(void **state)
{
    static const int32_t panels[][2] = {{480, 320}, {800, 480}, {1280, 800}, {1080, 1920}};
    struct lt_arena arena = {0};
    const struct lt_doc *doc = table_of(&arena, 6, 3, years);
    (void)state;
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
        struct lt_style style;
        struct lt_pages *pages = set(doc, panels[i][0], panels[i][1], &style);
        assert_int_equal(divided(pages, doc, false), 0);
        assert_int_equal(pages_that_answer(pages), 0);
        lt_pages_destroy(pages);
    }
    lt_arena_finish(&arena);
}

static const char *wide(uint16_t row, uint16_t column)
{
    return row == 0 ? "Circonstances" : column == 0 ? "Vandenbroucke" : column % 3 ? "exceptionnellement" : "112";
}

static void what_is_too_wide_is_told_in_rows(void **state)
{
    static const int32_t panels[][2] = {{480, 320}, {800, 480}, {1280, 800}, {1080, 1920}};
    struct lt_arena arena = {0};
    const struct lt_doc *doc = table_of(&arena, 24, 11, wide);
    (void)state;
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
        struct lt_style style;
        struct lt_pages *pages = set(doc, panels[i][0], panels[i][1], &style);
        uint32_t named = 0;
        assert_int_equal(divided(pages, doc, false), 0);
        assert_int_equal(pages_that_answer(pages), lt_pages_count(pages));
        for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
            const struct lt_line *lines;
            size_t count;
            lt_pages_lines(pages, page, &lines, &count);
            for (size_t k = 0; k < count; k++)
                named += doc->blocks[lines[k].block].cell.header;
        }
        assert_int_equal(named, 11 + 23 * 10); /* each value but a row's title bears its heading */
        lt_pages_destroy(pages);
    }
    lt_arena_finish(&arena);
}

static void see_bold_heading(void *self, const struct lt_text_op *op)
{
    *(uint32_t *)self += op->font.style & LT_STYLE_BOLD && op->ink == LT_INK_TEXT && op->run.text.size > 8 &&
                         memcmp(op->run.text.data, "Circonst", 8) == 0;
}

static void see_no_fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    (void)self, (void)rect, (void)ink;
}

/* All headings stood before the records as a block of bold words, as loud as the records' titles, and once more before each
 * part of a long table. The first alone is as loud: it is what the titles are. */
static void headings_of_records_are_quiet(void **state)
{
    struct lt_arena arena = {0};
    const struct lt_doc *doc = table_of(&arena, 600, 11, wide);
    struct lt_style style;
    struct lt_pages *pages = set(doc, 1280, 800, &style);
    uint32_t loud = 0;
    (void)state;
    struct lt_canvas canvas = {.self = &loud, .text = see_bold_heading, .fill = see_no_fill};
    for (uint32_t page = 0; page < lt_pages_count(pages); page++)
        lt_pages_paint(pages, page, &canvas, 0, 0);
    assert_int_equal(loud, 1);
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
}

static void check_whole(const struct lt_doc *doc, int32_t width, int32_t height)
{
    struct lt_style style;
    struct lt_pages *pages = set(doc, width, height, &style);
    struct lt_listing *listing = lt_listing_create();
    struct lt_canvas canvas = lt_listing_canvas(listing);
    struct lt_buf got = {0}, expected = {0};
    struct lt_place place;
    assert_null(lt_pages_left_out(pages, &place));
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        lt_listing_clear(listing);
        lt_pages_paint(pages, page, &canvas, 0, 0);
        lt_listing_write(listing, true, &got);
    }
    for (uint32_t i = 0; i < doc->block_count; i++) {
        struct lt_bytes text = lt_block_text(doc, &doc->blocks[i]);
        lt_buf_put(&expected, text.data, text.size);
        lt_buf_putc(&expected, '\n');
    }
    assert_int_equal(got.size, expected.size);
    assert_memory_equal(got.data, expected.data, got.size);
    lt_buf_finish(&got);
    lt_buf_finish(&expected);
    lt_listing_destroy(listing);
    lt_pages_destroy(pages);
}

static void no_character_is_lost(void **state)
{
    struct lt_arena arena = {0};
    (void)state;
    check_whole(table_of(&arena, 24, 11, wide), 800, 480);
    lt_arena_finish(&arena);
}

/* Of a table of 12,000 cells 8,000 were set and the rest was lost. It is set in parts, each no long step, in columns and as
 * records; the heading is said again at the head of each part but is text of the article once. */
static void long_tables_are_set_in_parts(void **state)
{
    enum { ROWS = 4000, CELLS = 3 * ROWS, PART_MOST = 2000 };
    struct lt_arena arena = {0};
    struct lt_style style;
    const struct lt_doc *doc = table_of(&arena, ROWS, 3, years);
    (void)state;
    lt_style_init(&style, &(struct lt_panel){.width_px = 1280, .height_px = 800}, LT_TYPE_STEP_DEFAULT, &ruler);
    struct lt_pages *pages = lt_pages_create(&(struct lt_setting){doc, NULL, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL});
    uint32_t steps = 0;
    while (lt_pages_step(pages))
        steps++;
    assert_in_range(steps, CELLS / PART_MOST, CELLS);
    lt_pages_destroy(pages);
    check_whole(doc, 1280, 800);
    check_whole(table_of(&arena, 600, 11, wide), 480, 320);
    lt_arena_finish(&arena);
}

static const char *letters(uint16_t row, uint16_t column)
{
    static char text[5201];
    (void)row;
    (void)column;
    memset(text, 'x', sizeof text - 1);
    return text;
}

/* A table is one step of a galley: it must see by itself that no more pages can be kept. */
static void a_table_ends_where_the_pages_are_full(void **state)
{
    struct lt_arena arena = {0};
    const struct lt_doc *doc = table_of(&arena, 10, 5, letters);
    memset((char *)(uintptr_t)doc->text, '\n', doc->text_size); /* as a bundle may say, and no press does */
    struct lt_style style;
    struct lt_pages *pages = set(doc, 1280, 800, &style);
    size_t all = 0;
    (void)state;
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_line *lines;
        size_t count;
        lt_pages_lines(pages, page, &lines, &count);
        all += count;
    }
    assert_true(all > 10000);
    assert_true(all * sizeof(struct lt_line) < 18 << 20);
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
}

static const char *month(uint16_t row, uint16_t column)
{
    return row == 0 ? (column ? "Hauteur" : "Mois") : column ? "3,20" : "Mars";
}

/* The fewest rows of the table, headings apart, in a column that has any. */
static uint32_t fewest_rows(const struct lt_pages *pages, const struct lt_doc *doc)
{
    uint32_t fewest = UINT32_MAX;
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_line *lines;
        size_t count;
        uint32_t rows[LT_DOC_MAX_COLUMNS] = {0}, seen[LT_DOC_MAX_COLUMNS] = {0};
        lt_pages_lines(pages, page, &lines, &count);
        for (size_t i = 0; i < count; i++) {
            const struct lt_block *block = &doc->blocks[lines[i].block];
            if (block->role != LT_ROLE_CELL || block->cell.header || seen[lines[i].column] == block->cell.row)
                continue;
            seen[lines[i].column] = block->cell.row;
            rows[lines[i].column]++;
        }
        for (size_t column = 0; column < LT_DOC_MAX_COLUMNS; column++)
            if (rows[column] && rows[column] < fewest)
                fewest = rows[column];
    }
    return fewest;
}

/* The last row of a table stood alone in the next column, under the headings, and the first at a foot. */
static void no_row_stands_alone(void **state)
{
    static const int32_t panels[][2] = {{480, 800}, {1280, 800}};
    (void)state;
    for (int paragraphs = 1; paragraphs < 40; paragraphs++)
        for (uint16_t rows = 3; rows < 9; rows++) {
            struct lt_arena arena = {0};
            const struct lt_doc *doc = table_after(&arena, paragraphs, rows, 2, month);
            struct lt_style style;
            struct lt_pages *pages = set(doc, panels[rows % 2][0], panels[rows % 2][1], &style);
            assert_in_range(fewest_rows(pages, doc), 2, rows);
            lt_pages_destroy(pages);
            lt_arena_finish(&arena);
        }
}

struct mark {
    lt_fx baseline, lowest;
    int count;
};

static void see_mark(void *self, const struct lt_text_op *op)
{
    struct mark *seen = self;
    if (op->run.text.size == strlen("■") && memcmp(op->run.text.data, "■", op->run.text.size) == 0) {
        seen->count++;
        seen->baseline = op->baseline_fx;
    } else if (op->baseline_fx > seen->lowest) {
        seen->lowest = op->baseline_fx;
    }
}

static void see_fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    (void)self, (void)rect, (void)ink;
}

/* An article that ends in a table ends with the mark too, below the last row and on its page, however full that is. */
static void the_end_mark_follows_a_table(void **state)
{
    (void)state;
    static const struct lt_front_matter front = {.end_mark = "■"};
    for (uint16_t rows = 2; rows < 40; rows++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        lt_style_init(&style, &(struct lt_panel){.width_px = 480, .height_px = 800}, LT_TYPE_STEP_DEFAULT, &ruler);
        const struct lt_setting setting = {table_of(&arena, rows, 2, month), &front, &style, &ruler, tongue,
                                           LT_BREAKER_TOTAL_FIT, NULL};
        struct lt_pages *pages = lt_pages_create(&setting);
        while (lt_pages_step(pages))
            continue;
        struct mark seen = {0};
        struct lt_canvas canvas = {.self = &seen, .text = see_mark, .fill = see_fill};
        lt_pages_paint(pages, lt_pages_count(pages) - 1, &canvas, 0, 0);
        assert_int_equal(seen.count, 1);
        assert_true(seen.lowest > 0 && seen.baseline > seen.lowest);
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(headings_are_not_divided), cmocka_unit_test(what_is_too_wide_is_told_in_rows),
        cmocka_unit_test(headings_of_records_are_quiet), cmocka_unit_test(no_character_is_lost), cmocka_unit_test(long_tables_are_set_in_parts),
        cmocka_unit_test(a_table_ends_where_the_pages_are_full), cmocka_unit_test(the_end_mark_follows_a_table),
        cmocka_unit_test(no_row_stands_alone),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
