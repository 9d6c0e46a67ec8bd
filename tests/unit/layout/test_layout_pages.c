/*
 * What must hold for every document on every panel: each character is on a page once and in order, no line is
 * overfull, a prefix of the layout equals the whole, a place finds its page again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "fixture.h"
#include "printed.h"
#include "sample.h"

static const struct lt_front_matter FRONT = {
    .kicker = "Reportage", .title = "Le dernier bac de la vallée attend son passeur",
    .standfirst = "Sans moteur ni pilote, il traverse le fleuve depuis 1871.", .byline = "Claire Vasseur",
    .lead_picture = true, .end_mark = "■",
};

static struct lt_pages *set_up(const struct lt_doc *doc, const struct lt_style *style, enum lt_breaker breaker)
{
    struct lt_setting setting = {doc, &FRONT, style, &ruler, tongue, breaker, NULL};
    return lt_pages_create(&setting);
}

/* Lines of running text never come nearer than a leading, and stay in their column. */
static void check_rows(const struct lt_pages *pages, const struct lt_style *style, const struct lt_doc *doc)
{
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_line *lines, *last = NULL;
        size_t count;
        lt_pages_lines(pages, page, &lines, &count);
        for (size_t i = 0; i < count; i++) {
            if (lines[i].block == LT_PLACE_FRONT || doc->blocks[lines[i].block].role != LT_ROLE_PARAGRAPH)
                continue;
            if (last && last->column == lines[i].column)
                assert_true(lines[i].baseline - last->baseline >= style->leading);
            assert_true(lines[i].baseline <= style->column_height);
            last = &lines[i];
        }
    }
}

static void check_lines(const struct lt_pages *pages, const struct lt_style *style)
{
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_line *lines;
        size_t count;
        lt_pages_lines(pages, page, &lines, &count);
        for (size_t i = 0; i < count; i++) {
            assert_false(lines[i].overfull);
            assert_true(lines[i].x >= style->margin_x);
            assert_true(lines[i].baseline <= style->column_height + style->leading);
            assert_int_equal(lines[i].page, page);
        }
    }
}

static void test_every_character(void **state)
{
    (void)state;
    for (uint32_t panel = 0; panel < PANEL_COUNT; panel++)
        for (uint32_t language = 0; language < SAMPLE_LANGUAGE_COUNT; language++) {
            struct lt_arena arena = {0};
            struct lt_style style;
            const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[language], 14, language * 77 + panel, false);
            lt_style_init(&style, &PANELS[panel], (int)(language % LT_TYPE_STEPS), &ruler);
            struct lt_pages *pages = set_up(doc, &style, (enum lt_breaker)((language + panel) % 4 == 3));
            while (lt_pages_step(pages))
                continue;
            struct lt_buf got = {0}, expected = {0};
            all_body(pages, &got);
            body_of(doc, &expected);
            if (got.size != expected.size || memcmp(got.data, expected.data, got.size) != 0) {
                size_t at = 0;
                while (at < got.size && at < expected.size && got.data[at] == expected.data[at])
                    at++;
                size_t from = at > 60 ? at - 60 : 0;
                fail_msg("%s on panel %u: differs at byte %zu: got ...%.90s, expected ...%.90s",
                         SAMPLE_LANGUAGES[language].lang, panel, at, got.data + from, expected.data + from);
            }
            check_lines(pages, &style);
            check_rows(pages, &style, doc);
            lt_buf_finish(&got);
            lt_buf_finish(&expected);
            lt_pages_destroy(pages);
            lt_arena_finish(&arena);
        }
}

/* Every byte of every block is on a line once, in order within its block, whatever floats. */
static void test_floats_lose_nothing(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 24; seed++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[seed % SAMPLE_LANGUAGE_COUNT], 30, seed, true);
        lt_style_init(&style, &PANELS[seed % PANEL_COUNT], (int)(seed % LT_TYPE_STEPS), &ruler);
        struct lt_pages *pages = set_up(doc, &style, LT_BREAKER_TOTAL_FIT);
        while (lt_pages_step(pages))
            continue;
        check_lines(pages, &style);
        check_rows(pages, &style, doc);
        uint32_t *reached = lt_alloc(doc->block_count, sizeof *reached), pictures = 0, figures = 0;
        for (uint32_t i = 0; i < doc->block_count; i++) {
            reached[i] = doc->blocks[i].text.start;
            figures += doc->blocks[i].role == LT_ROLE_FIGURE && doc->blocks[i].picture >= 0;
        }
        for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
            const struct lt_line *lines;
            const struct lt_page_link *links;
            size_t count, link_count;
            lt_pages_lines(pages, page, &lines, &count);
            lt_pages_links(pages, page, &links, &link_count);
            for (size_t i = 0; i < link_count; i++)
                pictures += links[i].kind == LT_PAGE_LINK_PICTURE;
            for (size_t i = 0; i < count; i++) {
                if (lines[i].block == LT_PLACE_FRONT)
                    continue;
                uint32_t *at = &reached[lines[i].block];
                while (*at < lines[i].text.start && (doc->text[*at] == ' ' || doc->text[*at] == '\n'))
                    ++*at;
                assert_int_equal(*at, lines[i].text.start);
                *at = lines[i].text.end;
            }
        }
        for (uint32_t i = 0; i < doc->block_count; i++) {
            while (reached[i] < doc->blocks[i].text.end && (doc->text[reached[i]] == ' ' || doc->text[reached[i]] == '\n'))
                reached[i]++;
            assert_int_equal(reached[i], doc->blocks[i].text.end);
        }
        assert_int_equal(pictures, figures);
        free(reached);
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
}

static void test_prefix(void **state)
{
    (void)state;
    for (uint32_t language = 0; language < SAMPLE_LANGUAGE_COUNT; language += 3) {
        struct lt_arena arena = {0};
        struct lt_style style;
        const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[language], 40, 5 + language, true);
        lt_style_init(&style, &PANELS[language % PANEL_COUNT], LT_TYPE_STEP_DEFAULT, &ruler);
        struct lt_pages *slow = set_up(doc, &style, LT_BREAKER_TOTAL_FIT), *whole = set_up(doc, &style, LT_BREAKER_TOTAL_FIT);
        struct lt_buf early = {0};
        uint32_t printed = 0, guess = 0;
        while (lt_pages_step(slow)) {
            assert_true(lt_pages_estimate(slow) >= lt_pages_count(slow));
            while (printed < lt_pages_count(slow))
                print_page(slow, printed++, &early);
            guess = lt_pages_estimate(slow);
        }
        while (printed < lt_pages_count(slow))
            print_page(slow, printed++, &early);
        while (lt_pages_step(whole))
            continue;
        check_final(whole, &early);
        assert_in_range(guess, lt_pages_count(whole) / 2, lt_pages_count(whole) * 2 + 2);
        assert_false(lt_pages_reach(whole, lt_pages_count(whole)));
        lt_pages_destroy(slow);
        lt_pages_destroy(whole);
        lt_arena_finish(&arena);
    }
}

/* Page 1 needs only the blocks of the first two pages, some of them placed again to fill a column. */
static void test_first_page_is_cheap(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_style style;
    const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[0], 2000, 9, false);
    lt_style_init(&style, &PANELS[3], LT_TYPE_STEP_DEFAULT, &ruler);
    struct lt_pages *pages = set_up(doc, &style, LT_BREAKER_TOTAL_FIT);
    uint32_t steps = 0;
    while (lt_pages_count(pages) == 0 && lt_pages_step(pages))
        steps++;
    assert_in_range(steps, 2, 100);
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
}

static void test_places(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[2], 120, 3, true);
    struct lt_place place = {60, 5};
    for (int change = 0; change < 50; change++) {
        struct lt_style style;
        lt_style_init(&style, &PANELS[change % PANEL_COUNT], change % LT_TYPE_STEPS, &ruler);
        struct lt_pages *pages = set_up(doc, &style, LT_BREAKER_TOTAL_FIT);
        uint32_t page = UINT32_MAX;
        while (page == UINT32_MAX && lt_pages_step(pages))
            page = lt_pages_find(pages, place);
        page = page == UINT32_MAX ? lt_pages_find(pages, place) : page;
        assert_true(page < lt_pages_count(pages));
        assert_int_equal(lt_pages_find(pages, lt_pages_place(pages, page)), page);
        while (lt_pages_step(pages))
            continue;
        assert_int_equal(lt_pages_find(pages, place), page);
        for (uint32_t i = 0; i < lt_pages_count(pages); i++)
            if (i == 0 || lt_pages_place(pages, i).block != LT_PLACE_FRONT) /* a title may run over page 1 */
                assert_int_equal(lt_pages_find(pages, lt_pages_place(pages, i)), i);
        assert_int_equal(lt_pages_text_before(pages, 0), 0);
        lt_pages_destroy(pages);
    }
    lt_arena_finish(&arena);
}

/* On panels with room, no paragraph leaves a line alone at a column's head or foot, no column ends in a hyphen. */
static void test_widows(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 12; seed++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[seed % 3], 60, seed, false);
        lt_style_init(&style, &PANELS[3 + seed % 3], LT_TYPE_STEP_DEFAULT, &ruler);
        struct lt_pages *pages = set_up(doc, &style, LT_BREAKER_TOTAL_FIT);
        while (lt_pages_step(pages))
            continue;
        const struct lt_line *before = NULL;
        for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
            const struct lt_line *lines;
            size_t count;
            lt_pages_lines(pages, page, &lines, &count);
            for (size_t i = 0; i < count; before = &lines[i++]) {
                bool turned = before && (before->page != page || before->column != lines[i].column);
                if (!turned)
                    continue;
                bool same = before->paragraph == lines[i].paragraph;
                assert_false(before->hyphen && same);
                assert_false(same && (lines[i].last || before->number == 0));
                assert_false(before->block != LT_PLACE_FRONT && doc->blocks[before->block].role == LT_ROLE_HEADING);
            }
        }
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
}

static const struct lt_doc *sample_prose(struct lt_arena *arena, const struct sample_language *language, uint32_t blocks,
                                         uint64_t seed)
{
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    for (uint32_t i = 0; i < blocks; i++) {
        lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = language->lang, .picture = -1});
        sample_words(builder, language, 30 + sample_random(&seed) % 130, &seed);
        lt_doc_build_block_end(builder);
    }
    const struct lt_doc *doc = NULL;
    lt_doc_build_end(builder, &(struct lt_meta){.title = "Le dernier bac", .lang = language->lang, .lead = -1}, NULL, &doc);
    return doc;
}

/* The baseline of the last line of each column of a page; 0: it has none. */
static size_t feet_of(const struct lt_pages *pages, uint32_t page, lt_fx *feet)
{
    const struct lt_line *lines;
    size_t count, columns = 0;
    lt_pages_lines(pages, page, &lines, &count);
    for (size_t i = 0; i < count; i++) {
        columns = lines[i].column + 1 > columns ? lines[i].column + 1 : columns;
        feet[lines[i].column] = lines[i].baseline;
    }
    return columns;
}

/* The columns of a page of prose end level, but for one page in a hundred. */
static void test_level(void **state)
{
    (void)state;
    uint32_t level = 0, uneven = 0;
    for (uint64_t seed = 1; seed <= 8; seed++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        const struct lt_doc *doc = sample_prose(&arena, &SAMPLE_LANGUAGES[seed % 3], 120, seed);
        lt_style_init(&style, &PANELS[3 + seed % 2], LT_TYPE_STEP_DEFAULT, &ruler);
        assert_true(style.columns > 1);
        struct lt_pages *pages = set_up(doc, &style, LT_BREAKER_TOTAL_FIT);
        while (lt_pages_step(pages))
            continue;
        for (uint32_t page = 1; page + 1 < lt_pages_count(pages); page++) { /* page 1 may have a picture at a foot */
            lt_fx feet[8] = {0}, low = INT32_MAX, high = 0;
            assert_int_equal(feet_of(pages, page, feet), style.columns);
            for (int32_t i = 0; i < style.columns; i++) {
                low = feet[i] < low ? feet[i] : low;
                high = feet[i] > high ? feet[i] : high;
            }
            *(high - low <= style.leading * 3 / 100 ? &level : &uneven) += 1;
        }
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
    print_message("%u level, %u not\n", level, uneven);
    assert_true(level > 60 && uneven * 100 <= level);
}

static void test_empty(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_style style;
    const struct lt_doc *doc = NULL;
    lt_doc_build_end(lt_doc_build_begin(&arena), &(struct lt_meta){.lead = -1}, NULL, &doc);
    lt_style_init(&style, &PANELS[0], 0, &ruler);
    struct lt_setting setting = {doc, NULL, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL};
    struct lt_pages *pages = lt_pages_create(&setting);
    while (lt_pages_step(pages))
        continue;
    assert_int_equal(lt_pages_count(pages), 1);
    assert_int_equal(lt_pages_find(pages, (struct lt_place){0, 0}), 0);
    lt_pages_destroy(pages);
    lt_pages_destroy(NULL);
    lt_arena_finish(&arena);
}

/* One paragraph far longer than what is set at once: nothing is lost, no line inside it falls short. */
static void test_long_paragraph(void **state)
{
    (void)state;
    struct lt_arena arena = {0};
    struct lt_style style;
    struct lt_doc_builder *builder = lt_doc_build_begin(&arena);
    uint64_t seed = 4;
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = "fr", .picture = -1});
    for (int i = 0; i < 12000; i++) {
        lt_doc_build_text(builder, lt_bytes_of(SAMPLE_LANGUAGES[0].words[sample_random(&seed) % 12]));
        lt_doc_build_text(builder, lt_bytes_of(" "));
    }
    const struct lt_doc *doc = NULL;
    lt_doc_build_end(builder, &(struct lt_meta){.lead = -1, .lang = "fr"}, NULL, &doc);
    lt_style_init(&style, &PANELS[3], LT_TYPE_STEP_DEFAULT, &ruler);
    struct lt_pages *pages = set_up(doc, &style, LT_BREAKER_TOTAL_FIT);
    while (lt_pages_step(pages))
        continue;
    struct lt_buf got = {0};
    all_body(pages, &got);
    assert_int_equal(got.size, doc->text_size + 1);
    assert_memory_equal(got.data, doc->text, doc->text_size);
    for (uint32_t page = 0; page + 1 < lt_pages_count(pages); page++) {
        const struct lt_line *lines;
        size_t count;
        lt_pages_lines(pages, page, &lines, &count);
        for (size_t i = 0; i < count; i++)
            assert_true(lines[i].justified || lines[i].block == LT_PLACE_FRONT);
    }
    lt_buf_finish(&got);
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
}

static void put_words(struct lt_doc_builder *builder, enum lt_role role, int words, uint64_t *seed)
{
    lt_doc_build_block(builder, &(struct lt_block){.role = role, .level = 2, .lang = "fr", .picture = role == LT_ROLE_FIGURE ? 0 : -1});
    for (int i = 0; i < words; i++) {
        lt_doc_build_text(builder, lt_bytes_of(SAMPLE_LANGUAGES[0].words[sample_random(seed) % 12]));
        lt_doc_build_text(builder, lt_bytes_of(" "));
    }
    lt_doc_build_block_end(builder);
}

/* No heading ends a column, nor a term: not under a figure that waited for the column either. */
static void test_heads_keep_their_text(void **state)
{
    (void)state;
    uint32_t heads = 0;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        struct lt_arena arena = {0};
        struct lt_doc_builder *builder = lt_doc_build_begin(&arena);
        const struct lt_doc *doc = NULL;
        uint64_t dice = seed;
        lt_doc_build_picture(builder, &(struct lt_picture){.width = 1600, .height = 1000});
        for (int i = 0; i < 30; i++) {
            put_words(builder, LT_ROLE_PARAGRAPH, 8 + (int)(sample_random(&dice) % 90), &dice);
            for (uint64_t n = sample_random(&dice) % 4; n > 0; n--) {
                put_words(builder, LT_ROLE_TERM, 2, &dice);
                put_words(builder, LT_ROLE_DEFINITION, 3 + (int)(sample_random(&dice) % 40), &dice);
            }
            if (sample_random(&dice) % 2)
                put_words(builder, LT_ROLE_FIGURE, 6, &dice);
            put_words(builder, LT_ROLE_HEADING, 3, &dice);
        }
        put_words(builder, LT_ROLE_PARAGRAPH, 30, &dice);
        assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lang = "fr", .lead = -1}, NULL, &doc), LT_OK);
        for (uint32_t panel = 0; panel < PANEL_COUNT; panel++) {
            struct lt_style style;
            lt_style_init(&style, &PANELS[panel], LT_TYPE_STEP_DEFAULT, &ruler);
            struct lt_pages *pages = set_up(doc, &style, LT_BREAKER_TOTAL_FIT);
            const struct lt_line *lines;
            size_t count;
            while (lt_pages_step(pages))
                continue;
            for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
                lt_pages_lines(pages, page, &lines, &count);
                for (size_t i = 0; i < count; i++) {
                    if (lines[i].block == LT_PLACE_FRONT)
                        continue;
                    enum lt_role role = doc->blocks[lines[i].block].role;
                    if (role != LT_ROLE_HEADING && role != LT_ROLE_TERM)
                        continue;
                    heads++;
                    assert_true(i + 1 < count && lines[i + 1].column == lines[i].column);
                }
            }
            lt_pages_destroy(pages);
        }
        lt_arena_finish(&arena);
    }
    assert_true(heads > 1000);
}

/* What the reader says itself above an article that runs from right to left runs its own way, where the article's lines begin. */
static void test_two_directions(void **state)
{
    (void)state;
    static const struct lt_front_matter front = {.title = "2 commentaires", .byline = "دفتر"};
    struct lt_arena arena = {0};
    struct lt_style style;
    struct lt_doc_builder *builder = lt_doc_build_begin(&arena);
    const struct lt_doc *doc = NULL;
    const struct lt_line *lines;
    size_t count;
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_HEADING, .level = 3, .lang = "ar", .picture = -1});
    lt_doc_build_text(builder, lt_bytes_of("16 novembre"));
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = "ar", .rtl = true, .picture = -1});
    lt_doc_build_text(builder, lt_bytes_of("ما زال الجزء"));
    assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lang = "ar", .rtl = true, .lead = -1}, NULL, &doc), LT_OK);
    lt_style_init(&style, &PANELS[0], LT_TYPE_STEP_DEFAULT, &ruler);
    struct lt_pages *pages = lt_pages_create(&(struct lt_setting){doc, &front, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL});
    while (lt_pages_step(pages))
        continue;
    lt_pages_lines(pages, 0, &lines, &count);
    assert_int_equal(count, 4);
    for (size_t i = 0; i < count; i++) {
        const struct lt_word_box *first = &lines[i].words[0], *last = &lines[i].words[lines[i].word_count - 1];
        bool in_order = first->text.start <= last->text.start; /* words stand from left to right */
        assert_true(lines[i].word_count < 2 || in_order == (i != 3));
        assert_in_range(last->x + last->width + 64, lines[i].measure, lines[i].measure + 128);
    }
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
}

static void put_cell(struct lt_doc_builder *builder, uint16_t row, uint16_t column, bool header, const char *text)
{
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_CELL, .lang = "fr", .picture = -1,
                                                   .cell = {row, column, 1, 1, header, 0}});
    lt_doc_build_text(builder, lt_bytes_of(text));
    lt_doc_build_block_end(builder);
}

/* A table over several columns: each cell's text once, the heading row at the top of each column it runs into. */
static void test_table(void **state)
{
    (void)state;
    static const char *const CELLS[3] = {"1871", "une phrase assez longue pour occuper plusieurs lignes de sa cellule",
                                         "https://rives.example/un/chemin/qui/ne/finit/pas/avant/longtemps"};
    struct lt_arena arena = {0};
    struct lt_doc_builder *builder = lt_doc_build_begin(&arena);
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_TABLE, .lang = "fr", .picture = -1, .rows = 40, .columns = 3});
    lt_doc_build_text(builder, lt_bytes_of("Les crues"));
    lt_doc_build_block_end(builder);
    for (uint16_t row = 0; row < 40; row++)
        for (uint16_t column = 0; column < 3; column++)
            put_cell(builder, row, column, row == 0, row == 0 ? "Entête" : CELLS[column]);
    const struct lt_doc *doc = NULL;
    assert_int_equal(lt_doc_build_end(builder, &(struct lt_meta){.lang = "fr", .lead = -1}, NULL, &doc), LT_OK);
    for (uint32_t panel = 0; panel < PANEL_COUNT; panel++) {
        struct lt_style style;
        lt_style_init(&style, &PANELS[panel], LT_TYPE_STEP_DEFAULT, &ruler);
        struct lt_pages *pages = set_up(doc, &style, LT_BREAKER_TOTAL_FIT);
        while (lt_pages_step(pages))
            continue;
        check_lines(pages, &style);
        struct lt_buf got = {0}, expected = {0};
        all_body(pages, &got);
        body_of(doc, &expected);
        assert_int_equal(got.size, expected.size);
        assert_memory_equal(got.data, expected.data, got.size);
        uint32_t headings = 0;
        for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
            const struct lt_line *lines;
            size_t count;
            lt_pages_lines(pages, page, &lines, &count);
            for (size_t i = 0; i < count; i++)
                headings += lines[i].block != LT_PLACE_FRONT && doc->blocks[lines[i].block].cell.header;
        }
        assert_true(headings >= 3);
        assert_true(lt_pages_count(pages) == 1 || headings >= 6);
        lt_buf_finish(&got);
        lt_buf_finish(&expected);
        lt_pages_destroy(pages);
    }
    lt_arena_finish(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_character), cmocka_unit_test(test_floats_lose_nothing),
        cmocka_unit_test(test_prefix), cmocka_unit_test(test_first_page_is_cheap), cmocka_unit_test(test_places),
        cmocka_unit_test(test_widows), cmocka_unit_test(test_level), cmocka_unit_test(test_empty), cmocka_unit_test(test_long_paragraph),
        cmocka_unit_test(test_two_directions), cmocka_unit_test(test_heads_keep_their_text), cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
