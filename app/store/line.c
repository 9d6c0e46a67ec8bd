/*
 * line.c: lines of words, read so strictly that a text has one reading and a reading has one text.
 */
#include "line.h"

#include <lutrin/signed.h>

#include <string.h>

bool lt_lines_sound(struct lt_bytes text, size_t limit, size_t lines)
{
    size_t ends = 0;
    if (text.size > limit || text.size < 5 || memcmp(text.data + text.size - 5, "\nend\n", 5) != 0)
        return false;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char c = (unsigned char)text.data[i];
        if (c != '\n' && (c < 0x20 || c > 0x7e))
            return false;
        ends += c == '\n';
    }
    return ends <= lines;
}

bool lt_line_take(struct lt_bytes *text, struct lt_bytes *ret_line)
{
    while (text->size) {
        const char *end = memchr(text->data, '\n', text->size);
        if (!end)
            return false;
        struct lt_bytes line = {text->data, (size_t)(end - text->data)};
        text->data += line.size + 1;
        text->size -= line.size + 1;
        if (lt_bytes_starts(line, "x-"))
            continue;
        *ret_line = line;
        return true;
    }
    return false;
}

bool lt_line_take_key(struct lt_bytes *text, const char *key, struct lt_bytes *ret_rest)
{
    struct lt_bytes rest = *text, line, word;
    if (!lt_line_take(&rest, &line) || !lt_word_take(&line, &word) || !lt_bytes_equal(word, lt_bytes_of(key)))
        return false;
    *text = rest;
    *ret_rest = line;
    return true;
}

bool lt_word_take(struct lt_bytes *line, struct lt_bytes *ret_word)
{
    if (!line->size)
        return false;
    const char *end = memchr(line->data, ' ', line->size);
    size_t size = end ? (size_t)(end - line->data) : line->size, used = size + (end != NULL);
    if (size == 0 || (end && used == line->size))
        return false;
    *ret_word = (struct lt_bytes){line->data, size};
    line->data += used;
    line->size -= used;
    return true;
}

bool lt_word_take_named(struct lt_bytes *line, const char *name, struct lt_bytes *ret_value)
{
    struct lt_bytes word;
    size_t size = strlen(name);
    if (!lt_word_take(line, &word) || word.size < size + 2 || memcmp(word.data, name, size) != 0 ||
        word.data[size] != '=')
        return false;
    *ret_value = (struct lt_bytes){word.data + size + 1, word.size - size - 1};
    return true;
}

bool lt_word_number(struct lt_bytes word, int64_t low, int64_t high, int64_t *ret_number)
{
    int64_t number = 0;
    if (word.size == 0 || word.size > 18 || (word.data[0] == '0' && word.size > 1))
        return false;
    for (size_t i = 0; i < word.size; i++) {
        if (word.data[i] < '0' || word.data[i] > '9')
            return false;
        number = number * 10 + (word.data[i] - '0');
    }
    if (number < low || number > high)
        return false;
    *ret_number = number;
    return true;
}

static int hex_value(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool lt_word_hex(struct lt_bytes word, uint8_t *out, size_t size)
{
    if (word.size != size * 2)
        return false;
    for (size_t i = 0; i < size; i++) {
        int high = hex_value(word.data[2 * i]), low = hex_value(word.data[2 * i + 1]);
        if (high < 0 || low < 0)
            return false;
        out[i] = (uint8_t)(high << 4 | low);
    }
    return true;
}

bool lt_word_channel(struct lt_bytes word, char *ret_channel)
{
    char name[LT_CHANNEL_MAX + 1] = {0};
    if (word.size > LT_CHANNEL_MAX)
        return false;
    memcpy(name, word.data, word.size);
    if (strlen(name) != word.size || !lt_channel_valid(name))
        return false;
    memcpy(ret_channel, name, sizeof name);
    return true;
}

bool lt_take_number(struct lt_bytes *line, int64_t low, int64_t high, int64_t *ret_number)
{
    struct lt_bytes word;
    return lt_word_take(line, &word) && lt_word_number(word, low, high, ret_number);
}

bool lt_take_named_number(struct lt_bytes *line, const char *name, int64_t low, int64_t high, int64_t *ret_number)
{
    struct lt_bytes value;
    return lt_word_take_named(line, name, &value) && lt_word_number(value, low, high, ret_number);
}

bool lt_take_named_hash(struct lt_bytes *line, const char *name, uint8_t ret_hash[32])
{
    struct lt_bytes value;
    return lt_word_take_named(line, name, &value) && lt_word_hex(value, ret_hash, 32);
}

bool lt_line_number(struct lt_bytes *text, const char *key, int64_t low, int64_t high, int64_t *ret_number)
{
    struct lt_bytes rest;
    return lt_line_take_key(text, key, &rest) && lt_word_number(rest, low, high, ret_number);
}

bool lt_line_channel(struct lt_bytes *text, const char *key, char *ret_channel)
{
    struct lt_bytes rest;
    return lt_line_take_key(text, key, &rest) && lt_word_channel(rest, ret_channel);
}

void lt_put_hex(struct lt_buf *out, const uint8_t *data, size_t size)
{
    static const char DIGITS[] = "0123456789abcdef";
    for (size_t i = 0; i < size; i++) {
        lt_buf_putc(out, DIGITS[data[i] >> 4]);
        lt_buf_putc(out, DIGITS[data[i] & 15]);
    }
}
