/*
 * front_toml.c: front matter in TOML, as Hugo and Zola write it: what is text, a date or a list of such is read, what else
 * TOML has (tables in braces, lists in lists) is passed over.
 */
#include "front_matter.h"

#include <lutrin/utf8.h>

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_MAX_BYTES = 120 }; /* of a key with the tables that it stands in */

struct parser {
    struct lt_bytes text;
    size_t at;
    struct lt_arena *arena;
    struct lt_diag *diag;
    struct lt_front front;
    char table[NAME_MAX_BYTES + 1]; /* "params." */
};

static enum lt_err refuse(const struct parser *p, const char *what)
{
    int line = 2; /* the fence is the first */
    for (size_t i = 0; i < p->at && i < p->text.size; i++)
        line += p->text.data[i] == '\n';
    return lt_fail(p->diag, LT_ERR_DATA, NULL, "write key = \"value\" or a list of values", "front matter (TOML), line %d: %s",
                   line, what);
}

static char here(const struct parser *p)
{
    return p->at < p->text.size ? p->text.data[p->at] : '\0';
}

static void skip_spaces(struct parser *p)
{
    while (here(p) == ' ' || here(p) == '\t')
        p->at++;
}

static void skip_line(struct parser *p)
{
    while (p->at < p->text.size && p->text.data[p->at] != '\n')
        p->at++;
}

/* White space, comments and ends of lines. */
static void skip_blank(struct parser *p)
{
    while (p->at < p->text.size) {
        if (here(p) == '#')
            skip_line(p);
        else if (isspace((unsigned char)here(p)))
            p->at++;
        else
            return;
    }
}

static bool looking_at(const struct parser *p, const char *mark)
{
    return lt_bytes_starts((struct lt_bytes){p->text.data + p->at, p->text.size - p->at}, mark);
}

/* One escape, at its backslash. */
static bool put_escape(struct parser *p, struct lt_buf *out)
{
    static const char names[] = "\"\\btnfre", values[] = "\"\\ \t\n\n\n ";
    char c = p->at + 1 < p->text.size ? p->text.data[p->at + 1] : '\0';
    const char *name = c ? strchr(names, c) : NULL;
    size_t digits = c == 'u' ? 4 : c == 'U' ? 8 : 0;
    char number[9] = {0};
    p->at += 2;
    if (name) {
        lt_buf_putc(out, values[name - names]);
    } else if (c == '\n') { /* the text goes on with the next word */
        while (isspace((unsigned char)here(p)))
            p->at++;
    } else if (digits && p->at + digits <= p->text.size) {
        memcpy(number, p->text.data + p->at, digits);
        if (strspn(number, "0123456789abcdefABCDEF") != digits)
            return false;
        lt_buf_put_utf8(out, (uint32_t)strtoul(number, NULL, 16));
        p->at += digits;
    } else {
        return false;
    }
    return true;
}

/* A text in quotes of any of the four kinds. */
static enum lt_err read_quoted(struct parser *p, struct lt_buf *out)
{
    char mark[4] = {here(p), here(p), here(p), '\0'};
    bool lines = looking_at(p, mark), escapes = mark[0] == '"';
    mark[lines ? 3 : 1] = '\0';
    p->at += strlen(mark);
    if (lines && here(p) == '\n')
        p->at++;
    while (p->at < p->text.size && !looking_at(p, mark)) {
        if (here(p) == '\n' && !lines)
            break;
        if (here(p) == '\\' && escapes) {
            if (!put_escape(p, out))
                return refuse(p, "an unknown escape");
            continue;
        }
        lt_buf_putc(out, here(p));
        p->at++;
    }
    if (!looking_at(p, mark))
        return refuse(p, "a quoted text that does not end");
    p->at += strlen(mark);
    return LT_OK;
}

static enum lt_err add(struct parser *p, const char *key, struct lt_bytes value)
{
    value = lt_bytes_trim(value);
    if (value.size == 0)
        return LT_OK;
    if (p->front.count >= LT_FRONT_MATTER_MAX_KEYS)
        return lt_fail(p->diag, LT_ERR_LIMIT, NULL, NULL, "front matter of more than %d values", LT_FRONT_MATTER_MAX_KEYS);
    p->front.pairs[p->front.count++] = (struct lt_front_pair){key, lt_arena_strndup(p->arena, value.data, value.size)};
    return LT_OK;
}

/* A text, or a word without quotes: a date (which may have a space in it), a number, true, false. `key` NULL: passed over. */
static enum lt_err read_scalar(struct parser *p, const char *key)
{
    struct lt_buf value = {0};
    enum lt_err err = LT_OK;
    if (here(p) == '"' || here(p) == '\'') {
        err = read_quoted(p, &value);
    } else {
        size_t begin = p->at;
        while (p->at < p->text.size && !strchr(",]}#\n", here(p)))
            p->at++;
        struct lt_bytes word = lt_bytes_trim((struct lt_bytes){p->text.data + begin, p->at - begin});
        if (word.size == 0 || !(isalnum((unsigned char)word.data[0]) || strchr("+-.", word.data[0])))
            err = refuse(p, "no value");
        lt_buf_put(&value, word.data, word.size);
    }
    if (err == LT_OK && key)
        err = add(p, key, lt_buf_slice(&value));
    lt_buf_finish(&value);
    return err;
}

/* What stands in brackets or braces is passed over whole, but its texts are read: brackets in them do not count. */
static enum lt_err pass_over(struct parser *p)
{
    struct lt_buf text = {0};
    enum lt_err err = LT_OK;
    size_t depth = 0;
    do {
        skip_blank(p);
        char c = here(p);
        if (p->at >= p->text.size) {
            err = refuse(p, "a list or table that does not end");
        } else if (c == '"' || c == '\'') {
            err = read_quoted(p, &text);
        } else {
            depth += c == '[' || c == '{';
            depth -= c == ']' || c == '}';
            p->at++;
        }
    } while (err == LT_OK && depth > 0);
    lt_buf_finish(&text);
    return err;
}

/* A list, on one line or several; what is no text in it is passed over. */
static enum lt_err read_list(struct parser *p, const char *key)
{
    enum lt_err err = LT_OK;
    p->at++;
    for (skip_blank(p); err == LT_OK && here(p) != ']'; skip_blank(p)) {
        if (p->at >= p->text.size)
            return refuse(p, "a list that does not end");
        err = here(p) == '[' || here(p) == '{' ? pass_over(p) : read_scalar(p, key);
        skip_blank(p);
        if (err == LT_OK && here(p) == ',')
            p->at++;
        else if (err == LT_OK && here(p) != ']')
            return refuse(p, "neither \",\" nor \"]\" after a value");
    }
    p->at += err == LT_OK;
    return err;
}

/* A key of one or more names with dots between them, appended to `name`. */
static enum lt_err read_key(struct parser *p, struct lt_buf *name)
{
    while (true) {
        size_t before = name->size;
        skip_spaces(p);
        if (here(p) == '"' || here(p) == '\'') {
            enum lt_err err = read_quoted(p, name);
            if (err != LT_OK)
                return err;
        }
        while (isalnum((unsigned char)here(p)) || here(p) == '_' || here(p) == '-')
            lt_buf_putc(name, p->text.data[p->at++]);
        skip_spaces(p);
        if (name->size == before)
            return refuse(p, "no \"key = value\"");
        if (here(p) != '.')
            return LT_OK;
        lt_buf_putc(name, '.');
        p->at++;
    }
}

/* "[params]", "[[resources]]": the keys below stand in it. */
static enum lt_err read_table(struct parser *p, struct lt_buf *name)
{
    size_t marks = looking_at(p, "[[") ? 2 : 1;
    p->at += marks;
    enum lt_err err = read_key(p, name);
    if (err == LT_OK && !looking_at(p, marks == 2 ? "]]" : "]"))
        err = refuse(p, "a table whose name does not end");
    if (err != LT_OK)
        return err;
    p->at += marks;
    if (name->size >= NAME_MAX_BYTES)
        return refuse(p, "a longer name than is understood here");
    memcpy(p->table, name->data, name->size);
    p->table[name->size] = '.';
    p->table[name->size + 1] = '\0';
    return LT_OK;
}

static enum lt_err read_pair(struct parser *p, struct lt_buf *name)
{
    lt_buf_puts(name, p->table);
    enum lt_err err = read_key(p, name);
    if (err == LT_OK && here(p) != '=')
        err = refuse(p, "no \"key = value\"");
    if (err != LT_OK)
        return err;
    p->at++;
    skip_spaces(p);
    const char *key = lt_arena_strndup(p->arena, name->data, name->size);
    for (size_t i = 0; i < p->front.count; i++)
        if (p->table[0] == '\0' && strcmp(p->front.pairs[i].key, key) == 0)
            return refuse(p, "a key that was there before");
    return here(p) == '[' ? read_list(p, key) : here(p) == '{' ? pass_over(p) : read_scalar(p, key);
}

enum lt_err lt_front_parse_toml(struct lt_bytes front, struct lt_arena *arena, struct lt_diag *diag, struct lt_front *ret_front)
{
    struct parser p = {.text = front, .arena = arena, .diag = diag};
    enum lt_err err = LT_OK;
    p.front.pairs = lt_arena_array(arena, LT_FRONT_MATTER_MAX_KEYS, sizeof *p.front.pairs);
    for (skip_blank(&p); err == LT_OK && p.at < p.text.size; skip_blank(&p)) {
        struct lt_buf name = {0};
        err = here(&p) == '[' ? read_table(&p, &name) : read_pair(&p, &name);
        lt_buf_finish(&name);
        skip_spaces(&p);
        if (err == LT_OK && p.at < p.text.size && here(&p) != '#' && here(&p) != '\n' && here(&p) != '\r')
            err = refuse(&p, "something after a value");
    }
    if (err == LT_OK)
        *ret_front = p.front;
    return err;
}
