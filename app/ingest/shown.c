/*
 * shown.c: what a page shows of who wrote its article, as it stands: the first short text under a name that speaks of
 * bylines, outside what is beside the article.
 */
#include "shown.h"

#include "hidden.h"
#include "junk.h"
#include "plain.h"

#include <lutrin/utf8.h>

#include <string.h>
#include <strings.h>

enum {
    LINE_MAX_CHARS = 99,
    LINE_MAX_BYTES = 4 * LINE_MAX_CHARS,
    SOURCE_MAX_BYTES = 2000, /* more than that is no line, whatever it is */
};

bool lt_shown_holds(const char *text, const char *const *words)
{
    uint32_t firsts = 0; /* which letters they begin with */
    for (const char *const *word = words; *word; word++)
        firsts |= UINT32_C(1) << (**word & 31);
    for (; text && *text; text++)
        for (const char *const *word = words; firsts >> (*text & 31) & 1 && *word; word++)
            if ((*text == **word || (*text | ('a' - 'A')) == **word) && strncasecmp(text, *word, strlen(*word)) == 0)
                return true;
    return false;
}

static bool speaks_of_author(const xmlNode *node)
{
    static const char *const author[] = {"author", NULL}, *const names[] = {"byline", "author", "dateline", "writtenby", NULL};
    return lt_shown_holds(lt_dom_attr(node, "class"), names) || lt_shown_holds(lt_dom_attr(node, "id"), names) ||
           lt_shown_holds(lt_dom_attr(node, "itemprop"), author) || lt_has_word(lt_dom_attr(node, "rel"), "author");
}

static const xmlNode *name_in(const xmlNode *node)
{
    static const char *const name[] = {"name", NULL};
    for (const xmlNode *inner = lt_dom_next(node, node); inner; inner = lt_dom_next(node, inner))
        if (lt_shown_holds(lt_dom_attr(inner, "itemprop"), name))
            return inner;
    return node;
}

/* How many characters of source stand below the node, white space between its parts included: a line holds little of that,
 * several parts under one name have much. Stops above the limit. */
static size_t source_chars(const xmlNode *node)
{
    struct lt_buf raw = {0};
    for (const xmlNode *inner = node->children; inner; inner = lt_dom_next(node, inner)) {
        if (inner->type == XML_TEXT_NODE || inner->type == XML_CDATA_SECTION_NODE)
            lt_buf_puts(&raw, (const char *)inner->content);
        if (raw.size > SOURCE_MAX_BYTES)
            break;
    }
    size_t chars = lt_utf8_count(lt_bytes_trim(lt_buf_slice(&raw)));
    lt_buf_finish(&raw);
    return chars;
}

const char *lt_shown_line(const xmlNode *node, struct lt_arena *arena)
{
    if (!speaks_of_author(node) || source_chars(node) > LINE_MAX_CHARS)
        return NULL;
    return lt_plain_dup(lt_bytes_of(lt_dom_text_dup(name_in(node), LINE_MAX_BYTES, arena)), arena);
}

bool lt_shown_nowhere(const xmlNode *node)
{
    static const char *const roles[] = {"complementary", "navigation", "menu",   "menubar",
                                        "alert",         "alertdialog", "dialog", "search", NULL};
    return lt_dom_is_element(node) && node->properties && (lt_has_any_word(lt_dom_attr(node, "role"), roles) || lt_hidden(node));
}

static size_t depth_of(const xmlNode *node)
{
    size_t depth = 0;
    for (; node; node = node->parent)
        depth++;
    return depth;
}

/* The nearest element that holds both. */
static const xmlNode *common(const xmlNode *a, const xmlNode *b)
{
    size_t depth_a = depth_of(a), depth_b = depth_of(b);
    for (; depth_a > depth_b; depth_a--)
        a = a->parent;
    for (; depth_b > depth_a; depth_b--)
        b = b->parent;
    for (; a != b; a = a->parent)
        b = b->parent;
    return a;
}

bool lt_shown_elsewhere(const xmlNode *node, const xmlNode *title)
{
    static const char *const elements[] = {"nav", "aside", "blockquote", "figure", "form", "select", "table"};
    static const char *const names[] = {"teaser", "card", "sidebar", "widget", "caption", "copyright", "event", NULL};
    const xmlNode *end = title ? common(node, title) : NULL;
    for (; node && node != end && !lt_dom_is(node, "body"); node = node->parent) {
        for (size_t i = 0; i < sizeof elements / sizeof *elements; i++)
            if (lt_dom_is(node, elements[i]))
                return true;
        if (lt_junk_related(node) || lt_junk_others(node) || lt_dom_named(node, names))
            return true;
    }
    return false;
}
