/*
 * Long texts are set in slices: a step never does more than a piece of one, page 1 costs what page 1 of short paragraphs
 * costs, the prefix is final, and a place is found again after any change of type size. Work is counted in bytes that the
 * ruler was asked about and in bytes that a step placed, never in time.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "fixture.h"
#include "printed.h"
#include "sample.h"

#include "galley.h"
#include "table.h"

enum { MEGABYTE = 1000000, SHORT_BYTES = 400, WORD_LETTERS = 9, PAGES_SEEN = 12 };

/* A ruler that counts what it is asked. */
struct counter {
    struct lt_ruler ruler;
    uint64_t bytes;
};

static lt_fx count_advance(void *self, const struct lt_font *font, const struct lt_run_text *run)
{
    struct counter *counter = self;
    counter->bytes += run->text.size;
    return counter->ruler.advance(counter->ruler.self, font, run);
}

static void count_extents(void *self, const struct lt_font *font, struct lt_extents *ret_extents)
{
    struct counter *counter = self;
    counter->ruler.extents(counter->ruler.self, font, ret_extents);
}

/* About `bytes` bytes of words that hardly ever come twice, in one block or in short ones. */
static void put_words(struct lt_doc_builder *builder, const struct lt_block *block, uint32_t bytes, bool in_short, uint64_t seed)
{
    lt_doc_build_block(builder, block);
    for (uint32_t size = 0, part = 0; size < bytes; size += WORD_LETTERS, part += WORD_LETTERS) {
        char word[WORD_LETTERS];
        for (uint32_t i = 0; i + 1 < sizeof word; i++)
            word[i] = (char)('a' + sample_random(&seed) % 26);
        word[sizeof word - 1] = ' ';
        if (in_short && part >= SHORT_BYTES) {
            lt_doc_build_block_end(builder);
            lt_doc_build_block(builder, block);
            part = 0;
        }
        lt_doc_build_text(builder, (struct lt_bytes){word, sizeof word});
    }
    lt_doc_build_block_end(builder);
}

static const struct lt_doc *words_doc(struct lt_arena *arena, enum lt_role role, bool in_short)
{
    const struct lt_doc *doc = NULL;
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    struct lt_block block = {.role = role, .lang = "fr", .picture = -1};
    put_words(builder, &block, MEGABYTE, in_short, 5);
    assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lead = -1, .lang = "fr"}, NULL, &doc), LT_OK);
    return doc;
}

struct cost {
    uint64_t first, most; /* bytes measured up to page 1; bytes that one step placed at most */
};

static struct cost cost_of(const struct lt_doc *doc, uint32_t panel)
{
    struct counter counter = {.ruler = ruler};
    const struct lt_ruler counting = {.self = &counter, .advance = count_advance, .extents = count_extents};
    struct lt_style style;
    struct cost cost = {0};
    lt_style_init(&style, &PANELS[panel], LT_TYPE_STEP_DEFAULT, &counting);
    const struct lt_setting setting = {doc, NULL, &style, &counting, tongue, LT_BREAKER_TOTAL_FIT, NULL};
    struct lt_pages *pages = lt_pages_create(&setting);
    for (uint32_t before = 0; lt_pages_count(pages) < PAGES_SEEN && lt_pages_step(pages); before = pages->text_done) {
        if (!cost.first && lt_pages_count(pages) > 0)
            cost.first = counter.bytes;
        if (pages->text_done > before && pages->text_done - before > cost.most)
            cost.most = pages->text_done - before;
    }
    lt_pages_destroy(pages);
    return cost;
}

/* Page 1 of a paragraph of a megabyte costs at most a piece more than page 1 of short ones, whatever its role. */
static void a_giant_costs_what_a_short_one_costs(void **state)
{
    static const enum lt_role ROLES[] = {LT_ROLE_PARAGRAPH, LT_ROLE_CODE,      LT_ROLE_HEADING,    LT_ROLE_ITEM,
                                         LT_ROLE_PULLQUOTE, LT_ROLE_DEFINITION, LT_ROLE_ATTRIBUTION, LT_ROLE_NOTE};
    (void)state;
    struct lt_arena arena = {0};
    const struct lt_doc *short_ones = words_doc(&arena, LT_ROLE_PARAGRAPH, true);
    for (size_t i = 0; i < sizeof ROLES / sizeof *ROLES; i++) {
        uint32_t panel = (uint32_t)(i % 3) + 2;
        struct cost little = cost_of(short_ones, panel);
        struct cost giant = cost_of(words_doc(&arena, ROLES[i], false), panel);
        assert_in_range(giant.most, LT_PARA_MAX_BYTES / 4, LT_PARA_MAX_BYTES);
        assert_in_range(giant.first, 1, little.first + 4 * LT_PARA_MAX_BYTES);
        assert_in_range(little.first, 1, 16 * LT_PARA_MAX_BYTES);
    }
    lt_arena_finish(&arena);
}

/* A table of cells of words that hardly ever come twice. */
static const struct lt_doc *table_doc(struct lt_arena *arena, uint16_t rows, uint16_t columns, uint32_t cell_bytes)
{
    const struct lt_doc *doc = NULL;
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_TABLE, .lang = "fr", .picture = -1, .rows = rows, .columns = columns});
    lt_doc_build_block_end(builder);
    for (uint32_t i = 0; i < (uint32_t)rows * columns; i++) {
        struct lt_block cell = {.role = LT_ROLE_CELL, .lang = "fr", .picture = -1,
                                .cell = {(uint16_t)(i / columns), (uint16_t)(i % columns), 1, 1, i < columns, 0}};
        put_words(builder, &cell, cell_bytes, false, i + 1);
    }
    assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lead = -1, .lang = "fr"}, NULL, &doc), LT_OK);
    return doc;
}

/* Page 1 of a table of 20,000 cells costs what page 1 of one of 300 does and a sample as large, in columns and as records. */
static void a_long_table_costs_what_a_short_one_costs(void **state)
{
    static const struct {
        uint16_t rows, columns;
        uint32_t bytes;
    } tables[] = {{1000, 20, 9}, {5000, 4, 9}, {5000, 4, 40}};
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        struct lt_arena arena = {0};
        uint16_t columns = tables[i].columns;
        struct cost little = cost_of(table_doc(&arena, 300 / columns, columns, tables[i].bytes), 4);
        struct cost giant = cost_of(table_doc(&arena, tables[i].rows, columns, tables[i].bytes), 4);
        assert_in_range(giant.first, 1, little.first * 5 / 2);
        assert_in_range(giant.most, 1, 2 * LT_TABLE_PART_BYTES);
        lt_arena_finish(&arena);
    }
}

/* The parts of a table whose columns are told by a sample stand in these columns, all of them; the heading is said at the top
 * of each column of the page and nowhere else. */
static void parts_share_their_columns(void **state)
{
    enum { ROWS = 700, COLUMNS = 3 };
    (void)state;
    struct lt_arena arena = {0};
    struct lt_style style;
    const struct lt_doc *doc = table_doc(&arena, ROWS, COLUMNS, 18);
    lt_style_init(&style, &PANELS[4], LT_TYPE_STEP_DEFAULT, &ruler);
    struct lt_pages *pages = lt_pages_create(&(struct lt_setting){doc, NULL, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL});
    while (lt_pages_step(pages))
        continue;
    uint32_t headings = 0, columns_used = 0;
    lt_fx edges[COLUMNS] = {0};
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_line *lines;
        size_t count;
        uint32_t column = UINT32_MAX;
        lt_pages_lines(pages, page, &lines, &count);
        for (size_t i = 0; i < count; i++) {
            uint32_t cell = lines[i].block - 1;
            headings += cell == 0 && lines[i].number == 0;
            columns_used += lines[i].column != column;
            column = lines[i].column;
            lt_fx x = lines[i].x - style.margin_x - (lt_fx)column * (style.measure + style.gutter);
            assert_true(edges[cell % COLUMNS] == 0 || edges[cell % COLUMNS] == x + 1);
            edges[cell % COLUMNS] = x + 1;
        }
    }
    assert_true(columns_used > 10);
    assert_int_equal(headings, columns_used);
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
}

static void put_table(struct lt_doc_builder *builder, const struct sample_language *language, uint16_t rows, uint64_t *seed)
{
    struct lt_block block = {.role = LT_ROLE_TABLE, .lang = language->lang, .rtl = language->rtl, .picture = -1, .rows = rows, .columns = 3};
    lt_doc_build_block(builder, &block);
    lt_doc_build_block_end(builder);
    for (uint16_t i = 0; i < rows * 3; i++) {
        struct lt_block cell = {.role = LT_ROLE_CELL, .lang = language->lang, .rtl = language->rtl, .picture = -1,
                                .cell = {(uint16_t)(i / 3), (uint16_t)(i % 3), 1, 1, i < 3, 0}};
        lt_doc_build_block(builder, &cell);
        sample_words(builder, language, 1 + sample_random(seed) % 9, seed);
        lt_doc_build_block_end(builder);
    }
}

/* An article with all that makes places hard to find: short paragraphs, a table, one paragraph of many pages, a list. */
static const struct lt_doc *mixed_doc(struct lt_arena *arena, const struct sample_language *language, uint32_t giant)
{
    static const enum lt_role ROLES[] = {LT_ROLE_PARAGRAPH, LT_ROLE_HEADING, LT_ROLE_PARAGRAPH, LT_ROLE_TABLE, LT_ROLE_PARAGRAPH,
                                         LT_ROLE_PARAGRAPH, LT_ROLE_ITEM, LT_ROLE_ITEM, LT_ROLE_TABLE, LT_ROLE_PARAGRAPH};
    enum { COUNT = sizeof ROLES / sizeof *ROLES, GIANT = 4, TABLE = 8 };
    const struct lt_doc *doc = NULL;
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    uint64_t seed = giant;
    for (uint32_t i = 0; i < COUNT * 3; i++) {
        enum lt_role role = ROLES[i % COUNT];
        struct lt_block block = {.role = role, .level = 1, .lang = language->lang, .rtl = language->rtl, .picture = -1};
        if (role == LT_ROLE_TABLE) {
            put_table(builder, language, i == TABLE ? 400 : 30, &seed);
            continue;
        }
        lt_doc_build_block(builder, &block);
        sample_words(builder, language, i == GIANT ? giant : role == LT_ROLE_HEADING ? 4 : 90, &seed);
        lt_doc_build_block_end(builder);
    }
    const struct lt_meta meta = {.lead = -1, .lang = language->lang, .rtl = language->rtl};
    assert_int_equal(lt_doc_build_end(builder, &meta, NULL, &doc), LT_OK);
    return doc;
}

static struct lt_pages *set_up(const struct lt_doc *doc, struct lt_style *style, uint32_t panel, int step)
{
    lt_style_init(style, &PANELS[panel], step, &ruler);
    return lt_pages_create(&(struct lt_setting){doc, NULL, style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL});
}

/* Pages as they are given out one by one are the pages of the whole. */
static void the_prefix_is_final(void **state)
{
    (void)state;
    for (uint32_t language = 0; language < SAMPLE_LANGUAGE_COUNT; language++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        const struct lt_doc *doc = mixed_doc(&arena, &SAMPLE_LANGUAGES[language], 1500);
        struct lt_pages *slow = set_up(doc, &style, language % PANEL_COUNT, 1), *whole = set_up(doc, &style, language % PANEL_COUNT, 1);
        struct lt_buf early = {0};
        uint32_t printed = 0;
        for (bool more = true; more;) {
            more = lt_pages_step(slow);
            while (printed < lt_pages_count(slow))
                print_page(slow, printed++, &early);
        }
        while (lt_pages_step(whole))
            continue;
        check_final(whole, &early);
        lt_pages_destroy(slow);
        lt_pages_destroy(whole);
        lt_arena_finish(&arena);
    }
}

static int compare_places(struct lt_place a, struct lt_place b)
{
    if (a.block != b.block)
        return (a.block + 1 > b.block + 1) - (a.block + 1 < b.block + 1); /* the front matter first */
    return (a.byte > b.byte) - (a.byte < b.byte);
}

/* The page that shows the place, as a reader asks for it; checks that it does. */
static uint32_t find_page(struct lt_pages *pages, struct lt_place place)
{
    uint32_t page = lt_pages_find(pages, place);
    for (bool more = true; page == UINT32_MAX && more; page = lt_pages_find(pages, place))
        more = lt_pages_step(pages);
    assert_true(page < lt_pages_count(pages));
    assert_true(compare_places(lt_pages_place(pages, page), place) <= 0);
    if (lt_pages_reach(pages, page + 1))
        assert_true(compare_places(lt_pages_place(pages, page + 1), place) > 0);
    return page;
}

/* Fifty changes of type size in a row show the first character of the page they began at, and the last one brings that
 * page back: in French and Arabic, in tables and in the midst of a paragraph of many pages. */
static void fifty_changes_keep_the_place(void **state)
{
    enum { CHANGES = 50, PLACES = 7 };
    static const uint32_t LANGUAGES[] = {0, 3, 5};
    (void)state;
    for (uint32_t i = 0; i < sizeof LANGUAGES / sizeof *LANGUAGES; i++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        const struct lt_doc *doc = mixed_doc(&arena, &SAMPLE_LANGUAGES[LANGUAGES[i]], 1500);
        struct lt_pages *pages = set_up(doc, &style, 2 + i, 1);
        while (lt_pages_step(pages))
            continue;
        uint32_t begun[PLACES], last = lt_pages_count(pages) - 1;
        struct lt_place places[PLACES];
        for (uint32_t k = 0; k < PLACES; k++) {
            begun[k] = 1 + (last - 1) * k / (PLACES - 1);
            places[k] = lt_pages_place(pages, begun[k]);
        }
        lt_pages_destroy(pages);
        for (int change = 1; change <= CHANGES; change++) {
            int step = change == CHANGES ? 1 : (change * 7 + 2) % LT_TYPE_STEPS;
            pages = set_up(doc, &style, 2 + i, step);
            for (uint32_t k = 0; k < PLACES; k++) {
                uint32_t page = find_page(pages, places[k]);
                if (step == 1) {
                    assert_int_equal(page, begun[k]);
                    assert_int_equal(compare_places(lt_pages_place(pages, page), places[k]), 0);
                }
            }
            lt_pages_destroy(pages);
        }
        lt_arena_finish(&arena);
    }
}

/* An article that fills its pages ends where they are full; a line says so, and nothing before it is missing. */
static void what_is_left_out_is_said(void **state)
{
    enum { LINES = LT_GALLEY_MAX_BYTES / 100 };
    static const char NOTE[] = "Part of it is missing.";
    (void)state;
    struct lt_arena arena = {0};
    struct lt_style style;
    struct lt_place place;
    const struct lt_doc *doc = NULL;
    struct lt_doc_builder *builder = lt_doc_build_begin(&arena);
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_CODE, .lang = "fr", .picture = -1});
    for (int i = 0; i < LINES; i++)
        lt_doc_build_text(builder, lt_bytes_of("x\n"));
    assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lead = -1, .lang = "fr"}, NULL, &doc), LT_OK);
    lt_style_init(&style, &PANELS[4], LT_TYPE_STEP_DEFAULT, &ruler);
    const struct lt_front_matter front = {.left_out = NOTE};
    struct lt_pages *pages = lt_pages_create(&(struct lt_setting){doc, &front, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL});
    assert_null(lt_pages_left_out(pages, &place));
    while (lt_pages_step(pages))
        continue;
    assert_string_equal(lt_pages_left_out(pages, &place), "its pages hold more than 26 MB");
    assert_int_equal(place.block, 0);
    assert_in_range(place.byte, 1, doc->text_size - 1);
    struct lt_buf body = {0};
    all_body(pages, &body);
    assert_in_range(body.size, place.byte, place.byte + 1);
    assert_memory_equal(body.data, doc->text, place.byte);
    const struct lt_line *lines;
    size_t count;
    lt_pages_lines(pages, lt_pages_count(pages) - 1, &lines, &count);
    assert_ptr_equal(lines[count - 1].string, NOTE);
    assert_int_equal(lt_pages_find(pages, place), lt_pages_count(pages) - 1);
    lt_buf_finish(&body);
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_giant_costs_what_a_short_one_costs), cmocka_unit_test(a_long_table_costs_what_a_short_one_costs),
        cmocka_unit_test(parts_share_their_columns), cmocka_unit_test(the_prefix_is_final),
        cmocka_unit_test(fifty_changes_keep_the_place), cmocka_unit_test(what_is_left_out_is_said),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
