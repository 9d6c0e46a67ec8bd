/*
 * What is remembered must not be told from what is measured: a gauge that served other articles before, a ruler that
 * divides words by itself, words that differ by a bit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "gauge.h"
#include "sample.h"

static int compare(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
    return left < right ? -1 : left > right;
}

/* Seeds that lie side by side once met words that do ("l’a" divided was taken for "m’a" not divided). */
static void words_do_not_meet(void **state)
{
    enum { SEEDS = 8, LETTERS = 26, WORDS = LETTERS * LETTERS * LETTERS, COUNT = SEEDS * WORDS };
    (void)state;
    uint64_t *keys = calloc(COUNT, sizeof *keys);
    size_t count = 0;
    for (uint64_t seed = 0; seed < SEEDS; seed++)
        for (int i = 0; i < WORDS; i++) {
            char word[] = {(char)('a' + i % LETTERS), (char)('a' + i / LETTERS % LETTERS),
                           (char)('a' + i / LETTERS / LETTERS), 'e'};
            keys[count++] = lt_lexicon_hash(UINT64_C(0xf459f42766738dbc) + seed, word, sizeof word);
        }
    qsort(keys, count, sizeof *keys, compare);
    for (size_t i = 1; i < count; i++)
        assert_true(keys[i] != keys[i - 1]);
    free(keys);
}

/* However long a word is, each of its letters counts. */
static void each_letter_tells(void **state)
{
    enum { MOST = 40 };
    (void)state;
    char word[MOST];
    for (size_t size = 1; size <= MOST; size++)
        for (size_t i = 0; i < size; i++) {
            memset(word, 'e', sizeof word);
            uint64_t plain = lt_lexicon_hash(1, word, size);
            word[i] = 'f';
            assert_true(lt_lexicon_hash(1, word, size) != plain);
        }
}

static void a_lexicon_keeps_what_it_is_given(void **state)
{
    enum { WORDS = 300000 }; /* more than it can hold */
    (void)state;
    struct lt_lexicon lexicon = {0};
    assert_null(lt_lexicon_find(&lexicon, 7));
    for (uint32_t i = 1; i <= WORDS; i++) {
        struct lt_word_part parts[2] = {{i, 2, (lt_fx)(i + 1), 0}, {i + 2, 1, 3, 4}};
        uint64_t key = lt_lexicon_hash(1, &i, sizeof i);
        assert_null(lt_lexicon_find(&lexicon, key));
        lt_lexicon_put(&lexicon, key, parts, 2, 5, 6);
        const struct lt_word *word = lt_lexicon_find(&lexicon, key);
        assert_non_null(word);
        assert_int_equal(word->count, 2);
        assert_memory_equal(word->parts, parts, sizeof parts);
    }
    lt_lexicon_finish(&lexicon);
}

/* All letters have widths of their own; a run is a little wider than the sum of its parts. */
static lt_fx advance(void *self, const struct lt_font *font, const struct lt_run_text *run)
{
    lt_fx sum = LT_FX(1);
    (void)self;
    for (size_t i = 0; i < run->text.size; i++)
        if (((unsigned char)run->text.data[i] & 0xC0) != 0x80)
            sum += font->size_fx * (4 + (unsigned char)run->text.data[i] % 7) / 16 + font->tracking_fx;
    return sum;
}

static void extents(void *self, const struct lt_font *font, struct lt_extents *ret_extents)
{
    struct lt_ruler mono = lt_ruler_mono();
    (void)self;
    mono.extents(mono.self, font, ret_extents);
}

static lt_fx divide(void *self, const struct lt_font *font, const struct lt_run_text *run, const uint32_t *places,
                    size_t count, struct lt_divided *ret_parts, int32_t *ret_clusters)
{
    *ret_clusters = 0;
    for (size_t i = 0; i < run->text.size; i++)
        *ret_clusters += ((unsigned char)run->text.data[i] & 0xC0) != 0x80;
    for (size_t i = 0; i < count; i++) {
        struct lt_run_text before = *run, after = *run;
        before.text.size = places[i];
        after.text = (struct lt_bytes){run->text.data + places[i], run->text.size - places[i]};
        ret_parts[i] = (struct lt_divided){advance(self, font, &before), advance(self, font, &after)};
    }
    return advance(self, font, run);
}

static void print(const struct lt_doc *doc, const struct lt_ruler *ruler, struct lt_tongue *tongue, struct lt_gauge *gauge,
                  int32_t width, struct lt_buf *out)
{
    struct lt_style style;
    lt_style_init(&style, &(struct lt_panel){.width_px = width, .height_px = 800}, LT_TYPE_STEP_DEFAULT, ruler);
    const struct lt_setting setting = {doc, NULL, &style, ruler, tongue, LT_BREAKER_TOTAL_FIT, gauge};
    struct lt_pages *pages = lt_pages_create(&setting);
    while (lt_pages_step(pages))
        continue;
    for (uint32_t page = 0; page < lt_pages_count(pages); page++) {
        const struct lt_line *lines;
        size_t count;
        lt_pages_lines(pages, page, &lines, &count);
        for (size_t i = 0; i < count; i++)
            lt_buf_printf(out, "%u %d %d %d %u %u\n", page, lines[i].x, lines[i].baseline, lines[i].natural,
                          lines[i].text.start, lines[i].text.end);
    }
    lt_pages_destroy(pages);
}

static void memory_changes_nothing(void **state)
{
    (void)state;
    struct lt_ruler plain = {.advance = advance, .extents = extents}, dividing = {.advance = advance, .extents = extents, .divide = divide};
    struct lt_gauge *gauge = lt_gauge_create(&dividing);
    struct lt_tongue *tongue = lt_tongue_create();
    for (size_t i = 0; i < SAMPLE_LANGUAGE_COUNT; i++) {
        struct lt_arena arena = {0};
        struct lt_buf fresh = {0}, remembered = {0};
        const struct lt_doc *doc = sample_doc(&arena, &SAMPLE_LANGUAGES[i], 12, i + 3, true);
        for (int32_t width = 1280; width >= 800; width -= 240) { /* the same paragraphs in other measures */
            print(doc, &plain, tongue, NULL, width, &fresh);
            print(doc, &dividing, tongue, gauge, width, &remembered);
        }
        assert_true(fresh.size > 0);
        assert_int_equal(fresh.size, remembered.size);
        assert_memory_equal(fresh.data, remembered.data, fresh.size);
        lt_buf_finish(&fresh);
        lt_buf_finish(&remembered);
        lt_arena_finish(&arena);
    }
    lt_tongue_destroy(tongue);
    lt_gauge_destroy(gauge);
    lt_gauge_destroy(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_do_not_meet), cmocka_unit_test(each_letter_tells), cmocka_unit_test(a_lexicon_keeps_what_it_is_given),
        cmocka_unit_test(memory_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
