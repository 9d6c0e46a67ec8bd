/*
 * json.c: jansson held within limits: a scan counts depth and values before the parser takes memory for them.
 */
#include "json.h"

#include <lutrin/export.h>
#include <lutrin/utf8.h>

#include <string.h>

size_t lt_json_over_string(struct lt_bytes text, size_t at)
{
    for (at++; at < text.size && text.data[at] != '"'; at++)
        if (text.data[at] == '\\')
            at++;
    return at < text.size ? at + 1 : text.size;
}

static enum lt_err check_limits(struct lt_bytes text, struct lt_diag *diag)
{
    size_t depth = 0, values = 0;
    for (size_t at = 0; at < text.size;) {
        char c = text.data[at];
        if (c == '"') {
            at = lt_json_over_string(text, at);
            continue;
        }
        at++;
        values += c == '[' || c == '{' || c == ',';
        depth += c == '[' || c == '{';
        depth -= (c == ']' || c == '}') && depth > 0;
        if (depth > LT_JSON_MAX_DEPTH)
            return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "JSON nested more than %d deep", LT_JSON_MAX_DEPTH);
        if (values > LT_JSON_MAX_VALUES)
            return lt_fail(diag, LT_ERR_LIMIT, NULL, "split it", "JSON of more than %d values", LT_JSON_MAX_VALUES);
    }
    return LT_OK;
}

enum lt_err lt_json_check(struct lt_bytes data, struct lt_diag *diag, struct lt_bytes *ret_text)
{
    if (data.size > LT_FEED_MAX_BYTES)
        return lt_fail(diag, LT_ERR_LIMIT, NULL, "split it", "more than %d MB of JSON", LT_FEED_MAX_BYTES >> 20);
    if (lt_bytes_starts(data, "\xEF\xBB\xBF"))
        data = (struct lt_bytes){data.data + 3, data.size - 3};
    *ret_text = data;
    return check_limits(data, diag);
}

enum lt_err lt_json_load(struct lt_bytes data, size_t flags, int lines_before, struct lt_diag *diag, json_t **ret_root)
{
    struct lt_buf text = {0};
    json_error_t error;
    lt_utf8_clean(&text, data);
    json_t *root = json_loadb(text.data ? text.data : "", text.size, JSON_ALLOW_NUL | flags, &error);
    lt_buf_finish(&text);
    if (!root)
        return lt_fail(diag, LT_ERR_DATA, NULL, "export it again", "broken JSON in line %d: %.120s",
                       lines_before + error.line, error.text);
    *ret_root = root;
    return LT_OK;
}

enum lt_err lt_json_parse(struct lt_bytes data, struct lt_diag *diag, json_t **ret_root)
{
    struct lt_bytes text;
    enum lt_err err = lt_json_check(data, diag, &text);
    return err == LT_OK ? lt_json_load(text, 0, 0, diag, ret_root) : err;
}

const char *lt_json_string(const json_t *object, const char *name)
{
    const char *text = json_string_value(json_object_get(object, name));
    return text && text[0] ? text : NULL;
}

const char *lt_json_word(const json_t *object, const char *name, struct lt_arena *arena)
{
    const json_t *value = json_object_get(object, name);
    if (json_is_integer(value))
        return lt_arena_printf(arena, "%lld", (long long)json_integer_value(value));
    if (json_is_real(value))
        return lt_arena_printf(arena, "%.15g", json_real_value(value));
    return lt_arena_strdup(arena, lt_json_string(object, name));
}
