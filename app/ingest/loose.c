/*
 * loose.c: text that stands between blocks without one of its own reads as a paragraph, and may be as foreign as one: the
 * word over an advertisement's frame, the name of a row of icons.
 */
#include "loose.h"

#include "gadgets.h"
#include "lines.h"
#include "plain.h"
#include "tree.h"

#include <string.h>

enum { BREAKS_ENOUGH = 2 }; /* that make an empty line */

/* The nodes of a line: from `first` up to, but not with, `end`; `end` is where it breaks or a block begins, or NULL. */
struct line {
    xmlNode *first, *end;
    bool opens; /* a block or an empty line is before it */
    bool closes;
};

static bool is_block(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE &&
           (!lt_tag_is_inline(lt_dom_tag(node)) || lt_dom_holds_block(node));
}

static bool shows_nothing(const xmlNode *node)
{
    return node->type == XML_COMMENT_NODE || lt_dom_tag(node)->kind == LT_TAG_DROP ||
           (node->type == XML_TEXT_NODE && lt_plain_is_blank(lt_bytes_of((const char *)node->content)));
}

/* Passes breaks and what shows nothing; are they enough for an empty line, or is a block or the end there? */
static bool pass_breaks(xmlNode **node)
{
    size_t breaks = 0;
    for (; *node && (lt_dom_is(*node, "br") || shows_nothing(*node)); *node = (*node)->next)
        breaks += lt_dom_is(*node, "br");
    return !*node || is_block(*node) || breaks >= BREAKS_ENOUGH;
}

/* The line that begins at or after `node`; false when there is none. `edge`: nothing, a block or an empty line stands before. */
static bool next_line(xmlNode *node, bool edge, struct line *ret_line)
{
    for (; node; node = node->next) {
        edge = pass_breaks(&node) || edge;
        if (!node || !is_block(node))
            break;
        edge = true;
    }
    if (!node)
        return false;
    *ret_line = (struct line){.first = node, .opens = edge};
    while (node && !lt_dom_is(node, "br") && !is_block(node))
        node = node->next;
    ret_line->end = node;
    ret_line->closes = pass_breaks(&node);
    return true;
}

static bool is_foreign(const struct line *line)
{
    struct lt_buf text = {0};
    size_t linked = 0, size = 0;
    bool pictures = false;
    for (const xmlNode *node = line->first; node != line->end && size <= LT_LINE_MAX_BYTES && !pictures; node = node->next) {
        size_t inside = 0, whole = lt_dom_text_size(node, &inside);
        pictures = lt_dom_is(node, "img") || (node->type == XML_ELEMENT_NODE && lt_dom_find(node, "img"));
        size += whole;
        linked += lt_dom_is(node, "a") ? whole : inside;
        lt_buf_puts(&text, text.size ? " " : "");
        if (size <= LT_LINE_MAX_BYTES && (node->type == XML_TEXT_NODE || node->type == XML_ELEMENT_NODE))
            lt_dom_text(node, &text);
    }
    bool foreign = !pictures && size <= LT_LINE_MAX_BYTES && text.data && !lt_line_is_credit(text.data) && (lt_line_goes(text.data, size, linked) || lt_line_is_tool(text.data));
    lt_buf_finish(&text);
    return foreign;
}

static void prune_lines(xmlNode *block)
{
    struct line line;
    xmlNode *node = block->children;
    bool edge = true;
    while (next_line(node, edge, &line)) {
        bool drop = line.opens && line.closes && is_foreign(&line);
        for (xmlNode *inner = line.first, *next; drop && inner != line.end; inner = next) {
            next = inner->next;
            lt_tree_drop(inner);
        }
        node = line.end;
        edge = drop;
    }
}

static bool may_hold_lines(const xmlNode *node)
{
    enum lt_tag_kind kind = lt_dom_tag(node)->kind;
    return node->type == XML_ELEMENT_NODE && (kind == LT_TAG_BLOCK || kind == LT_TAG_UNKNOWN || kind == LT_TAG_ASIDE) &&
           !lt_dom_is(node, "td") && !lt_dom_is(node, "th");
}

/* "Click to tweet" in or as a link to where it can be done. */
static void prune_offers(xmlNode *link)
{
    for (xmlNode *node = link, *next; node; node = next) {
        next = lt_dom_next(link, node);
        if (node->type != XML_ELEMENT_NODE || lt_dom_tag(node)->kind == LT_TAG_IMAGE || !lt_gadget_offer(node))
            continue;
        next = lt_dom_over(link, node);
        lt_tree_drop(node);
    }
}

void lt_loose_prune(xmlNode *root)
{
    for (xmlNode *node = root, *next; node; node = next) {
        enum lt_tag_kind kind = lt_dom_tag(node)->kind;
        bool passed = kind == LT_TAG_PRE || kind == LT_TAG_QUOTE, link = lt_dom_is(node, "a") && lt_gadget_shares(node);
        if (may_hold_lines(node))
            prune_lines(node);
        next = passed || link ? lt_dom_over(root, node) : lt_dom_next(root, node);
        if (link)
            prune_offers(node);
    }
}
