/*
 * utf8.c: UTF-8 decoded and encoded by RFC 3629, with the replacement character for what is none.
 */
#include <lutrin/utf8.h>

#include <string.h>

/* The length of the valid character at text[0..size), or 0. */
static size_t valid_length(const unsigned char *text, size_t size)
{
    unsigned char lead = text[0];
    if (lead < 0x80)
        return 1;
    size_t length = lead >= 0xC2 && lead <= 0xDF ? 2 : (lead & 0xF0) == 0xE0 ? 3 : lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
    if (length == 0 || length > size)
        return 0;
    unsigned char low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
    unsigned char high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
    if (text[1] < low || text[1] > high)
        return 0;
    for (size_t i = 2; i < length; i++)
        if ((text[i] & 0xC0) != 0x80)
            return 0;
    return length;
}

static bool is_dropped(uint32_t code)
{
    return (code < 0x20 && code != '\t' && code != '\n') || code == 0x7F;
}

uint32_t lt_utf8_next(const char *text, size_t size, size_t *at)
{
    const unsigned char *p = (const unsigned char *)text + *at;
    size_t length = valid_length(p, size - *at);
    if (length == 0) {
        *at += 1;
        return LT_REPLACEMENT;
    }
    *at += length;
    if (length == 1)
        return p[0];
    uint32_t code = p[0] & (0x7Fu >> length);
    for (size_t i = 1; i < length; i++)
        code = code << 6 | (p[i] & 0x3Fu);
    return code;
}

size_t lt_utf8_back(const char *text, size_t at)
{
    if (at > 0)
        at--;
    for (int i = 0; i < LT_UTF8_MAX - 1 && at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80; i++)
        at--;
    return at;
}

size_t lt_utf8_put(uint32_t code, char *out)
{
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = LT_REPLACEMENT;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    size_t length = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (size_t i = length - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code & 0x3F));
        code >>= 6;
    }
    out[0] = (char)((0xF00 >> length & 0xFF) | code);
    return length;
}

void lt_buf_put_utf8(struct lt_buf *buf, uint32_t code)
{
    char bytes[LT_UTF8_MAX];
    if (code < 0x80)
        lt_buf_putc(buf, (char)code);
    else
        lt_buf_put(buf, bytes, lt_utf8_put(code, bytes));
}

size_t lt_utf8_ascii(struct lt_bytes text, size_t at)
{
    const uint64_t high = UINT64_MAX / 0xFF * 0x80;
    size_t from = at;
    for (uint64_t eight; at + sizeof eight <= text.size; at += sizeof eight) {
        memcpy(&eight, text.data + at, sizeof eight);
        if (eight & high)
            break;
    }
    while (at < text.size && (unsigned char)text.data[at] < 0x80)
        at++;
    return at - from;
}

bool lt_utf8_valid(struct lt_bytes text)
{
    for (size_t at = 0; (at += lt_utf8_ascii(text, at)) < text.size;) {
        size_t length = valid_length((const unsigned char *)text.data + at, text.size - at);
        if (length == 0)
            return false;
        at += length;
    }
    return true;
}

/* How many bytes from `at` on are printable ASCII, counted in eights: most of most texts. */
static size_t printable_run(struct lt_bytes text, size_t at)
{
    const uint64_t each = UINT64_MAX / 0xFF, high = each * 0x80;
    size_t from = at;
    for (; at + sizeof(uint64_t) <= text.size; at += sizeof(uint64_t)) {
        uint64_t eight;
        memcpy(&eight, text.data + at, sizeof eight);
        uint64_t deleted = eight ^ each * 0x7F;                   /* a zero where a DELETE stands */
        uint64_t odd = eight | (eight - each * 0x20) | (deleted - each); /* a high bit where a byte is none of ours */
        if (odd & high)
            break;
    }
    return at - from;
}

size_t lt_utf8_clean_run(struct lt_bytes text, size_t at)
{
    size_t from = at;
    while (at < text.size) {
        at += printable_run(text, at);
        while (at < text.size && text.data[at] >= ' ' && text.data[at] <= '~') /* the rest of a run */
            at++;
        if (at == text.size)
            break;
        size_t length = valid_length((const unsigned char *)text.data + at, text.size - at);
        if (length == 0 || (length == 1 && is_dropped((unsigned char)text.data[at])))
            break;
        at += length;
    }
    return at - from;
}

void lt_utf8_clean(struct lt_buf *buf, struct lt_bytes text)
{
    for (size_t at = 0; at < text.size; at++) {
        size_t good = lt_utf8_clean_run(text, at);
        lt_buf_put(buf, text.data + at, good);
        at += good;
        if (at < text.size && !is_dropped((unsigned char)text.data[at]))
            lt_buf_put_utf8(buf, LT_REPLACEMENT);
    }
}

size_t lt_utf8_count(struct lt_bytes text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.size; i++)
        count += ((unsigned char)text.data[i] & 0xC0) != 0x80;
    return count;
}

size_t lt_utf8_floor(struct lt_bytes text, size_t limit)
{
    if (limit >= text.size)
        return text.size;
    while (limit > 0 && ((unsigned char)text.data[limit] & 0xC0) == 0x80)
        limit--;
    return limit;
}
