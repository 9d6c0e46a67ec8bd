/*
 * json_list.c: where the elements of a list stand in JSON text. Brackets and strings are followed, nothing else: what is
 * wrong in an element, or around the list, its parser finds.
 */
#include "json.h"

#include <string.h>

static size_t over_space(struct lt_bytes text, size_t at)
{
    while (at < text.size && memchr(" \t\r\n", text.data[at], 4))
        at++;
    return at;
}

/* The place of the "," or the closing bracket that ends the value at `at`, or the end. */
static size_t over_value(struct lt_bytes text, size_t at)
{
    for (size_t depth = 0; at < text.size;) {
        char c = text.data[at];
        bool closes = c == ']' || c == '}';
        if (depth == 0 && (c == ',' || closes))
            return at;
        depth += c == '[' || c == '{';
        depth -= closes;
        at = c == '"' ? lt_json_over_string(text, at) : at + 1;
    }
    return text.size;
}

/* Where the list begins that the root object's last member of that name is; the end when it is none. */
static size_t find_list(struct lt_bytes text, const char *name)
{
    size_t found = text.size, size = strlen(name), at = over_space(text, 0);
    if (at == text.size || text.data[at] != '{')
        return found;
    do {
        size_t key = over_space(text, at + 1);
        if (key == text.size || text.data[key] != '"')
            return found;
        at = lt_json_over_string(text, key);
        bool named = at - key == size + 2 && memcmp(text.data + key + 1, name, size) == 0;
        at = over_space(text, at);
        if (at == text.size || text.data[at] != ':')
            return found;
        at = over_space(text, at + 1);
        if (named)
            found = at < text.size && text.data[at] == '[' ? at : text.size;
        at = over_value(text, at);
    } while (at < text.size && text.data[at] == ',');
    return found;
}

static int lines_in(struct lt_bytes text, size_t from, size_t to)
{
    int lines = 0;
    for (size_t at = from; at < to; at++)
        lines += text.data[at] == '\n';
    return lines;
}

enum lt_err lt_json_list_next(struct lt_json_list *list, struct lt_diag *diag, json_t **ret_element)
{
    if (list->done) {
        *ret_element = NULL;
        return LT_OK;
    }
    size_t begin = list->at, end = over_value(list->text, begin);
    struct lt_bytes element = {list->text.data + begin, end - begin};
    enum lt_err err = lt_json_load(element, JSON_DECODE_ANY, list->lines, diag, ret_element);
    list->lines += lines_in(list->text, begin, end);
    list->done = end == list->text.size;
    list->at = end + 1;
    return err;
}

/* A broken element may be why what surrounds the list is broken too: then that is to be said. */
static void blame_element(struct lt_json_list list, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    for (json_t *element = NULL; err == LT_OK && !list.done;) {
        err = lt_json_list_next(&list, diag, &element);
        if (err == LT_OK)
            json_decref(element);
    }
}

enum lt_err lt_json_list_open(struct lt_bytes text, const char *name, struct lt_diag *diag, struct lt_json_list *ret_list,
                              json_t **ret_head)
{
    struct lt_buf head = {0};
    struct lt_json_list list = {.text = text, .at = find_list(text, name)};
    lt_buf_put(&head, text.data, list.at);
    if (list.at < text.size) {
        size_t end = list.at++;
        do
            end = over_value(text, end + 1);
        while (end < text.size && text.data[end] == ',');
        list.text.size = end;
        list.lines = lines_in(text, 0, list.at);
        lt_buf_putc(&head, '[');
        for (int lines = lines_in(text, list.at, end); lines > 0; lines--) /* for what may be said of the rest */
            lt_buf_putc(&head, '\n');
        lt_buf_put(&head, text.data + end, text.size - end);
    }
    list.done = over_space(list.text, list.at) == list.text.size; /* empty, or none */
    enum lt_err err = lt_json_load(lt_buf_slice(&head), 0, 0, diag, ret_head);
    lt_buf_finish(&head);
    if (err == LT_OK)
        *ret_list = list;
    else
        blame_element(list, diag);
    return err;
}
