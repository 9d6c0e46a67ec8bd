/*
 * typo_keep.c: what in a text is not prose of its language: addresses, names of files and signs of programs are kept as
 * they are; a French text whose words are English is told by the small words that every sentence has.
 */
#include "typo_line.h"

#include <string.h>

enum { WORD_MAX = 8, ENDING_MAX = 5 };

static bool holds(const struct typo_line *line, size_t start, size_t end, const char *what)
{
    size_t size = strlen(what);
    for (size_t i = start; i + size <= end; i++) {
        size_t n = 0;
        while (n < size && line->cells[i + n].code == (unsigned char)what[n])
            n++;
        if (n == size)
            return true;
    }
    return false;
}

static bool begins(const struct typo_line *line, size_t start, size_t end, const char *what)
{
    size_t size = strlen(what);
    return start + size <= end && holds(line, start, start + size, what);
}

static bool is_plain(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z') || typo_is_digit(code) || code == '_' || code == '-';
}

/* Does it end like a file's or a host's name: index.html, le-monde.fr? */
static bool has_ending(const struct typo_line *line, size_t start, size_t end)
{
    size_t dot = end;
    while (dot > start && line->cells[dot - 1].code >= 'a' && line->cells[dot - 1].code <= 'z')
        dot--;
    size_t letters = end - dot;
    return letters > 0 && letters <= ENDING_MAX && dot > start + 1 && line->cells[dot - 1].code == '.' &&
           is_plain(line->cells[dot - 2].code);
}

/* Is what stands between two spaces an address, the name of a file, or of a program's making? */
static bool is_address(const struct typo_line *line, size_t start, size_t end)
{
    static const char *const inside[] = {"://", "@", "::", "\\", "=\"", "='", "()", "_"};
    static const char *const front[] = {"www.", "mailto:", "../", "./", "/", "~/", "--", "{"};
    for (size_t i = 0; i < sizeof inside / sizeof *inside; i++)
        if (holds(line, start, end, inside[i]))
            return true;
    for (size_t i = 0; i < sizeof front / sizeof *front; i++)
        if (begins(line, start, end, front[i]) && end - start > strlen(front[i]) &&
            !typo_closes(line->cells[start + strlen(front[i])].code) && line->cells[start + strlen(front[i])].code != '-')
            return true;
    return (holds(line, start, end, "?") && holds(line, start, end, "=")) || has_ending(line, start, end) ||
           (holds(line, start, end, ".") && holds(line, start, end, "/") && !holds(line, start, end, "..") &&
            !holds(line, start, end, "\""));
}

/* Is it the name of a character or of a picture, &eacute; or :smile: ? */
static bool is_code_name(const struct typo_line *line, size_t start, size_t end)
{
    if (end - start < 3)
        return false;
    uint32_t first = line->cells[start].code, second = line->cells[start + 1].code, last = line->cells[end - 1].code;
    return (first == '&' && last == ';' && (second == '#' || is_plain(second))) ||
           (first == ':' && last == ':' && is_plain(second));
}

static bool is_quote(uint32_t code)
{
    return code == '"' || code == '\'' || code == TYPO_LEFT || code == 0x2039 || code == 0x201C || code == 0x201E;
}

/* Steps over what prose puts before a word: brackets, quotes, an elided article. */
static size_t skip_front(const struct typo_line *line, size_t start, size_t end)
{
    while (start < end && (typo_opens(line->cells[start].code) || is_quote(line->cells[start].code)))
        start++;
    for (size_t n = 1; n <= 2 && start + n + 1 < end; n++) {
        uint32_t code = line->cells[start + n].code;
        if ((code == '\'' || code == TYPO_APOSTROPHE) && typo_is_letter(line->cells[start + n - 1].code)) {
            start += n + 1;
            break;
        }
    }
    while (start < end && (typo_opens(line->cells[start].code) || is_quote(line->cells[start].code)))
        start++;
    return start;
}

static void keep_token(struct typo_line *line, size_t start, size_t end)
{
    if (is_code_name(line, start, end)) {
        for (size_t i = start; i < end; i++)
            line->cells[i].kept = true;
        return;
    }
    size_t first = skip_front(line, start, end), last = end;
    while (last > first && (typo_closes(line->cells[last - 1].code) || is_quote(line->cells[last - 1].code)) &&
           !(last > first + 1 && line->cells[last - 1].code == '.' && line->cells[last - 2].code == '.'))
        last--; /* several dots say that an address is cut short */
    if (begins(line, last, end, ")") && last > first && line->cells[last - 1].code == '(')
        last++; /* a call has both its brackets */
    if (is_address(line, first, last))
        for (size_t i = first; i < last; i++)
            line->cells[i].kept = true;
}

void typo_keep(struct typo_line *line)
{
    for (size_t i = 0; i < line->count; i++)
        line->cells[i].kept = line->cells[i].given;
    for (size_t start = 0, end; start < line->count; start = end + 1) {
        end = start;
        while (end < line->count && !typo_is_space(line->cells[end].code))
            end++;
        if (end > start)
            keep_token(line, start, end);
    }
}

static bool is_in(const char *word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(word, list[i]) == 0)
            return true;
    return false;
}

/* Words that are English and not French (+1), or French and not English (-1); 0 for all others. */
static int tells(const char *word, bool elided)
{
    static const char *const english[] = {"and", "are", "be",   "for", "from", "has",  "have", "here", "in", "is",  "it",
                                          "not", "of",  "that", "the", "they", "this", "to",   "was",  "we", "with", "you"};
    static const char *const french[] = {"au",  "aux",  "avec", "ce",  "ces",  "cette", "dans", "de",  "des", "dit", "du",
                                         "elle", "en",  "est",  "et",  "il",   "ils",   "je",   "la",  "le",  "les", "mais",
                                         "ne",  "nous", "ou",   "par", "pas",  "pour",  "que",  "qui", "sa",  "se",  "ses",
                                         "sont", "sur", "tu",   "un",  "une",  "vous"};
    if (elided)
        return word[0] && !word[1] && strchr("cdjlmnst", word[0]) ? -1 : 0;
    if (is_in(word, english, sizeof english / sizeof *english))
        return 1;
    return is_in(word, french, sizeof french / sizeof *french) ? -1 : 0;
}

/* Reads the ASCII word from cell *at on in small letters, "" when it is accented or long; moves *at past it. */
static void read_word(const struct typo_line *line, size_t *at, char word[WORD_MAX + 1])
{
    size_t size = 0;
    bool plain = true;
    for (; *at < line->count && !line->cells[*at].kept && typo_is_letter(line->cells[*at].code); ++*at) {
        plain = plain && line->cells[*at].code < 0x80 && size < WORD_MAX;
        if (plain)
            word[size++] = (char)(line->cells[*at].code | 0x20);
    }
    word[plain ? size : 0] = '\0';
}

bool typo_reads_english(const struct typo_line *line)
{
    int english = 0, french = 0;
    for (size_t i = 0; i < line->count; i++) {
        char word[WORD_MAX + 1];
        read_word(line, &i, word);
        uint32_t after = typo_at(line, i);
        int sign = tells(word, (after == '\'' || after == TYPO_APOSTROPHE) && typo_is_letter(typo_at(line, i + 1)));
        english += sign > 0;
        french += sign < 0;
    }
    return english > 0 && english >= french;
}
