/*
 * score.c: finding the article by the density of its text. Each paragraph gives points for its length and its commas to
 * the elements around it, the nearer the more; links take points away. Nothing here knows any site.
 */
#include "score.h"

#include "junk.h"
#include "plain.h"
#include "teasers.h"
#include "weigh.h"

#include <string.h>

enum {
    PARAGRAPH_MIN_BYTES = 30,
    LENGTH_UNIT_BYTES = 120, /* of text for one point more */
    LENGTH_MAX_POINTS = 4,
    COMMAS_MAX = 10,
    PIECE_MIN_BYTES = 500,
    LEVELS = 3,              /* of elements around a paragraph that get points */
};

/* Elements that text stands in by itself: a paragraph, or a block with text between its blocks. */
static bool is_paragraph(const xmlNode *node)
{
    const struct lt_tag *tag = lt_weight_of(node)->tag;
    return node->type == XML_ELEMENT_NODE && !lt_tag_is_inline(tag) && tag->kind != LT_TAG_HEADING;
}

/* Is it no part of an article that stands in `whole` bytes of text? */
static bool is_apart(const xmlNode *node, size_t whole)
{
    enum lt_tag_kind kind = lt_weight_of(node)->tag->kind;
    return node->type == XML_ELEMENT_NODE &&
           (!node->_private || kind == LT_TAG_DROP || kind == LT_TAG_FOOTER || lt_junk_named(node, whole) ||
            lt_teasers(node));
}

static size_t count_commas(const xmlNode *node)
{
    size_t count = 0;
    for (const xmlNode *child = node->children; child && count < COMMAS_MAX; child = child->next) {
        const unsigned char *text = child->type == XML_TEXT_NODE ? child->content : NULL;
        for (; text && *text; text++)
            count += *text == ',' || *text == 0xE3; /* CJK marks and kana begin so */
        if (child->type == XML_ELEMENT_NODE && child->_private && lt_tag_is_inline(lt_weight_of(child)->tag))
            count += count_commas(child);
    }
    return count < COMMAS_MAX ? count : COMMAS_MAX;
}

static size_t own_prose(const xmlNode *node)
{
    return lt_weight_of(node)->own - lt_weight_of(node)->own_linked;
}

static double points(const xmlNode *node)
{
    size_t size = own_prose(node);
    if (size < PARAGRAPH_MIN_BYTES)
        return 0;
    double length = (double)size / LENGTH_UNIT_BYTES;
    return 1 + (double)count_commas(node) + (length < LENGTH_MAX_POINTS ? length : LENGTH_MAX_POINTS);
}

/* Does the element hold text rather than be a paragraph of one: text between its blocks, or much in one piece? */
static bool holds_text(const xmlNode *node)
{
    return lt_weight_of(node)->block || (own_prose(node) >= PIECE_MIN_BYTES && !lt_dom_is(node, "p"));
}

static void give(xmlNode *node, double amount)
{
    for (int level = 0; level < LEVELS && lt_dom_is_element(node) && node->_private; level++, node = node->parent)
        ((struct lt_weight *)node->_private)->points += amount / (level + 1);
}

static void score_all(xmlNode *body)
{
    size_t whole = lt_weight_loose(body);
    for (xmlNode *node = body->children; node;) {
        bool apart = is_apart(node, whole);
        double amount = !apart && is_paragraph(node) ? points(node) : 0;
        if (amount > 0)
            give(holds_text(node) ? node : node->parent, amount);
        node = apart ? lt_dom_over(body, node) : lt_dom_next(body, node);
    }
}

static double worth(const xmlNode *node)
{
    const struct lt_weight *weight = lt_weight_of(node);
    return weight->text > 0 ? weight->points * (1 - (double)weight->linked / weight->text) : 0;
}

xmlNode *lt_score_widen(xmlNode *best, const xmlNode *body)
{
    size_t prose = lt_score_prose(best);
    for (xmlNode *node = best->parent; node && node != body->parent; node = node->parent) {
        size_t wider = lt_score_prose(node), least = prose * (node == body ? 4 : 3);
        if (wider * 2 > least) {
            best = node;
            prose = wider;
        }
    }
    return best;
}

xmlNode *lt_score_article(xmlNode *body)
{
    xmlNode *best = NULL;
    double most = 0;
    score_all(body);
    for (xmlNode *node = body->children; node; node = lt_dom_next(body, node))
        if (worth(node) > most) {
            best = node;
            most = worth(node);
        }
    return best ? lt_score_widen(best, body) : body;
}

size_t lt_score_prose(const xmlNode *root)
{
    size_t prose = 0, whole = lt_weight_loose(root);
    for (const xmlNode *node = root->children; node;) {
        bool apart = is_apart(node, whole), paragraph = !apart && is_paragraph(node);
        size_t size = own_prose(node);
        if (paragraph && size >= PARAGRAPH_MIN_BYTES)
            prose += size;
        bool whole_told = apart || (paragraph && !lt_weight_of(node)->block);
        node = whole_told ? lt_dom_over(root, node) : lt_dom_next(root, node);
    }
    return prose;
}

bool lt_score_has_text(const xmlNode *root)
{
    size_t whole = lt_weight_loose(root);
    for (const xmlNode *node = root->children; node;) {
        bool passes = is_apart(node, whole) || lt_dom_is(node, "a");
        if (node->type == XML_TEXT_NODE && !lt_plain_is_blank(lt_bytes_of((const char *)node->content)))
            return true;
        node = passes ? lt_dom_over(root, node) : lt_dom_next(root, node);
    }
    return false;
}
