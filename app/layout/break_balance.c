/*
 * break_balance.c: titles and the like: as few lines as can be, of nearly equal width, that end where the sense lets them:
 * after a comma rather than elsewhere, not after an article or a preposition, not before a lone last word.
 */
#include "para.h"

#include <string.h>

#include <lutrin/arena.h>
#include <lutrin/utf8.h>

enum {
    CUTS_MAX = 300, LINES_MAX = 12, /* a text with more has nearly equal lines and no more than that */
    SMALL_LETTERS = 2,              /* a word of so few letters leans on the next one in any language */
};

/* What a line costs over the square of how far it is from the mean: 1000 * 1000 for a line twice as long. */
static const int64_t SMALL_COST = 150000, PAUSE_GAIN = 120000, LONE_COST = 250000, DASH_COST = 4000000;

/* Longer words that lean on the next one. */
static const char SMALL_WORDS[] = " les des une aux par sur que qui son ses ces mes dans pour sans avec mais the and for with from "
                                  "der die das den dem des ein eine und von mit los las una del por con para gli che per dei uma "
                                  "dos das het een van ";

/* The last word of a line; after an apostrophe it is a word of its own. */
static struct lt_bytes last_word(const struct lt_para *para, uint32_t from, const struct lt_cut *cut)
{
    const char *text = para->source->text.data;
    uint32_t end = para->boxes[cut->box].seen, start = end;
    while (start > from && text[start - 1] != ' ' && text[start - 1] != '\'' &&
           !(start >= from + 3 && memcmp(text + start - 3, "\xE2\x80\x99", 3) == 0))
        start--;
    return (struct lt_bytes){text + start, end - start};
}

static bool is_small(struct lt_bytes word)
{
    size_t letters = 0, at = 0;
    char known[12] = " ";
    while (at < word.size && letters <= SMALL_LETTERS) {
        uint32_t code = lt_utf8_next(word.data, word.size, &at);
        bool letter = (code | 32) >= 'a' && (code | 32) <= 'z';
        if (!letter && (code < 0xC0 || (code >= 0x2000 && code < 0x2C00) || code >= 0x2E80)) /* figures, signs, ideographs */
            return false;
        letters++;
    }
    if (letters <= SMALL_LETTERS)
        return word.size > 0;
    if (word.size + 3 > sizeof known)
        return false;
    for (size_t i = 0; i < word.size; i++)
        known[i + 1] = (char)((unsigned char)word.data[i] < 0x80 ? word.data[i] | 32 : word.data[i]);
    memcpy(known + word.size + 1, " ", 2);
    return strstr(SMALL_WORDS, known) != NULL;
}

/* Does a phrase end with the word? An initial and an abbreviation end in a stop too. */
static bool pauses(struct lt_bytes word)
{
    static const char *const marks[] = {",", ";", ":", ".", "?", "!", "·", "—", "–", "…"};
    if (word.size <= 3 && memchr(word.data, '.', word.size))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t size = strlen(marks[i]);
        if (word.size >= size && memcmp(word.data + word.size - size, marks[i], size) == 0)
            return true;
    }
    return false;
}

/* Is the last line, from byte `from`, a single word of several? */
static bool is_lone(const struct lt_para *para, uint32_t from)
{
    struct lt_bytes text = para->source->text;
    return !memchr(text.data + from, ' ', text.size - from) && from > 0 && text.data[from - 1] == ' ';
}

struct balance {
    const struct lt_para *para;
    lt_fx measure;
    int64_t mean;
    size_t lines;
    int64_t *cost;      /* of the best way to a cut in so many lines; -1: none */
    uint32_t *previous; /* 1 + index of the cut before it; 0: the text's start */
};

static size_t slot(const struct balance *b, size_t line, uint32_t cut)
{
    return line * b->para->cut_count + cut;
}

/* The width of a line between two cuts (`from`: 1 + index of the first; 0: the text's start). */
static int64_t width_of(const struct lt_para *para, uint32_t from, uint32_t to)
{
    const struct lt_cut *cut = &para->cuts[to], *before = from ? &para->cuts[from - 1] : NULL;
    return cut->end_width + cut->hyphen - cut->hang - (before ? before->next_width - before->after : 0);
}

static int64_t cost_of(const struct balance *b, uint32_t from, uint32_t to, int64_t width)
{
    const struct lt_para *para = b->para;
    const struct lt_cut *cut = &para->cuts[to];
    uint32_t byte = from ? para->boxes[para->cuts[from - 1].box + 1].start : 0;
    bool end = to + 1 == para->cut_count;
    int64_t away = (width - b->mean) * 1000 / b->mean, cost = away * away + (cut->kind == LT_CUT_DASH ? DASH_COST : 0);
    if (end)
        return cost + (is_lone(para, byte) ? LONE_COST : 0);
    struct lt_bytes word = last_word(para, byte, cut);
    if (is_small(word))
        return cost + SMALL_COST + (word.data == para->source->text.data + byte ? LONE_COST : 0);
    return cost + (pauses(word) ? 0 : PAUSE_GAIN);
}

/* Finds the best way to a cut at the end of a line. */
static void try_cut(struct balance *b, size_t line, uint32_t to)
{
    enum lt_cut_kind kind = b->para->cuts[to].kind;
    int64_t *best = &b->cost[slot(b, line, to)];
    if (kind == LT_CUT_DESPERATE || (kind == LT_CUT_HYPHEN && !b->para->hyphens))
        return;
    for (uint32_t from = line == 0 ? 0 : to; line == 0 || from > 0; from--) {
        int64_t width = width_of(b->para, from, to), before = line == 0 ? 0 : b->cost[slot(b, line - 1, from - 1)];
        if (width > b->measure)
            break;
        int64_t cost = before < 0 ? -1 : before + cost_of(b, from, to, width);
        if (cost >= 0 && (*best < 0 || cost < *best)) {
            *best = cost;
            b->previous[slot(b, line, to)] = from;
        }
        if (from == 0)
            break;
    }
}

/* Cuts the text into as many lines as `out` has; false, and `out` is left alone, when there is no such way. */
static bool balance_sense(const struct lt_para *para, lt_fx measure, struct lt_broken *out)
{
    uint32_t cuts = (uint32_t)para->cut_count;
    struct balance b = {.para = para, .measure = measure, .lines = out->count};
    for (uint32_t i = 0; i + 1 < cuts; i++)
        if (para->cuts[i].kind == LT_CUT_FORCED)
            return false;
    b.mean = para->cuts[cuts - 1].end_width / (int64_t)b.lines;
    if (b.mean <= 0)
        return false;
    struct lt_arena arena = {0};
    b.cost = lt_arena_array(&arena, b.lines * cuts, sizeof *b.cost);
    b.previous = lt_arena_array(&arena, b.lines * cuts, sizeof *b.previous);
    for (size_t i = 0; i < b.lines * cuts; i++)
        b.cost[i] = -1;
    for (size_t line = 0; line < b.lines; line++)
        for (uint32_t to = 0; to < cuts; to++)
            try_cut(&b, line, to);
    bool found = b.cost[slot(&b, b.lines - 1, cuts - 1)] >= 0;
    uint32_t cut = cuts - 1;
    for (size_t line = b.lines; found && line-- > 0;) {
        out->cuts[line] = cut;
        cut = b.previous[slot(&b, line, cut)] - 1;
    }
    lt_arena_finish(&arena);
    return found;
}

/* Does a line end in a word's own dash? */
static bool divides_words(const struct lt_para *para, const struct lt_broken *broken)
{
    for (size_t i = 0; i + 1 < broken->count; i++)
        if (para->cuts[broken->cuts[i]].kind == LT_CUT_DASH)
            return true;
    return false;
}

/* The narrowest measure that gives no more lines than the full one. Words with a dash stay whole where that costs no line. */
static void balance_width(const struct lt_para *para, lt_fx measure, size_t lines, struct lt_broken *out)
{
    struct lt_break_rules rules = {.whole_words = true};
    lt_break_greedy(para, &(struct lt_shape){.measure = measure}, &rules, out);
    rules.whole_words = out->count <= lines && !divides_words(para, out);
    lt_fx low = measure / 3, high = measure;
    for (size_t i = 0; i < para->box_count; i++)
        low = para->boxes[i].width > low ? para->boxes[i].width : low;
    while (low < high) {
        struct lt_shape narrow = {.measure = low + (high - low) / 2};
        lt_break_greedy(para, &narrow, &rules, out);
        if (out->count <= lines && !(rules.whole_words && divides_words(para, out)))
            high = narrow.measure;
        else
            low = narrow.measure + 1;
    }
    lt_break_greedy(para, &(struct lt_shape){.measure = high}, &rules, out);
}

void lt_break_balance(const struct lt_para *para, const struct lt_shape *shape, struct lt_broken *out)
{
    lt_break_greedy(para, shape, NULL, out);
    size_t lines = out->count;
    if (lines < 2)
        return;
    if (lines > LINES_MAX || para->cut_count > CUTS_MAX || !balance_sense(para, shape->measure, out))
        balance_width(para, shape->measure, lines, out);
}
