/*
 * typo_quotes.c: typewriter quotes, apostrophes and primes. An apostrophe is told by its neighbours, a quote by its twin:
 * an opening one waits on a stack until a closing one comes, and which marks the two get depends on what encloses them.
 */
#include "typo_line.h"

#include <stdlib.h>
#include <string.h>

enum { GIVEN_UP_MAX = 8 }; /* quotes without a twin that a closing one looks past */

enum quote_kind { DOUBLE, SINGLE, MARK_OUTER, MARK_INNER }; /* typewriter ones, marks that stand there already */

struct quote {
    size_t at;
    enum quote_kind kind;
};

struct quotes {
    struct typo_line *line;
    struct quote *open; /* heap: those that wait */
    size_t depth;
    size_t *twin; /* heap: of each cell, the closing one of a pair + 1; 0 for none */
    bool before_opens, opens; /* does a quote open in the cell before, in this one? */
};

static bool is_single(uint32_t code)
{
    return code == '\'' || code == TYPO_APOSTROPHE;
}

static bool word_at(const struct typo_line *line, size_t i, const char *word)
{
    for (; *word; word++, i++)
        if (typo_at(line, i) != (unsigned char)*word)
            return false;
    return !typo_is_letter(typo_at(line, i)) && !typo_is_digit(typo_at(line, i));
}

/* Is the ' at cell i, which nothing precedes, the letters that a word has lost: 'tis, 's, '90s, rock 'n' roll? */
static bool is_clipped(const struct typo_line *line, size_t i)
{
    static const char *const english[] = {"tis", "Tis", "twas", "Twas", "twere", "twill", "em", "n", "til", "till", "cause",
                                          "bout", "nuff"};
    static const char *const german[] = {"s", "S", "n", "ne", "nem", "nen", "ner", "rein", "raus", "rauf", "runter"};
    bool en = line->habit->lang[0] == 'e' && line->habit->lang[1] == 'n', de = line->habit->lang[0] == 'd';
    const char *const *list = en ? english : german;
    size_t count = en ? sizeof english / sizeof *english : de ? sizeof german / sizeof *german : 0;
    for (size_t n = 0; n < count; n++)
        if (word_at(line, i + 1, list[n]) &&
            (!is_single(typo_at(line, i + 1 + strlen(list[n]))) || strcmp(list[n], "n") == 0))
            return true;
    size_t end = i + 3 + (typo_at(line, i + 3) == 's' || typo_at(line, i + 3) == 'e');
    return typo_is_digit(typo_at(line, i + 1)) && typo_is_digit(typo_at(line, i + 2)) &&
           !typo_is_digit(typo_at(line, end)) && !typo_is_letter(typo_at(line, end)) && !is_single(typo_at(line, end));
}

/* 'n' is clipped on either side. */
static bool ends_clipped(const struct typo_line *line, size_t i)
{
    return line->habit->tight_dash && i >= 2 && (typo_at(line, i - 1) | 0x20) == 'n' && is_single(typo_at(line, i - 2)) &&
           typo_is_space(typo_at(line, i - 3)) && typo_is_space(typo_at(line, i + 1));
}

/* The Swiss group 30'000 with it. */
static bool is_grouping(const struct typo_line *line, size_t i)
{
    size_t end = i + 1;
    while (end < i + 5 && typo_is_digit(typo_at(line, end)))
        end++;
    return end == i + 4 && typo_is_digit(typo_at(line, i - 1)) && line->habit->grouped && typo_at(line, end) != '"';
}

/* Is the ' (or the apostrophe) at cell i one by its neighbours alone? */
static bool is_apostrophe(const struct typo_line *line, size_t i)
{
    uint32_t before = typo_at(line, i - 1), after = typo_at(line, i + 1);
    bool letter = typo_is_letter(before);
    if (((letter || typo_is_digit(before)) && typo_is_letter(after)) || is_grouping(line, i))
        return true;
    if (line->habit->tight_dash && typo_closes(before) && word_at(line, i + 1, "s"))
        return true; /* the U.S.'s */
    if (letter && line->habit->french && (typo_opens(after) || after == '"' || (typo_is_digit(after) && before != 'x')))
        return true; /* l'«, d'"..., l'11 */
    if (typo_is_space(before) || typo_opens(before) || typo_is_dash(before))
        return is_clipped(line, i);
    return ends_clipped(line, i);
}

/* 5'10" and 48°51'24": feet and inches, minutes and seconds. */
static void set_primes(struct typo_line *line)
{
    for (size_t i = 1; i + 2 < line->count; i++) {
        size_t end = i + 1;
        while (end < i + 3 && typo_is_digit(typo_at(line, end)))
            end++;
        if (typo_at(line, i) != '\'' || !typo_is_digit(typo_at(line, i - 1)) || end == i + 1 || typo_at(line, end) != '"')
            continue;
        typo_put(line, i, TYPO_PRIME);
        typo_put(line, end, TYPO_DOUBLE_PRIME);
    }
}

static bool can_open(const struct quotes *q, size_t i)
{
    uint32_t before = typo_at(q->line, i - 1), after = typo_at(q->line, i + 1);
    bool elided = is_single(before) && typo_is_letter(typo_at(q->line, i - 2)) && q->line->habit->french;
    bool free = typo_is_space(before) || typo_is_dash(before) || before == '/' || before == '-' || elided || q->before_opens ||
                (typo_opens(before) && !(before == 0x201C && q->line->habit->close[0] == 0x201C));
    return free && !typo_is_space(after) && (!typo_closes(after) || typo_opens(after) || after == TYPO_ELLIPSIS || after == '.') &&
           !typo_after_call(q->line, i);
}

static bool can_close(const struct quotes *q, size_t i)
{
    uint32_t before = typo_at(q->line, i - 1), after = typo_at(q->line, i + 1);
    bool tight = !typo_is_space(before) && !q->before_opens && (!typo_opens(before) || typo_closes(before));
    bool noted = typo_is_digit(after) && (before == '.' || before == ',' || before == '!' || before == '?');
    return tight && (typo_is_space(after) || typo_closes(after) || typo_is_dash(after) || after == '"' || after == '\'' ||
                     after == '-' || after == '/' || after == '(' || after == '[' || noted);
}

/* Which of the language's own marks stands at cell i, 0 outer or 1 inner; -1 for none. */
static int mark_at(const struct typo_line *line, size_t i, const uint32_t marks[2])
{
    uint32_t code = typo_at(line, i);
    return code == marks[0] ? 0 : code == marks[1] ? 1 : -1;
}

static void push(struct quotes *q, size_t i, enum quote_kind kind)
{
    q->open[q->depth++] = (struct quote){i, kind};
    q->opens = true;
}

/* Closes the nearest open quote of the kind; typewriter quotes inside that found no twin are given up. With `across`,
 * other kinds of typewriter quotes may be given up too. */
static bool close_quote(struct quotes *q, size_t i, enum quote_kind kind, bool across)
{
    size_t depth = q->depth, least = depth > GIVEN_UP_MAX ? depth - GIVEN_UP_MAX : 0;
    while (depth > least && q->open[depth - 1].kind != kind && q->open[depth - 1].kind <= SINGLE &&
           (across || q->open[depth - 1].kind == SINGLE))
        depth--;
    if (depth == 0 || q->open[depth - 1].kind != kind)
        return false;
    q->twin[q->open[depth - 1].at] = i + 1;
    q->depth = depth - 1;
    return true;
}

/* Could the ' after an s at cell i be the genitive's, because another one that closes comes before any that opens? */
static bool another_closes(const struct quotes *q, size_t i)
{
    const struct typo_line *line = q->line;
    for (size_t n = i + 1; n < line->count && typo_at(line, n) != '\n'; n++) {
        if (!is_single(typo_at(line, n)) || is_apostrophe(line, n))
            continue;
        return !typo_is_space(typo_at(line, n - 1)) && (typo_is_space(typo_at(line, n + 1)) || typo_closes(typo_at(line, n + 1)));
    }
    return false;
}

/* Is the apostrophe also the mark that closes an inner quote, and one open? */
static bool may_end_inner(const struct quotes *q)
{
    return q->line->habit->close[1] == TYPO_APOSTROPHE && q->depth > 0 && q->open[q->depth - 1].kind == MARK_INNER;
}

/* A ' that is no apostrophe by its neighbours alone. */
static void read_single(struct quotes *q, size_t i)
{
    struct typo_line *line = q->line;
    uint32_t before = typo_at(line, i - 1);
    bool typewriter = typo_at(line, i) == '\'';
    if (!line->habit->singles)
        return;
    if (typewriter && can_open(q, i)) {
        push(q, i, SINGLE);
        return;
    }
    if (!can_close(q, i))
        return;
    bool genitive = before == 's' && typo_is_space(typo_at(line, i + 1)) && another_closes(q, i);
    bool closes = !genitive && (typewriter ? close_quote(q, i, SINGLE, false)
                                           : may_end_inner(q) && close_quote(q, i, MARK_INNER, false));
    if (!closes && typewriter && typo_is_letter(before))
        typo_put(line, i, TYPO_APOSTROPHE);
}

static void read_double(struct quotes *q, size_t i)
{
    bool opens = can_open(q, i), closes = can_close(q, i);
    if (closes && close_quote(q, i, DOUBLE, false))
        return;
    if (opens)
        push(q, i, DOUBLE);
}

static void read_quote(struct quotes *q, size_t i)
{
    struct typo_line *line = q->line;
    int opens = mark_at(line, i, line->habit->open), closes = mark_at(line, i, line->habit->close);
    uint32_t code = typo_at(line, i);
    if (is_single(code) && is_apostrophe(line, i))
        typo_put(line, i, TYPO_APOSTROPHE);
    else if (is_single(code))
        read_single(q, i);
    else if (code == '"')
        read_double(q, i);
    else if (opens >= 0)
        push(q, i, MARK_OUTER + (enum quote_kind)opens);
    else if (closes >= 0)
        close_quote(q, i, MARK_OUTER + (enum quote_kind)closes, true);
    q->before_opens = q->opens;
    q->opens = false;
}

/* Gives the pairs their marks: those that stand in outer ones get inner ones, and the reverse. */
static void set_pairs(struct quotes *q)
{
    struct typo_line *line = q->line;
    size_t depth = 0;
    for (size_t i = 0; i < line->count; i++) {
        while (depth > 0 && q->twin[q->open[depth - 1].at] <= i)
            depth--; /* its twin lies behind */
        if (!q->twin[i])
            continue;
        int around = depth > 0 ? (int)q->open[depth - 1].kind : -1; /* DOUBLE here: outer marks */
        int opens = mark_at(line, i, line->habit->open);
        bool single = typo_at(line, i) == '\'';
        int set = opens >= 0 ? opens : single ? around != 1 : around == 0;
        if (opens < 0) {
            typo_put(line, i, line->habit->open[set]);
            typo_put(line, q->twin[i] - 1, line->habit->close[set]);
        }
        q->open[depth++] = (struct quote){i, set == 0 ? DOUBLE : SINGLE};
    }
}

/* A quotation that goes on in the next paragraph opens a block and has no twin; it must be the only one without. */
static void set_unclosed(struct quotes *q)
{
    size_t alone = 0;
    for (size_t i = 0; i < q->line->count; i++)
        alone += typo_at(q->line, i) == '"';
    if (alone == 1 && typo_at(q->line, 0) == '"' && (typo_is_letter(typo_at(q->line, 1)) || typo_opens(typo_at(q->line, 1))))
        typo_put(q->line, 0, q->line->habit->open[0]);
}

void typo_set_quotes(struct typo_line *line)
{
    set_primes(line);
    struct quotes q = {.line = line, .open = lt_alloc(line->count + 1, sizeof *q.open),
                       .twin = lt_alloc(line->count + 1, sizeof *q.twin)};
    for (size_t i = 0; i < line->count; i++)
        read_quote(&q, i);
    set_pairs(&q);
    set_unclosed(&q);
    free(q.open);
    free(q.twin);
}
