/*
 * ini.c: configuration files read line by line into a sink.
 */
#include <lutrin/ini.h>

#include <lutrin/file.h>
#include <lutrin/utf8.h>

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    const char *path;
    lt_ini_sink *sink;
    void *self;
    struct lt_diag *diag;
    struct lt_bytes section, key;
    struct lt_buf value; /* of `key`, which waits for the lines that continue it */
    unsigned key_line, line;
};

static enum lt_err wrong(struct reading *r, const char *what)
{
    struct lt_buf where = {0};
    lt_buf_printf(&where, "%s:%u", r->path, r->line);
    enum lt_err err = lt_fail(r->diag, LT_ERR_CONFIG, where.data, NULL, "%s", what);
    lt_buf_finish(&where);
    return err;
}

/* Gives the waiting key to the sink. */
static enum lt_err flush(struct reading *r)
{
    if (!r->key.size)
        return LT_OK;
    struct lt_buf where = {0};
    lt_buf_printf(&where, "%s:%u", r->path, r->key_line);
    struct lt_ini_line line = {r->section, r->key, lt_bytes_trim(lt_buf_slice(&r->value)), where.data};
    enum lt_err err = r->sink(r->self, &line, r->diag);
    lt_buf_finish(&where);
    lt_buf_clear(&r->value);
    r->key = (struct lt_bytes){0};
    return err;
}

static enum lt_err take_section(struct reading *r, struct lt_bytes line)
{
    enum lt_err err = flush(r);
    if (err != LT_OK)
        return err;
    if (line.size < 3 || line.data[line.size - 1] != ']')
        return wrong(r, "a section line is [NAME]");
    r->section = lt_bytes_trim((struct lt_bytes){line.data + 1, line.size - 2});
    return r->section.size ? LT_OK : wrong(r, "a section line is [NAME]");
}

static enum lt_err take_key(struct reading *r, struct lt_bytes line)
{
    enum lt_err err = flush(r);
    if (err != LT_OK)
        return err;
    const char *equals = memchr(line.data, '=', line.size);
    if (!equals)
        return wrong(r, "neither [SECTION], key = value, nor a # comment");
    r->key = lt_bytes_trim((struct lt_bytes){line.data, (size_t)(equals - line.data)});
    if (!r->key.size)
        return wrong(r, "no key before =");
    r->key_line = r->line;
    struct lt_bytes value = lt_bytes_trim((struct lt_bytes){equals + 1, (size_t)(line.data + line.size - equals - 1)});
    lt_buf_put(&r->value, value.data, value.size);
    return LT_OK;
}

static enum lt_err take_line(struct reading *r, struct lt_bytes raw)
{
    struct lt_bytes line = lt_bytes_trim(raw);
    if (line.size == 0 || line.data[0] == '#' || line.data[0] == ';')
        return LT_OK;
    if (raw.data[0] == ' ' || raw.data[0] == '\t') {
        if (!r->key.size)
            return wrong(r, "begins with white space but continues no key");
        lt_buf_putc(&r->value, '\n');
        lt_buf_put(&r->value, line.data, line.size);
        return LT_OK;
    }
    return line.data[0] == '[' ? take_section(r, line) : take_key(r, line);
}

static enum lt_err read_lines(struct reading *r, struct lt_bytes text)
{
    if (lt_bytes_starts(text, "\xEF\xBB\xBF")) {
        text.data += 3;
        text.size -= 3;
    }
    if (!lt_utf8_valid(text) || (text.size && memchr(text.data, '\0', text.size)))
        return lt_fail(r->diag, LT_ERR_CONFIG, r->path, "save it as UTF-8 text", "not a text file");
    while (text.size) {
        const char *end = memchr(text.data, '\n', text.size);
        struct lt_bytes line = {text.data, end ? (size_t)(end - text.data) : text.size};
        if (++r->line > LT_INI_MAX_LINES)
            return lt_fail(r->diag, LT_ERR_LIMIT, r->path, NULL, "more than %d lines", LT_INI_MAX_LINES);
        enum lt_err err = take_line(r, line);
        if (err != LT_OK)
            return err;
        size_t used = line.size + (end != NULL);
        text.data += used;
        text.size -= used;
    }
    return flush(r);
}

enum lt_err lt_ini_read(const char *path, lt_ini_sink *sink, void *self, struct lt_diag *diag)
{
    struct lt_buf text = {0};
    enum lt_err err = lt_file_read(path, LT_INI_MAX_BYTES, diag, &text);
    struct reading reading = {.path = path, .sink = sink, .self = self, .diag = diag};
    if (err == LT_OK)
        err = read_lines(&reading, lt_buf_slice(&text));
    lt_buf_finish(&reading.value);
    lt_buf_finish(&text);
    return err;
}

enum lt_err lt_ini_unknown(const struct lt_ini_line *line, struct lt_diag *diag)
{
    return lt_fail(diag, LT_ERR_CONFIG, line->where, NULL, "unknown key '%.*s' in section [%.*s]",
                   (int)line->key.size, line->key.data, (int)line->section.size,
                   line->section.size ? line->section.data : "");
}

enum lt_err lt_ini_number(const struct lt_ini_line *line, int64_t low, int64_t high, struct lt_diag *diag,
                          int64_t *ret_number)
{
    char digits[24] = "";
    char *end = digits;
    long long number = 0;
    if (line->value.size < sizeof digits) {
        memcpy(digits, line->value.data, line->value.size);
        errno = 0;
        number = strtoll(digits, &end, 10);
    }
    if (end == digits || *end != '\0' || errno != 0 || number < low || number > high)
        return lt_fail(diag, LT_ERR_CONFIG, line->where, NULL, "'%.*s' takes a whole number from %" PRId64 " to %" PRId64,
                       (int)line->key.size, line->key.data, low, high);
    *ret_number = number;
    return LT_OK;
}

enum lt_err lt_ini_yes(const struct lt_ini_line *line, struct lt_diag *diag, bool *ret_yes)
{
    bool yes = lt_bytes_equal(line->value, lt_bytes_of("yes"));
    if (!yes && !lt_bytes_equal(line->value, lt_bytes_of("no")))
        return lt_fail(diag, LT_ERR_CONFIG, line->where, NULL, "'%.*s' takes yes or no", (int)line->key.size, line->key.data);
    *ret_yes = yes;
    return LT_OK;
}
