/*
 * Faces, ruler and canvas: what is measured is what is painted, and SDL2_ttf would do the same.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <SDL_ttf.h>

#include "fonts.h"
#include "screen_paint.h"

static int make_fonts(void **state)
{
    struct lt_diag diag = {0};
    struct lt_fonts *fonts = NULL;
    assert_int_equal(lt_fonts_create(&diag, &fonts), LT_OK);
    *state = fonts;
    return 0;
}

static int drop_fonts(void **state)
{
    lt_fonts_destroy(*state);
    return 0;
}

static const char *const WORDS[] = {
    "n", "Tomate", "Wolfram", "l\u2019\u00e9v\u00eaque", "AVAVAV", "suffit", "\u00ab\u2009oui\u2009\u00bb",
    "d\u00e9cembre", "passeur,", "trente-deux", "XIX", "fjord", "W.", "\u201cYou\u201d", "\u0152uvre", "tr\u00e8s\u00a0:",
};
enum { WORD_COUNT = sizeof WORDS / sizeof *WORDS };

static TTF_Font *reference(struct lt_fonts *fonts, struct lt_font font, int hinting)
{
    const struct lt_face *face = lt_picker_main(fonts->picker, font.family, font.style);
    TTF_Font *ttf = TTF_OpenFontIndex(face->file.path, LT_FX_FLOOR_PX(font.size_fx), face->file.index & 0xffff);
    assert_non_null(ttf);
    TTF_SetFontHinting(ttf, hinting);
    TTF_SetFontDirection(ttf, TTF_DIRECTION_LTR);
    TTF_SetFontScriptName(ttf, "Latn");
    return ttf;
}

static void ruler_agrees_with_sdl_ttf(void **state)
{
    static const int sizes[] = {12, 15, 20, 21, 24, 48, 96};
    for (size_t f = 0; f < LT_FAMILY_COUNT; f++)
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            struct lt_font font = font_of((int)f, 0, sizes[s]);
            TTF_Font *ttf = reference(*state, font, TTF_HINTING_LIGHT);
            for (size_t w = 0; w < WORD_COUNT; w++) {
                int width, height;
                assert_int_equal(TTF_SizeUTF8(ttf, WORDS[w], &width, &height), 0);
                lt_fx ours = measure(*state, font, run_of(WORDS[w], LATIN, ""));
                /* SDL2_ttf's width is never less than the ink's, which may hang over by a pixel */
                if (abs(LT_FX_FLOOR_PX(ours) - width) > 1)
                    fail_msg("family %zu, %d px, '%s': %d/64 px, SDL2_ttf %d px", f, sizes[s], WORDS[w], ours, width);
            }
            TTF_CloseFont(ttf);
        }
}

/* The mean difference of coverage between our word and SDL2_ttf's, in 1/255, over the pixels that either inks. */
static double difference(struct lt_fonts *fonts, struct lt_font font, TTF_Font *ttf, const char *word)
{
    static const struct lt_theme INK_ONLY = {"test", {0x000000, 0xffffff, 0, 0, 0, 0, 0}};
    SDL_Surface *surface = TTF_RenderUTF8_Blended(ttf, word, (SDL_Color){255, 255, 255, 255});
    assert_non_null(surface);
    struct lt_sheet *sheet = lt_sheet_create(fonts, NULL, &INK_ONLY, surface->w + 20, surface->h + 20);
    paint(fonts, sheet, 10, 10 + TTF_FontAscent(ttf), font, run_of(word, LATIN, ""), LT_INK_TEXT);
    long best = 0, inked = 0;
    for (int shift = 0; shift <= 2; shift++) { /* a word that begins left of its origin is moved to the right by it */
        long sum = 0, count = 0;
        for (int y = 0; y < surface->h; y++)
            for (int x = 0; x < surface->w; x++) {
                const uint32_t *row = (const uint32_t *)(void *)((char *)surface->pixels + y * surface->pitch);
                int theirs = (int)(row[x] >> 24);
                uint32_t pixel = lt_sheet_pixels(sheet)->data[(y + 10) * (surface->w + 20) + x + 10 - shift] & 0xff;
                int ours = (int)(fonts->blender.to_light[pixel] * 255 / (LT_BLEND_STEPS - 1));
                sum += abs(ours - theirs);
                count += ours || theirs;
            }
        if (shift == 0 || sum < best) {
            best = sum;
            inked = count;
        }
    }
    lt_sheet_destroy(sheet);
    SDL_FreeSurface(surface);
    return (double)best / (double)inked;
}

static void pixels_agree_with_sdl_ttf(void **state)
{
    static const int sizes[] = {16, 21, 24, 48};
    for (int f = 0; f < LT_FAMILY_COUNT; f++)
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            struct lt_font font = font_of(f, 0, sizes[s]);
            TTF_Font *ttf = reference(*state, font, 4); /* light, at parts of a pixel */
            for (size_t w = 0; w < WORD_COUNT; w++) {
                double off = difference(*state, font, ttf, WORDS[w]);
                if (off > 16)
                    fail_msg("family %d, %d px, '%s': %.1f/255 off", f, sizes[s], WORDS[w], off);
            }
            TTF_CloseFont(ttf);
        }
}

static void ink_lies_within_what_was_measured(void **state)
{
    for (int f = 0; f < LT_FAMILY_COUNT; f++)
        for (size_t w = 0; w < WORD_COUNT; w++) {
            struct lt_font font = font_of(f, 0, 21);
            struct lt_sheet *sheet = lt_sheet_create(*state, NULL, &PAPER, 300, 60);
            lt_fx advance = paint(*state, sheet, 20, 40, font, run_of(WORDS[w], LATIN, ""), LT_INK_TEXT);
            struct ink_span ink = ink_of(sheet);
            assert_true(ink.first >= 20 - 2); /* a letter may reach out of its advance by a little */
            assert_true(ink.last <= 20 + LT_FX_FLOOR_PX(advance) + 2);
            assert_true(ink.last - ink.first >= LT_FX_FLOOR_PX(advance) - 7);
            lt_sheet_destroy(sheet);
        }
}

static void size_and_tracking_widen(void **state)
{
    struct lt_font font = font_of(LT_FAMILY_SANS, 0, 20), spaced = font;
    struct lt_run_text run = run_of("REPORTAGE", LATIN, "fr");
    spaced.tracking_fx = LT_FX(2);
    assert_int_equal(measure(*state, spaced, run), measure(*state, font, run) + 9 * LT_FX(2));
    font.size_fx = LT_FX(40);
    assert_true(abs(measure(*state, font, run) - 2 * measure(*state, font_of(LT_FAMILY_SANS, 0, 20), run)) < 64);
    assert_int_equal(measure(*state, font, run_of("", LATIN, "")), 0);
}

static void styles_are_real_faces(void **state)
{
    struct lt_fonts *fonts = *state;
    for (int f = 0; f < LT_FAMILY_MONO; f++)
        for (int style = 0; style < 4; style++) {
            const struct lt_face *face = lt_picker_main(fonts->picker, f, style);
            assert_false(face->file.embolden);
            assert_false(face->file.slant);
        }
    assert_ptr_not_equal(lt_picker_main(fonts->picker, LT_FAMILY_BODY, 0),
                         lt_picker_main(fonts->picker, LT_FAMILY_BODY, LT_STYLE_ITALIC));
    assert_non_null(strstr(lt_picker_main(fonts->picker, LT_FAMILY_TITLE, 0)->file.path, "Bold"));
}

static void arabic_is_joined(void **state)
{
    struct lt_font font = font_of(LT_FAMILY_BODY, 0, 28);
    struct lt_run_text joined = run_of("\u0628\u0628\u0628\u0628", ARABIC, "ar");
    struct lt_run_text apart = run_of("\u0628\u200c\u0628\u200c\u0628\u200c\u0628", ARABIC, "ar");
    assert_true(measure(*state, font, joined) * 3 < measure(*state, font, apart) * 2);
    assert_null(strstr(lt_fonts_missing(*state), "U+"));
}

static void every_script_has_a_face(void **state)
{
    static const struct { const char *text, *lang; uint32_t script; } SCRIPTS[] = {
        {"\u05e9\u05dc\u05d5\u05dd", "he", LT_SCRIPT('H', 'e', 'b', 'r')},
        {"\u65e5\u672c\u8a9e\u3001\u300c\u66f8\u300d", "ja", LT_SCRIPT('H', 'a', 'n', 'i')},
        {"\u4e2d\u6587\uff0c\u5b57", "zh-Hant", LT_SCRIPT('H', 'a', 'n', 'i')},
        {"\ud55c\uad6d\uc5b4", "ko", LT_SCRIPT('H', 'a', 'n', 'g')},
        {"\u0e20\u0e32\u0e29\u0e32\u0e44\u0e17\u0e22", "th", LT_SCRIPT('T', 'h', 'a', 'i')},
        {"\u0939\u093f\u0928\u094d\u0926\u0940", "hi", LT_SCRIPT('D', 'e', 'v', 'a')},
        {"\u03bb\u03cc\u03b3\u03bf\u03c2", "el", LT_SCRIPT('G', 'r', 'e', 'k')},
        {"\u043a\u043d\u0438\u0433\u0430", "ru", LT_SCRIPT('C', 'y', 'r', 'l')},
        {"\u2192 \u2660 \u2713 \u221e \u2205", "", 0},
    };
    for (size_t i = 0; i < sizeof SCRIPTS / sizeof *SCRIPTS; i++)
        for (int f = 0; f < LT_FAMILY_COUNT; f++) {
            struct lt_run_text run = run_of(SCRIPTS[i].text, SCRIPTS[i].script, SCRIPTS[i].lang);
            assert_true(measure(*state, font_of(f, 0, 20), run) > LT_FX(20));
        }
    assert_null(strstr(lt_fonts_missing(*state), "U+"));
}

static void emoji_are_in_colour(void **state)
{
    struct lt_sheet *sheet = lt_sheet_create(*state, NULL, &PAPER, 60, 60);
    lt_fx advance = paint(*state, sheet, 10, 40, font_of(LT_FAMILY_BODY, 0, 24), run_of("\U0001F600", 0, ""),
                          LT_INK_TEXT);
    const struct lt_pixels *pixels = lt_sheet_pixels(sheet);
    int yellow = 0;
    for (int i = 0; i < 60 * 60; i++)
        yellow += (pixels->data[i] >> 16 & 0xff) > 200 && (pixels->data[i] & 0xff) < 100;
    assert_true(yellow > 100);
    assert_true(advance > LT_FX(24) && advance < LT_FX(36));
    lt_sheet_destroy(sheet);
    /* a family of emoji joined by U+200D is one picture */
    lt_fx family = measure(*state, font_of(LT_FAMILY_BODY, 0, 24),
                           run_of("\U0001F469\u200D\U0001F4BB", 0, ""));
    assert_true(family < LT_FX(36));
}

/* Flags, skin colours, professions, keycaps and signs asked for as pictures: one glyph each, none of them a box. */
static void emoji_sequences_are_one_picture(void **state)
{
    static const char *const SEQUENCES[] = {"\U0001F1EB\U0001F1F7", "\U0001F44D\U0001F3FD", "\U0001F469\u200D\U0001F33E",
                                            "\u2600\uFE0F", "1\uFE0F\u20E3", "\U0001F3F4\u200D\u2620\uFE0F"};
    struct lt_fonts *fonts = *state;
    for (size_t i = 0; i < sizeof SEQUENCES / sizeof *SEQUENCES; i++) {
        struct lt_font font = font_of(LT_FAMILY_BODY, 0, 24);
        struct lt_run_text run = run_of(SEQUENCES[i], 0, "fr");
        const struct lt_shape *shape = lt_shaper_shape(fonts->shaper, &font, &run);
        assert_int_equal(shape->count, 1);
        assert_true(shape->glyphs[0].id != 0 && FT_HAS_COLOR(shape->glyphs[0].face->ft));
    }
    assert_null(strstr(lt_fonts_missing(fonts), "U+"));
}

/* Figures of a table stand under one another and are as high as its capitals. */
static void figures_of_tables_line_up(void **state)
{
    struct lt_font font = font_of(LT_FAMILY_BODY, LT_STYLE_FIGURES, 40), prose = font_of(LT_FAMILY_BODY, 0, 40);
    lt_fx one = measure(*state, font, run_of("1", LATIN, "fr"));
    for (char digit[2] = "0"; *digit <= '9'; ++*digit)
        assert_int_equal(measure(*state, font, run_of(digit, LATIN, "fr")), one);
    struct lt_sheet *sheet = lt_sheet_create(*state, NULL, &PAPER, 80, 80);
    paint(*state, sheet, 5, 60, font, run_of("3", LATIN, "fr"), LT_INK_TEXT);
    int lining = ink_of(sheet).bottom;
    lt_sheet_clear(sheet, LT_INK_PAPER);
    paint(*state, sheet, 5, 60, prose, run_of("3", LATIN, "fr"), LT_INK_TEXT);
    assert_true(ink_of(sheet).bottom > lining + 4); /* in prose it hangs below the line */
    lt_sheet_destroy(sheet);
}

static void missing_spaces_and_hyphens_stay_in_their_face(void **state)
{
    struct lt_font font = font_of(LT_FAMILY_TITLE, 0, 48);
    lt_fx word = measure(*state, font, run_of("a", LATIN, "fr"));
    static const char *const SPACES[] = {"a\u202fa", "a\u2009a", "a\u00a0a", "a\u200aa"};
    for (size_t i = 0; i < sizeof SPACES / sizeof *SPACES; i++) {
        lt_fx gap = measure(*state, font, run_of(SPACES[i], LATIN, "fr")) - 2 * word;
        assert_true(gap > LT_FX(1) && gap < LT_FX(24));
    }
    assert_true(measure(*state, font, run_of("a\u2011a", LATIN, "fr")) > 2 * word + LT_FX(4));
    assert_int_equal(measure(*state, font, run_of("a\u00ada", LATIN, "fr")),
                     measure(*state, font, run_of("aa", LATIN, "fr")));
    assert_null(strstr(lt_fonts_missing(*state), "U+"));
}

/* French sets U+202F before its high punctuation; a face may draw it as wide as the space between words. */
static void narrow_spaces_are_narrow(void **state)
{
    static const int families[] = {LT_FAMILY_BODY, LT_FAMILY_TITLE, LT_FAMILY_SANS};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++) {
        struct lt_font font = font_of(families[i], 0, 96);
        lt_fx none = measure(*state, font, run_of("oo", LATIN, "fr")), narrow = measure(*state, font, run_of("o\u202fo", LATIN, "fr"));
        lt_fx space = measure(*state, font, run_of("o o", LATIN, "fr"));
        assert_true(narrow > none);
        assert_true((narrow - none) * 5 < (space - none) * 4);
    }
}

static void small_capitals_are_shapes_of_their_own(void **state)
{
    struct lt_font plain = font_of(LT_FAMILY_BODY, 0, 96), small = font_of(LT_FAMILY_BODY, LT_STYLE_SMALL_CAPS, 96);
    lt_fx letters = measure(*state, plain, run_of("mmm", LATIN, "")), capitals = measure(*state, plain, run_of("MMM", LATIN, ""));
    lt_fx set = measure(*state, small, run_of("mmm", LATIN, ""));
    assert_int_not_equal(set, letters);
    assert_true(set < capitals);
    assert_int_equal(measure(*state, small, run_of("MMM", LATIN, "")), capitals);
}

static void what_no_face_has_is_marked_and_reported(void **state)
{
    struct lt_sheet *sheet = lt_sheet_create(*state, NULL, &PAPER, 60, 60);
    lt_fx advance = paint(*state, sheet, 10, 40, font_of(LT_FAMILY_BODY, 0, 24), run_of("\U000F0000", 0, ""),
                          LT_INK_TEXT);
    struct ink_span ink = ink_of(sheet);
    assert_true(advance > 0);
    assert_true(ink.dark > 0 && ink.dark < 60); /* a dot, no box */
    assert_non_null(strstr(lt_fonts_missing(*state), "U+F0000"));
    lt_sheet_destroy(sheet);
}

static void a_mark_stays_with_its_base(void **state)
{
    struct lt_fonts *fonts = *state;
    struct lt_font font = font_of(LT_FAMILY_BODY, 0, 24);
    struct lt_run_text run = run_of("e\u0301x\u0323y", LATIN, "");
    const struct lt_shape *shape = lt_shaper_shape(fonts->shaper, &font, &run);
    for (uint32_t i = 1; i < shape->count; i++)
        assert_ptr_equal(shape->glyphs[i].face, shape->glyphs[0].face);
    assert_int_equal(measure(*state, font, run_of("e\u0301", LATIN, "")),
                     measure(*state, font, run_of("\u00e9", LATIN, "")));
}

static void figures_are_old_style_in_prose_and_lining_in_the_interface(void **state)
{
    struct lt_sheet *prose = lt_sheet_create(*state, NULL, &PAPER, 60, 60);
    struct lt_sheet *sans = lt_sheet_create(*state, NULL, &PAPER, 60, 60);
    paint(*state, prose, 5, 40, font_of(LT_FAMILY_TITLE, 0, 40), run_of("9", LATIN, ""), LT_INK_TEXT);
    paint(*state, sans, 5, 40, font_of(LT_FAMILY_SANS, 0, 40), run_of("9", LATIN, ""), LT_INK_TEXT);
    assert_true(ink_of(prose).bottom > 44); /* the nine hangs below the line */
    assert_true(ink_of(sans).bottom <= 41);
    lt_sheet_destroy(prose);
    lt_sheet_destroy(sans);
    /* letters of one height have no figures that hang: those beside Arabic, Hebrew, Devanagari and Thai stand on the line */
    static const uint32_t even[] = {LT_SCRIPT('A', 'r', 'a', 'b'), LT_SCRIPT('H', 'e', 'b', 'r'), LT_SCRIPT('D', 'e', 'v', 'a'),
                                    LT_SCRIPT('T', 'h', 'a', 'i')};
    for (size_t i = 0; i < sizeof even / sizeof *even; i++) {
        struct lt_sheet *sheet = lt_sheet_create(*state, NULL, &PAPER, 60, 60);
        paint(*state, sheet, 5, 40, font_of(LT_FAMILY_TITLE, 0, 40), run_of("9", even[i], ""), LT_INK_TEXT);
        assert_true(ink_of(sheet).bottom <= 41);
        lt_sheet_destroy(sheet);
    }
}

static struct lt_ink_reach reach_of(const struct lt_ruler *ruler, const struct lt_font *font, const char *text)
{
    struct lt_ink_reach reach = {-1, -1, -1};
    ruler->ink(ruler->self, font, &(struct lt_run_text){lt_bytes_of(text), LT_SCRIPT('L', 'a', 't', 'n'), "fr", false}, &reach);
    return reach;
}

/* Ink: capitals as high as the face says, accents above them, tails below; a blank has none. */
static void ink_is_where_it_is_painted(void **state)
{
    const struct lt_ruler *ruler = lt_fonts_ruler(*state);
    for (int px = 12; px < 200; px = px * 3 / 2) {
        struct lt_font font = {.family = LT_FAMILY_TITLE, .style = LT_STYLE_BOLD, .size_fx = LT_FX(px)};
        struct lt_extents extents;
        ruler->extents(ruler->self, &font, &extents);
        struct lt_ink_reach flat = reach_of(ruler, &font, "H"), accent = reach_of(ruler, &font, "É"), tail = reach_of(ruler, &font, "Q");
        assert_in_range(flat.above - extents.cap_height + LT_FX(1), 0, LT_FX(2));
        assert_in_range(flat.below + LT_FX(1), 0, LT_FX(2));
        assert_true(flat.after <= LT_FX(1));
        assert_true(accent.above > flat.above && accent.above < 2 * flat.above);
        assert_true(tail.below > flat.below + font.size_fx / 10);
        assert_int_equal(reach_of(ruler, &font, " ").above, -1);
    }
}

static void extents_are_those_of_the_face(void **state)
{
    const struct lt_ruler *ruler = lt_fonts_ruler(*state);
    for (int f = 0; f < LT_FAMILY_COUNT; f++) {
        struct lt_font font = font_of(f, 0, 40);
        struct lt_extents extents;
        ruler->extents(ruler->self, &font, &extents);
        struct lt_sheet *sheet = lt_sheet_create(*state, NULL, &PAPER, 80, 80);
        paint(*state, sheet, 5, 60, font, run_of("x", LATIN, ""), LT_INK_TEXT);
        assert_in_range(60 - ink_of(sheet).top, LT_FX_FLOOR_PX(extents.x_height), LT_FX_FLOOR_PX(extents.x_height) + 2);
        lt_sheet_clear(sheet, LT_INK_PAPER);
        paint(*state, sheet, 5, 60, font, run_of("H", LATIN, ""), LT_INK_TEXT);
        assert_in_range(60 - ink_of(sheet).top, LT_FX_FLOOR_PX(extents.cap_height), LT_FX_FLOOR_PX(extents.cap_height) + 2);
        assert_true(extents.ascent > extents.cap_height && extents.descent > 0);
        assert_int_equal(extents.space, measure(*state, font, run_of(" ", LATIN, "")));
        lt_sheet_destroy(sheet);
    }
}

/* A word divided in one go is as wide as its parts measured one by one, kerned, ligated or joined letters included. */
static void parts_are_as_wide_as_alone(void **state)
{
    static const struct { const char *text, *lang; uint32_t script; bool rtl; } RUNS[] = {
        {"Geschwindigkeit", "de", LATIN, false}, {"AVAVAVTo", "en", LATIN, false}, {"suffit", "fr", LATIN, false},
        {"démocratie", "fr", LATIN, false}, {"áéí", "", LATIN, false},
        {"مدينة", "ar", LT_SCRIPT('A', 'r', 'a', 'b'), true},
    };
    const struct lt_ruler *ruler = lt_fonts_ruler(*state);
    for (size_t r = 0; r < sizeof RUNS / sizeof *RUNS; r++) {
        struct lt_font font = font_of(LT_FAMILY_BODY, 0, 21), tracked = font;
        tracked.tracking_fx = 1;
        int32_t clusters;
        struct lt_run_text run = {lt_bytes_of(RUNS[r].text), RUNS[r].script, RUNS[r].lang, RUNS[r].rtl};
        for (uint32_t at = 1; at < run.text.size; at++) {
            struct lt_run_text before = run, after = run;
            struct lt_divided parts;
            if (((unsigned char)run.text.data[at] & 0xC0) == 0x80 || strncmp(run.text.data + at, "́", 2) == 0)
                continue;
            before.text.size = at;
            after.text = (struct lt_bytes){run.text.data + at, run.text.size - at};
            assert_int_equal(ruler->divide(ruler->self, &font, &run, &at, 1, &parts, &clusters), measure(*state, font, run));
            assert_int_equal(measure(*state, tracked, run), measure(*state, font, run) + clusters);
            assert_int_equal(parts.before, measure(*state, font, before));
            assert_int_equal(parts.after, measure(*state, font, after));
        }
    }
}

static void answers_never_change(void **state)
{
    /* more text than is remembered: what was forgotten is measured alike again */
    struct lt_font font = font_of(LT_FAMILY_BODY, 0, 21);
    lt_fx before = measure(*state, font, run_of("Wolfram", LATIN, ""));
    char text[400];
    for (int i = 0; i < 1500; i++) {
        int size = snprintf(text, sizeof text, "%d", i);
        memset(text + size, 'a' + i % 26, sizeof text - (size_t)size);
        measure(*state, font, (struct lt_run_text){{text, sizeof text}, LATIN, "", false});
    }
    assert_int_equal(measure(*state, font, run_of("Wolfram", LATIN, "")), before);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(ruler_agrees_with_sdl_ttf, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(pixels_agree_with_sdl_ttf, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(ink_lies_within_what_was_measured, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(size_and_tracking_widen, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(styles_are_real_faces, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(arabic_is_joined, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(every_script_has_a_face, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(parts_are_as_wide_as_alone, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(emoji_are_in_colour, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(emoji_sequences_are_one_picture, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(figures_of_tables_line_up, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(missing_spaces_and_hyphens_stay_in_their_face, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(narrow_spaces_are_narrow, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(small_capitals_are_shapes_of_their_own, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(what_no_face_has_is_marked_and_reported, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(a_mark_stays_with_its_base, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(figures_are_old_style_in_prose_and_lining_in_the_interface, make_fonts,
                                        drop_fonts),
        cmocka_unit_test_setup_teardown(ink_is_where_it_is_painted, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(extents_are_those_of_the_face, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(answers_never_change, make_fonts, drop_fonts),
    };
    TTF_Init();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    TTF_Quit();
    return failed;
}
