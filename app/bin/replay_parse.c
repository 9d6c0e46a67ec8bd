/*
 * replay_parse.c: cuts a replay script into steps and words.
 */
#include "replay.h"

#include <string.h>

#include <lutrin/utf8.h>

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r';
}

/* Takes the next word from [*at, end); NULL at the end of the line. A quote that is not closed ends with the line:
 * *ret_open tells. */
static const char *next_word(const char **at, const char *end, struct lt_arena *arena, bool *ret_open)
{
    struct lt_buf word = {0};
    const char *c = *at;
    while (c < end && is_blank(*c))
        c++;
    if (c == end || *c == '#') {
        *at = end;
        return NULL;
    }
    bool quoted = *c == '"';
    c += quoted;
    while (c < end && (quoted ? *c != '"' : !is_blank(*c))) {
        if (quoted && *c == '\\' && c + 1 < end)
            c++;
        lt_buf_putc(&word, *c++);
    }
    *ret_open = quoted && c == end;
    *at = c + (quoted && c < end);
    const char *text = lt_arena_strndup(arena, word.data ? word.data : "", word.size);
    lt_buf_finish(&word);
    return text;
}

/* Does the step take one text to the end of its line, quoted or not? */
static bool takes_text(const struct lt_replay_step *step)
{
    return step->count == 1 && (strcmp(step->words[0], "expect") == 0 || strcmp(step->words[0], "refuse") == 0 ||
                                strcmp(step->words[0], "type") == 0 || strcmp(step->words[0], "notice") == 0);
}

/* The rest of the line as one word, if it is not quoted; else NULL. */
static const char *rest_of_line(const char *at, const char *end, struct lt_arena *arena)
{
    while (at < end && is_blank(*at))
        at++;
    while (end > at && is_blank(end[-1]))
        end--;
    return at == end || *at == '"' ? NULL : lt_arena_strndup(arena, at, (size_t)(end - at));
}

static enum lt_err parse_line(const char *at, const char *end, const char *name, struct lt_arena *arena,
                              struct lt_diag *diag, struct lt_replay_step *step)
{
    bool open = false;
    const char *word = NULL;
    const char *where = lt_arena_printf(arena, "%s:%u", name, step->line);
    while ((word = next_word(&at, end, arena, &open)) != NULL) {
        if (open)
            return lt_fail(diag, LT_ERR_DATA, where, "close it with \"", "a quotation is not closed");
        if (step->count == LT_REPLAY_MAX_WORDS)
            return lt_fail(diag, LT_ERR_DATA, where, "put a text of several words in quotes", "too many words");
        step->words[step->count++] = word;
        const char *rest = takes_text(step) ? rest_of_line(at, end, arena) : NULL;
        if (rest) {
            step->words[step->count++] = rest;
            return LT_OK;
        }
    }
    return LT_OK;
}

enum lt_err lt_replay_parse(struct lt_bytes text, const char *name, struct lt_arena *arena, struct lt_diag *diag,
                            struct lt_replay_script *ret_script)
{
    struct lt_replay_step *steps = NULL;
    size_t capacity = 0;
    size_t count = 0;
    uint32_t line = 0;
    const char *at = text.data;
    const char *end = text.data + text.size;
    if (!lt_utf8_valid(text))
        return lt_fail(diag, LT_ERR_DATA, name, "save the script as UTF-8", "not text");
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        stop = stop ? stop : end;
        struct lt_replay_step step = {.line = ++line};
        enum lt_err err = parse_line(at, stop, name, arena, diag, &step);
        if (err != LT_OK)
            return err;
        at = stop + 1;
        if (step.count == 0)
            continue;
        if (count == LT_REPLAY_MAX_STEPS)
            return lt_fail(diag, LT_ERR_LIMIT, name, "cut it in two", "more than %d steps", LT_REPLAY_MAX_STEPS);
        if (count == capacity) {
            struct lt_replay_step *more = lt_arena_array(arena, capacity * 2 + 64, sizeof *more);
            memcpy(more, steps ? steps : more, count * sizeof *more);
            steps = more;
            capacity = capacity * 2 + 64;
        }
        steps[count++] = step;
    }
    *ret_script = (struct lt_replay_script){name, steps, count};
    return LT_OK;
}
