/*
 * Whether prose is justified is said for each language, and for each script where nothing says the language: a paragraph of
 * long words among others of short ones is set ragged, and nothing else is.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <lutrin/doc_build.h>
#include <lutrin/pages.h>

#include "fixture.h"

static const char TAMIL[] = "ஆற்றங்கரையில் காத்துக்கொண்டிருக்கிறார்கள் கிராமத்தவர்கள். கடைசிப் படகு இன்னும் வந்துசேரவில்லை. "
                            "பள்ளிக்கூடத்திற்குச் செல்லும் குழந்தைகள் அதிகாலையிலேயே புறப்படுகிறார்கள். ";
static const char FRENCH[] = "Les habitants du bourg n’ont jamais vraiment demandé de pont, et le bac passe toujours à l’aube. ";
static const char ENGLISH[] = "The people of the town never really asked for a bridge, and the ferry still goes at first light. ";
static const char RUSSIAN[] = "И вот он шёл по дому и не знал, что он там ищет, но всё же шёл по дому, а там его ждал тот же кот. ";

struct part {
    const char *lang, *text;
    uint8_t quote;
    bool justified;
};

static const struct lt_doc *build(struct lt_arena *arena, const char *lang, const struct part *parts, size_t count)
{
    const struct lt_doc *doc = NULL;
    struct lt_doc_builder *builder = lt_doc_build_begin(arena);
    for (size_t i = 0; i < count; i++) {
        lt_doc_build_block(builder, &(struct lt_block){.role = LT_ROLE_PARAGRAPH, .lang = parts[i].lang, .quote = parts[i].quote,
                                                       .picture = -1});
        for (int k = 0; k < 3; k++)
            lt_doc_build_text(builder, lt_bytes_of(parts[i].text));
        lt_doc_build_block_end(builder);
    }
    lt_doc_build_end(builder, &(struct lt_meta){.title = "Bac", .lang = lang, .lead = -1}, NULL, &doc);
    return doc;
}

static void check(const char *lang, const struct part *parts, size_t count)
{
    struct lt_arena arena = {0};
    struct lt_style style;
    lt_style_init(&style, &(struct lt_panel){1280, 800, 0, 0, 0}, 1, &ruler);
    assert_false(style.ragged);
    const struct lt_doc *doc = build(&arena, lang, parts, count);
    struct lt_pages *pages = lt_pages_create(&(struct lt_setting){doc, NULL, &style, &ruler, tongue, LT_BREAKER_TOTAL_FIT, NULL});
    while (lt_pages_step(pages))
        continue;
    uint32_t seen = 0;
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_line *lines;
        size_t line_count;
        lt_pages_lines(pages, page, &lines, &line_count);
        for (size_t i = 0; i < line_count; i++) {
            if (lines[i].last)
                continue;
            if (lines[i].justified != parts[lines[i].block].justified)
                fail_msg("%s: paragraph %u is %sjustified", lang, lines[i].block + 1, lines[i].justified ? "" : "not ");
            seen++;
        }
    }
    assert_true(seen > count);
    lt_pages_destroy(pages);
    lt_arena_finish(&arena);
}

static void test_one_among_others(void **state)
{
    (void)state;
    static const struct part parts[] = {{"", FRENCH, 0, true},   {"ta", TAMIL, 0, false}, {"fr", FRENCH, 0, true},
                                        {"", TAMIL, 0, false},   {"en", ENGLISH, 0, true}, {"", FRENCH, 1, true},
                                        {"ta", TAMIL, 1, false}, {"", RUSSIAN, 0, true}};
    check("fr", parts, sizeof parts / sizeof *parts);
}

/* A text that begins with what is no text of its own language is told by the rest; what is ragged throughout stays so. */
static void test_own_language(void **state)
{
    (void)state;
    static const struct part strange_first[] = {{"", TAMIL, 0, false}, {"", FRENCH, 0, true}, {"", FRENCH, 0, true}, {"", FRENCH, 0, true},
                                                {"", FRENCH, 0, true}, {"", FRENCH, 0, true}, {"", FRENCH, 0, true}};
    static const struct part tamil[] = {{"", TAMIL, 0, false}, {"", TAMIL, 0, false}, {"fr", FRENCH, 0, false}, {"", TAMIL, 0, false}};
    check("fr", strange_first, sizeof strange_first / sizeof *strange_first);
    check("ta", tamil, sizeof tamil / sizeof *tamil);
}

/* An article's beginning tells how it is set: its first page does not wait for a look at what stands far behind. */
static void test_beginning_tells(void **state)
{
    (void)state;
    struct part parts[80] = {{NULL, NULL, 0, false}};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        parts[i] = i < 24 ? (struct part){"", FRENCH, 0, true} : (struct part){"", TAMIL, 0, false};
    check("fr", parts, sizeof parts / sizeof *parts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_one_among_others), cmocka_unit_test(test_own_language),
                                       cmocka_unit_test(test_beginning_tells)};
    return cmocka_run_group_tests(tests, begin, end);
}
