/*
 * The Unicode 15.0 lists for line breaks, graphemes and bidi. ICU tailors UAX #14 in 22 of the 7,654 line break cases;
 * this test holds the numbers that ICU 72 itself reaches, so that a mistake of ours on the way would show.
 */
#include <stdbool.h>
#include <string.h>

#include <zlib.h>

#include "suite.h"

#include <lutrin/text.h>
#include <lutrin/utf8.h>

enum { LINE_MAX_BYTES = 65536, CASE_MAX = 512, LINE_BREAK_HITS = 7632, LINE_BREAK_CASES = 7654, GRAPHEME_CASES = 602,
       BIDI_HITS = 91677, BIDI_CASES = 91707 };

struct breaking {
    struct lt_buf text;
    bool expected[CASE_MAX * 4 + 1], got[CASE_MAX * 4 + 1];
};

/* "× 0061 ÷ 0062 ÷ # ...": the text, and a mark at each byte where a break is due. */
static bool parse_breaking(char *line, struct breaking *out)
{
    memset(out->expected, 0, sizeof out->expected);
    memset(out->got, 0, sizeof out->got);
    lt_buf_clear(&out->text);
    line[strcspn(line, "#\n")] = '\0';
    for (char *at = line; *at;) {
        size_t size = strcspn(at, " \t");
        if (size && strncmp(at, "÷", 2) == 0)
            out->expected[out->text.size] = true;
        else if (size && strncmp(at, "×", 2) != 0)
            lt_buf_put_utf8(&out->text, (uint32_t)strtoul(at, NULL, 16));
        at += size + (at[size] != '\0');
    }
    return out->text.size > 0;
}

static bool same_breaks(struct lt_tongue *tongue, struct breaking *one, bool lines)
{
    struct lt_arena arena = {0};
    const struct lt_break *breaks;
    const uint32_t *ends;
    size_t count;
    one->got[0] = !lines;
    if (lines)
        lt_text_breaks(tongue, lt_buf_slice(&one->text), "", &arena, &breaks, &count);
    else
        lt_text_graphemes(tongue, lt_buf_slice(&one->text), &arena, &ends, &count);
    for (size_t i = 0; i < count; i++)
        one->got[lines ? breaks[i].at : ends[i]] = true;
    lt_arena_finish(&arena);
    return memcmp(one->got, one->expected, one->text.size + 1) == 0;
}

static int check_breaks(const char *name, bool lines, int want_hits, int want_cases)
{
    char path[512], line[8192];
    if (!suite_path(name, path, sizeof path))
        return SUITE_SKIPPED;
    static struct breaking one;
    struct lt_tongue *tongue = lt_tongue_create();
    int cases = 0, hits = 0;
    gzFile file = gzopen(path, "rb");
    while (file && gzgets(file, line, sizeof line))
        if (parse_breaking(line, &one)) {
            cases++;
            hits += same_breaks(tongue, &one, lines);
        }
    gzclose(file);
    lt_buf_finish(&one.text);
    lt_tongue_destroy(tongue);
    printf("%s: %d of %d\n", name, hits, cases);
    return hits >= want_hits && cases == want_cases ? 0 : 1;
}

/* Numbers of a field into `out`, 'x' as -1. */
static int numbers(const char *field, int base, int *out)
{
    int count = 0;
    while (*field && *field != ';' && *field != '\n') {
        char *end;
        long value = strtol(field, &end, base);
        if (end == field) {
            value = -1;
            end = (char *)field + 1;
        }
        out[count++] = (int)value;
        field = end + strspn(end, " ");
    }
    return count;
}

/* Is our order of the characters that have a level the expected one? */
static bool same_order(struct lt_tongue *tongue, char *line)
{
    char *fields[5];
    fields[0] = line;
    for (int i = 1; i < 5; i++)
        fields[i] = strchr(fields[i - 1], ';') + 1;
    static int codes[CASE_MAX], levels[CASE_MAX], order[CASE_MAX], level_of_para[8];
    int count = numbers(fields[0], 16, codes), ordered = numbers(fields[4], 10, order), kept = 0;
    numbers(fields[2], 10, level_of_para);
    numbers(fields[3], 10, levels);
    struct lt_buf text = {0};
    uint32_t at[CASE_MAX], items[CASE_MAX], visual[CASE_MAX];
    uint8_t item_levels[CASE_MAX];
    for (int i = 0; i < count; i++) {
        at[i] = (uint32_t)text.size;
        lt_buf_put_utf8(&text, (uint32_t)codes[i]);
    }
    struct lt_arena arena = {0};
    const struct lt_text_run *runs;
    size_t run_count, run = 0;
    lt_text_runs(tongue, lt_buf_slice(&text), level_of_para[0] == 1, &arena, &runs, &run_count);
    for (int i = 0; i < count; i++) {
        while (run + 1 < run_count && at[i] >= runs[run].end)
            run++;
        if (levels[i] < 0)
            continue;
        items[kept] = (uint32_t)i;
        item_levels[kept++] = runs[run].level;
    }
    lt_text_visual_order(item_levels, (size_t)kept, visual);
    bool same = kept == ordered;
    for (int i = 0; i < kept && same; i++)
        same = (int)items[visual[i]] == order[i];
    lt_arena_finish(&arena);
    lt_buf_finish(&text);
    return same;
}

static int check_bidi(void)
{
    static char line[LINE_MAX_BYTES];
    char path[512];
    if (!suite_path("unicode/BidiCharacterTest.txt.gz", path, sizeof path))
        return SUITE_SKIPPED;
    struct lt_tongue *tongue = lt_tongue_create();
    int cases = 0, hits = 0;
    gzFile file = gzopen(path, "rb");
    while (file && gzgets(file, line, sizeof line))
        if (line[0] != '#' && line[0] != '\n') {
            cases++;
            hits += same_order(tongue, line);
        }
    gzclose(file);
    lt_tongue_destroy(tongue);
    printf("BidiCharacterTest order: %d of %d\n", hits, cases);
    return hits >= BIDI_HITS && cases == BIDI_CASES ? 0 : 1; /* ICU's own share: 99.97% */
}

int main(void)
{
    int lines = check_breaks("unicode/LineBreakTest.txt.gz", true, LINE_BREAK_HITS, LINE_BREAK_CASES);
    int graphemes = check_breaks("unicode/GraphemeBreakTest.txt.gz", false, GRAPHEME_CASES, GRAPHEME_CASES);
    int bidi = check_bidi();
    if (lines == SUITE_SKIPPED || graphemes == SUITE_SKIPPED || bidi == SUITE_SKIPPED) {
        printf("skipped: the Unicode lists are not here (LUTRIN_SUITES)\n");
        return SUITE_SKIPPED;
    }
    return lines || graphemes || bidi;
}
