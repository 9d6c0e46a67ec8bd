/*
 * typo_marks.c: dots that stand for an ellipsis, hyphens that stand for a dash, and the spaces that hold a dash.
 */
#include "typo_line.h"

/* How many free cells from i on bear `code`. */
static size_t run_of(const struct typo_line *line, size_t i, uint32_t code)
{
    size_t n = 0;
    while (typo_at(line, i + n) == code)
        n++;
    return n;
}

/* Three dots, no more and no fewer, that are neither a range, nor a path, nor the arguments of a call. */
void typo_set_dots(struct typo_line *line)
{
    for (size_t i = 0, n; i < line->count; i += n ? n : 1) {
        n = run_of(line, i, '.');
        uint32_t before = typo_at(line, i - 1), after = typo_at(line, i + n);
        bool path = before == '/' || before == '\\' || after == '/' || after == '\\';
        bool range = typo_is_digit(before) && typo_is_digit(after);
        if (n == 3 && !path && !range && before != TYPO_ELLIPSIS && after != TYPO_ELLIPSIS && !typo_after_call(line, i))
            typo_merge(line, i, 3, TYPO_ELLIPSIS);
    }
    typo_settle(line);
}

/* Is what stands on that side of a spaced hyphen a number or one sign alone, as in a sum? */
static bool is_operand(const struct typo_line *line, size_t near, size_t far)
{
    return typo_is_space(typo_at(line, far)) || typo_is_digit(typo_at(line, near));
}

/* A hyphen, or two or three, with spaces on either side, between words. */
static bool stands_for_dash(const struct typo_line *line, size_t i, size_t size)
{
    size_t last = i + size - 1;
    if (!line->habit->dashes || line->foreign || !typo_is_space(typo_at(line, i - 1)) || !typo_is_blank(typo_at(line, last + 1)))
        return false;
    if (i == 0 || typo_at(line, i - 1) == '\n')
        return line->habit->french && last + 2 < line->count; /* it opens a dialogue */
    if (i < 2 || last + 2 >= line->count)
        return false;
    return size > 1 || !(is_operand(line, i - 2, i - 3) && is_operand(line, last + 2, last + 3));
}

/* Hyphens that touch the words on either side. */
static bool touches(const struct typo_line *line, size_t i, size_t size)
{
    uint32_t before = typo_at(line, i - 1), after = typo_at(line, i + size);
    return (typo_is_letter(before) || typo_closes(before)) && (typo_is_letter(after) || after == '"');
}

/* Does a sentence end at cell i? */
static bool ends_sentence(const struct typo_line *line, size_t i)
{
    uint32_t code = typo_at(line, i);
    return code == '\n' ||
           ((code == '.' || code == '!' || code == '?' || code == TYPO_ELLIPSIS) && typo_is_space(typo_at(line, i + 1)));
}

static void bind(struct typo_line *line, size_t i)
{
    if (typo_at(line, i) == ' ')
        typo_put(line, i, TYPO_NBSP);
}

/* The spaces of dashes: one that opens a line holds what follows. In French a pair holds what it encloses; any other dash
 * holds to what is before it, so that none begins a line. */
static void bind_dashes(struct typo_line *line)
{
    size_t open = SIZE_MAX;
    for (size_t i = 0; i < line->count; i++) {
        if (open != SIZE_MAX && ends_sentence(line, i)) {
            bind(line, open - 1);
            open = SIZE_MAX;
        }
        if (!typo_is_dash(typo_at(line, i)) || !typo_is_blank(typo_at(line, i + 1)) || !typo_is_space(typo_at(line, i - 1)))
            continue;
        if (!typo_is_blank(typo_at(line, i - 1))) {
            bind(line, i + 1);
        } else if (!line->habit->french) {
            bind(line, i - 1);
        } else if (open != SIZE_MAX) {
            bind(line, open + 1);
            bind(line, i - 1);
            open = SIZE_MAX;
        } else {
            open = i;
        }
    }
    if (open != SIZE_MAX)
        bind(line, open - 1);
}

void typo_set_dashes(struct typo_line *line)
{
    for (size_t i = 0, n; i < line->count; i += n ? n : 1) {
        n = run_of(line, i, '-');
        if ((n == 2 || n == 3) && line->habit->tight_dash && touches(line, i, n))
            typo_merge(line, i, n, TYPO_EM_DASH);
        else if (n >= 1 && n <= 3 && stands_for_dash(line, i, n))
            typo_merge(line, i, n, TYPO_EN_DASH);
    }
    typo_settle(line);
    bind_dashes(line);
}
