/*
 * typo.c: prose set right: a block becomes cells, the passes change them until none finds anything more, the cells become
 * text again. Which languages have which habits is told here.
 */
#include "typo_line.h"

#include <stdlib.h>
#include <string.h>

#include <lutrin/utf8.h>

enum { ROUNDS_MAX = 8 }; /* two are usual: one that works and one that finds nothing */

struct lt_typo_piece {
    uint32_t from, at; /* byte of the given text, byte of the result */
    bool inserted;
};

/* Quotation marks as in CLDR 42; French inner ones by the Imprimerie nationale's lexicon. The region before the language. */
static const struct typo_habit HABITS[] = {
    {"fr-ca", {0xAB, 0x201C}, {0xBB, 0x201D}, .french = true, .dashes = true, .grouped = true,
     .guillemet = TYPO_NBSP, .colon = TYPO_NBSP, .inserts = ":GN"},
    {"fr-ch", {0xAB, 0x2039}, {0xBB, 0x203A}, .french = true, .dashes = true, .grouped = true,
     .guillemet = TYPO_NARROW, .colon = TYPO_NARROW, .inserts = ":;!?GN"},
    {"fr", {0xAB, 0x201C}, {0xBB, 0x201D}, .french = true, .dashes = true, .grouped = true,
     .guillemet = TYPO_NARROW, .colon = TYPO_NBSP, .inserts = ":;!?GN"},
    {"en", {0x201C, 0x2018}, {0x201D, 0x2019}, .singles = true, .dashes = true, .tight_dash = true, .ranges = true},
    {"de-ch", {0xAB, 0x2039}, {0xBB, 0x203A}, .singles = true, .dashes = true, .ranges = true, .grouped = true},
    {"de", {0x201E, 0x201A}, {0x201C, 0x2018}, .singles = true, .dashes = true, .ranges = true, .grouped = true},
    {"es", {0xAB, 0x201C}, {0xBB, 0x201D}, .grouped = true},
};

/* The habit whose tag begins the language's; capitals and '_' for '-' are understood. */
static const struct typo_habit *habit_of(const char *lang)
{
    for (size_t i = 0; lang && i < sizeof HABITS / sizeof *HABITS; i++) {
        const char *tag = HABITS[i].lang;
        size_t n = 0;
        for (; tag[n]; n++) {
            char c = lang[n] >= 'A' && lang[n] <= 'Z' ? (char)(lang[n] - 'A' + 'a') : lang[n] == '_' ? '-' : lang[n];
            if (c != tag[n])
                break;
        }
        if (!tag[n] && (!lang[n] || lang[n] == '-' || lang[n] == '_'))
            return &HABITS[i];
    }
    return NULL;
}

/* One cell a character, those of the kept stretches marked. */
static void read_cells(struct typo_line *line, struct lt_bytes text, const struct lt_typo_range *kept, size_t kept_count)
{
    size_t next = 0;
    line->cells = lt_alloc(text.size + 1, sizeof *line->cells);
    for (size_t at = 0; at < text.size;) {
        struct typo_cell *cell = &line->cells[line->count++];
        cell->from = (uint32_t)at;
        cell->code = lt_utf8_next(text.data, text.size, &at);
        while (next < kept_count && kept[next].end <= cell->from)
            next++;
        cell->given = next < kept_count && kept[next].start <= cell->from;
        cell->aside = cell->given && kept[next].aside;
    }
}

static void run_passes(struct typo_line *line)
{
    line->changed = true;
    for (int round = 0; round < ROUNDS_MAX && line->changed; round++) {
        line->changed = false;
        typo_keep(line);
        line->foreign = line->habit->french && typo_reads_english(line);
        typo_set_dots(line);
        typo_set_dashes(line);
        typo_set_ranges(line);
        typo_set_quotes(line);
        typo_set_spaces(line);
    }
}

static void write_cells(const struct typo_line *line, struct lt_arena *arena, struct lt_typo *typo)
{
    struct lt_buf out = {0};
    struct lt_typo_piece *pieces = lt_arena_array(arena, line->count, sizeof *pieces);
    for (size_t i = 0; i < line->count; i++) {
        pieces[i] = (struct lt_typo_piece){line->cells[i].from, (uint32_t)out.size, line->cells[i].inserted};
        lt_buf_put_utf8(&out, line->cells[i].code);
    }
    typo->text = lt_arena_strndup(arena, out.size ? out.data : "", out.size);
    typo->size = (uint32_t)out.size;
    typo->pieces = pieces;
    typo->piece_count = line->count;
    lt_buf_finish(&out);
}

void lt_typo_set(struct lt_bytes text, const char *lang, const struct lt_typo_range *kept, size_t kept_count,
                 struct lt_arena *arena, struct lt_typo *ret_typo)
{
    struct typo_line line = {.habit = habit_of(lang)};
    *ret_typo = (struct lt_typo){.size = (uint32_t)text.size};
    if (!line.habit || text.size == 0 || text.size > LT_TYPO_MAX_TEXT || !lt_utf8_valid(text)) {
        ret_typo->text = lt_arena_strndup(arena, text.size ? text.data : "", text.size);
        return;
    }
    read_cells(&line, text, kept, kept_count);
    run_passes(&line);
    if (line.habit->french && !line.foreign)
        typo_find_raised(&line, arena, ret_typo);
    write_cells(&line, arena, ret_typo);
    free(line.cells);
}

uint32_t lt_typo_place(const struct lt_typo *typo, uint32_t at, bool is_end)
{
    size_t low = 0, high = typo->piece_count;
    if (!typo->pieces)
        return at < typo->size ? at : typo->size;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (typo->pieces[middle].from < at)
            low = middle + 1;
        else
            high = middle;
    }
    while (!is_end && low < typo->piece_count && typo->pieces[low].inserted && typo->pieces[low].from == at)
        low++;
    return low < typo->piece_count ? typo->pieces[low].at : typo->size;
}

void lt_typo_plain(struct lt_bytes text, const char *lang, struct lt_buf *out)
{
    struct lt_arena arena = {0};
    struct lt_typo typo;
    lt_typo_set(text, lang, NULL, 0, &arena, &typo);
    lt_buf_put(out, typo.text, typo.size);
    lt_arena_finish(&arena);
}
