/*
 * The drop capital: as high as the capitals of its first line over the baseline of its last, whatever the letter; an accent
 * stands above where there is room, a tail makes one more line stand aside.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <lutrin/doc_build.h>
#include <lutrin/pages.h>

#include "fixture.h"

enum { CAP_PERCENT = 74, ACCENT_PERCENT = 95, TAIL_PERCENT = 22, OVER_PERCENT = 10 };

/* The ink of an imaginary face: capitals higher than its tables say, an accent over É, a tail under J, Ç and Q, which goes on
 * beyond Q. */
static void imagine(void *self, const struct lt_font *font, const struct lt_run_text *run, struct lt_ink_reach *ret_reach)
{
    (void)self;
    bool accent = run->text.size > 1 && memcmp(run->text.data, "É", 2) == 0;
    bool tail = *run->text.data == 'J' || *run->text.data == 'Q' || (run->text.size > 1 && memcmp(run->text.data, "Ç", 2) == 0);
    ret_reach->above = font->size_fx * (accent ? ACCENT_PERCENT : CAP_PERCENT) / 100;
    ret_reach->below = tail ? font->size_fx * TAIL_PERCENT / 100 : 0;
    ret_reach->after = *run->text.data == 'Q' ? font->size_fx * OVER_PERCENT / 100 : 0;
}

struct seen {
    lt_fx size, above_edge; /* of the largest run; from the sheet's top to its baseline */
};

static void see_text(void *self, const struct lt_text_op *op)
{
    struct seen *seen = self;
    if (op->font.size_fx > seen->size && op->ink == LT_INK_ACCENT)
        *seen = (struct seen){op->font.size_fx, op->baseline_fx};
}

static void see_fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    (void)self, (void)rect, (void)ink;
}

static void see_picture(void *self, struct lt_rect_fx rect, int64_t id, const char *alt)
{
    (void)self, (void)rect, (void)id, (void)alt;
}

/* What one opening makes of the page. */
struct opening {
    struct lt_style style;
    struct seen seen;
    uint32_t beside;  /* lines that stand aside */
    uint32_t here;    /* lines of the paragraph in the first column */
    lt_fx inset, first, last; /* of these: how far, baselines of the first and of the third */
};

/* What stands above: nothing, a title, or that and a picture. */
enum above { NOTHING, TITLE, PICTURE };

static void open_with(const char *letter, enum above above, struct opening *out)
{
    struct lt_arena arena = {0};
    const struct lt_doc *doc = NULL;
    const struct lt_line *lines;
    size_t count;
    struct lt_ruler face = ruler;
    face.ink = imagine;
    *out = (struct opening){0};
    lt_style_init(&out->style, &(struct lt_panel){1280, 800, 0, 0, 0}, 1, &face);
    struct lt_doc_builder *builder = lt_doc_build_begin(&arena);
    lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = "fr", .picture = -1});
    lt_doc_build_text(builder, lt_bytes_of(letter));
    for (int i = 0; i < (above == PICTURE ? 300 : 60); i++)
        lt_doc_build_text(builder, lt_bytes_of("ou la rive attend "));
    lt_doc_build_block_end(builder);
    lt_doc_build_picture(builder, &(struct lt_picture){.width = 1600, .height = 1550});
    const struct lt_meta meta = {.lead = above == PICTURE ? 0 : -1, .lang = "fr"};
    assert_int_equal(lt_doc_build_end(builder, &meta, NULL, &doc), LT_OK);
    const struct lt_front_matter front = {.title = above == NOTHING ? NULL : "La rive", .lead_picture = true};
    struct lt_pages *pages = lt_pages_create(&(struct lt_setting){doc, &front, &out->style, &face, tongue, LT_BREAKER_TOTAL_FIT, NULL});
    while (lt_pages_step(pages))
        continue;
    const struct lt_canvas canvas = {.self = &out->seen, .text = see_text, .fill = see_fill, .picture = see_picture};
    lt_pages_paint(pages, 0, &canvas, 0, 0);
    lt_pages_lines(pages, 0, &lines, &count);
    size_t at = 0;
    while (at < count && lines[at].block == LT_PLACE_FRONT)
        at++;
    assert_true(at + 6 < count);
    out->first = lines[at].baseline;
    out->last = lines[at + 2].baseline;
    while (at + out->here < count && lines[at + out->here].column == lines[at].column)
        out->here++;
    lt_fx edge = out->here > 5 ? lines[at + 5].x : lines[0].x;
    out->inset = lines[at].x - edge;
    while (out->beside < out->here && lines[at + out->beside].x > edge)
        out->beside++;
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
}

/* Letters on one baseline, all as high as the first line's capitals, to half a pixel. */
static void every_letter_stands_on_its_line(void **state)
{
    static const struct {
        const char *letter;
        uint32_t beside;
    } letters[] = {{"A", 3}, {"L", 3}, {"É", 3}, {"J", 4}, {"Q", 4}, {"Ç", 4}, {"Ж", 3}, {"Ω", 3}};
    struct opening plain, one;
    (void)state;
    open_with("A", TITLE, &plain);
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++) {
        open_with(letters[i].letter, TITLE, &one);
        lt_fx top = one.last - one.seen.size * CAP_PERCENT / 100;
        assert_int_equal(one.seen.above_edge, one.last);
        assert_in_range(top - (one.first - one.style.body * CAP_PERCENT / 100) + 32, 0, 64);
        assert_int_equal(one.beside, letters[i].beside);
        assert_int_equal(one.seen.size, plain.seen.size);
    }
}

/* At the top of a column an accent has no room: it ends where the first line's capitals do, and the letter is smaller. */
static void an_accent_without_room_makes_it_smaller(void **state)
{
    struct opening one;
    (void)state;
    open_with("É", NOTHING, &one);
    lt_fx top = one.last - one.seen.size * ACCENT_PERCENT / 100;
    assert_in_range(top - (one.first - one.style.body * CAP_PERCENT / 100) + 32, 0, 64);
    assert_int_equal(one.beside, 3);
}

/* Below a picture too: the accent touched it. */
static void an_accent_keeps_clear_of_a_picture(void **state)
{
    struct opening plain, one;
    (void)state;
    open_with("A", PICTURE, &plain);
    open_with("É", PICTURE, &one);
    assert_true(one.seen.size < plain.seen.size);
}

/* What a letter's ink has beyond its advance is room of its own. */
static void a_long_tail_keeps_its_distance(void **state)
{
    struct opening plain, tailed;
    (void)state;
    open_with("O", TITLE, &plain);
    open_with("Q", TITLE, &tailed);
    assert_in_range(tailed.inset - plain.inset, tailed.seen.size * OVER_PERCENT / 100 - 64, tailed.seen.size * OVER_PERCENT / 100 + 64);
}

/* Under a picture that leaves no more than the capital's lines, too; but not where its tail would reach into another column. */
static void a_capital_stands_at_a_columns_foot(void **state)
{
    struct opening one;
    (void)state;
    open_with("A", PICTURE, &one);
    assert_int_equal(one.here, 3);
    assert_int_equal(one.beside, 3);
    open_with("J", PICTURE, &one);
    assert_int_equal(one.here, 3);
    assert_int_equal(one.beside, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_letter_stands_on_its_line),
        cmocka_unit_test(an_accent_without_room_makes_it_smaller),
        cmocka_unit_test(an_accent_keeps_clear_of_a_picture),
        cmocka_unit_test(a_long_tail_keeps_its_distance),
        cmocka_unit_test(a_capital_stands_at_a_columns_foot),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
