/*
 * front_matter.c: the part of YAML that front matter uses, line by line; what is beyond it is refused, never guessed.
 */
#include "front_matter.h"

#include <lutrin/utf8.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

struct parser {
    struct lt_bytes rest;
    struct lt_arena *arena;
    struct lt_diag *diag;
    struct lt_front front;
    size_t capacity;
    int line;
};

struct line {
    struct lt_bytes text; /* without the indent and white space at its end */
    size_t indent;
};

static struct lt_bytes take_line(struct lt_bytes *rest)
{
    const char *end = rest->size > 0 ? memchr(rest->data, '\n', rest->size) : NULL;
    size_t size = end ? (size_t)(end - rest->data) : rest->size;
    struct lt_bytes line = {rest->data, size};
    size += end != NULL;
    *rest = (struct lt_bytes){rest->data + size, rest->size - size};
    if (line.size > 0 && line.data[line.size - 1] == '\r')
        line.size--;
    return line;
}

static bool is_fence(struct lt_bytes line, const char *fence)
{
    while (line.size > 0 && (line.data[line.size - 1] == ' ' || line.data[line.size - 1] == '\t'))
        line.size--;
    return lt_bytes_equal(line, lt_bytes_of(fence));
}

enum lt_front_kind lt_front_find(struct lt_bytes text, struct lt_bytes *ret_front, struct lt_bytes *ret_body)
{
    struct lt_bytes rest = text, opening = take_line(&rest);
    bool toml = is_fence(opening, "+++");
    if (!toml && !is_fence(opening, "---"))
        return LT_FRONT_NONE;
    struct lt_bytes front = {rest.data, 0};
    while (rest.size > 0 && front.size <= LT_FRONT_MATTER_MAX_BYTES) {
        struct lt_bytes line = take_line(&rest);
        if (is_fence(line, toml ? "+++" : "---") || (!toml && is_fence(line, "..."))) {
            *ret_front = front;
            *ret_body = rest;
            return toml ? LT_FRONT_TOML : LT_FRONT_YAML;
        }
        front.size = (size_t)(rest.data - front.data);
    }
    return LT_FRONT_NONE;
}

static enum lt_err refuse(struct parser *p, const char *what)
{
    return lt_fail(p->diag, LT_ERR_DATA, NULL, "write \"key: value\", a list or a quoted text",
                   "front matter, line %d: %s", p->line, what);
}

static struct line look(struct parser *p, struct lt_bytes *ret_rest)
{
    struct line line = {0};
    *ret_rest = p->rest;
    struct lt_bytes text = take_line(ret_rest);
    while (line.indent < text.size && text.data[line.indent] == ' ')
        line.indent++;
    line.text = lt_bytes_trim((struct lt_bytes){text.data + line.indent, text.size - line.indent});
    return line;
}

static bool is_blank(const struct line *line)
{
    return line->text.size == 0 || line->text.data[0] == '#';
}

static bool is_item(const struct line *line)
{
    return line->text.size > 0 && line->text.data[0] == '-' && (line->text.size == 1 || line->text.data[1] == ' ');
}

static enum lt_err add(struct parser *p, const char *key, const char *value)
{
    if (p->front.count >= LT_FRONT_MATTER_MAX_KEYS)
        return lt_fail(p->diag, LT_ERR_LIMIT, NULL, NULL, "front matter of more than %d values", LT_FRONT_MATTER_MAX_KEYS);
    p->front.pairs[p->front.count++] = (struct lt_front_pair){key, value};
    return LT_OK;
}

static bool known(const struct parser *p, const char *key)
{
    for (size_t i = 0; i < p->front.count; i++)
        if (strcmp(p->front.pairs[i].key, key) == 0)
            return true;
    return false;
}

/* One escape of a double-quoted text, at the backslash; returns the place after it, 0 when it is none. */
static size_t put_escape(struct lt_bytes text, size_t at, struct lt_buf *out)
{
    static const char names[] = "\"\\/nt", values[] = "\"\\/\n\t";
    const char *name = at + 1 < text.size ? strchr(names, text.data[at + 1]) : NULL;
    if (name && *name) {
        lt_buf_putc(out, values[name - names]);
        return at + 2;
    }
    if (at + 6 > text.size || text.data[at + 1] != 'u')
        return 0;
    char digits[5] = {0};
    memcpy(digits, text.data + at + 2, 4);
    if (strspn(digits, "0123456789abcdefABCDEF") != 4)
        return 0;
    lt_buf_put_utf8(out, (uint32_t)strtoul(digits, NULL, 16));
    return at + 6;
}

/* Reads a quoted text that begins at `at`; returns the place after it, 0 when it does not end. */
static size_t read_quoted(struct lt_bytes text, size_t at, struct lt_buf *out)
{
    char quote = text.data[at++];
    while (at < text.size) {
        char c = text.data[at];
        bool twice = quote == '\'' && c == quote && at + 1 < text.size && text.data[at + 1] == quote;
        if (c == quote && !twice)
            return at + 1;
        if (c == '\\' && quote == '"') {
            if ((at = put_escape(text, at, out)) == 0)
                return 0;
            continue;
        }
        lt_buf_putc(out, c);
        at += twice ? 2 : 1;
    }
    return 0;
}

/* The end of plain text: the line's, a comment's beginning, or in a list the next "," or "]". */
static size_t plain_end(struct lt_bytes text, size_t at, bool in_list)
{
    for (; at < text.size; at++) {
        char c = text.data[at];
        if ((in_list && (c == ',' || c == ']')) || (c == '#' && at > 0 && text.data[at - 1] == ' '))
            return at;
    }
    return text.size;
}

/* Reads one value, quoted or plain, and adds it; *at moves behind it and the spaces that follow. */
static enum lt_err read_value(struct parser *p, const char *key, struct lt_bytes text, size_t *at, bool in_list)
{
    struct lt_buf value = {0};
    char first = text.data[*at];
    if (first == '"' || first == '\'') {
        size_t end = read_quoted(text, *at, &value);
        if (end == 0) {
            lt_buf_finish(&value);
            return refuse(p, "a quoted text that does not end, or an unknown escape in it");
        }
        *at = end;
    } else {
        if (strchr("&*!{}%@`|>", first))
            return refuse(p, "more of YAML than is understood here");
        size_t end = plain_end(text, *at, in_list);
        struct lt_bytes plain = lt_bytes_trim((struct lt_bytes){text.data + *at, end - *at});
        lt_buf_put(&value, plain.data, plain.size);
        *at = end;
    }
    const char *copy = lt_arena_strndup(p->arena, value.data ? value.data : "", value.size);
    lt_buf_finish(&value);
    while (*at < text.size && text.data[*at] == ' ')
        ++*at;
    return copy[0] ? add(p, key, copy) : LT_OK;
}

static bool ends_here(struct lt_bytes text, size_t at)
{
    return at >= text.size || text.data[at] == '#';
}

/* "[a, b]" */
static enum lt_err read_list(struct parser *p, const char *key, struct lt_bytes text)
{
    enum lt_err err = LT_OK;
    size_t at = 1;
    while (err == LT_OK) {
        while (at < text.size && text.data[at] == ' ')
            at++;
        if (at < text.size && text.data[at] == ']')
            return ends_here(text, at + 1) || text.data[at + 1] == ' ' ? LT_OK : refuse(p, "something after a list");
        if (at >= text.size || text.data[at] == '[')
            return refuse(p, "a list that does not end on its line, or a list in a list");
        if ((err = read_value(p, key, text, &at, true)) == LT_OK && at < text.size && text.data[at] == ',')
            at++;
        else if (err == LT_OK && (at >= text.size || text.data[at] != ']'))
            return refuse(p, "a list that does not end on its line");
    }
    return err;
}

static enum lt_err read_scalar(struct parser *p, const char *key, struct lt_bytes text)
{
    size_t at = 0;
    if (text.data[0] == '[')
        return read_list(p, key, text);
    enum lt_err err = read_value(p, key, text, &at, false);
    return err == LT_OK && !ends_here(text, at) ? refuse(p, "something after a quoted text") : err;
}

/* The size of the key that the line begins with; 0 when there is none. *ret_value is what comes after "key:". */
static size_t key_size(struct lt_bytes line, struct lt_bytes *ret_value)
{
    size_t size = 0;
    while (size < line.size && (isalnum((unsigned char)line.data[size]) || strchr("_-.", line.data[size])))
        size++;
    if (size == 0 || size >= line.size || line.data[size] != ':' || (size + 1 < line.size && line.data[size + 1] != ' '))
        return 0;
    *ret_value = lt_bytes_trim((struct lt_bytes){line.data + size + 1, line.size - size - 1});
    return size;
}

/* The lines after "key: |" or ">". */
static enum lt_err read_block(struct parser *p, const char *key, char style)
{
    struct lt_buf value = {0};
    size_t indent = 0;
    while (p->rest.size > 0) {
        struct lt_bytes rest;
        struct line line = look(p, &rest);
        if (line.text.size > 0 && indent == 0)
            indent = line.indent;
        if (line.text.size > 0 && (line.indent == 0 || line.indent < indent))
            break;
        if (value.size > 0)
            lt_buf_putc(&value, line.text.size == 0 || style == '|' ? '\n' : ' ');
        lt_buf_put(&value, line.text.data, line.text.size);
        p->rest = rest;
        p->line++;
    }
    struct lt_bytes trimmed = lt_bytes_trim(lt_buf_slice(&value));
    enum lt_err err = trimmed.size > 0 ? add(p, key, lt_arena_strndup(p->arena, trimmed.data, trimmed.size)) : LT_OK;
    lt_buf_finish(&value);
    return err;
}

static enum lt_err read_item(struct parser *p, const char *key, struct lt_bytes text)
{
    struct lt_bytes value;
    text = lt_bytes_trim((struct lt_bytes){text.data + 1, text.size - 1});
    if (text.size == 0 || text.data[0] == '#')
        return LT_OK;
    if (text.data[0] == '[' || text.data[0] == '-')
        return refuse(p, "a list in a list");
    if (key_size(text, &value) > 0)
        text = value;
    return text.size > 0 ? read_scalar(p, key, text) : LT_OK;
}

/* The lines after "key:" with nothing behind it: items, or indented pairs. */
static enum lt_err read_children(struct parser *p, const char *key)
{
    enum lt_err err = LT_OK;
    bool items = false;
    while (err == LT_OK && p->rest.size > 0) {
        struct lt_bytes rest, value;
        struct line line = look(p, &rest);
        if (!is_blank(&line) && line.indent == 0 && !is_item(&line))
            break;
        p->rest = rest;
        p->line++;
        if (is_blank(&line))
            continue;
        size_t size = key_size(line.text, &value);
        if (line.text.data[0] == '\t' || (!is_item(&line) && size == 0)) {
            err = refuse(p, "neither an item nor a pair");
        } else if (is_item(&line)) {
            items = true;
            err = read_item(p, key, line.text);
        } else if (!items && value.size > 0) {
            err = read_scalar(p, lt_arena_printf(p->arena, "%s.%.*s", key, (int)size, line.text.data), value);
        }
    }
    return err;
}

static enum lt_err read_pair(struct parser *p, struct lt_bytes line)
{
    struct lt_bytes value;
    size_t size = key_size(line, &value);
    if (size == 0)
        return refuse(p, "no \"key: value\"");
    const char *key = lt_arena_strndup(p->arena, line.data, size);
    if (known(p, key))
        return refuse(p, "a key that was there before");
    if (value.size == 0 || value.data[0] == '#')
        return read_children(p, key);
    bool block = (value.data[0] == '|' || value.data[0] == '>') && strspn(value.data + 1, "+-\r\n") >= value.size - 1;
    return block ? read_block(p, key, value.data[0]) : read_scalar(p, key, value);
}

enum lt_err lt_front_parse(struct lt_bytes front, struct lt_arena *arena, struct lt_diag *diag, struct lt_front *ret_front)
{
    struct parser p = {.rest = front, .arena = arena, .diag = diag, .line = 1};
    enum lt_err err = LT_OK;
    p.front.pairs = lt_arena_array(arena, LT_FRONT_MATTER_MAX_KEYS, sizeof *p.front.pairs);
    while (err == LT_OK && p.rest.size > 0) {
        struct lt_bytes rest;
        struct line line = look(&p, &rest);
        p.rest = rest;
        p.line++;
        if (is_blank(&line))
            continue;
        err = line.indent > 0 ? refuse(&p, "an indent where none belongs") : read_pair(&p, line.text);
    }
    if (err == LT_OK)
        *ret_front = p.front;
    return err;
}

const char *lt_front_value(const struct lt_front *front, const char *const *names)
{
    for (; *names; names++)
        for (size_t i = 0; i < front->count; i++)
            if (strcasecmp(front->pairs[i].key, *names) == 0)
                return front->pairs[i].value;
    return NULL;
}
