/*
 * typo_raised.c: the endings of French ordinals, which stand higher: 1er, 2e, XIXe.
 */
#include "typo_line.h"

#include <stdlib.h>
#include <string.h>

static bool is_roman(uint32_t code)
{
    return code == 'I' || code == 'V' || code == 'X';
}

/* Letters from cell i on that are an ordinal's ending, 0 when they are not; `first` for that of one. */
static size_t ending(const struct typo_line *line, size_t i, bool first)
{
    static const char *const of_one[] = {"er", "ers", "re", "res"}, *const of_others[] = {"e", "es"};
    const char *const *list = first ? of_one : of_others;
    for (size_t n = 0; n < (first ? 4u : 2u); n++) {
        size_t size = strlen(list[n]), same = 0;
        while (same < size && typo_at(line, i + same) == (unsigned char)list[n][same])
            same++;
        uint32_t after = typo_at(line, i + size);
        bool goes_on = typo_is_letter(after) || typo_is_digit(after) || after == '_' ||
                       (after == '-' && typo_is_digit(typo_at(line, i + size + 1)));
        if (same == size && !goes_on)
            return size;
    }
    return 0;
}

/* Where the number that begins at cell i ends; i when none does. *ret_first: it is one. */
static size_t number_end(const struct typo_line *line, size_t i, bool *ret_first)
{
    uint32_t before = typo_at(line, i - 1);
    size_t end = i;
    bool roman = is_roman(typo_at(line, i));
    if (typo_is_letter(before) || typo_is_digit(before) || before == '.' || before == ',' || before == '_' || before == '/' ||
        before == '#')
        return i;
    while (roman ? is_roman(typo_at(line, end)) : typo_is_digit(typo_at(line, end)))
        end++;
    *ret_first = end == i + 1 && (typo_at(line, i) == '1' || typo_at(line, i) == 'I');
    return end;
}

static bool is_kept(const struct typo_line *line, size_t start, size_t end)
{
    for (size_t i = start; i < end; i++)
        if (line->cells[i].kept || line->cells[i].inserted)
            return true;
    return false;
}

void typo_find_raised(const struct typo_line *line, struct lt_arena *arena, struct lt_typo *typo)
{
    struct lt_typo_range *raised = NULL;
    size_t capacity = 0, count = 0;
    for (size_t i = 0, end; i < line->count; i = end > i ? end : i + 1) {
        bool first = false;
        end = number_end(line, i, &first);
        size_t size = end > i ? ending(line, end, first) : 0;
        if (size == 0 || is_kept(line, i, end + size))
            continue;
        raised = lt_grow(raised, &capacity, count + 1, sizeof *raised);
        uint32_t from = line->cells[end].from;
        raised[count++] = (struct lt_typo_range){from, from + (uint32_t)size, false}; /* ASCII: a byte a letter */
    }
    struct lt_typo_range *kept = lt_arena_array(arena, count, sizeof *kept);
    if (count)
        memcpy(kept, raised, count * sizeof *kept);
    free(raised);
    typo->raised = kept;
    typo->raised_count = count;
}
