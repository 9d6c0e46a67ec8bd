/*
 * Micro-typography: what each language sets right, and what none touches. In the cases `_` is U+202F and `~` is U+00A0.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <lutrin/typo.h>

static void spell(const char *text, struct lt_buf *out)
{
    for (; *text; text++) {
        if (*text == '_')
            lt_buf_puts(out, "\u202F");
        else if (*text == '~')
            lt_buf_puts(out, "\u00A0");
        else
            lt_buf_putc(out, *text);
    }
}

static void becomes(const char *lang, const char *text, const char *expected)
{
    struct lt_buf want = {0}, once = {0}, twice = {0};
    spell(expected, &want);
    lt_typo_plain(lt_bytes_of(text), lang, &once);
    lt_typo_plain(lt_buf_slice(&once), lang, &twice);
    assert_string_equal(once.data, want.data);
    assert_string_equal(twice.data, want.data);
    lt_buf_finish(&want);
    lt_buf_finish(&once);
    lt_buf_finish(&twice);
}

static void stays(const char *lang, const char *text)
{
    becomes(lang, text, text);
}

static void test_french_spaces(void **state)
{
    (void)state;
    becomes("fr", "Oui! Non ? Si; donc: voici.", "Oui_! Non_? Si_; donc~: voici.");
    becomes("fr", "«Oui» ou «\u00A0non\u00A0», (quoi?)", "«_Oui_» ou «_non_», (quoi_?)");
    becomes("fr", "1 234 567 habitants, 50% et 10 000 €", "1_234_567 habitants, 50_% et 10_000_€");
    becomes("fr", "le n°5, le n° 6, il fait 20°C", "le n°_5, le n°_6, il fait 20_°C");
    becomes("fr", "M. Dupont et Mme Durand, p. 12, à 7 h 40, à 12 km", "M.~Dupont et Mme~Durand, p.~12, à 7~h~40, à 12~km");
    becomes("fr", "Quoi !? Jamais !!!", "Quoi_!? Jamais_!!!");
    stays("fr", "En 2019 300 personnes (!) et ;-) et :)");
    stays("fr", "À 12:30, au 16:9, le 06/12/2026");
    stays("fr", "C’est &eacute; et :sourire: ici");
}

static void test_french_quotes(void **state)
{
    (void)state;
    becomes("fr", "l'\"homme\" dit \"oui\"", "l’«_homme_» dit «_oui_»");
    becomes("fr", "l'«homme» d'aujourd'hui", "l’«_homme_» d’aujourd’hui");
    becomes("fr", "«Il a dit \"non\"»", "«_Il a dit “non”_»");
    becomes("fr", "\"Il a dit \"non\" hier\"", "«_Il a dit “non” hier_»");
    becomes("fr", "- Oui - dit-il - et puis...", "–~Oui –~dit-il~– et puis…");
    becomes("fr", "\"Il continue au paragraphe suivant.", "«_Il continue au paragraphe suivant.");
    stays("fr", "un écran de 24\" et un mot 'seul'");
}

/* Switzerland sets all high punctuation narrow; Canada only spaces the colon and guillemets. */
static void test_french_regions(void **state)
{
    (void)state;
    becomes("fr-CH", "Oui! Voici: \"non\"", "Oui_! Voici_: «_non_»");
    becomes("fr-CA", "Oui! Voici: \"non\"", "Oui! Voici~: «~non~»");
    becomes("fr_BE", "Oui!", "Oui_!");
}

/* A page that says it is French and is not: nothing is put where nothing was. */
static void test_english_in_french(void **state)
{
    (void)state;
    stays("fr", "Here is the brand: Yahoo! and that is it - really");
    becomes("fr", "This is the end !", "This is the end_!");
}

static void test_english(void **state)
{
    (void)state;
    becomes("en", "\"Don't,\" she said, \"call it 'art'.\"", "“Don’t,” she said, “call it ‘art’.”");
    becomes("en", "'Tis rock 'n' roll of the '90s, the dogs' own", "’Tis rock ’n’ roll of the ’90s, the dogs’ own");
    becomes("en", "'He called it \"odd\",' he wrote.", "‘He called it “odd”,’ he wrote.");
    becomes("en", "'The boys' room' was empty", "‘The boys’ room’ was empty");
    becomes("en", "She is 5'10\" tall", "She is 5′10″ tall");
    becomes("en", "Wait... it was--well--odd - or not", "Wait… it was—well—odd~– or not");
    becomes("en", "\"'Well,' he said,\" she said", "“‘Well,’ he said,” she said");
    stays("en", "Yes! 10 000 and 50 % : no «quotes»");
    stays("en", "a 24\" screen, 6' of rope");
}

static void test_german(void **state)
{
    (void)state;
    becomes("de", "Er sagte: \"Das geht's 'so' nicht!\"", "Er sagte: „Das geht’s ‚so‘ nicht!“");
    becomes("de", "Hans' Buch kostet 50 % von 10 000 €", "Hans’ Buch kostet 50_% von 10_000_€");
    becomes("de", "„Er sagte \"nein\"“ - und ging", "„Er sagte ‚nein‘“~– und ging");
    becomes("de-CH", "Er sagte \"nein\" zu 30'000", "Er sagte «nein» zu 30’000");
}

static void test_spanish(void **state)
{
    (void)state;
    becomes("es", "Dijo \"no\" y «sí», ¿verdad?", "Dijo «no» y «sí», ¿verdad?");
    stays("es", "Dijo «no» - y ¡punto!");
}

/* An en dash between two years or pages where the language has it, and nowhere that it may be anything else. */
static void test_ranges(void **state)
{
    (void)state;
    becomes("en", "The war of 1914-1918 (see pp. 12-15), 1939-45.", "The war of 1914–1918 (see pp.~12–15), 1939–45.");
    becomes("en", "\"1999-2001\" and pages 123-45; the 1618-1648 war", "“1999–2001” and pages 123–45; the 1618–1648 war");
    becomes("de", "Der Krieg von 1914-1918, S. 12-15 und Seiten 7-9", "Der Krieg von 1914–1918, S.~12–15 und Seiten 7–9");
    becomes("de-CH", "1914-1918", "1914–1918");
    static const char *const same[] = {
        "on 2024-05-12 and 2024-05", "in 2011-12 or 12-15 of them", "the score was 3-2, then 12-15", "ISBN 2012-2015-3",
        "ISSN 1050-1240", "tel. 1234-1567, phone: 1800-1900", "call 0800 1234-1567", "555-1234", "1918-1914", "1914-1918-1939",
        "DIN 1055-1100", "x = 1200-1500", "1200-1500 = x", "1200-1500.5", "page 3-12", "pages 15-12", "/1914-1918/", "A1914-1918",
        "1914-1918er", "12345-12346", "Monday-Friday, a 24-hour", "0914-1918", "1914-1918:30", "1914-1918%",
        "https://a.example/1914-1918", "pages 12-015",
    };
    for (size_t i = 0; i < sizeof same / sizeof *same; i++)
        stays("en", same[i]);
    stays("de", "Mo-Fr 2024-05-12, Tel. 1234-1567, Nummer 1200-1300, lundi-vendredi");
    static const char *const hyphen[] = {"fr", "es", "it", "ja", "ar", "nl", ""};
    for (size_t i = 0; i < sizeof hyphen / sizeof *hyphen; i++)
        stays(hyphen[i], "1914-1918");
}

/* What one would not part at a line's end, and three hyphens, which are a dash too. */
static void test_held(void **state)
{
    (void)state;
    becomes("de", "z. B. am Tag, d. h. nachts, Dr. Kern, Nr. 5, S. 12", "z._B. am Tag, d._h. nachts, Dr.~Kern, Nr.~5, S.~12");
    becomes("en", "J. R. R. Tolkien and Mr. Bell, see p. 12 or No. 7", "J.~R.~R. Tolkien and Mr.~Bell, see p.~12 or No.~7");
    becomes("en", "at last---late---he came --- once", "at last—late—he came~– once");
    becomes("de", "Er kam --- spät", "Er kam~– spät");
    becomes("fr", "Il vint --- tard", "Il vint~– tard");
    stays("en", "It was plan B. Then they left. No. Not so, said Dr. who; ---- and a.b. c.d. e.");
    stays("es", "J. R. Jiménez");
}

static void test_untouched(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "https://a.example/b?c=\"d\"&e='f'...", "moi@exemple.fr", "www.exemple.fr/l'ete", "../a/b.html", "jour-d'ete.txt",
        "print(\"a\")", "f(...)", "class=\"x\"", "12:30", "1...5", "--option", "C:\\a'b", "fdda:5cc1:23:4::1f", "{\"a\"", "5 - 3",
        "jour_d'ete", "~/l'un",
    };
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct lt_buf fr = {0};
        lt_typo_plain(lt_bytes_of(texts[i]), "fr", &fr);
        assert_string_equal(fr.data, texts[i]);
        lt_buf_finish(&fr);
    }
    becomes("fr", "l'index.html", "l’index.html"); /* the article is prose, the name is not */
    stays("", "\"a\" - b...");
    stays("it", "\"a\" - b...");
    stays("french", "\"a\" - b...");
    stays("ja", "\"a\"!");
}

static void test_kept_and_places(void **state)
{
    (void)state;
    static const char text[] = "\"Oui\"! `a'b` 1er";
    static const struct lt_typo_range kept[] = {{7, 12, false}};
    struct lt_arena arena = {0};
    struct lt_buf want = {0};
    struct lt_typo typo;
    lt_typo_set(lt_bytes_of(text), "fr", kept, 1, &arena, &typo);
    spell("«_Oui_»_! `a'b` 1er", &want);
    assert_string_equal(typo.text, want.data);
    assert_int_equal(typo.size, want.size);
    /* around Oui: the spaces inside the guillemets lie outside of it */
    assert_int_equal(lt_typo_place(&typo, 1, false), strlen("«") + strlen("\u202F"));
    assert_int_equal(lt_typo_place(&typo, 4, true), strlen("«") + strlen("\u202F") + 3);
    assert_int_equal(lt_typo_place(&typo, 0, false), 0);
    assert_int_equal(lt_typo_place(&typo, sizeof text - 1, true), typo.size);
    assert_int_equal(typo.raised_count, 1);
    assert_memory_equal(text + typo.raised[0].start, "er", 2);
    lt_buf_finish(&want);
    lt_arena_finish(&arena);
}

/* A note's number hangs on the quote before it, and high punctuation may follow. */
static void test_notes(void **state)
{
    (void)state;
    static const struct lt_typo_range kept[] = {{8, 9, true}, {14, 15, true}};
    struct lt_arena arena = {0};
    struct lt_buf want = {0};
    struct lt_typo typo;
    lt_typo_set(lt_bytes_of("Le \"bac\"1, non2 ! \"oui\""), "fr", kept, 2, &arena, &typo);
    spell("Le «_bac_»1, non2_! «_oui_»", &want);
    assert_string_equal(typo.text, want.data);
    lt_buf_finish(&want);
    lt_arena_finish(&arena);
    becomes("en", "he wrote: \"So it is.\"93 And the U.S.'s \"word\"[1] is", "he wrote: “So it is.”93 And the U.S.’s “word”[1] is");
}

static void ordinals_are(const char *text, size_t count)
{
    struct lt_arena arena = {0};
    struct lt_typo typo;
    lt_typo_set(lt_bytes_of(text), "fr", NULL, 0, &arena, &typo);
    assert_int_equal(typo.raised_count, count);
    lt_arena_finish(&arena);
}

static void test_ordinals(void **state)
{
    (void)state;
    ordinals_are("le 1er, la 1re, le 2e, les 3es, le XIXe siècle, Napoléon Ier", 6);
    ordinals_are("1e 2er a2e 3e5 1.2e Xavier IIIer 20e-3 la 2emain", 0);
}

static void test_limits(void **state)
{
    (void)state;
    struct lt_buf text = {0}, out = {0};
    for (int i = 0; i < LT_TYPO_MAX_TEXT / 8; i++)
        lt_buf_puts(&text, i % 2 ? " 's a\" b" : " \"a'b s'");
    lt_typo_plain(lt_buf_slice(&text), "en", &out); /* in a time that grows with its size */
    lt_buf_puts(&text, "...");
    lt_buf_clear(&out);
    lt_typo_plain(lt_buf_slice(&text), "en", &out);
    assert_string_equal(out.data, text.data);
    lt_buf_clear(&out);
    lt_typo_plain(lt_bytes_of("\xFF..."), "en", &out);
    assert_string_equal(out.data, "\xFF...");
    lt_buf_clear(&out);
    lt_typo_plain(lt_bytes_of(""), "fr", &out);
    assert_int_equal(out.size, 0);
    lt_buf_finish(&text);
    lt_buf_finish(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_french_spaces),   cmocka_unit_test(test_french_quotes), cmocka_unit_test(test_french_regions),
        cmocka_unit_test(test_english_in_french), cmocka_unit_test(test_english),     cmocka_unit_test(test_german),
        cmocka_unit_test(test_spanish),         cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_held),
        cmocka_unit_test(test_untouched),     cmocka_unit_test(test_kept_and_places),
        cmocka_unit_test(test_ordinals),         cmocka_unit_test(test_notes),                   cmocka_unit_test(test_limits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
