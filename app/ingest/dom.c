/*
 * dom.c: walking a libxml2 tree and reading names, attributes and text off it.
 */
#include "dom.h"

#include "plain.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    LOOSE_FACTOR = 4,   /* how much longer than its clean form a text may be in the source */
    ANCHOR_SIGN_MAX_BYTES = 40,
    SLUG_MIN_MARKS = 4, /* between the words of an id that is a sentence */
};

void lt_dom_mark(xmlNode *node)
{
    node->psvi = (void *)lt_tag_of((const char *)node->name);
}

void lt_dom_rename(xmlNode *node, const char *name)
{
    node->name = xmlDictLookup(node->doc->dict, (const xmlChar *)name, -1);
    lt_dom_mark(node);
}

const char *lt_dom_attr(const xmlNode *node, const char *name)
{
    if (!lt_dom_is_element(node))
        return NULL;
    for (const xmlAttr *attr = node->properties; attr; attr = attr->next)
        if (lt_dom_same_name(attr->name, name))
            return attr->children && attr->children->content ? (const char *)attr->children->content : "";
    return NULL;
}

long lt_dom_attr_number(const xmlNode *node, const char *name, long low, long high, long otherwise)
{
    const char *text = lt_dom_attr(node, name);
    char *end = NULL;
    long number = text ? strtol(text, &end, 10) : 0;
    return text && end != text && number >= low && number <= high ? number : otherwise;
}

const char *lt_dom_base(const xmlNode *root, const char *base)
{
    size_t size = base ? strlen(base) : 0, bytes = 0;
    for (const xmlNode *node = root; base && node && bytes <= LT_DOM_JOINED_MAX_BYTES; node = lt_dom_next(root, node))
        bytes += node->type == XML_ELEMENT_NODE ? size : 0;
    return bytes <= LT_DOM_JOINED_MAX_BYTES ? base : NULL;
}

xmlNode *lt_dom_over(const xmlNode *root, const xmlNode *node)
{
    for (; node && node != root; node = node->parent)
        if (node->next)
            return node->next;
    return NULL;
}

xmlNode *lt_dom_find(const xmlNode *root, const char *name)
{
    for (xmlNode *node = lt_dom_next(root, root); node; node = lt_dom_next(root, node))
        if (lt_dom_is(node, name))
            return node;
    return NULL;
}

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r' && c != '\v');
}

/* Moves past the next word and returns its length; 0: there is none. NULL is no text. */
static size_t next_word(const char **text)
{
    const char *begin = *text;
    while (begin && is_space(*begin))
        begin++;
    const char *end = begin;
    while (end && ((unsigned char)*end > ' ' || (*end && !is_space(*end))))
        end++;
    *text = end;
    return (size_t)(end - begin);
}

bool lt_has_word(const char *text, const char *word)
{
    size_t size = strlen(word), length;
    while ((length = next_word(&text)) > 0)
        if (length == size && strncasecmp(text - length, word, size) == 0)
            return true;
    return false;
}

/* Most differ in their first letter (digits have the bit that makes letters small). */
static bool in_list(const char *word, size_t size, const char *const *words)
{
    for (; *words; words++)
        if (**words == (*word | 0x20) && strncasecmp(word, *words, size) == 0 && (*words)[size] == '\0')
            return true;
    return false;
}

bool lt_has_any_word(const char *text, const char *const *words)
{
    size_t length;
    while ((length = next_word(&text)) > 0)
        if (in_list(text - length, length, words))
            return true;
    return false;
}

xmlNode *lt_dom_find_attr(const xmlNode *root, const char *attr, const char *word)
{
    for (xmlNode *node = lt_dom_next(root, root); node; node = lt_dom_next(root, node))
        if (lt_has_word(lt_dom_attr(node, attr), word))
            return node;
    return NULL;
}

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_alnum(char c)
{
    return is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Cuts "post-cardTitle" into post, card, Title. */
static void cut(const char *text, void (*look)(const char *word, size_t size, void *self), void *self)
{
    while (text && *text) {
        while (*text && !is_alnum(*text))
            text++;
        size_t size = 0;
        while (is_alnum(text[size]) && (size == 0 || !is_upper(text[size]) || is_upper(text[size - 1])))
            size++;
        size_t word = size;
        while (word > 0 && text[word - 1] >= '0' && text[word - 1] <= '9') /* "comments18" is the 18th of its name */
            word--;
        if (word > 0 && word <= LT_DOM_NAME_MAX)
            look(text, word, self);
        text += size;
    }
}

/* An id of many words is a heading made into an address, not a name. */
static bool is_slug(const char *id)
{
    int marks = 0;
    for (; id && *id; id++)
        marks += *id == '-' || *id == '_';
    return marks >= SLUG_MIN_MARKS;
}

void lt_dom_names(const xmlNode *node, void (*look)(const char *word, size_t size, void *self), void *self)
{
    if (!lt_dom_is_element(node) || !node->properties)
        return;
    const char *id = lt_dom_attr(node, "id");
    cut(lt_dom_attr(node, "class"), look, self);
    if (id && !is_slug(id))
        cut(id, look, self);
}

struct asked {
    const char *const *words;
    bool found;
};

static void look_in_list(const char *word, size_t size, void *self)
{
    struct asked *asked = self;
    asked->found = asked->found || in_list(word, size, asked->words);
}

bool lt_dom_named(const xmlNode *node, const char *const *words)
{
    struct asked asked = {words, false};
    lt_dom_names(node, look_in_list, &asked);
    return asked.found;
}

bool lt_dom_holds_block(const xmlNode *root)
{
    for (const xmlNode *node = root->children; node; node = lt_dom_next(root, node))
        if (node->type == XML_ELEMENT_NODE && !lt_tag_is_inline(lt_dom_tag(node)))
            return true;
    return false;
}

bool lt_dom_within(const xmlNode *node, const xmlNode *ancestor)
{
    while (node && node != ancestor)
        node = node->parent;
    return node != NULL;
}

static void gather(const xmlNode *node, size_t limit_bytes, struct lt_buf *out);

bool lt_dom_is_anchor_sign(const xmlNode *node)
{
    struct lt_buf text = {0}, folded = {0};
    const char *href = lt_dom_is(node, "a") ? lt_dom_attr(node, "href") : NULL;
    if (!href || href[0] != '#')
        return false;
    gather(node, ANCHOR_SIGN_MAX_BYTES, &text);
    lt_plain_fold(lt_buf_slice(&text), &folded);
    bool sign = text.size > 0 && text.size <= ANCHOR_SIGN_MAX_BYTES && folded.size == 0;
    lt_buf_finish(&text);
    lt_buf_finish(&folded);
    return sign;
}

/* Stops when there is more than `limit_bytes`, white space included. */
static void gather(const xmlNode *node, size_t limit_bytes, struct lt_buf *out)
{
    bool heading = lt_dom_tag(node)->kind == LT_TAG_HEADING;
    for (const xmlNode *child = node->children; child && out->size <= limit_bytes; child = child->next) {
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            lt_buf_puts(out, (const char *)child->content);
            continue;
        }
        const struct lt_tag *tag = lt_dom_tag(child);
        if (child->type != XML_ELEMENT_NODE || tag->kind == LT_TAG_DROP || (heading && lt_dom_is_anchor_sign(child)))
            continue;
        bool apart = tag->kind == LT_TAG_BREAK || !lt_tag_is_inline(tag);
        if (apart)
            lt_buf_putc(out, ' ');
        gather(child, limit_bytes, out);
        if (apart)
            lt_buf_putc(out, ' ');
    }
}

void lt_dom_text(const xmlNode *node, struct lt_buf *out)
{
    struct lt_buf raw = {0};
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE)
        lt_buf_puts(&raw, (const char *)node->content);
    else if (node->type == XML_ELEMENT_NODE)
        gather(node, SIZE_MAX, &raw);
    lt_plain_put(lt_buf_slice(&raw), out);
    lt_buf_finish(&raw);
}

const char *lt_dom_text_dup(const xmlNode *node, size_t limit_bytes, struct lt_arena *arena)
{
    struct lt_buf raw = {0}, text = {0};
    if (lt_dom_is_element(node))
        gather(node, limit_bytes * LOOSE_FACTOR, &raw);
    if (raw.size <= limit_bytes * LOOSE_FACTOR)
        lt_plain_put(lt_buf_slice(&raw), &text);
    bool fits = text.size > 0 && text.size <= limit_bytes;
    const char *copy = fits ? lt_arena_strndup(arena, text.data, text.size) : "";
    lt_buf_finish(&raw);
    lt_buf_finish(&text);
    return copy;
}

static size_t solid_size(const char *text)
{
    size_t size = 0;
    for (; *text; text++)
        size += (unsigned char)*text > ' ';
    return size;
}

size_t lt_dom_text_size(const xmlNode *root, size_t *ret_linked)
{
    size_t size = 0, linked = 0;
    const xmlNode *link = NULL, *after = NULL; /* the link around the node, and what follows that */
    for (const xmlNode *node = root; node;) {
        if (node == after)
            link = after = NULL;
        if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
            size_t add = solid_size((const char *)node->content);
            size += add;
            linked += link ? add : 0;
        }
        if (!link && lt_dom_is(node, "a")) {
            link = node;
            after = lt_dom_over(root, link);
        }
        node = lt_dom_tag(node)->kind == LT_TAG_DROP ? lt_dom_over(root, node) : lt_dom_next(root, node);
    }
    if (ret_linked)
        *ret_linked = linked;
    return size;
}

xmlNode *lt_dom_lone_link(const xmlNode *node, size_t size, size_t linked)
{
    xmlNode *link = size > 0 && linked == size ? lt_dom_find(node, "a") : NULL;
    return link && lt_dom_text_size(link, NULL) == size && !lt_dom_find(node, "img") ? link : NULL;
}
