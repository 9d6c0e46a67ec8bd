/*
 * clean.c: a tree written back as HTML: elements and attributes of the allow-lists (allow.c), absolute addresses,
 * everything else escaped. It is written so that XML parsers read it too, attributes in the order of their names.
 */
#include "clean.h"

#include "allow.h"
#include "html.h"
#include "language.h"
#include "picture.h"
#include "plain.h"

#include <lutrin/ingest.h>
#include <lutrin/utf8.h>

#include <string.h>
#include <strings.h>

enum {
    ATTRIBUTE_MAX_BYTES = 2048,
    ATTRIBUTES_MAX = 32,         /* of one element; the rest is left out */
    ATTRIBUTE_NAME_MAX = 20,
};

struct cleaner {
    const char *base;
    struct lt_arena *arena;
    struct lt_buf *out;
    bool article; /* what is no part of an article's text (forms, players) goes too */
};

struct attribute {
    const char *name, *value;
};

struct attributes {
    struct attribute items[ATTRIBUTES_MAX];
    size_t count;
};

static void put_escaped(struct lt_bytes text, bool attribute, struct lt_buf *out)
{
    size_t good = 0; /* text[good..i) is waiting to be put as it is */
    for (size_t i = 0; i < text.size; i++) {
        char c = text.data[i];
        const char *entity = c == '&' ? "&amp;" : c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '"' && attribute ? "&quot;" : NULL;
        if (!entity)
            continue;
        lt_buf_put(out, text.data + good, i - good);
        lt_buf_puts(out, entity);
        good = i + 1;
    }
    if (good < text.size)
        lt_buf_put(out, text.data + good, text.size - good);
}

static void put_attribute(struct cleaner *c, const char *name, const char *value)
{
    lt_buf_putc(c->out, ' ');
    lt_buf_puts(c->out, name);
    lt_buf_puts(c->out, "=\"");
    put_escaped(lt_bytes_of(value), true, c->out);
    lt_buf_putc(c->out, '"');
}

/* Puts an attribute in its place by name; the first of several wins. */
static void add_attribute(struct attributes *list, const char *name, const char *value)
{
    size_t at = 0;
    while (at < list->count && strcmp(list->items[at].name, name) < 0)
        at++;
    bool known = at < list->count && strcmp(list->items[at].name, name) == 0;
    if (known || list->count == ATTRIBUTES_MAX)
        return;
    memmove(list->items + at + 1, list->items + at, (list->count++ - at) * sizeof *list->items);
    list->items[at] = (struct attribute){name, value};
}

/* The attribute's name as the table has it: small letters, "xml:lang" as "lang"; NULL for other prefixes. */
static const char *attribute_name(const struct cleaner *c, const xmlAttr *attr)
{
    const char *name = (const char *)attr->name;
    bool xml = attr->ns && attr->ns->prefix && strcmp((const char *)attr->ns->prefix, "xml") == 0;
    if ((attr->ns && !xml) || strlen(name) > ATTRIBUTE_NAME_MAX)
        return NULL;
    char *small = lt_arena_strdup(c->arena, name);
    for (char *at = small; *at; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
    return small;
}

/* An address as it comes out; NULL when it is not let in. A mark inside the text and nothing at all stay. */
static const char *safe_address(const struct cleaner *c, const char *name, const char *value)
{
    bool link = strcmp(name, "href") == 0;
    if (value[0] == '\0' || (link && value[0] == '#'))
        return value;
    const char *url = lt_url_resolve(value, c->base, c->arena);
    return url && !link && strncmp(url, "mailto:", strlen("mailto:")) == 0 ? NULL : url;
}

static void gather_attributes(const struct cleaner *c, const xmlNode *node, struct attributes *list)
{
    for (const xmlAttr *attr = node->properties; attr; attr = attr->next) {
        const char *name = attribute_name(c, attr);
        enum lt_allowed_value kind = name ? lt_allow_attribute(name) : LT_VALUE_NONE;
        if (kind == LT_VALUE_NONE)
            continue;
        const char *value = lt_dom_attr(node, (const char *)attr->name);
        value = value ? value : "";
        if (kind == LT_VALUE_ADDRESS)
            value = safe_address(c, name, value);
        else if (kind == LT_VALUE_BARE && value[0])
            value = NULL;
        if (value && strlen(value) <= ATTRIBUTE_MAX_BYTES)
            add_attribute(list, name, value);
    }
}

static void put_start_tag(struct cleaner *c, const char *name, const struct attributes *list, bool empty)
{
    lt_buf_putc(c->out, '<');
    lt_buf_puts(c->out, name);
    for (size_t i = 0; i < list->count; i++)
        put_attribute(c, list->items[i].name, list->items[i].value);
    lt_buf_puts(c->out, empty ? " />" : ">");
}

/* Writes an image with the address that is meant, or nothing when it shows nothing. */
static void put_image(struct cleaner *c, const xmlNode *node)
{
    struct lt_picture picture = {0};
    struct attributes list = {.count = 0};
    bool shows = lt_picture_read(node, c->base, c->arena, &picture) != LT_PICTURE_NONE;
    if (!shows && (c->article || lt_dom_attr(node, "src") || lt_dom_attr(node, "width") || lt_dom_attr(node, "height")))
        return;
    if (picture.url)
        add_attribute(&list, "src", picture.url);
    gather_attributes(c, node, &list);
    put_start_tag(c, "img", &list, true);
}

static void clean_children(struct cleaner *c, const xmlNode *node);

static void clean_element(struct cleaner *c, const xmlNode *node)
{
    const struct lt_tag *tag = lt_dom_tag(node);
    const struct lt_allowed_element *allowed = lt_allow_element((const char *)node->name);
    if (tag->kind == LT_TAG_IMAGE) {
        put_image(c, node);
        return;
    }
    if (lt_allow_nothing_of((const char *)node->name) || (c->article && tag->kind == LT_TAG_DROP && !tag->kept))
        return;
    if (c->article && !tag->kept)
        allowed = NULL;
    if (allowed) {
        struct attributes list = {.count = 0};
        gather_attributes(c, node, &list);
        put_start_tag(c, allowed->name, &list, allowed->empty);
    }
    clean_children(c, node);
    if (allowed && !allowed->empty) {
        lt_buf_puts(c->out, "</");
        lt_buf_puts(c->out, allowed->name);
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

static void clean(const xmlNode *root, const char *base, bool article, struct lt_buf *out)
{
    struct lt_arena arena = {0};
    struct cleaner cleaner = {lt_dom_base(root, base), &arena, out, article};
    clean_children(&cleaner, root);
    lt_arena_finish(&arena);
}

void lt_clean_article(const xmlNode *root, const char *base, struct lt_buf *out)
{
    clean(root, base, true, out);
}

void lt_clean_children(const xmlNode *root, const char *base, struct lt_buf *out)
{
    clean(root, base, false, out);
}

/* Appends the text without the beginnings of comments that never end: they end at the next ">". */
static void put_commented(struct lt_bytes text, struct lt_buf *out)
{
    static const char begin[] = "<!--";
    size_t at = 0, closed = 0; /* closed: the place after the last comment that ends */
    for (size_t i = text.size; i >= strlen("-->") && closed == 0; i--)
        if (text.data[i - 1] == '>' && memcmp(text.data + i - strlen("-->"), "-->", strlen("-->")) == 0)
            closed = i;
    for (size_t i = closed; i + strlen(begin) <= text.size; i++)
        if (memcmp(text.data + i, begin, strlen(begin)) == 0) {
            const char *end = memchr(text.data + i, '>', text.size - i);
            lt_buf_put(out, text.data + at, i - at);
            at = end ? (size_t)(end - text.data) + 1 : text.size;
            i = at - 1;
        }
    if (at < text.size)
        lt_buf_put(out, text.data + at, text.size - at);
}

/* Parses `html` cleaned of what is not UTF-8; NULL root when there is nothing in it or it is past a limit. */
static xmlDoc *parse(struct lt_bytes html, xmlNode **ret_root)
{
    struct lt_buf text = {0}, commented = {0};
    xmlDoc *doc = NULL;
    lt_utf8_clean(&text, html);
    put_commented(lt_buf_slice(&text), &commented);
    *ret_root = NULL;
    if (lt_html_parse_fragment(lt_buf_slice(&commented), NULL, &doc, ret_root) != LT_OK)
        doc = NULL;
    lt_buf_finish(&text);
    lt_buf_finish(&commented);
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
    lt_tree_free(doc);
}

/* Makes elements that hold what is shown in their stead (<object>, <iframe>) ones that are read through. */
static void open_wrappers(xmlNode *root)
{
    static const char *const names[] = {"object", "embed", "iframe", "frameset", "frame", "noframes", "noembed"};
    for (xmlNode *node = root; node; node = lt_dom_next(root, node))
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            if (lt_dom_is(node, names[i]))
                lt_dom_rename(node, "span");
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
    if (root) {
        open_wrappers(root);
        lt_dom_text(root, out);
    }
    lt_tree_free(doc);
}
