/*
 * typo_line.c: the cells of a block, and what kinds of characters there are.
 */
#include "typo_line.h"

#include <stdlib.h>

#include <unicode/uchar.h>

uint32_t typo_at(const struct typo_line *line, size_t i)
{
    if (i >= line->count)
        return TYPO_EDGE;
    const struct typo_cell *cell = &line->cells[i];
    if (cell->kept && !typo_is_space(cell->code))
        return cell->aside ? TYPO_ASIDE : TYPO_KEPT;
    return cell->code;
}

void typo_put(struct typo_line *line, size_t i, uint32_t code)
{
    struct typo_cell *cell = &line->cells[i];
    if (cell->kept || cell->code == code)
        return;
    cell->code = code;
    line->changed = true;
}

void typo_ask_before(struct typo_line *line, size_t i, uint32_t code)
{
    line->cells[i].before = code;
    line->changed = true;
}

void typo_merge(struct typo_line *line, size_t i, size_t count, uint32_t code)
{
    typo_put(line, i, code);
    for (size_t n = 1; n < count; n++)
        line->cells[i + n].gone = line->changed = true;
}

void typo_settle(struct typo_line *line)
{
    size_t count = 0, asked = 0;
    for (size_t i = 0; i < line->count; i++) {
        if (!line->cells[i].gone)
            line->cells[count++] = line->cells[i];
        asked += !line->cells[i].gone && line->cells[i].before;
    }
    line->count = count;
    if (asked == 0)
        return;
    struct typo_cell *cells = lt_alloc(count + asked + 1, sizeof *cells);
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        struct typo_cell cell = line->cells[i];
        if (cell.before)
            cells[at++] = (struct typo_cell){.code = cell.before, .from = cell.from, .inserted = true};
        cell.before = 0;
        cells[at++] = cell;
    }
    free(line->cells);
    line->cells = cells;
    line->count = at;
}

bool typo_is_letter(uint32_t code)
{
    return u_isalpha((UChar32)code) || (U_GET_GC_MASK((UChar32)code) & U_GC_M_MASK) != 0;
}

bool typo_is_upper(uint32_t code)
{
    return u_isupper((UChar32)code);
}

bool typo_is_digit(uint32_t code)
{
    return code >= '0' && code <= '9';
}

bool typo_is_blank(uint32_t code)
{
    return code == ' ' || code == TYPO_NBSP || code == TYPO_NARROW || code == TYPO_THIN;
}

bool typo_is_space(uint32_t code)
{
    return code == TYPO_EDGE || code == '\n' || code == '\t' || typo_is_blank(code);
}

bool typo_opens(uint32_t code)
{
    return code == '(' || code == '[' || code == TYPO_LEFT || code == 0x2039 || code == 0x201C || code == 0x2018 ||
           code == 0x201E || code == 0x201A || code == 0xBF || code == 0xA1;
}

bool typo_closes(uint32_t code)
{
    return code == ')' || code == ']' || code == TYPO_RIGHT || code == 0x203A || code == 0x201D || code == 0x201C ||
           code == TYPO_APOSTROPHE || code == 0x2018 || code == '.' || code == ',' || code == ';' || code == ':' ||
           code == '!' || code == '?' || code == TYPO_ELLIPSIS;
}

bool typo_is_dash(uint32_t code)
{
    return code == TYPO_EN_DASH || code == TYPO_EM_DASH;
}

bool typo_after_call(const struct typo_line *line, size_t i)
{
    uint32_t bracket = typo_at(line, i - 1), before = typo_at(line, i - 2);
    return bracket == '{' || bracket == '=' || ((bracket == '(' || bracket == '[') &&
           (typo_is_letter(before) || typo_is_digit(before) || before == '_' || before == ')' || before == ']'));
}
