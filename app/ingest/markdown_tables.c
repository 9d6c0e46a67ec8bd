/*
 * markdown_tables.c: tables in the form that GitHub made usual, which CommonMark takes for a paragraph.
 *
 * libcmark-gfm would read them, but Debian 12 holds its release of 2022 (0.29.0.gfm.6), without what was mended since in that
 * very part: 12 kB of short rows under 2,000 columns become 40 MB there and take five seconds (CVE-2023-37463).
 */
#include "markdown_more.h"

#include <cmark.h>
#include <stdlib.h>
#include <string.h>

enum { CODE_INDENT = 4, FENCE_MIN = 3 };

struct row {
    struct lt_bytes cells[LT_MARKDOWN_MAX_COLUMNS];
    size_t count;
};

bool lt_markdown_next(struct lt_markdown_lines *lines)
{
    if (lines->rest.size == 0)
        return false;
    const char *end = memchr(lines->rest.data, '\n', lines->rest.size);
    size_t size = end ? (size_t)(end - lines->rest.data) : lines->rest.size, whole = size + (end != NULL);
    lines->line = (struct lt_bytes){lines->rest.data, size - (size && lines->rest.data[size - 1] == '\r')};
    lines->rest = (struct lt_bytes){lines->rest.data + whole, lines->rest.size - whole};
    size_t indent = 0, run = 0;
    while (indent < lines->line.size && lines->line.data[indent] == ' ')
        indent++;
    char mark = indent < lines->line.size ? lines->line.data[indent] : 0;
    while (indent + run < lines->line.size && lines->line.data[indent + run] == mark)
        run++;
    bool fence = indent < CODE_INDENT && run >= FENCE_MIN && (mark == '`' || mark == '~');
    lines->code = lines->fence || fence || indent >= CODE_INDENT;
    if (fence && (!lines->fence || lines->fence == mark))
        lines->fence = lines->fence ? 0 : mark;
    return true;
}

/* Splits a line at each | that no backslash stands before; false when it has none, or too many. */
static bool split(struct lt_bytes line, struct row *row)
{
    bool pipes = false;
    line = lt_bytes_trim(line);
    if (line.size && line.data[0] == '|') {
        line = (struct lt_bytes){line.data + 1, line.size - 1};
        pipes = true;
    }
    if (line.size && line.data[line.size - 1] == '|' && (line.size < 2 || line.data[line.size - 2] != '\\')) {
        line.size--;
        pipes = true;
    }
    row->count = 0;
    for (size_t at = 0, from = 0; at <= line.size; at++) {
        if (at < line.size && (line.data[at] != '|' || (at > 0 && line.data[at - 1] == '\\')))
            continue;
        pipes = pipes || at < line.size;
        if (row->count == LT_MARKDOWN_MAX_COLUMNS)
            return false;
        row->cells[row->count++] = lt_bytes_trim((struct lt_bytes){line.data + from, at - from});
        from = at + 1;
    }
    return pipes;
}

/* Dashes with colons where the text is to lean. */
static bool is_rule(const struct row *row)
{
    for (size_t i = 0; i < row->count; i++) {
        struct lt_bytes cell = row->cells[i];
        size_t dashes = 0;
        for (size_t at = 0; at < cell.size; at++)
            if (cell.data[at] == '-')
                dashes++;
            else if (cell.data[at] != ':' || (at > 0 && at + 1 < cell.size))
                return false;
        if (dashes == 0)
            return false;
    }
    return row->count > 0;
}

static const char *lean_of(struct lt_bytes rule)
{
    bool left = rule.data[0] == ':', right = rule.data[rule.size - 1] == ':';
    return left && right ? " align=\"center\"" : right ? " align=\"right\"" : "";
}

/* The cell's own Markdown, \| being a |. */
static void put_cell(struct lt_bytes cell, struct lt_buf *out)
{
    static const char open[] = "<p>", close[] = "</p>\n";
    struct lt_buf text = {0};
    for (size_t i = 0; i < cell.size; i++)
        if (cell.data[i] != '\\' || i + 1 == cell.size || cell.data[i + 1] != '|')
            lt_buf_putc(&text, cell.data[i]);
    char *html = cmark_markdown_to_html(text.data ? text.data : "", text.size, CMARK_OPT_UNSAFE | CMARK_OPT_VALIDATE_UTF8);
    size_t size = strlen(html), ends = sizeof open + sizeof close - 2;
    bool one = size >= ends && strncmp(html, open, sizeof open - 1) == 0 &&
               strcmp(html + size - (sizeof close - 1), close) == 0 && !strstr(html + 1, open);
    if (one)
        lt_buf_put(out, html + sizeof open - 1, size - ends);
    else
        lt_buf_put(out, html, size - (size && html[size - 1] == '\n'));
    free(html);
    lt_buf_finish(&text);
}

static void put_row(const struct row *row, const struct row *rule, const char *element, struct lt_buf *out)
{
    lt_buf_puts(out, "<tr>");
    for (size_t i = 0; i < rule->count; i++) {
        lt_buf_printf(out, "<%s%s>", element, lean_of(rule->cells[i]));
        if (i < row->count)
            put_cell(row->cells[i], out);
        lt_buf_printf(out, "</%s>", element);
    }
    lt_buf_puts(out, "</tr>\n");
}

/* The line is a table's first one: takes the whole of it. */
static bool take_table(struct lt_markdown_lines *lines, struct lt_buf *out)
{
    struct row head, rule, row;
    struct lt_markdown_lines ahead = *lines;
    if (!split(lines->line, &head) || !lt_markdown_next(&ahead) || ahead.code || !split(ahead.line, &rule) ||
        !is_rule(&rule) || rule.count != head.count)
        return false;
    lt_buf_puts(out, "\n<table>\n");
    put_row(&head, &rule, "th", out);
    *lines = ahead;
    while (lt_markdown_next(&ahead) && !ahead.code && lt_bytes_trim(ahead.line).size > 0 && split(ahead.line, &row)) {
        put_row(&row, &rule, "td", out);
        *lines = ahead;
    }
    lt_buf_puts(out, "</table>\n\n");
    return true;
}

void lt_markdown_tables(struct lt_bytes text, struct lt_buf *out)
{
    struct lt_markdown_lines lines = {.rest = text};
    while (lt_markdown_next(&lines)) {
        if (!lines.code && memchr(lines.line.data, '|', lines.line.size) && take_table(&lines, out))
            continue;
        lt_buf_put(out, lines.line.data, lines.line.size);
        lt_buf_putc(out, '\n');
    }
}
