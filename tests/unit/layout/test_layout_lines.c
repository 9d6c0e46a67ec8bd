/*
 * What must hold for every justified line: both edges are straight, and its letters stand at most a fiftieth of the em
 * further apart than in the face, and only in scripts whose letters do not join. Beyond a hundredth they stand only where a
 * paragraph is tracked as a whole, and it is that seldom.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <lutrin/utf8.h>

#include "fixture.h"
#include "sample.h"

struct tally {
    bool may_open;
    uint32_t opened, closed, wide, runs;
};

static void see_text(void *self, const struct lt_text_op *op)
{
    struct tally *tally = self;
    lt_fx tracking = op->font.tracking_fx;
    assert_true(tracking * 50 <= op->font.size_fx && tracking * 83 >= -op->font.size_fx - 83);
    if (!tally->may_open || op->font.family == LT_FAMILY_MONO)
        assert_int_equal(tracking, 0);
    tally->opened += tracking > 0;
    tally->closed += tracking < 0;
    tally->wide += tracking * 100 > op->font.size_fx;
    tally->runs++;
}

static void see_fill(void *self, struct lt_rect_fx rect, enum lt_ink ink)
{
    (void)self, (void)rect, (void)ink;
}

static void see_picture(void *self, struct lt_rect_fx rect, int64_t id, const char *alt)
{
    (void)self, (void)rect, (void)id, (void)alt;
}

static void see_stamp(void *self, struct lt_rect_fx rect, int64_t id, enum lt_ink ink, const char *alt)
{
    (void)self, (void)rect, (void)id, (void)ink, (void)alt;
}

static void see_dot(void *self, lt_fx x, lt_fx y, lt_fx diameter, enum lt_ink ink)
{
    (void)self, (void)x, (void)y, (void)diameter, (void)ink;
}

static void check_edges(const struct lt_pages *pages, uint32_t page)
{
    const struct lt_line *lines;
    size_t count;
    lt_pages_lines(pages, page, &lines, &count);
    for (size_t i = 0; i < count; i++) {
        if (!lines[i].justified || lines[i].last || lines[i].word_count < 2)
            continue;
        const struct lt_word_box *word = &lines[i].words[lines[i].word_count - 1];
        assert_int_equal(lines[i].words[0].x, 0);
        assert_int_equal(word->x + word->width, lines[i].measure);
    }
}

static void test_edges_and_tracking(void **state)
{
    (void)state;
    static const struct lt_front_matter front;
    for (uint32_t language = 0; language < SAMPLE_LANGUAGE_COUNT; language++) {
        const char *lang = SAMPLE_LANGUAGES[language].lang;
        struct tally tally = {.may_open = !strcmp(lang, "fr") || !strcmp(lang, "de") || !strcmp(lang, "en") ||
                                          !strcmp(lang, "ru") || !strcmp(lang, "el")};
        struct lt_arena arena = {0};
        struct lt_style style;
        const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[language], 20, language, false);
        lt_style_init(&style, &(struct lt_panel){1280, 800, 0, 0, 0}, 1, &ruler);
        style.columns = 1; /* wide enough for all of them to be justified */
        style.measure = LT_FX(1280) - 2 * style.margin_x;
        struct lt_setting setting = {doc, &front, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL};
        struct lt_pages *pages = lt_pages_create(&setting);
        while (lt_pages_step(pages))
            continue;
        /* Latin names and numbers stand in texts of all languages */
        bool spaced = tally.may_open;
        tally.may_open |= !strcmp(lang, "ar") || !strcmp(lang, "he");
        struct lt_canvas canvas = {&tally, see_text, see_fill, see_picture, see_stamp, see_dot};
        for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
            lt_pages_paint(pages, page, &canvas, 0, 0);
            if (!doc->meta.rtl)
                check_edges(pages, page);
        }
        assert_true(tally.runs > 100);
        if (spaced) {
            assert_true(tally.opened > tally.runs / 10);
            assert_true(tally.closed > 0 && tally.wide < tally.runs / 4);
        }
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
}

static void count_marks(void *self, const struct lt_text_op *op)
{
    uint32_t *marks = self;
    *marks += op->run.text.size == strlen("■") && memcmp(op->run.text.data, "■", op->run.text.size) == 0;
}

/* The article's last line leaves room for the mark that stands after it, however full it is. */
static void test_end_mark(void **state)
{
    (void)state;
    static const struct lt_front_matter front = {.end_mark = "■"};
    for (uint64_t seed = 1; seed <= 150; seed++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        uint32_t marks = 0;
        const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[seed % SAMPLE_LANGUAGE_COUNT], 6, seed, false);
        lt_style_init(&style, &(struct lt_panel){800, 480, 0, 0, 0}, (int)(seed % LT_TYPE_STEPS), &ruler);
        struct lt_setting setting = {doc, &front, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL};
        struct lt_pages *pages = lt_pages_create(&setting);
        while (lt_pages_step(pages))
            continue;
        struct lt_canvas canvas = {&marks, count_marks, see_fill, see_picture, see_stamp, see_dot};
        for (uint32_t page = 0; page < lt_pages_count(pages); page++)
            lt_pages_paint(pages, page, &canvas, 0, 0);
        uint32_t last = doc->block_count;
        while (last > 0 && (doc->blocks[last - 1].role == LT_ROLE_NOTE || doc->blocks[last - 1].role == LT_ROLE_RULE ||
                            doc->blocks[last - 1].role == LT_ROLE_FIGURE))
            last--;
        enum lt_role role = last ? doc->blocks[last - 1].role : LT_ROLE_HEADING;
        if (role != LT_ROLE_HEADING)
            assert_int_equal(marks, 1);
        else
            assert_in_range(marks, 0, 1);
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
}

struct openings {
    lt_fx largest;
    uint32_t small;
};

static void see_opening(void *self, const struct lt_text_op *op)
{
    struct openings *seen = self;
    seen->largest = op->font.size_fx > seen->largest && op->font.family == LT_FAMILY_TITLE ? op->font.size_fx : seen->largest;
    seen->small += (op->font.style & LT_STYLE_SMALL_CAPS) != 0;
}

/* An article opens with a large capital and small ones, unless that is not wished. */
static void test_opening(void **state)
{
    (void)state;
    for (int plain = 0; plain < 2; plain++) {
        struct lt_front_matter front = {.standfirst = "Le dernier bac, que personne n’attend.", .plain_opening = plain};
        struct openings seen = {0};
        struct lt_arena arena = {0};
        struct lt_style style;
        struct lt_doc_builder *builder = lt_doc_build_begin(&arena);
        lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = "fr", .picture = -1});
        for (int i = 0; i < 30; i++)
            lt_doc_build_text(builder, lt_bytes_of("Le bac passe et le passeur attend. "));
        lt_doc_build_block_end(builder);
        const struct lt_doc *doc = NULL;
        lt_doc_build_end(builder, &(struct lt_meta){.title = "Bac", .lang = "fr", .lead = -1}, NULL, &doc);
        lt_style_init(&style, &(struct lt_panel){1280, 800, 0, 0, 0}, 1, &ruler);
        struct lt_setting setting = {doc, &front, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL};
        struct lt_pages *pages = lt_pages_create(&setting);
        while (lt_pages_step(pages))
            continue;
        struct lt_canvas canvas = {&seen, see_opening, see_fill, see_picture, see_stamp, see_dot};
        lt_pages_paint(pages, 0, &canvas, 0, 0);
        assert_int_equal(seen.small > 0, !plain);
        assert_int_equal(seen.largest > style.text.size_fx, !plain);
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
}

static void see_title(void *self, const struct lt_text_op *op)
{
    lt_fx *baseline = self;
    if (op->font.family == LT_FAMILY_TITLE && *baseline == 0)
        *baseline = op->baseline_fx;
}

/* A title at the very top of the page keeps its accents and tone marks: it stands lower by what they need. */
static void test_title_on_top(void **state)
{
    (void)state;
    static const char *const titles[] = {"Le bac", "Élisée et le bac", "ประตูน้ำยามเช้า"};
    lt_fx baselines[3] = {0};
    struct lt_arena arena = {0};
    struct lt_style style;
    struct lt_extents extents;
    const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[0], 3, 1, false);
    lt_style_init(&style, &(struct lt_panel){800, 480, 0, 0, 0}, 1, &ruler);
    ruler.extents(ruler.self, &style.title, &extents);
    for (size_t i = 0; i < 3; i++) {
        struct lt_front_matter front = {.title = titles[i], .plain_opening = true};
        struct lt_setting setting = {doc, &front, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL};
        struct lt_pages *pages = lt_pages_create(&setting);
        while (lt_pages_step(pages))
            continue;
        struct lt_canvas canvas = {&baselines[i], see_title, see_fill, see_picture, see_stamp, see_dot};
        lt_pages_paint(pages, 0, &canvas, 0, 0);
        lt_pages_destroy(pages);
    }
    assert_true(baselines[1] >= extents.cap_height * 14 / 10);
    assert_true(baselines[2] >= style.title.size_fx * 12 / 10);
    assert_true(baselines[0] <= baselines[1]);
    lt_arena_finish(&arena);
}

/* Lines of the front matter in the last column that has any. */
static uint32_t front_lines_at_last(const struct lt_pages *pages, uint32_t *ret_columns)
{
    uint32_t here = 0;
    *ret_columns = 0;
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_line *lines;
        size_t count;
        uint32_t column = UINT32_MAX;
        lt_pages_lines(pages, page, &lines, &count);
        for (size_t i = 0; i < count && lines[i].block == LT_PLACE_FRONT; i++) {
            here = lines[i].column == column ? here + 1 : 1;
            *ret_columns += lines[i].column != column;
            column = lines[i].column;
        }
    }
    return here;
}

/* At the largest type the last line of a standfirst stood alone at the head of the second page. */
static void test_standfirst_widow(void **state)
{
    (void)state;
    struct lt_buf text = {0};
    int divided = 0;
    struct lt_arena arena = {0};
    const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[0], 3, 1, false);
    for (int words = 0; words < 40; words++) {
        struct lt_style style;
        uint32_t columns;
        lt_buf_put(&text, "rives du fleuve ", 16);
        struct lt_front_matter front = {.standfirst = text.data, .plain_opening = true};
        lt_style_init(&style, &(struct lt_panel){800, 480, 0, 0, 0}, 4, &ruler);
        struct lt_setting setting = {doc, &front, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL};
        struct lt_pages *pages = lt_pages_create(&setting);
        while (lt_pages_step(pages))
            continue;
        uint32_t last = front_lines_at_last(pages, &columns);
        divided += columns > 1;
        assert_true(columns == 1 || last > 1);
        lt_pages_destroy(pages);
    }
    assert_true(divided > 0);
    lt_buf_finish(&text);
    lt_arena_finish(&arena);
}

/* A document of `count` equal blocks. */
static const struct lt_doc *repeat(struct lt_arena *arena, struct lt_block block, int count, const char *text)
{
    const struct lt_doc *doc = NULL;
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    block.picture = -1;
    for (int i = 0; i < count; i++) {
        block.number += block.role == LT_ROLE_ITEM;
        lt_doc_build_block(builder, &block);
        lt_doc_build_text(builder, lt_bytes_of(text));
        lt_doc_build_block_end(builder);
    }
    lt_doc_build_end(builder, &(struct lt_meta){.title = "Bac", .lang = block.lang, .lead = -1}, NULL, &doc);
    return doc;
}

/* Are the article's lines justified on a panel of that many pixels? */
static bool is_justified(const char *lang, const char *text, const char *more, int width, int height)
{
    struct lt_arena arena = {0};
    struct lt_style style;
    struct lt_buf all = {0};
    const struct lt_line *lines;
    size_t count, justified = 0;
    for (int i = 0; i < 6; i++)
        lt_buf_puts(&all, text);
    lt_buf_puts(&all, more);
    lt_style_init(&style, &(struct lt_panel){width, height, 0, 0, 0}, 1, &ruler);
    assert_false(style.ragged);
    const struct lt_doc *doc = repeat(&arena, (struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = lang}, 3, all.data);
    struct lt_pages *pages = lt_pages_create(&(struct lt_setting){doc, NULL, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL});
    while (lt_pages_step(pages))
        continue;
    lt_pages_lines(pages, 0, &lines, &count);
    assert_true(count > 4);
    for (size_t i = 0; i < count; i++)
        justified += lines[i].justified;
    assert_true(justified == 0 || justified + 4 > count); /* all, but for the last ones of paragraphs, or none */
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
    lt_buf_finish(&all);
    return justified > 0;
}

/* Where long words that nothing divides leave a line a few wide gaps, the article is set ragged; one address does not do that
 * to it. */
static void test_long_words(void **state)
{
    (void)state;
    static const char TAMIL[] = "ஆற்றங்கரையில் காத்துக்கொண்டிருக்கிறார்கள் கிராமத்தவர்கள். கடைசிப் படகு இன்னும் வந்துசேரவில்லை. "
                                "பள்ளிக்கூடத்திற்குச் செல்லும் குழந்தைகள் அதிகாலையிலேயே புறப்படுகிறார்கள். ";
    static const char FRENCH[] = "Les habitants du bourg n’ont jamais vraiment demandé de pont, et le bac passe toujours à l’aube. ";
    static const char ADDRESS[] = "Voir https://beispiel.example/sehr/lang/und/noch/viel/langer/als/die/Zeile/breit/ist?frage=1 au bourg.";
    assert_false(is_justified("ta", TAMIL, "", 800, 480));
    assert_false(is_justified("ta", TAMIL, "", 1280, 800));
    assert_true(is_justified("fr", FRENCH, "", 800, 480));
    assert_true(is_justified("fr", FRENCH, "", 1280, 800));
    assert_true(is_justified("fr", FRENCH, ADDRESS, 800, 480));
}

static struct lt_pages *set_plain(const struct lt_doc *doc, struct lt_style *style)
{
    lt_style_init(style, &(struct lt_panel){1280, 800, 0, 0, 0}, 1, &ruler);
    struct lt_setting setting = {doc, NULL, style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL};
    struct lt_pages *pages = lt_pages_create(&setting);
    while (lt_pages_step(pages))
        continue;
    return pages;
}

struct initial {
    char text[3][16]; /* of the first runs of the page */
    lt_fx x[3], size[3];
    int count;
};

static void see_initial(void *self, const struct lt_text_op *op)
{
    struct initial *seen = self;
    if (seen->count == 3 || op->run.text.size >= sizeof seen->text[0])
        return;
    memcpy(seen->text[seen->count], op->run.text.data, op->run.text.size);
    seen->x[seen->count] = op->x_fx;
    seen->size[seen->count++] = op->font.size_fx;
}

/* A quotation mark before the large capital keeps the text's size and stands before it; small letters open nothing. */
static void test_quoted_opening(void **state)
{
    (void)state;
    static const struct {
        const char *lang, *text, *quote, *capital;
    } openings[] = {
        {"fr", "«\u202FÉcluse ouverte\u202F» dit le passeur au bord de la rivière. ", "«\u202F", "É"},
        {"en", "“Open the lock,” says the keeper on the bank of the river. ", "“", "O"},
        {"de", "„Auf die Schleuse!“ sagt der Wärter am Ufer des Flusses. ", "„", "A"},
        {"fr", "«\u202Fécluse ouverte\u202F» dit le passeur au bord de la rivière. ", NULL, NULL},
    };
    for (size_t i = 0; i < sizeof openings / sizeof *openings; i++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        struct initial seen = {0};
        struct lt_buf text = {0};
        for (int k = 0; k < 12; k++)
            lt_buf_puts(&text, openings[i].text);
        struct lt_pages *pages = set_plain(repeat(&arena, (struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = openings[i].lang},
                                                  1, text.data), &style);
        struct lt_canvas canvas = {&seen, see_initial, see_fill, see_picture, see_stamp, see_dot};
        lt_pages_paint(pages, 0, &canvas, 0, 0);
        if (openings[i].quote) {
            assert_string_equal(seen.text[0], openings[i].quote);
            assert_string_equal(seen.text[1], openings[i].capital);
            assert_int_equal(seen.size[0], style.text.size_fx);
            assert_true(seen.size[1] > 2 * style.text.size_fx);
            assert_true(seen.x[0] == style.margin_x && seen.x[1] > seen.x[0]);
        } else {
            assert_int_equal(seen.size[1], style.text.size_fx);
        }
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
        lt_buf_finish(&text);
    }
}

static void see_margin(void *self, const struct lt_text_op *op)
{
    lt_fx *least = self;
    *least = op->x_fx < *least ? op->x_fx : *least;
}

/* Numbers of items hang within the column, however wide, and all texts of a list begin at one edge. */
static void test_list_numbers(void **state)
{
    (void)state;
    static const int firsts[] = {1, 95, 99990};
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        struct lt_arena arena = {0};
        struct lt_style style;
        lt_fx least = LT_FX(1280);
        const struct lt_line *lines;
        size_t count;
        struct lt_pages *pages = set_plain(repeat(&arena, (struct lt_block){.role = LT_ROLE_ITEM, .lang = "fr", .level = 1,
                                                                           .number = firsts[i]}, 12, "Fermer les portes."), &style);
        struct lt_canvas canvas = {&least, see_margin, see_fill, see_picture, see_stamp, see_dot};
        lt_pages_paint(pages, 0, &canvas, 0, 0);
        assert_true(least >= style.margin_x);
        lt_pages_lines(pages, 0, &lines, &count);
        assert_true(count >= 12);
        for (size_t k = 1; k < 12 && lines[k].column == 0; k++) /* those in the second column end level with them */
            assert_int_equal(lines[k].x, lines[0].x);
        lt_pages_destroy(pages);
        lt_arena_finish(&arena);
    }
}

/* A ruler whose Chinese quotation marks are squares, as in a Chinese face. */
static lt_fx square_quotes(void *self, const struct lt_font *font, const struct lt_run_text *run)
{
    const struct lt_ruler *mono = self;
    lt_fx width = mono->advance(mono->self, font, run);
    for (size_t at = 0; at < run->text.size;) {
        uint32_t code = lt_utf8_next(run->text.data, run->text.size, &at);
        width += code >= 0x2018 && code <= 0x201D ? font->size_fx / 2 : 0;
    }
    return width;
}

/* Half squares that the only line of `text` falls short of one square a character, indents left aside; *ret_first is where it
 * begins, in half squares too. */
static int halves_saved(const char *text, const char *lang, const struct lt_ruler *by, int *ret_first)
{
    struct lt_arena arena = {0};
    struct lt_style style;
    const struct lt_line *lines;
    size_t count;
    int squares = 0;
    lt_style_init(&style, &(struct lt_panel){1280, 800, 0, 0, 0}, 1, by);
    const struct lt_doc *doc = repeat(&arena, (struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = lang}, 1, text);
    struct lt_pages *pages = lt_pages_create(&(struct lt_setting){doc, NULL, &style, by, tongue, LT_BREAKER_TOTAL_FIT, NULL});
    while (lt_pages_step(pages))
        continue;
    lt_pages_lines(pages, 0, &lines, &count);
    assert_int_equal(count, 1);
    for (size_t at = 0; at < strlen(text); squares++)
        (void)lt_utf8_next(text, strlen(text), &at);
    lt_fx saved = squares * style.body - lines[0].natural, first = lines[0].words[0].x;
    assert_int_equal(saved % (style.body / 2), 0);
    assert_int_equal(first % (style.body / 2), 0);
    *ret_first = first / (style.body / 2);
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
    return saved / (style.body / 2);
}

/* Marks of a full square beside one another and at the edges, by the tables of JLREQ (3.1.4, 3.1.5, appendix B) and clreq
 * (3.1.6): brackets, stops and middle dots of Japanese, of the mainland, of Taiwan, and quotation marks of either width. */
static void test_marks_side_by_side(void **state)
{
    static const struct {
        const char *text, *lang;
        int saved;         /* halves, also those that hang over the line's edges */
        bool square_quotes;
        int first;         /* halves */
    } cases[] = {
        {"水」。水", "ja", 1, false, 0},   {"水。」水", "ja", 1, false, 0},   {"水」「水", "ja", 1, false, 0},
        {"水、「水", "ja", 1, false, 0},   {"水。（水", "ja", 1, false, 0},   {"水（「水", "ja", 1, false, 0},
        {"水」）水", "ja", 1, false, 0},   {"水」、水", "ja", 1, false, 0},   {"水）」。水", "ja", 2, false, 0},
        {"水」・水", "ja", 1, false, 0},   {"水・「水", "ja", 1, false, 0},   {"水」・「水", "ja", 2, false, 0},
        {"水・水水", "ja", 0, false, 0},   {"水、・水", "ja", 0, false, 0},   {"水・」水", "ja", 0, false, 0},
        {"水「・水", "ja", 0, false, 0},   {"水「水水", "ja", 0, false, 0},   {"水」水水", "ja", 0, false, 0},
        {"水。水水", "ja", 0, false, 0},   {"水？」水", "ja", 0, false, 0},   {"水」？水", "ja", 0, false, 0},
        {"水？「水", "ja", 0, false, 0},   {"水」　水", "ja", 1, false, 0},   {"水　「水", "ja", 1, false, 0},
        {"水　水水", "ja", 0, false, 0},   {"水水。", "ja", 1, false, 0},     {"水水。」", "ja", 2, false, 0},
        {"水水　", "ja", 2, false, 0},     {"「水水", "ja", 1, false, -1},    {"（「水水", "ja", 2, false, -1},
        {"水！）水", "zh-Hans", 1, false, 0}, {"水：《水", "zh-Hans", 1, false, 0}, {"水》；水", "zh-Hans", 1, false, 0},
        {"水：水水", "zh-Hans", 0, false, 0}, {"水？！水", "zh-Hans", 1, false, 0}, {"水。「水", "zh-TW", 1, false, 0},
        {"水」。水", "zh-TW", 1, false, 0},   {"水。」水", "zh-TW", 0, false, 0},   {"水，。水", "zh-Hant", 0, false, 0},
        {"水水。", "zh-Hant", 0, false, 0},   {"水：“水", "zh-Hans", 1, true, 0},   {"水。”水", "zh-Hans", 1, true, 0},
        {"水！”“水", "zh-Hans", 2, true, 0},  {"“水水", "zh-Hans", 1, true, -1},    {"水水’", "zh-Hans", 1, true, 0},
        {"水：“水", "zh-Hans", 1, false, 0}, /* it is narrow by itself */
    };
    const struct lt_ruler squares = {.self = &ruler, .advance = square_quotes, .extents = ruler.extents};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int first, saved = halves_saved(cases[i].text, cases[i].lang, cases[i].square_quotes ? &squares : &ruler, &first);
        if (saved != cases[i].saved || first != cases[i].first)
            fail_msg("%s (%s): %d halves, not %d; begins at %d", cases[i].text, cases[i].lang, saved, cases[i].saved, first);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_edges_and_tracking), cmocka_unit_test(test_long_words),
                                       cmocka_unit_test(test_end_mark),
                                       cmocka_unit_test(test_opening), cmocka_unit_test(test_quoted_opening),
                                       cmocka_unit_test(test_list_numbers), cmocka_unit_test(test_title_on_top),
                                       cmocka_unit_test(test_standfirst_widow),
                                       cmocka_unit_test(test_marks_side_by_side)};
    return cmocka_run_group_tests(tests, begin, end);
}
