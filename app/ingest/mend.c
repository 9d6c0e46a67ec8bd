/*
 * mend.c: XML as feeds write it, made well-formed before a parser sees it.
 *
 * Declarations, comments and document types go, so nothing is ever defined, expanded or fetched. HTML's entities become
 * their characters, a lonely & or < becomes text, an end tag that matches nothing goes, and what was left open is
 * closed. Depth and number of elements are counted here, before any tree is built.
 */
#include "mend.h"

#include "plain.h"

#include <lutrin/feed.h>
#include <lutrin/utf8.h>

#include <libxml/HTMLparser.h>
#include <string.h>

enum {
    MENDED_MAX_BYTES = 2 * LT_FEED_MAX_BYTES,
    ENTITY_NAME_MAX = 10,
    ATTRIBUTES_MAX = 200,
};

/* Where `mark` stands in text[at..), or its size. */
static size_t find(struct lt_bytes text, size_t at, const char *mark)
{
    size_t size = strlen(mark);
    for (; at + size <= text.size; at++) {
        const char *hit = memchr(text.data + at, mark[0], text.size - at);
        if (!hit)
            break;
        at = (size_t)(hit - text.data);
        if (at + size <= text.size && memcmp(hit, mark, size) == 0)
            return at;
    }
    return text.size;
}

static bool starts(struct lt_bytes text, size_t at, const char *mark)
{
    return lt_bytes_starts((struct lt_bytes){text.data + at, text.size - at}, mark);
}

static bool is_digit(char c, bool hex)
{
    return (c >= '0' && c <= '9') || (hex && ((c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F')));
}

/* Writes a character, markup's own as entities. */
static void put_char(uint32_t code, struct lt_buf *out)
{
    static const struct {
        char mark;
        const char *entity;
    } own[] = {{'<', "&lt;"}, {'>', "&gt;"}, {'&', "&amp;"}, {'"', "&quot;"}, {'\'', "&apos;"}};
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        if (code == (unsigned char)own[i].mark) {
            lt_buf_puts(out, own[i].entity);
            return;
        }
    code = lt_plain_c1(code);
    if (code >= ' ' || code == '\t' || code == '\n')
        lt_buf_put_utf8(out, code);
}

/* A reference "&#...;" at `at`; returns the place after it, or `at` when it is none. */
static size_t mend_number(struct lt_bytes text, size_t at, struct lt_buf *out)
{
    size_t next = at + 2;
    bool hex = next < text.size && (text.data[next] == 'x' || text.data[next] == 'X');
    next += hex;
    size_t begin = next;
    uint32_t code = 0;
    for (; next < text.size && is_digit(text.data[next], hex); next++) {
        char c = text.data[next];
        uint32_t digit = c <= '9' ? (uint32_t)(c - '0') : (uint32_t)((c | 32) - 'a' + 10);
        code = code > 0x110000 ? code : code * (hex ? 16 : 10) + digit;
    }
    if (next == begin)
        return at;
    put_char(code, out);
    return next + (next < text.size && text.data[next] == ';');
}

/* What stands at an "&": an entity of XML or of HTML, a number, or a lonely &. Returns the place after it. */
static size_t mend_reference(struct lt_bytes text, size_t at, struct lt_buf *out)
{
    size_t next = at + 1;
    if (next < text.size && text.data[next] == '#') {
        next = mend_number(text, at, out);
        if (next > at)
            return next;
    }
    char name[ENTITY_NAME_MAX + 1];
    size_t size = 0;
    next = at + 1;
    while (next + size < text.size && size < ENTITY_NAME_MAX && text.data[next + size] > ' ' &&
           text.data[next + size] != ';' && text.data[next + size] != '&' && text.data[next + size] != '<')
        size++;
    memcpy(name, text.data + next, size);
    name[size] = '\0';
    bool ended = next + size < text.size && text.data[next + size] == ';';
    const htmlEntityDesc *entity = ended ? htmlEntityLookup((const xmlChar *)name) : NULL;
    if (entity || (ended && strcmp(name, "apos") == 0)) {
        put_char(entity ? entity->value : '\'', out);
        return next + size + 1;
    }
    lt_buf_puts(out, "&amp;");
    return at + 1;
}

/* Passes over "<!DOCTYPE ... [ ... ]>", quotes and brackets counted. */
static size_t over_doctype(struct lt_bytes text, size_t at)
{
    int brackets = 0;
    for (char quote = 0; at < text.size; at++) {
        char c = text.data[at];
        if (quote)
            quote = c == quote ? 0 : quote;
        else if (brackets > 0 && (c == '"' || c == '\''))
            quote = c;
        else if (c == '[' || c == ']')
            brackets += c == '[' ? 1 : -1;
        else if (c == '>' && brackets <= 0)
            return at + 1;
    }
    return text.size;
}

/* Copies a tag up to its ">" into `out`, its attribute values mended; returns the place after it. Attributes past a
 * limit are left out, for they are compared with each other. */
static size_t mend_tag(struct lt_bytes text, size_t at, struct lt_buf *out)
{
    lt_buf_putc(out, '<');
    at++;
    size_t values = 0;
    for (char quote = 0; at < text.size;) {
        char c = text.data[at];
        values += c == '=' && !quote;
        if (values > ATTRIBUTES_MAX && c != '>') {
            at++;
            continue;
        }
        if (c == '&') {
            at = mend_reference(text, at, out);
            continue;
        }
        if (c == '<' && !quote) { /* the tag before was never closed */
            lt_buf_putc(out, '>');
            return at;
        }
        if (quote)
            quote = c == quote ? 0 : quote;
        else if ((c == '"' || c == '\'') && strchr("= \t\n", text.data[at - 1]))
            quote = c;
        if (c == '<')
            lt_buf_puts(out, "&lt;");
        else
            lt_buf_putc(out, c);
        at++;
        if (c == '>' && !quote)
            break;
    }
    return at;
}

static struct lt_bytes name_at(struct lt_bytes text, size_t at)
{
    size_t end = at;
    while (end < text.size && (unsigned char)text.data[end] > ' ' && text.data[end] != '>' && text.data[end] != '/' &&
           text.data[end] != '<')
        end++;
    return (struct lt_bytes){text.data + at, end - at};
}

static void close_one(struct lt_mender *m, struct lt_buf *out)
{
    struct lt_bytes name = m->open[--m->depth];
    lt_buf_puts(out, "</");
    lt_buf_put(out, name.data, name.size);
    lt_buf_putc(out, '>');
}

static size_t start_tag(struct lt_mender *m, size_t at, struct lt_buf *out)
{
    struct lt_bytes name = name_at(m->text, at + 1);
    size_t begin = out->size, next = mend_tag(m->text, at, out);
    bool ended = out->data[out->size - 1] == '>';
    if (!ended) { /* the text ends inside the tag */
        out->size = begin;
        return next;
    }
    if (++m->nodes > LT_FEED_MAX_NODES)
        m->broken = "more elements than a feed may have";
    if (out->size - begin > 2 && out->data[out->size - 2] == '/')
        return next;
    if (m->depth >= LT_FEED_MAX_DEPTH)
        m->broken = "elements nested deeper than a feed may have them";
    else
        m->open[m->depth++] = name;
    return next;
}

/* Closes what the end tag closes; one that closes nothing is left out. */
static size_t end_tag(struct lt_mender *m, size_t at, struct lt_buf *out)
{
    struct lt_bytes name = name_at(m->text, at + 2);
    size_t from = m->depth, end = find(m->text, at, ">");
    while (from > 0 && !lt_bytes_equal(m->open[from - 1], name))
        from--;
    while (from > 0 && m->depth >= from)
        close_one(m, out);
    return end == m->text.size ? end : end + 1;
}

static bool begins_name(struct lt_bytes text, size_t at)
{
    if (at >= text.size)
        return false;
    char c = text.data[at];
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

/* The place after `mark` from `at` on, or the end. */
static size_t over(struct lt_bytes text, size_t at, const char *mark)
{
    size_t end = find(text, at, mark);
    return end == text.size ? end : end + strlen(mark);
}

/* What stands at a "<". Returns the place after what was dealt with. */
static size_t mend_markup(struct lt_mender *m, size_t at, struct lt_buf *out)
{
    struct lt_bytes text = m->text;
    if (starts(text, at, "<![CDATA[")) {
        size_t end = over(text, at, "]]>");
        if (find(text, at, "]]>") < text.size) /* never closed: the text is cut here */
            lt_buf_put(out, text.data + at, end - at);
        return end;
    }
    if (starts(text, at, "<!--"))
        return over(text, at + 4, "-->");
    if (starts(text, at, "<?"))
        return over(text, at, ">");
    if (starts(text, at, "<!"))
        return over_doctype(text, at);
    if (starts(text, at, "</") && begins_name(text, at + 2))
        return end_tag(m, at, out);
    if (begins_name(text, at + 1))
        return start_tag(m, at, out);
    lt_buf_puts(out, "&lt;");
    return at + 1;
}

void lt_mend_begin(struct lt_mender *m, struct lt_bytes text)
{
    *m = (struct lt_mender){.text = text, .at = find(text, 0, "<")};
}

bool lt_mend_more(struct lt_mender *m, struct lt_buf *out)
{
    struct lt_bytes text = m->text;
    size_t begin = m->at, before = out->size;
    if (begin >= text.size || m->broken)
        return false;
    while (m->at < text.size && text.data[m->at] != '<' && text.data[m->at] != '&')
        m->at++;
    lt_buf_put(out, text.data + begin, m->at - begin);
    if (m->at < text.size)
        m->at = text.data[m->at] == '<' ? mend_markup(m, m->at, out) : mend_reference(text, m->at, out);
    m->written += out->size - before;
    if (m->written > MENDED_MAX_BYTES)
        m->broken = "more markup than a feed may have";
    return true;
}

enum lt_err lt_mend_verdict(const struct lt_mender *m, struct lt_diag *diag)
{
    if (m->broken)
        return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "%s", m->broken);
    if (m->nodes == 0)
        return lt_fail(diag, LT_ERR_DATA, NULL, NULL, "no XML in it");
    if (m->depth > 0)
        return lt_fail(diag, LT_ERR_DATA, NULL, "fetch it again", "it is cut: <%.*s> is never closed",
                       (int)(m->open[0].size < 40 ? m->open[0].size : 40), m->open[0].data);
    return LT_OK;
}
