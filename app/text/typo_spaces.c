/*
 * typo_spaces.c: the spaces that hold French punctuation, numbers and abbreviations to what they belong to. What space
 * stands between two characters is decided in one place, so that no two rules can quarrel over it.
 */
#include "typo_line.h"

#include <string.h>

enum { ABBREVIATION_MAX = 6, NUMBER_WORD_MAX = 4 };

static bool is_high(uint32_t code)
{
    return code == ';' || code == '!' || code == '?';
}

static bool is_unit_sign(uint32_t code)
{
    return code == '%' || code == 0x2030 || code == 0x20AC || code == '$' || code == 0xA3 || code == 0xA5; /* ‰ € £ ¥ */
}

/* Could a sentence end in it, so that a mark follows it? */
static bool bears_mark(uint32_t code)
{
    return typo_is_letter(code) || typo_is_digit(code) || is_unit_sign(code) || code == 0xB0 ||
           code == TYPO_PRIME || code == TYPO_DOUBLE_PRIME ||
           (typo_closes(code) && !is_high(code) && code != ':' && code != ',');
}

/* Does what follows a mark at cell i, and those after it, show that it ends something? */
static bool ends_there(const struct typo_line *line, size_t i)
{
    while (is_high(typo_at(line, i)) || typo_at(line, i) == TYPO_ELLIPSIS)
        i++;
    uint32_t code = typo_at(line, i);
    return typo_is_space(code) || (typo_closes(code) && code != ':') || typo_is_dash(code) || code == '"' || code == '\'';
}

/* A semicolon or a colon followed by a bracket is half a face. */
static bool is_face(const struct typo_line *line, size_t i)
{
    uint32_t after = typo_at(line, i + 1);
    return (typo_at(line, i) == ';' || typo_at(line, i) == ':') && !typo_is_space(after) && after != TYPO_LEFT &&
           after != 0x201C && after != '"' && !(typo_at(line, i) == ';' && after == TYPO_RIGHT);
}

static bool inserts(const struct typo_line *line, char what)
{
    return strchr(line->habit->inserts, what) != NULL && (what == 'G' || !line->foreign);
}

static bool is_left_guillemet(const struct typo_line *line, size_t i)
{
    uint32_t code = typo_at(line, i), before = typo_at(line, i - 1);
    return (code == TYPO_LEFT || code == 0x2039) && !typo_is_letter(before) && !typo_is_digit(before);
}

static bool is_right_guillemet(const struct typo_line *line, size_t i)
{
    uint32_t code = typo_at(line, i), after = typo_at(line, i + 1);
    return (code == TYPO_RIGHT || code == 0x203A) && !typo_is_letter(after) && !typo_is_digit(after);
}

/* The space between `left` and `right` that French punctuation wants, 0 for none of its own; `there` says whether one is
 * there already. */
static uint32_t french_space(const struct typo_line *line, size_t left, size_t right, bool there)
{
    uint32_t before = typo_at(line, left), code = typo_at(line, right);
    if (is_left_guillemet(line, left) || is_right_guillemet(line, right))
        return there || (inserts(line, 'G') && !typo_is_space(before) && !typo_is_space(code)) ? line->habit->guillemet : 0;
    bool mark = (is_high(code) || code == ':') && !is_face(line, right) && ends_there(line, right + 1);
    if (mark && (bears_mark(before) || (there && is_high(before))))
        return !there && !inserts(line, (char)code) ? 0
               : code == ':'                        ? line->habit->colon
                                                    : (uint32_t)TYPO_NARROW;
    bool number = typo_is_digit(code) && (before == 0xB0 || before == 0xBA) &&
                  (typo_at(line, left - 1) == 'n' || typo_at(line, left - 1) == 'N') &&
                  !typo_is_letter(typo_at(line, left - 2));
    if (number && (there || inserts(line, 'N')))
        return TYPO_NARROW;
    return 0;
}

/* The digits that end at cell i, or begin there. */
static size_t digits(const struct typo_line *line, size_t i, bool forward)
{
    size_t n = 0;
    while (n <= NUMBER_WORD_MAX && typo_is_digit(typo_at(line, forward ? i + n : i - n)))
        n++;
    return n;
}

/* Is the space between them one of thousands? */
static bool in_thousands(const struct typo_line *line, size_t left, size_t right)
{
    size_t before = digits(line, left, false);
    uint32_t outer = typo_at(line, left - before), after = typo_at(line, right + 3);
    return before >= 1 && before <= 3 && digits(line, right, true) == 3 && !typo_is_letter(outer) && outer != '/' &&
           outer != '-' && outer != '.' && !typo_is_letter(after);
}

/* The space that numbers want. */
static uint32_t number_space(const struct typo_line *line, size_t left, size_t right, bool there)
{
    uint32_t code = typo_at(line, right), after = typo_at(line, right + 1);
    if (!line->habit->grouped || !typo_is_digit(typo_at(line, left)))
        return 0;
    if (there && in_thousands(line, left, right))
        return TYPO_NARROW;
    bool degree = code == 0xB0 && (after == 'C' || after == 'F') && !typo_is_letter(typo_at(line, right + 2));
    bool unit = is_unit_sign(code) && !typo_is_letter(after) && !typo_is_digit(after);
    if ((degree || unit) && (there || (line->habit->french && inserts(line, 'N'))))
        return TYPO_NARROW;
    return 0;
}

/* Is the word that ends at cell `last`, its point included, one of the list? */
static bool is_word(const struct typo_line *line, size_t last, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(list[i]), n = 0;
        while (n < size && last + 1 >= size && typo_at(line, last + 1 - size + n) == (unsigned char)list[i][n])
            n++;
        uint32_t before = typo_at(line, last - size);
        if (n == size && !typo_is_letter(before) && !typo_is_digit(before) && before != '-' && before != '.')
            return true;
    }
    return false;
}

/* A French abbreviation holds the name or the number that it announces, a number the unit that it counts. */
static bool belongs(const struct typo_line *line, size_t left, size_t right)
{
    static const char *const titles[] = {"M.", "MM.", "Mme", "Mmes", "Mlle", "Mlles", "Dr", "Pr", "Mgr", "Me"};
    static const char *const places[] = {"p.", "pp.", "art.", "chap.", "fig.", "vol.", "t.", "h"};
    static const char *const units[] = {"h", "km", "m", "cm", "mm", "kg", "g", "mg", "ha", "min", "kW", "MW", "GW", "kWh"};
    size_t end = right;
    if (!typo_is_letter(typo_at(line, right)) && !typo_is_digit(typo_at(line, right)))
        return false;
    if (typo_is_upper(typo_at(line, right)) && is_word(line, left, titles, sizeof titles / sizeof *titles))
        return true;
    if (typo_is_digit(typo_at(line, right)) && is_word(line, left, places, sizeof places / sizeof *places))
        return typo_at(line, left) == '.' || typo_is_digit(typo_at(line, left - 2)); /* 7 h 40, not "h 40" */
    while (end - right <= ABBREVIATION_MAX && typo_is_letter(typo_at(line, end)))
        end++;
    return typo_is_digit(typo_at(line, left)) && is_word(line, end - 1, units, sizeof units / sizeof *units);
}

/* One letter and a point: the last of them at cell `point`. */
static bool is_initial(const struct typo_line *line, size_t point)
{
    uint32_t before = typo_at(line, point - 2);
    return point > 0 && typo_at(line, point) == '.' && typo_is_letter(typo_at(line, point - 1)) && !typo_is_letter(before) &&
           !typo_is_digit(before) && before != '-' && before != TYPO_APOSTROPHE && before != '\'';
}

/* The space in what stays together in English and German: initials (z. B., J. R.), a title with its name, a page with its
 * number; 0 for any other. */
static uint32_t held_space(const struct typo_line *line, size_t left, size_t right)
{
    static const char *const titles[] = {"Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Hr."};
    static const char *const places[] = {"p.", "pp.", "S.", "No.", "Nr.", "Bd.", "Abb."};
    bool german = line->habit->grouped;
    if (!line->habit->ranges || typo_at(line, left) != '.')
        return 0;
    if (is_initial(line, left) && typo_is_letter(typo_at(line, right)) && is_initial(line, right + 1))
        return german ? TYPO_NARROW : TYPO_NBSP;
    if (typo_is_upper(typo_at(line, right)) && is_word(line, left, titles, sizeof titles / sizeof *titles))
        return TYPO_NBSP;
    return typo_is_digit(typo_at(line, right)) && is_word(line, left, places, sizeof places / sizeof *places) ? TYPO_NBSP : 0;
}

/* The space between `left` and `right`, which have `gap` blank cells between them. */
static void set_space(struct typo_line *line, size_t left, size_t gap, size_t right)
{
    bool there = gap > 0, french = line->habit->french;
    uint32_t want = french ? french_space(line, left, right, there) : 0;
    if (!want)
        want = number_space(line, left, right, there);
    if (!want && french && gap == 1 && typo_at(line, left + 1) == ' ' && belongs(line, left, right))
        want = TYPO_NBSP;
    if (!want && gap == 1 && typo_at(line, left + 1) == ' ')
        want = held_space(line, left, right);
    if (!want)
        return;
    if (!there) {
        typo_ask_before(line, right, want);
        return;
    }
    for (size_t i = left + 1; i < right; i++)
        if (line->cells[i].kept)
            return;
    typo_merge(line, left + 1, gap, want);
}

void typo_set_spaces(struct typo_line *line)
{
    for (size_t left = 0, right; left + 1 < line->count; left = right) {
        right = left + 1;
        while (typo_is_blank(typo_at(line, right)))
            right++;
        bool kept = right == left + 1 && line->cells[left].kept && right < line->count && line->cells[right].kept;
        if (right < line->count && !kept && !typo_is_space(typo_at(line, left)) && typo_at(line, right) != '\n')
            set_space(line, left, right - left - 1, right);
    }
    typo_settle(line);
}
