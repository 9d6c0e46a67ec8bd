/*
 * typo_ranges.c: a hyphen between two years, or two pages, that stands for "to" and is set as an en dash.
 *
 * English (Hart's Rules 4.11) and German (DIN 5008) set one; French and Spanish (Ortografía 2010) keep the hyphen. Only what
 * cannot be anything else is changed: two numbers that ascend and stand alone, years of four digits (1914-1918; 1914-18 if
 * it is no month) or pages after their word (pp. 12-15). Dates, telephone and article numbers, norms and sums keep theirs.
 */
#include "typo_line.h"

#include <string.h>

enum { YEAR_FIRST = 1000, YEAR_LAST = 2100, MONTHS = 12, DIGITS_MAX = 4, WORD_MAX = 9 };

/* A number of at most DIGITS_MAX digits. */
struct number {
    size_t first, end; /* cells */
    int value;
};

static struct number number_at(const struct typo_line *line, size_t i)
{
    struct number number = {i, i, 0};
    for (; typo_is_digit(typo_at(line, number.end)) && number.end - i < DIGITS_MAX; number.end++)
        number.value = number.value * 10 + (int)(typo_at(line, number.end) - '0');
    return number;
}

static size_t digits(struct number number)
{
    return number.end - number.first;
}

/* The word that ends before cell i, a blank and a stop between them left out; in small letters. *ret_capitals: it is written
 * in capitals alone. Returns "" for what is no short ASCII word; *ret_from is its first cell. */
static void word_before(const struct typo_line *line, size_t i, char word[WORD_MAX + 1], bool *ret_capitals, size_t *ret_from)
{
    size_t size = 0;
    word[0] = '\0';
    *ret_capitals = false;
    *ret_from = i;
    if (i == 0 || !typo_is_blank(typo_at(line, i - 1)))
        return;
    i--;
    while (i > 0 && (typo_at(line, i - 1) == '.' || typo_at(line, i - 1) == ':'))
        i--;
    size_t end = i;
    *ret_capitals = true;
    for (; i > 0 && typo_is_letter(typo_at(line, i - 1)); i--)
        *ret_capitals = *ret_capitals && typo_is_upper(typo_at(line, i - 1));
    *ret_capitals = *ret_capitals && end > i + 1;
    *ret_from = i;
    for (; i < end && size < WORD_MAX && typo_at(line, i) < 0x80; i++)
        word[size++] = (char)(typo_at(line, i) | 0x20);
    word[i == end ? size : 0] = '\0';
}

static bool is_among(const char *word, const char *const *list)
{
    for (; *word && *list; list++)
        if (strcmp(word, *list) == 0)
            return true;
    return false;
}

/* A digit, or a sign of sums and codes. */
static bool is_sum(uint32_t code)
{
    return typo_is_digit(code) || (code > 0 && code < 0x80 && strchr("+-=*/<>#", (int)code));
}

/* Is the range a word of its own, with no number and no sign of a sum before or after it? */
static bool stands_alone(const struct typo_line *line, size_t first, size_t end)
{
    uint32_t before = typo_at(line, first - 1), after = typo_at(line, end), next = typo_at(line, end + 1);
    if (!typo_is_space(before) && !typo_opens(before) && before != '"' && before != '\'')
        return false;
    if (typo_is_blank(before) && first >= 2 && is_sum(typo_at(line, first - 2)))
        return false;
    if (typo_is_space(after))
        return !typo_is_blank(after) || !is_sum(next);
    bool mark = typo_closes(after) || after == '"' || after == '\'';
    return mark && !typo_is_digit(next) && (after != ':' || typo_is_space(next)) && after != '%';
}

/* Is the second number higher, as it stands or as the end of the first: 123-45 for 123-145? */
static bool ascends(struct number low, struct number high)
{
    int unit = 1;
    for (size_t n = 0; n < digits(high); n++)
        unit *= 10;
    return digits(high) < digits(low) ? high.value > low.value % unit : high.value > low.value;
}

static bool are_years(struct number low, struct number high)
{
    if (digits(low) != 4 || low.value < YEAR_FIRST || low.value >= YEAR_LAST)
        return false;
    return digits(high) == 4 ? high.value < YEAR_LAST : digits(high) == 2 && high.value > MONTHS;
}

static bool is_range(const struct typo_line *line, struct number low, struct number high)
{
    static const char *const pages[] = {"pp", "pages", "s", "seiten", NULL};
    static const char *const codes[] = {"call", "code", "dial", "fax", "fon", "item", "mobil", "model", "nr", "nummer", "no",
                                        "number", "part", "phone", "ref", "tel", "telefon", "type", NULL};
    char word[WORD_MAX + 1];
    bool capitals;
    size_t from;
    if (!ascends(low, high) || !stands_alone(line, low.first, high.end) || line->cells[low.first].code == '0')
        return false;
    word_before(line, low.first, word, &capitals, &from);
    if (is_among(word, pages))
        return line->cells[high.first].code != '0' || digits(high) < digits(low);
    return are_years(low, high) && !capitals && !is_among(word, codes);
}

void typo_set_ranges(struct typo_line *line)
{
    for (size_t i = 0; line->habit->ranges && i < line->count; i++) {
        struct number low = number_at(line, i), high = number_at(line, low.end + 1);
        if (digits(low) == 0 || (i > 0 && typo_is_digit(typo_at(line, i - 1))))
            continue;
        if (typo_at(line, low.end) == '-' && digits(high) > 0 && is_range(line, low, high))
            typo_put(line, low.end, TYPO_EN_DASH);
        i = low.end - 1;
    }
}
