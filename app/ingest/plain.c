/*
 * plain.c: plain text: what is repaired in it, how two texts are compared, where a teaser may end.
 */
#include "plain.h"

#include <lutrin/ingest.h>
#include <lutrin/utf8.h>

#include <string.h>

enum { NBSP = 0xA0, BOM = 0xFEFF, ELLIPSIS = 0x2026, FOLD_MAX_BYTES = 64 << 10 };

uint32_t lt_plain_c1(uint32_t code)
{
    static const uint16_t meant[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
    };
    return code >= 0x80 && code <= 0x9F ? meant[code - 0x80] : code;
}

static uint32_t next_char(struct lt_bytes text, size_t *at)
{
    unsigned char byte = (unsigned char)text.data[*at];
    if (byte >= 0x80)
        return lt_utf8_next(text.data, text.size, at);
    ++*at;
    return byte;
}

static bool is_white(uint32_t code)
{
    return code == ' ' || (code >= '\t' && code <= '\r');
}

static bool is_sound(uint32_t code)
{
    return code >= 0xA0 && code != 0x2028 && code != 0x2029 && code != BOM && code != LT_REPLACEMENT && code != 0xFFFE &&
           code != 0xFFFF;
}

void lt_plain_repair(struct lt_bytes text, struct lt_buf *out)
{
    size_t sound = 0; /* from here up to where we are nothing is to be repaired */
    for (size_t at = 0; at < text.size;) {
        at += lt_utf8_ascii(text, at);
        if (at == text.size)
            break;
        size_t begin = at;
        uint32_t code = lt_utf8_next(text.data, text.size, &at);
        if (is_sound(code))
            continue;
        lt_buf_put(out, text.data + sound, begin - sound);
        sound = at;
        code = lt_plain_c1(code);
        if (code == 0x85 || code == 0x2028 || code == 0x2029)
            lt_buf_putc(out, '\n');
        else if (code != BOM && !(code >= 0x80 && code <= 0x9F) && code != 0xFFFE && code != 0xFFFF)
            lt_buf_put_utf8(out, code);
    }
    if (text.size > sound)
        lt_buf_put(out, text.data + sound, text.size - sound);
}

/* The next no-break space from `at` on, or the end. */
static size_t find_nbsp(struct lt_bytes text, size_t at)
{
    for (; at < text.size; at++) {
        const char *found = memchr(text.data + at, 0xC2, text.size - at);
        if (!found)
            break;
        at = (size_t)(found - text.data);
        if (at + 1 < text.size && (unsigned char)text.data[at + 1] == NBSP)
            return at;
    }
    return text.size;
}

void lt_plain_loosen(struct lt_bytes text, struct lt_buf *out)
{
    static const char nbsp[] = "\xC2\xA0";
    for (size_t at = 0; at < text.size;) {
        size_t end = find_nbsp(text, at);
        lt_buf_put(out, text.data + at, end - at);
        at = end;
        bool loose = at > 0 && is_white((unsigned char)text.data[at - 1]);
        while (end + 2 <= text.size && memcmp(text.data + end, nbsp, 2) == 0)
            end += 2;
        loose = loose || (end < text.size && is_white((unsigned char)text.data[end]));
        if (end > at && !loose)
            lt_buf_put(out, text.data + at, end - at);
        at = end;
    }
}

static bool is_nbsp(struct lt_bytes text, size_t at)
{
    return (unsigned char)text.data[at] == 0xC2 && at + 1 < text.size && (unsigned char)text.data[at + 1] == NBSP;
}

/* Appends valid text with its white space collapsed. */
static void put_collapsed(struct lt_bytes text, struct lt_buf *out)
{
    size_t begin = out->size, end = begin;
    bool waits = false;
    for (size_t at = 0; at < text.size;) {
        size_t from = at;
        bool nbsp = is_nbsp(text, at);
        if (is_white((unsigned char)text.data[at]) || (nbsp && out->size == begin)) {
            waits = out->size > begin;
            at += nbsp ? 2 : 1;
            continue;
        }
        if (nbsp)
            at += 2;
        else
            while (at < text.size && !is_white((unsigned char)text.data[at]) && !is_nbsp(text, at))
                at++;
        if (waits)
            lt_buf_putc(out, ' ');
        waits = false;
        lt_buf_put(out, text.data + from, at - from);
        if (!nbsp)
            end = out->size;
    }
    if (out->data) {
        out->size = end;
        out->data[end] = '\0';
    }
}

void lt_plain_put(struct lt_bytes text, struct lt_buf *out)
{
    if (lt_utf8_ascii(text, 0) == text.size) { /* there is nothing to repair */
        put_collapsed(text, out);
        return;
    }
    struct lt_buf raw = {0}, repaired = {0};
    lt_plain_repair(text, &raw);
    lt_plain_loosen(lt_buf_slice(&raw), &repaired);
    lt_buf_finish(&raw);
    put_collapsed(lt_buf_slice(&repaired), out);
    lt_buf_finish(&repaired);
}

const char *lt_plain_dup(struct lt_bytes text, struct lt_arena *arena)
{
    struct lt_buf clean = {0};
    lt_plain_put(text, &clean);
    const char *copy = clean.size > 0 ? lt_arena_strndup(arena, clean.data, clean.size) : NULL;
    lt_buf_finish(&clean);
    return copy;
}

/* Small letters for Latin-1, Greek and Cyrillic capitals; enough to compare a title with itself. */
static uint32_t fold(uint32_t code)
{
    bool shifts = (code >= 'A' && code <= 'Z') || (code >= 0xC0 && code <= 0xDE && code != 0xD7) ||
                  (code >= 0x391 && code <= 0x3A9) || (code >= 0x410 && code <= 0x42F);
    if (shifts)
        return code + 32;
    return code >= 0x400 && code <= 0x40F ? code + 80 : code;
}

static bool is_letter(uint32_t code)
{
    if (code < 0x80)
        return (code >= '0' && code <= '9') || (code >= 'a' && code <= 'z');
    return code >= 0xC0 && code != 0xD7 && code != 0xF7 && !(code >= 0x2000 && code <= 0x2BFF) &&
           !(code >= 0x3000 && code <= 0x303F) && !(code >= 0xFF00 && code <= 0xFF0F) && code != LT_REPLACEMENT;
}

void lt_plain_fold(struct lt_bytes text, struct lt_buf *out)
{
    for (size_t at = 0; at < text.size && at < FOLD_MAX_BYTES;) {
        uint32_t code = fold(next_char(text, &at));
        if (is_letter(code))
            lt_buf_put_utf8(out, code);
    }
}

bool lt_plain_opens(const char *text, const char *start)
{
    struct lt_bytes whole = lt_bytes_of(text), part = lt_bytes_of(start);
    size_t at = 0, from = 0;
    while (from < part.size)
        if (at >= whole.size || fold(next_char(whole, &at)) != next_char(part, &from))
            return false;
    return true;
}

bool lt_plain_same(const char *a, const char *b)
{
    struct lt_buf left = {0}, right = {0};
    lt_plain_fold(lt_bytes_of(a), &left);
    lt_plain_fold(lt_bytes_of(b), &right);
    bool same = left.size > 0 && lt_bytes_equal(lt_buf_slice(&left), lt_buf_slice(&right));
    lt_buf_finish(&left);
    lt_buf_finish(&right);
    return same;
}

bool lt_plain_begins(const char *text, const char *whole)
{
    struct lt_buf part = {0}, all = {0};
    lt_plain_fold(lt_bytes_of(text), &part);
    lt_plain_fold(lt_bytes_of(whole), &all);
    bool begins = part.size > 0 && part.size <= all.size && memcmp(part.data, all.data, part.size) == 0;
    lt_buf_finish(&part);
    lt_buf_finish(&all);
    return begins;
}

bool lt_plain_is_blank(struct lt_bytes text)
{
    for (size_t at = 0; at < text.size;) {
        uint32_t code = next_char(text, &at);
        if (!is_white(code) && code != NBSP && code != 0x200B && code != BOM)
            return false;
    }
    return true;
}

/* Where the last character before `end` begins, and which it is. */
static size_t last_char(const char *text, size_t end, uint32_t *ret_code)
{
    size_t begin = lt_utf8_back(text, end), at = begin;
    *ret_code = lt_utf8_next(text, end, &at);
    return begin;
}

static bool is_closing(uint32_t code)
{
    return code == ')' || code == ']' || code == '"' || code == '\'' || code == 0xBB || code == 0x201D ||
           code == 0x2019 || code == 0x300D || code == 0x300F || code == NBSP || code == 0x202F;
}

static bool ends_sentence(const char *text, size_t size)
{
    uint32_t code = 0;
    do
        size = last_char(text, size, &code);
    while (size > 0 && (is_closing(code) || is_white(code)));
    return code == '.' || code == '!' || code == '?' || code == 0x3002 || code == 0xFF01 || code == 0xFF1F ||
           code == 0x061F || code == 0x06D4 || code == 0x0964;
}

/* Without spaces, commas and opening marks at the end. */
static size_t trim_loose(const char *text, size_t size)
{
    while (size > 0) {
        uint32_t code;
        size_t begin = last_char(text, size, &code);
        bool loose = is_white(code) || code == NBSP || code == 0x202F || code == ',' || code == ';' || code == ':' ||
                     code == '-' || code == 0x2013 || code == 0x2014 || code == '(' || code == '[' || code == 0xAB ||
                     code == 0x201C || code == ELLIPSIS || code == '.' || code == 0x3001 || code == 0x060C;
        if (!loose)
            break;
        size = begin;
    }
    return size;
}

/* Without the last word, if a space stands before it. */
static size_t drop_word(const char *text, size_t size)
{
    size_t at = size;
    while (at > 0 && !is_white((unsigned char)text[at - 1]))
        at--;
    return at > 0 ? at : size;
}

static bool ends_with_ellipsis(struct lt_bytes text)
{
    static const char *const marks[] = {"...", "\xE2\x80\xA6", "[...]", "[\xE2\x80\xA6]", "(...)"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t size = strlen(marks[i]);
        if (text.size >= size && memcmp(text.data + text.size - size, marks[i], size) == 0)
            return true;
    }
    return false;
}

const char *lt_teaser_trim(const char *text, struct lt_arena *arena)
{
    struct lt_buf clean = {0};
    lt_plain_put(lt_bytes_of(text), &clean);
    size_t size = clean.size;
    bool told = ends_with_ellipsis(lt_buf_slice(&clean));
    if (size == 0 || (!told && ends_sentence(clean.data, size))) {
        const char *whole = lt_arena_strndup(arena, clean.data ? clean.data : "", size);
        lt_buf_finish(&clean);
        return whole;
    }
    while (size > 0 && (clean.data[size - 1] == ']' || clean.data[size - 1] == ')') && told)
        size--;
    size_t kept = trim_loose(clean.data, size);
    if (kept == size && !told)
        kept = trim_loose(clean.data, drop_word(clean.data, size));
    const char *trimmed = lt_arena_printf(arena, "%.*s\xE2\x80\xA6", (int)kept, clean.data);
    lt_buf_finish(&clean);
    return trimmed;
}
