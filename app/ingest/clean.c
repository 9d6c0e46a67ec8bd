/*
 * clean.c: a tree written back as HTML: elements of the allow-list, attributes that are known to be harmless, absolute
 * addresses, everything else escaped. What this writes holds no script, no style, no form and nothing that is fetched
 * but pictures.
 */
#include "clean.h"

#include "html.h"
#include "language.h"
#include "picture.h"
#include "plain.h"

#include <lutrin/ingest.h>
#include <lutrin/utf8.h>

#include <string.h>
#include <strings.h>

enum { ATTRIBUTE_MAX_BYTES = 2048 };

struct cleaner {
    const char *base;
    struct lt_arena *arena;
    struct lt_buf *out;
};

static void put_escaped(struct lt_bytes text, bool attribute, struct lt_buf *out)
{
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        if (c == '&')
            lt_buf_puts(out, "&amp;");
        else if (c == '<')
            lt_buf_puts(out, "&lt;");
        else if (c == '>')
            lt_buf_puts(out, "&gt;");
        else if (c == '"' && attribute)
            lt_buf_puts(out, "&quot;");
        else
            lt_buf_putc(out, c);
    }
}

static void put_attribute(struct cleaner *c, const char *name, const char *value)
{
    lt_buf_printf(c->out, " %s=\"", name);
    put_escaped(lt_bytes_of(value), true, c->out);
    lt_buf_putc(c->out, '"');
}

/* Names and numbers: nothing that a browser acts upon. */
static bool is_name(const char *value)
{
    size_t size = strlen(value);
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)value[i];
        bool fine = (byte | 32) >= 'a' && (byte | 32) <= 'z';
        fine = fine || (byte >= '0' && byte <= '9') || byte >= 0x80 || strchr(" _-.:%+", byte);
        if (!fine)
            return false;
    }
    return size > 0 && size <= ATTRIBUTE_MAX_BYTES;
}

/* Attributes that are kept on any element when their value is a name or a number. */
static const char *const PLAIN_ATTRIBUTES[] = {"id", "class", "lang", "dir", "start", "value", "reversed", "colspan",
                                               "rowspan", "align", "scope", "datetime", "role"};

static void put_plain_attributes(struct cleaner *c, const xmlNode *node)
{
    for (size_t i = 0; i < sizeof PLAIN_ATTRIBUTES / sizeof *PLAIN_ATTRIBUTES; i++) {
        const char *value = lt_dom_attr(node, PLAIN_ATTRIBUTES[i]);
        if (value && is_name(value))
            put_attribute(c, PLAIN_ATTRIBUTES[i], value);
        else if (value && strcmp(PLAIN_ATTRIBUTES[i], "reversed") == 0)
            put_attribute(c, PLAIN_ATTRIBUTES[i], "");
    }
    const char *title = lt_dom_attr(node, "title");
    if (title && title[0] && strlen(title) <= ATTRIBUTE_MAX_BYTES)
        put_attribute(c, "title", title);
}

static void put_link(struct cleaner *c, const xmlNode *node)
{
    const char *href = lt_dom_attr(node, "href"), *url = NULL;
    if (href && href[0] == '#' && is_name(href + 1))
        url = href;
    else if (href && href[0])
        url = lt_url_resolve(href, c->base, c->arena);
    if (url)
        put_attribute(c, "href", url);
}

/* Writes an image, or nothing when it shows nothing. */
static void put_image(struct cleaner *c, const xmlNode *node)
{
    struct lt_picture picture;
    if (lt_picture_read(node, c->base, c->arena, &picture) == LT_PICTURE_NONE)
        return;
    lt_buf_puts(c->out, "<img");
    if (picture.url)
        put_attribute(c, "src", picture.url);
    put_attribute(c, "alt", picture.alt);
    if (picture.width)
        lt_buf_printf(c->out, " width=\"%d\"", (int)picture.width);
    if (picture.height)
        lt_buf_printf(c->out, " height=\"%d\"", (int)picture.height);
    put_plain_attributes(c, node);
    lt_buf_putc(c->out, '>');
}

static void clean_children(struct cleaner *c, const xmlNode *node);

static void clean_element(struct cleaner *c, const xmlNode *node)
{
    const struct lt_tag *tag = lt_dom_tag(node);
    if (tag->kind == LT_TAG_IMAGE) {
        put_image(c, node);
        return;
    }
    if (tag->kind == LT_TAG_DROP && !tag->kept)
        return;
    if (tag->kept) {
        lt_buf_putc(c->out, '<');
        lt_buf_puts(c->out, tag->name);
        put_plain_attributes(c, node);
        if (tag->kind == LT_TAG_LINK)
            put_link(c, node);
        lt_buf_putc(c->out, '>');
    }
    if (tag->empty)
        return;
    clean_children(c, node);
    if (tag->kept) {
        lt_buf_puts(c->out, "</");
        lt_buf_puts(c->out, tag->name);
        lt_buf_putc(c->out, '>');
    }
}

static void clean_children(struct cleaner *c, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next) {
        if (child->type == XML_ELEMENT_NODE) {
            clean_element(c, child);
        } else if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            struct lt_buf text = {0};
            lt_plain_repair(lt_bytes_of((const char *)child->content), &text);
            put_escaped(lt_buf_slice(&text), false, c->out);
            lt_buf_finish(&text);
        }
    }
}

void lt_clean_children(const xmlNode *root, const char *base, struct lt_buf *out)
{
    struct lt_arena arena = {0};
    struct cleaner cleaner = {base, &arena, out};
    clean_children(&cleaner, root);
    lt_arena_finish(&arena);
}

/* Parses `html` cleaned of what is not UTF-8; NULL root when there is nothing in it or it is past a limit. */
static xmlDoc *parse(struct lt_bytes html, xmlNode **ret_root)
{
    struct lt_buf text = {0};
    xmlDoc *doc = NULL;
    lt_utf8_clean(&text, html);
    *ret_root = NULL;
    if (lt_html_parse_fragment(lt_buf_slice(&text), NULL, &doc, ret_root) != LT_OK)
        doc = NULL;
    lt_buf_finish(&text);
    return doc;
}

void lt_html_clean(struct lt_bytes html, const char *base, struct lt_buf *out)
{
    xmlNode *root;
    xmlDoc *doc = parse(html, &root);
    if (root && root->children && !root->children->next && lt_dom_is(root->children, "div"))
        root = root->children; /* the parser's own */
    if (root)
        lt_clean_children(root, base, out);
    xmlFreeDoc(doc);
}

void lt_html_text(struct lt_bytes html, struct lt_buf *out)
{
    bool plain = html.size == 0 || (!memchr(html.data, '<', html.size) && !memchr(html.data, '&', html.size));
    if (plain) {
        struct lt_buf text = {0};
        lt_utf8_clean(&text, html);
        lt_plain_put(lt_buf_slice(&text), out);
        lt_buf_finish(&text);
        return;
    }
    xmlNode *root;
    xmlDoc *doc = parse(html, &root);
    if (root)
        lt_dom_text(root, out);
    xmlFreeDoc(doc);
}
