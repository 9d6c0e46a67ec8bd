/*
 * What must hold for every document on every panel: each character is on a page once and in order, no line is
 * overfull, a prefix of the layout equals the whole, a place finds its page again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

#include "sample.h"

#include <lutrin/listing.h>

static struct lt_tongue *tongue;
static struct lt_ruler ruler;

static const struct lt_panel PANELS[] = {
    {480, 320, 0, 0, 0}, {320, 480, 0, 0, 0}, {800, 480, 154, 86, 0}, {1280, 800, 0, 0, 0},
    {1920, 1080, 0, 0, 0}, {1080, 1920, 0, 0, 0}, {3840, 2160, 0, 0, 0},
};

enum { PANEL_COUNT = sizeof PANELS / sizeof *PANELS };

static const struct lt_front_matter FRONT = {
    .kicker = "Reportage", .title = "Le dernier bac de la vallée attend son passeur",
    .standfirst = "Sans moteur ni pilote, il traverse le fleuve depuis 1871.", .byline = "Claire Vasseur",
    .lead_picture = true, .end_mark = "■",
};

static int begin(void **state)
{
    (void)state;
    tongue = lt_tongue_create();
    ruler = lt_ruler_mono();
    return 0;
}

static int end(void **state)
{
    (void)state;
    lt_tongue_destroy(tongue);
    return 0;
}

static struct lt_pages *set_up(const struct lt_doc *doc, const struct lt_style *style, enum lt_breaker breaker)
{
    struct lt_setting setting = {doc, &FRONT, style, &ruler, tongue, breaker};
    return lt_pages_create(&setting);
}

static void all_body(const struct lt_pages *pages, struct lt_buf *out)
{
    struct lt_listing *listing = lt_listing_create();
    struct lt_canvas canvas = lt_listing_canvas(listing);
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        lt_listing_clear(listing);
        lt_pages_paint(pages, page, &canvas, 0, 0);
        lt_listing_write(listing, true, out);
    }
    lt_listing_destroy(listing);
}

static void body_of(const struct lt_doc *doc, struct lt_buf *out)
{
    for (uint32_t i = 0; i < doc->block_count; i++) {
        struct lt_bytes text = lt_block_text(doc, &doc->blocks[i]);
        if (text.size == 0)
            continue;
        lt_buf_put(out, text.data, text.size);
        lt_buf_putc(out, '\n');
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
            const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[language], 25, language * 77 + panel, false);
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
            lt_buf_finish(&got);
            lt_buf_finish(&expected);
            lt_pages_destroy(pages);
            lt_arena_finish(&arena);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_character),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
