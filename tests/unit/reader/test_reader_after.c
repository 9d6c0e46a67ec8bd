/*
 * test_reader_after.c: how the page after an article and the letters behind it look.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "desk.h"

/* What one sheet shows. */
struct seen {
    const struct lt_ruler *ruler;
    lt_fx square, picture; /* tops; -1: none */
    lt_fx square_end, address_end; /* right ends */
    int texts, names, dates;      /* runs of all text, of names and of dates */
};

static void see_text(void *self, const struct lt_text_op *op)
{
    struct seen *seen = self;
    seen->texts++;
    bool bold = op->font.style & LT_STYLE_BOLD, sans = op->font.family == LT_FAMILY_SANS;
    if (op->run.text.size >= 8 && memcmp(op->run.text.data, "Kervadec", 8) == 0) {
        assert_true(bold && sans);
        seen->names++;
    }
    if (op->run.text.size >= 8 && memcmp(op->run.text.data, "novembre", 8) == 0) {
        assert_true(!bold && sans);
        seen->dates++;
    }
    if (op->run.text.size >= 13 && memcmp(op->run.text.data, "rives.example", 13) == 0)
        seen->address_end = op->x_fx + seen->ruler->advance(seen->ruler->self, &op->font, &op->run);
}

static void see_fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    struct seen *seen = self;
    if (ink == LT_INK_PAPER && rect.width == rect.height && seen->square < 0) {
        seen->square = rect.y;
        seen->square_end = rect.x + rect.width;
    }
}

static void see_picture(void *self, struct lt_rect_fx rect, int64_t id, const char *alt)
{
    struct seen *seen = self;
    (void)id, (void)alt;
    if (seen->picture < 0)
        seen->picture = rect.y;
}

static void see_dot(void *self, lt_fx x, lt_fx y, lt_fx diameter, enum lt_ink ink)
{
    (void)self, (void)x, (void)y, (void)diameter, (void)ink;
}

static struct seen look(struct desk *d)
{
    struct seen seen = {.ruler = &d->ruler, .square = -1, .picture = -1};
    const struct lt_canvas canvas = {.self = &seen, .text = see_text, .fill = see_fill, .picture = see_picture, .dot = see_dot};
    assert_true(lt_reader_paint(d->reader, lt_reader_view(d->reader)->layers[0].sheet, &canvas));
    return seen;
}

static void open_after_one(struct desk *d, int32_t width, int32_t height, const char *lang, int64_t article)
{
    struct lt_diag diag = {0};
    desk_open(d, width, height, lang, false);
    assert_int_equal(lt_reader_open(d->reader, article, 0, &diag), LT_OK);
    settle(d);
    for (int i = 0; i < 30 && state_of(d).at != LT_AT_AFTER; i++) {
        key(d, LT_KEY_NEXT);
        settle(d);
    }
    assert_int_equal(state_of(d).at, LT_AT_AFTER);
}

static void open_after(struct desk *d, int32_t width, int32_t height, const char *lang)
{
    open_after_one(d, width, height, lang, SAMPLE_WRITTEN);
}

/* The square stood a few pixels higher than the pictures beside it. */
static void test_square_and_pictures_begin_level(void **state)
{
    static const int32_t panels[][2] = {{1280, 800}, {1920, 1080}};
    (void)state;
    for (size_t i = 0; i < sizeof panels / sizeof *panels; i++) {
        struct desk d;
        open_after(&d, panels[i][0], panels[i][1], "fr");
        struct seen seen = look(&d);
        assert_true(seen.square > 0);
        assert_int_equal(seen.square, seen.picture);
        desk_close(&d);
    }
}

/* Where the interface runs from right to left the address stood at the other side of its column, away from the square. */
static void test_address_under_the_square(void **state)
{
    struct desk d;
    (void)state;
    open_after(&d, 1280, 800, "ar");
    struct seen seen = look(&d);
    assert_true(seen.square > 0 && seen.address_end > 0);
    assert_in_range(seen.address_end, seen.square_end - LT_FX(1), seen.square_end + LT_FX(1));
    desk_close(&d);
}

/* Who wrote and when stood in bold italics above each letter, dates and all; it is in the type of bylines, the name bold. */
static void test_names_of_letters(void **state)
{
    struct desk d;
    (void)state;
    open_after(&d, 1280, 800, "fr");
    tap_label(&d, "4 commentaires");
    struct seen seen = look(&d);
    assert_true(seen.names > 0 && seen.dates > 0);
    desk_close(&d);
}

/* A bundle of one article that has no address. */
static void write_lone(const char *path)
{
    static const char *const sections[] = {"Vallée"};
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    struct lt_bundle_writer *writer = NULL;
    struct lt_bundle_head head = {.title = "Journal des Rives", .lang = "fr", .url = "https://rives.example/", .created = SAMPLE_CREATED,
                                  .sections = sections, .section_count = 1, .accent = ""};
    struct lt_bundle_article_row row = {.id = SAMPLE_BARE, .slug = "seul", .section = 1,
                                        .doc = sample_doc(&arena, SAMPLE_BARE, false, &diag)};
    assert_int_equal(lt_bundle_create(path, &head, &diag, &writer), LT_OK);
    assert_int_equal(lt_bundle_add_article(writer, &row, &diag), LT_OK);
    assert_int_equal(lt_bundle_finish(writer, &diag), LT_OK);
    lt_arena_finish(&arena);
}

/* The page after an article was blank where there was nothing to take along and nothing else to read. */
static void test_nothing_to_offer(void **state)
{
    char magazine[sizeof bundle_path];
    struct desk d;
    (void)state;
    memcpy(magazine, bundle_path, sizeof magazine);
    snprintf(bundle_path, sizeof bundle_path, "/tmp/lutrin-lone-%ld.lutrin", (long)getpid());
    write_lone(bundle_path);
    open_after_one(&d, 800, 480, "fr", SAMPLE_BARE);
    assert_true(look(&d).texts > 0);
    desk_close(&d);
    unlink(bundle_path);
    memcpy(bundle_path, magazine, sizeof magazine);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_nothing_to_offer), cmocka_unit_test(test_square_and_pictures_begin_level),
                                       cmocka_unit_test(test_address_under_the_square),
                                       cmocka_unit_test(test_names_of_letters)};
    return cmocka_run_group_tests(tests, write_bundle, remove_bundle);
}
