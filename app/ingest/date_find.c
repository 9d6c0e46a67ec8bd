/*
 * date_find.c: dates that stand among other words, and in addresses.
 */
#include "date.h"

#include <lutrin/feed.h>
#include <lutrin/utf8.h>

#include <string.h>

enum {
    PLAIN_MAX_BYTES = 500,
    WORDS_MAX = 60,      /* in a text in which a date is looked for */
    DATE_WORDS_MAX = 8,  /* "Wednesday, 3 May 2024 at 6:30 pm" */
    YEAR_MIN = 1990,     /* of an address: other numbers of four digits are none */
    YEAR_MAX = 2100,
};

static uint32_t plain_char(uint32_t code)
{
    if (code >= 0x660 && code <= 0x669) /* Arabic-Indic digits */
        return '0' + (code - 0x660);
    if (code >= 0x6F0 && code <= 0x6F9) /* of Persian and Urdu */
        return '0' + (code - 0x6F0);
    if (code >= 0xFF10 && code <= 0xFF19) /* full width */
        return '0' + (code - 0xFF10);
    switch (code) {
    case 0xA0: case 0x2007: case 0x2009: case 0x202F: case 0x3000: /* spaces */
    case 0x5206: case 0x79D2: case 0xBD84: case 0xCD08: /* minute, second: they end a number */
        return ' ';
    case 0x6642: case 0x65F6: case 0x70B9: case 0xFF1A: /* hour; a full-width colon */
        return ':';
    case 0x60C: case 0x3001: case 0xFF0C:
        return ',';
    case 0x2010: case 0x2011: case 0x2013:
        return '-';
    case 0xFF0F:
        return '/';
    case 0xFF08: case 0xFF09:
        return code == 0xFF08 ? '(' : ')';
    default:
        return code;
    }
}

void lt_date_plain(struct lt_bytes text, struct lt_buf *out)
{
    text = lt_bytes_trim(text);
    if (text.size > PLAIN_MAX_BYTES || !lt_utf8_valid(text))
        return;
    struct lt_buf plain = {0};
    for (size_t at = 0; at < text.size;) {
        uint32_t code = lt_utf8_next(text.data, text.size, &at);
        bool mark = code == 0x61C || (code >= 0x200B && code <= 0x200F) || (code >= 0x202A && code <= 0x202E) ||
                    (code >= 0x2066 && code <= 0x2069);
        if (!mark)
            lt_buf_put_utf8(&plain, plain_char(code));
    }
    struct lt_bytes trimmed = lt_bytes_trim(lt_buf_slice(&plain));
    lt_buf_put(out, trimmed.data, trimmed.size);
    lt_buf_finish(&plain);
}

/* A text cut at its spaces, and after colons that stand in no time ("Date:3 May 2024"). */
struct words {
    struct lt_bytes word[WORDS_MAX];
    size_t count;
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool divides(const char *text, size_t at)
{
    bool label = text[at] == ':' && (at == 0 || !is_digit(text[at - 1]));
    return text[at] == ' ' || text[at] == '\n' || text[at] == '\t' || text[at] == '\r' || label;
}

static void cut(struct lt_bytes text, struct words *words)
{
    for (size_t at = 0; at < text.size && words->count < WORDS_MAX;) {
        size_t end = at;
        while (end < text.size && !divides(text.data, end))
            end++;
        if (end > at)
            words->word[words->count++] = (struct lt_bytes){text.data + at, end - at};
        at = end + 1;
    }
}

/* From one word to another, without the marks at its ends. */
static struct lt_bytes span(const struct words *words, size_t first, size_t last)
{
    const char *begin = words->word[first].data, *end = words->word[last].data + words->word[last].size;
    while (begin < end && strchr("([|,;:-", *begin))
        begin++;
    while (end > begin && strchr(")]|,;:-.", end[-1]))
        end--;
    return (struct lt_bytes){begin, (size_t)(end - begin)};
}

/* May a date begin with the word? With a number, or the name of a month or of a day. */
static bool may_begin(struct lt_bytes word)
{
    unsigned char c = word.size > 0 ? (unsigned char)word.data[0] : 0;
    return is_digit((char)c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c >= 0x80 || c == '(';
}

/* A year of four digits, or three numbers with marks between: "3 May 10" may mean anything. */
static bool tells_year(struct lt_bytes text)
{
    size_t run = 0, marks = 0;
    bool cjk = false;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        run = is_digit((char)c) ? run + 1 : 0;
        marks += c == '.' || c == '/';
        cjk = cjk || c >= 0xE3;
        if (run == 4)
            return true;
    }
    return marks == 2 && run == 2 && !cjk && text.size <= sizeof "31.12.99" - 1;
}

/* The words [first, first + count) as a date, in the arena; NULL when they are none. */
static const char *date_of(const struct words *words, size_t first, size_t count, struct lt_arena *arena, int64_t *ret_time)
{
    struct lt_bytes part = span(words, first, first + count - 1);
    if (!tells_year(part))
        return NULL;
    const char *date = lt_arena_strndup(arena, part.data, part.size);
    int64_t time = lt_date_parse_day(date, NULL);
    *ret_time = time;
    return time != LT_NO_TIME ? date : NULL;
}

/* The same without the words before it that add nothing: a date may be led by a word of any kind. */
static const char *shortest(const struct words *words, size_t first, size_t count, struct lt_arena *arena)
{
    int64_t time, same;
    const char *date = date_of(words, first, count, arena, &time), *shorter;
    while (date && count > 1 && (shorter = date_of(words, ++first, --count, arena, &same)) && same == time)
        date = shorter;
    return date;
}

const char *lt_date_find(const char *text, struct lt_arena *arena)
{
    struct lt_buf plain = {0};
    struct words words = {.count = 0};
    const char *found = NULL;
    lt_date_plain(lt_bytes_of(text), &plain);
    cut(lt_buf_slice(&plain), &words);
    for (size_t first = 0; first < words.count && !found; first++) {
        size_t count = words.count - first < DATE_WORDS_MAX ? words.count - first : DATE_WORDS_MAX;
        for (; count > 0 && !found && may_begin(words.word[first]); count--)
            found = shortest(&words, first, count, arena);
    }
    lt_buf_finish(&plain);
    return found;
}

static bool digits_at(const char *text, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!is_digit(text[i]))
            return false;
    return !is_digit(text[count]);
}

static int value_at(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++)
        value = value * 10 + (text[i] - '0');
    return value;
}

/* The mark after the year that is followed by the month: in "2024/POLITICS/05/03" a section stands between. */
static const char *month_mark(const char *text)
{
    const char *section = text + 5;
    size_t size = text[4] == '/' ? strspn(section, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") : 0;
    return size > 0 && section[size] == '/' ? section + size : text + 4;
}

/* "2024/05/03" or "2024/5/3" with that mark, not followed by more digits; NULL. */
static const char *day_at(const char *text, char mark, struct lt_arena *arena)
{
    if (!digits_at(text, 4) || text[4] != mark || value_at(text, 4) < YEAR_MIN || value_at(text, 4) > YEAR_MAX)
        return NULL;
    const char *first = month_mark(text) + 1;
    size_t month = digits_at(first, 2) ? 2 : digits_at(first, 1) ? 1 : 0;
    if (month == 0 || first[month] != mark)
        return NULL;
    const char *last = first + month + 1;
    size_t day = digits_at(last, 2) ? 2 : digits_at(last, 1) ? 1 : 0;
    if (day == 0)
        return NULL;
    struct lt_buf date = {0};
    lt_buf_printf(&date, "%04d-%02d-%02d", value_at(text, 4), value_at(first, month), value_at(last, day));
    bool sound = lt_date_parse_day(date.data, NULL) != LT_NO_TIME;
    const char *found = sound ? lt_arena_strndup(arena, date.data, date.size) : NULL;
    lt_buf_finish(&date);
    return found;
}

const char *lt_date_in_address(const char *url, struct lt_arena *arena)
{
    const char *last = NULL; /* an archive's address holds the archive's own date before that of the page */
    for (const char *at = strstr(url, "://"); at && *at; at++) {
        bool begins = *at == '/' || *at == '-' || *at == '_';
        const char *date = begins ? day_at(at + 1, '/', arena) : NULL;
        date = date || !begins ? date : day_at(at + 1, '-', arena);
        last = date ? date : last;
    }
    return last;
}
