/*
 * charset.c: which encoding bytes are in, and bringing them to UTF-8 (iconv).
 *
 * Declarations are often wrong, so they are tried against the bytes: text that is valid UTF-8 with anything beyond
 * ASCII in it is UTF-8, unless it declares an encoding of several bytes a character, which can look like it by chance.
 * Labels mean what they mean on the web (iso-8859-1 is windows-1252). Where nothing is declared that can be true, the
 * text itself tells (lt_text_charset).
 */
#include "charset.h"

#include "plain.h"

#include <lutrin/text.h>
#include <lutrin/utf8.h>

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

enum {
    LABEL_MAX = 40,
    DECLARATION_MAX_BYTES = 4096, /* a declaration stands at the beginning */
    CHUNK_BYTES = 8192,
    WIDE_MIN_SEQUENCES = 100,
};

/* Labels that are read as another, larger encoding. */
static const char *const MEANT[][2] = {
    {"ansi_x3.4-1968", "WINDOWS-1252"}, {"ascii", "WINDOWS-1252"},          {"us-ascii", "WINDOWS-1252"},
    {"iso-8859-1", "WINDOWS-1252"},     {"iso8859-1", "WINDOWS-1252"},      {"iso_8859-1", "WINDOWS-1252"},
    {"latin1", "WINDOWS-1252"},         {"latin-1", "WINDOWS-1252"},        {"l1", "WINDOWS-1252"},
    {"cp1252", "WINDOWS-1252"},         {"x-cp1252", "WINDOWS-1252"},       {"iso-8859-9", "WINDOWS-1254"},
    {"latin5", "WINDOWS-1254"},         {"iso-8859-11", "CP874"},           {"tis-620", "CP874"},
    {"windows-874", "CP874"},           {"gb2312", "GB18030"},              {"gb_2312-80", "GB18030"},
    {"gbk", "GB18030"},                 {"x-gbk", "GB18030"},               {"cp936", "GB18030"},
    {"shift_jis", "CP932"},             {"shift-jis", "CP932"},             {"sjis", "CP932"},
    {"x-sjis", "CP932"},                {"windows-31j", "CP932"},           {"ms_kanji", "CP932"},
    {"ks_c_5601-1987", "CP949"},        {"euc-kr", "CP949"},                {"windows-949", "CP949"},
    {"big5", "BIG5-HKSCS"},             {"x-x-big5", "BIG5-HKSCS"},         {"utf8", "UTF-8"},
    {"unicode-1-1-utf-8", "UTF-8"},     {"x-mac-roman", "MACINTOSH"},       {"x-mac-cyrillic", "MAC-CYRILLIC"},
    {"x-euc-jp", "EUC-JP"},             {"u8", "UTF-8"},                    {"iso-8859-8-i", "ISO-8859-8"},
};

/* How the labels begin that are passed on to iconv. */
static const char *const FAMILIES[] = {"utf-", "ucs-", "iso-8859", "iso8859", "iso_8859", "windows-", "cp", "ibm",
                                       "koi8", "euc-", "big5", "gb", "iso-2022-jp", "iso-2022-kr", "hz", "mac",
                                       "viscii", "johab", "latin", "tis", "ptcp"};

/* Encodings of several bytes a character. */
static const char *const WIDE[] = {"GB18030", "CP932", "CP949", "BIG5-HKSCS", "EUC-JP", "EUC-TW", "ISO-2022-JP",
                                   "ISO-2022-KR", "HZ", "UTF-16", "UTF-32", "UCS-", "UTF-7", "JOHAB"};

static bool is_wide(const char *name)
{
    for (size_t i = 0; i < sizeof WIDE / sizeof *WIDE; i++)
        if (strncasecmp(name, WIDE[i], strlen(WIDE[i])) == 0)
            return true;
    return false;
}

/* The name that iconv knows for a declared label; false when it is none that is let in. */
static bool known_label(const char *label, char name[LABEL_MAX])
{
    for (size_t i = 0; i < sizeof MEANT / sizeof *MEANT; i++)
        if (strcasecmp(label, MEANT[i][0]) == 0) {
            memcpy(name, MEANT[i][1], strlen(MEANT[i][1]) + 1);
            return true;
        }
    for (size_t i = 0; i < sizeof FAMILIES / sizeof *FAMILIES; i++)
        if (strncasecmp(label, FAMILIES[i], strlen(FAMILIES[i])) == 0) {
            memcpy(name, label, strlen(label) + 1);
            return true;
        }
    return false;
}

static bool is_label_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-_.:", c);
}

/* Copies the label that stands at `at` after "=" and quotes. */
static bool read_label(const char *text, size_t size, size_t at, char label[LABEL_MAX])
{
    while (at < size && strchr(" \t\r\n=\"'", text[at]) && text[at])
        at++;
    size_t length = 0;
    while (at + length < size && length < LABEL_MAX - 1 && text[at + length] && is_label_char(text[at + length]))
        length++;
    memcpy(label, text + at, length);
    label[length] = '\0';
    return length > 0;
}

/* Finds `word` (any case) in text[from..size); size when it is not there. */
static size_t find(const char *text, size_t size, size_t from, const char *word)
{
    size_t length = strlen(word);
    for (size_t at = from; at + length <= size; at++)
        if ((text[at] | 0x20) == (word[0] | 0x20) && strncasecmp(text + at, word, length) == 0)
            return at;
    return size;
}

/* What the text says of itself: <?xml encoding=...>, or <meta ... charset=...>. */
static bool declared(struct lt_bytes data, enum lt_markup markup, char label[LABEL_MAX])
{
    size_t size = data.size < DECLARATION_MAX_BYTES ? data.size : DECLARATION_MAX_BYTES;
    size_t xml = find(data.data, size, 0, "<?xml");
    if (xml < size) {
        size_t end = find(data.data, size, xml, ">");
        size_t at = find(data.data, end, xml, "encoding");
        if (at < end && read_label(data.data, end, at + strlen("encoding"), label))
            return true;
    }
    for (size_t at = 0; markup == LT_MARKUP_HTML && (at = find(data.data, size, at, "<meta")) < size; at++) {
        size_t end = find(data.data, size, at, ">");
        size_t word = find(data.data, end, at, "charset");
        if (word < end && read_label(data.data, end, word + strlen("charset"), label))
            return true;
    }
    return false;
}

/* The encoding that a byte order mark tells, or that XML's first bytes tell without one; *ret_skip is the mark's size. */
static const char *marked(struct lt_bytes data, size_t *ret_skip)
{
    static const struct {
        unsigned char bytes[4];
        uint8_t size, skip;
        const char *name;
    } marks[] = {
        {{0xEF, 0xBB, 0xBF, 0}, 3, 3, "UTF-8"},       {{0xFF, 0xFE, 0, 0}, 4, 4, "UTF-32LE"},
        {{0, 0, 0xFE, 0xFF}, 4, 4, "UTF-32BE"},       {{0xFE, 0xFF, 0, 0}, 2, 2, "UTF-16BE"},
        {{0xFF, 0xFE, 0, 0}, 2, 2, "UTF-16LE"},       {{'<', 0, 0, 0}, 4, 0, "UTF-32LE"},
        {{0, 0, 0, '<'}, 4, 0, "UTF-32BE"},           {{'<', 0, '?', 0}, 4, 0, "UTF-16LE"},
        {{0, '<', 0, '?'}, 4, 0, "UTF-16BE"},         {{'<', 0, '!', 0}, 4, 0, "UTF-16LE"},
        {{0, '<', 0, '!'}, 4, 0, "UTF-16BE"},         {{'<', 0, 'r', 0}, 4, 0, "UTF-16LE"},
        {{0x4C, 0x6F, 0xA7, 0x94}, 4, 0, "IBM037"},
    };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (data.size >= marks[i].size && memcmp(data.data, marks[i].bytes, marks[i].size) == 0) {
            *ret_skip = marks[i].skip;
            return marks[i].name;
        }
    return NULL;
}

/* Counts sequences of several bytes that are valid UTF-8, and bytes that are not. */
static void count_utf8(struct lt_bytes data, size_t *ret_valid, size_t *ret_invalid)
{
    *ret_valid = *ret_invalid = 0;
    for (size_t at = 0; (at += lt_utf8_ascii(data, at)) < data.size;) {
        size_t begin = at;
        uint32_t code = lt_utf8_next(data.data, data.size, &at);
        *(code == LT_REPLACEMENT && at == begin + 1 ? ret_invalid : ret_valid) += 1;
    }
}

/* UTF-8 as far as it goes; invalid bytes are windows-1252 when they are the rule, else the replacement character. */
static void decode_loose(struct lt_bytes data, bool western, struct lt_buf *out)
{
    for (size_t at = 0; at < data.size;) {
        size_t begin = at;
        uint32_t code = lt_utf8_next(data.data, data.size, &at);
        bool invalid = code == LT_REPLACEMENT && at == begin + 1;
        if (invalid && western)
            lt_buf_put_utf8(out, lt_plain_c1((unsigned char)data.data[begin]));
        else if (invalid)
            lt_buf_put_utf8(out, LT_REPLACEMENT);
        else
            lt_buf_put(out, data.data + begin, at - begin);
    }
}

/* Converts with iconv, U+FFFD for what does not convert; false when the encoding is unknown. */
static bool convert(struct lt_bytes data, const char *from, struct lt_buf *out)
{
    iconv_t cd = iconv_open("UTF-8", from);
    if (cd == (iconv_t)-1)
        return false;
    char *in = (char *)data.data, chunk[CHUNK_BYTES];
    size_t left = data.size;
    while (left > 0) {
        char *to = chunk;
        size_t room = sizeof chunk;
        size_t done = iconv(cd, &in, &left, &to, &room);
        int err = errno;
        lt_buf_put(out, chunk, sizeof chunk - room);
        if (done != (size_t)-1 || err == E2BIG)
            continue;
        lt_buf_put_utf8(out, LT_REPLACEMENT);
        if (err == EINVAL)
            break;
        in++;
        left--;
    }
    char *to = chunk;
    size_t room = sizeof chunk;
    iconv(cd, NULL, NULL, &to, &room); /* a letter that waited for an accent */
    lt_buf_put(out, chunk, sizeof chunk - room);
    iconv_close(cd);
    return true;
}

/* The encoding to convert from, or NULL for UTF-8 with windows-1252 behind it. */
static const char *choose(struct lt_bytes data, enum lt_markup markup, size_t valid, size_t invalid,
                          char name[LABEL_MAX])
{
    char label[LABEL_MAX];
    if (!declared(data, markup, label) || !known_label(label, name) || strcasecmp(name, "UTF-8") == 0)
        return NULL;
    bool units = strncasecmp(name, "UTF-16", 6) == 0 || strncasecmp(name, "UTF-32", 6) == 0 ||
                 strncasecmp(name, "UCS-", 4) == 0;
    if (units) /* the declaration itself was read byte by byte, so it cannot be true */
        return NULL;
    size_t least = is_wide(name) ? WIDE_MIN_SEQUENCES : 1; /* short text in them may look like UTF-8 by chance */
    return valid >= least && invalid == 0 ? NULL : name;
}

/* Clean, but for lines that end in \r\n? */
static bool is_clean(struct lt_bytes data)
{
    size_t at = lt_utf8_clean_run(data, 0);
    while (at + 1 < data.size && data.data[at] == '\r' && data.data[at + 1] == '\n')
        at += 2 + lt_utf8_clean_run(data, at + 2);
    return at == data.size;
}

/* The text in UTF-8, not cleaned: what `data` is after its mark, or what is put into `made`. */
static struct lt_bytes to_utf8(struct lt_bytes data, enum lt_markup markup, struct lt_buf *made)
{
    char name[LABEL_MAX];
    size_t skip = 0, valid, invalid;
    const char *from = marked(data, &skip);
    if (from) {
        data = (struct lt_bytes){data.data + skip, data.size - skip};
        from = strcmp(from, "UTF-8") == 0 ? NULL : from;
        count_utf8(data, &valid, &invalid);
    } else {
        count_utf8(data, &valid, &invalid);
        from = choose(data, markup, valid, invalid, name);
        const char *guess = !from && invalid > valid ? lt_text_charset(data) : NULL;
        if (guess && known_label(guess, name))
            from = name;
    }
    if (from && convert(data, from, made))
        return lt_buf_slice(made);
    if (invalid == 0)
        return data;
    decode_loose(data, invalid >= valid, made);
    return lt_buf_slice(made);
}

struct lt_bytes lt_charset_text(struct lt_bytes data, enum lt_markup markup, struct lt_buf *own)
{
    struct lt_buf made = {0};
    struct lt_bytes text = to_utf8(data, markup, &made);
    if (text.data != made.data && is_clean(text))
        return text;
    lt_utf8_clean(own, text);
    lt_buf_finish(&made);
    return lt_buf_slice(own);
}

void lt_charset_decode(struct lt_bytes data, enum lt_markup markup, struct lt_buf *out)
{
    struct lt_buf made = {0};
    lt_utf8_clean(out, to_utf8(data, markup, &made));
    lt_buf_finish(&made);
}
