/*
 * markdown_strikes.c: ~~words struck out~~, which CommonMark leaves as they stand.
 */
#include "markdown_more.h"

#include <ctype.h>
#include <string.h>

enum { REACH_BYTES = 2000 }; /* from the beginning to the end of what is struck out */

static char at_or_none(struct lt_bytes text, size_t at)
{
    return at < text.size ? text.data[at] : '\0';
}

/* The place after the `mark` that is looked for from `at` on in its line, or `otherwise`. */
static size_t behind(struct lt_bytes text, size_t at, char mark, size_t otherwise)
{
    while (at < text.size && text.data[at] != '\n' && text.data[at] != mark)
        at++;
    return at_or_none(text, at) == mark ? at + 1 : otherwise;
}

/* The place after code between backticks, after the ticks alone when no more of them end it. */
static size_t over_code(struct lt_bytes text, size_t at)
{
    size_t run = 0;
    while (at_or_none(text, at + run) == '`')
        run++;
    for (size_t end = at + run; end < text.size && text.data[end] != '\n';) {
        size_t ticks = 0;
        while (at_or_none(text, end + ticks) == '`')
            ticks++;
        if (ticks == run)
            return end + ticks;
        end += ticks ? ticks : 1;
    }
    return at + run;
}

/* The place after what stands at `at`: code, a tag, an address, an escape, or one byte. Lines end it all. */
static size_t step(struct lt_bytes text, size_t at)
{
    char c = text.data[at], next = at_or_none(text, at + 1);
    if (c == '`')
        return over_code(text, at);
    if (c == '\\' && next && next != '\n')
        return at + 2;
    if (c == '<' && (isalpha((unsigned char)next) || next == '/'))
        return behind(text, at, '>', at + 1);
    if (c == ']' && next == '(')
        return behind(text, at, ')', at + 1);
    return at + 1;
}

/* Two tildes, no more and no less. */
static bool is_mark(struct lt_bytes text, size_t at)
{
    return at_or_none(text, at) == '~' && at_or_none(text, at + 1) == '~' && at_or_none(text, at + 2) != '~' &&
           (at == 0 || text.data[at - 1] != '~');
}

/* Does the line that begins there go on with the words of the line before? */
static bool goes_on(struct lt_bytes text, size_t at)
{
    size_t begin = at;
    while (at_or_none(text, at) == ' ')
        at++;
    char c = at_or_none(text, at);
    return at - begin < 4 && c && !strchr("\r\n\t#>|-*+=`~<", c) && !isdigit((unsigned char)c);
}

/* Where the mark stands that ends what begins at `at`, or the text's end. */
static size_t find_end(struct lt_bytes text, size_t at)
{
    for (size_t from = at; at < text.size && at - from < REACH_BYTES; at = step(text, at)) {
        char c = text.data[at];
        if (c == '|' || (c == '\n' && !goes_on(text, at + 1)))
            return text.size;
        if (at > from && is_mark(text, at) && !isspace((unsigned char)text.data[at - 1]))
            return at;
    }
    return text.size;
}

void lt_markdown_strikes(struct lt_bytes text, struct lt_buf *out)
{
    struct lt_markdown_lines lines = {.rest = text};
    size_t end = text.size; /* of what is being struck out */
    while (lt_markdown_next(&lines)) {
        size_t at = (size_t)(lines.line.data - text.data), line_end = (size_t)(lines.rest.data - text.data);
        while (at < line_end) {
            bool marked = !lines.code && is_mark(text, at), opens = marked && end == text.size;
            if (opens && !isspace((unsigned char)at_or_none(text, at + 2)))
                end = find_end(text, at + 2);
            if (marked && (at == end || (opens && end < text.size))) {
                lt_buf_puts(out, at == end ? "</del>" : "<del>");
                end = at == end ? text.size : end;
                at += 2;
                continue;
            }
            size_t next = lines.code ? line_end : step(text, at);
            lt_buf_put(out, text.data + at, next - at);
            at = next;
        }
    }
}
