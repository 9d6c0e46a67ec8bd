/*
 * feed_text.c: the ways in which a feed's element holds text: plain, marked up, marked up and escaped, in base64.
 */
#include "feed_fields.h"

#include "clean.h"
#include "plain.h"

#include <lutrin/ingest.h>
#include <lutrin/utf8.h>

#include <string.h>
#include <strings.h>

static bool has_elements(const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE)
            return true;
    return false;
}

/* The text of all text nodes below. */
static void raw_text(const xmlNode *node, struct lt_buf *out)
{
    for (const xmlNode *child = node->children; child; child = lt_dom_next(node, child))
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
            lt_buf_puts(out, (const char *)child->content);
}

/* Is the text, as the element declares it, plain? Atom says so; elsewhere markup is to be expected. */
static bool is_plain(const xmlNode *node)
{
    const char *type = lt_dom_attr(node, "type"), *mode = lt_dom_attr(node, "mode");
    const char *address = node->ns && node->ns->href ? (const char *)node->ns->href : "";
    bool atom = strcasecmp(address, "http://www.w3.org/2005/Atom") == 0;
    if (mode && strcasecmp(mode, "escaped") == 0 && type && strcasecmp(type, "text/plain") != 0)
        return false;
    if (type)
        return strcasecmp(type, "text") == 0 || strcasecmp(type, "text/plain") == 0 || strcasecmp(type, "plain") == 0;
    return atom || strncmp(address, "http://purl.org/atom/", 21) == 0;
}

static bool looks_marked_up(struct lt_bytes text)
{
    for (size_t i = 0; i + 1 < text.size; i++) {
        char c = text.data[i], next = text.data[i + 1];
        bool letter = (next | 32) >= 'a' && (next | 32) <= 'z';
        if ((c == '<' && (letter || next == '/' || next == '!')) || (c == '&' && (letter || next == '#')))
            return true;
    }
    return false;
}

/* Is the type another than text, XML or HTML? Atom 1.0 then has base64, but many write plain text. */
static bool is_foreign(const char *type)
{
    return type && strchr(type, '/') && strncasecmp(type, "text/", 5) != 0 && !strstr(type, "xml") && !strstr(type, "html");
}

static int base64_value(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *hit = c ? strchr(digits, c) : NULL;
    return hit ? (int)(hit - digits) : -1;
}

/* Appends what the base64 text means; false when it is none, or no text in UTF-8. */
static bool put_base64(struct lt_bytes text, struct lt_buf *out)
{
    uint32_t bits = 0;
    int count = 0;
    size_t begin = out->size;
    for (size_t i = 0; i < text.size && text.data[i] != '='; i++) {
        int value = base64_value(text.data[i]);
        if (value < 0 && strchr(" \t\r\n", text.data[i]))
            continue;
        if (value < 0)
            return false;
        bits = bits << 6 | (uint32_t)value;
        count += 6;
        if (count >= 8) {
            count -= 8;
            lt_buf_putc(out, (char)(bits >> count & 0xFF));
        }
    }
    if (out->size == begin)
        return false;
    struct lt_bytes decoded = {out->data + begin, out->size - begin};
    return !memchr(decoded.data, '\0', decoded.size) && lt_utf8_valid(decoded);
}

enum content { NOTHING, PLAIN, MARKUP };

/* Appends the text of an element without children, base64 undone, and tells what it is. */
static enum content read_text(const xmlNode *node, struct lt_buf *out)
{
    struct lt_buf raw = {0};
    const char *type = lt_dom_attr(node, "type"), *mode = lt_dom_attr(node, "mode");
    bool encoded = mode && strcasecmp(mode, "base64") == 0, foreign = is_foreign(type);
    enum content content = is_plain(node) && !encoded ? PLAIN : MARKUP;
    raw_text(node, &raw);
    if (raw.size == 0)
        content = NOTHING;
    else if ((encoded || foreign) && put_base64(lt_buf_slice(&raw), out))
        content = MARKUP;
    else if (foreign && (strncasecmp(type, "image/", 6) == 0 || strncasecmp(type, "audio/", 6) == 0 ||
                         strncasecmp(type, "video/", 6) == 0))
        content = NOTHING;
    else if (foreign || (type && strstr(type, "xml") && !strstr(type, "html")))
        content = PLAIN;
    if (content == NOTHING || content == PLAIN || !(encoded || foreign))
        out->size = 0;
    if (content != NOTHING && out->size == 0)
        lt_buf_put(out, raw.data, raw.size);
    lt_buf_finish(&raw);
    return content;
}

const char *lt_feed_text(const xmlNode *node, struct lt_arena *arena)
{
    struct lt_buf raw = {0}, text = {0};
    if (!node)
        return NULL;
    enum content content = NOTHING;
    if (has_elements(node))
        lt_dom_text(node, &text);
    else
        content = read_text(node, &raw);
    if (content == MARKUP && looks_marked_up(lt_buf_slice(&raw)))
        lt_html_text(lt_buf_slice(&raw), &text);
    else if (content != NOTHING)
        lt_plain_put(lt_buf_slice(&raw), &text);
    const char *copy = text.size > 0 ? lt_arena_strndup(arena, text.data, text.size) : NULL;
    lt_buf_finish(&raw);
    lt_buf_finish(&text);
    return copy;
}

static void put_plain_as_html(struct lt_bytes text, struct lt_buf *out)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '<' || c == '>' || c == '&')
            lt_buf_puts(out, c == '<' ? "&lt;" : c == '>' ? "&gt;" : "&amp;");
        else
            lt_buf_putc(out, c);
    }
}

const char *lt_feed_html(const xmlNode *node, const char *base, struct lt_arena *arena)
{
    struct lt_buf raw = {0}, html = {0};
    if (!node)
        return NULL;
    enum content content = NOTHING;
    if (has_elements(node))
        lt_clean_children(node, base, &html);
    else
        content = read_text(node, &raw);
    if (content == PLAIN)
        put_plain_as_html(lt_bytes_trim(lt_buf_slice(&raw)), &html);
    else if (content == MARKUP)
        lt_html_clean(lt_buf_slice(&raw), base, &html);
    struct lt_bytes trimmed = lt_bytes_trim(lt_buf_slice(&html));
    const char *copy = trimmed.size > 0 ? lt_arena_strndup(arena, trimmed.data, trimmed.size) : NULL;
    lt_buf_finish(&raw);
    lt_buf_finish(&html);
    return copy;
}
