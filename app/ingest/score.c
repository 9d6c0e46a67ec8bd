/*
 * score.c: finding the article by the density of its text. Each paragraph gives points for its length and its commas to
 * the elements around it, the nearer the more; links take points away. Nothing here knows any site.
 */
#include "score.h"

#include "junk.h"

#include <string.h>

enum {
    PARAGRAPH_MIN_BYTES = 30,
    LENGTH_UNIT_BYTES = 120, /* of text for one point more */
    LENGTH_MAX_POINTS = 4,
    LEVELS = 3,              /* of elements around a paragraph that get points */
};

/* Elements whose own text counts as a paragraph: no block stands inside. */
static bool is_paragraph(const xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE || lt_tag_is_inline(lt_dom_tag(node)) || lt_dom_tag(node)->kind == LT_TAG_HEADING)
        return false;
    for (const xmlNode *child = lt_dom_next(node, node); child; child = lt_dom_next(node, child))
        if (child->type == XML_ELEMENT_NODE && !lt_tag_is_inline(lt_dom_tag(child)))
            return false;
    return true;
}

/* Is it no part of an article that stands in `whole` bytes of text? */
static bool is_apart(const xmlNode *node, size_t whole)
{
    return node->type == XML_ELEMENT_NODE &&
           (lt_dom_tag(node)->kind == LT_TAG_DROP || lt_dom_is(node, "footer") || lt_junk_named(node, whole));
}

static double commas(const xmlNode *node)
{
    struct lt_buf text = {0};
    double count = 0;
    lt_dom_text(node, &text);
    for (size_t i = 0; i < text.size; i++)
        count += text.data[i] == ',' || (unsigned char)text.data[i] == 0xE3; /* CJK marks and kana begin so */
    lt_buf_finish(&text);
    return count < 10 ? count : 10;
}

static double points(const xmlNode *node)
{
    size_t linked, size = lt_dom_text_size(node, &linked);
    if (size - linked < PARAGRAPH_MIN_BYTES)
        return 0;
    double length = (double)(size - linked) / LENGTH_UNIT_BYTES;
    return 1 + commas(node) + (length < LENGTH_MAX_POINTS ? length : LENGTH_MAX_POINTS);
}

static void give(xmlNode *node, double amount, struct lt_arena *arena)
{
    for (int level = 0; level < LEVELS && node && node->type == XML_ELEMENT_NODE; level++, node = node->parent) {
        if (!node->_private)
            node->_private = lt_arena_alloc(arena, sizeof(double));
        *(double *)node->_private += amount / (level + 1);
    }
}

static void score_all(xmlNode *body, struct lt_arena *arena)
{
    size_t whole = lt_dom_text_size(body, NULL);
    for (xmlNode *node = body->children; node;) {
        bool apart = is_apart(node, whole);
        double amount = !apart && is_paragraph(node) ? points(node) : 0;
        if (amount > 0)
            give(node->parent, amount, arena);
        node = apart ? lt_dom_over(body, node) : lt_dom_next(body, node);
    }
}

static double worth(const xmlNode *node)
{
    size_t linked, size = lt_dom_text_size(node, &linked);
    return size > 0 ? *(const double *)node->_private * (1 - (double)linked / (double)size) : 0;
}

/* Goes up while the parent holds much more of the running text: an article cut into sections. */
static xmlNode *widen(xmlNode *best, const xmlNode *body)
{
    size_t prose = lt_score_prose(best);
    for (xmlNode *node = best->parent; node && node != body; node = node->parent) {
        size_t wider = lt_score_prose(node);
        if (wider * 2 > prose * 3) {
            best = node;
            prose = wider;
        }
    }
    return best;
}

xmlNode *lt_score_article(xmlNode *body, struct lt_arena *arena)
{
    xmlNode *best = NULL;
    double most = 0;
    score_all(body, arena);
    for (xmlNode *node = body->children; node; node = lt_dom_next(body, node)) {
        double score = node->type == XML_ELEMENT_NODE && node->_private ? worth(node) : 0;
        if (score > most) {
            best = node;
            most = score;
        }
    }
    for (xmlNode *node = body; node; node = lt_dom_next(body, node))
        node->_private = NULL;
    return best ? widen(best, body) : body;
}

size_t lt_score_prose(const xmlNode *root)
{
    size_t prose = 0, whole = lt_dom_text_size(root, NULL);
    for (const xmlNode *node = root->children; node;) {
        bool apart = is_apart(node, whole), paragraph = !apart && is_paragraph(node);
        if (paragraph) {
            size_t linked, size = lt_dom_text_size(node, &linked);
            prose += size - linked >= PARAGRAPH_MIN_BYTES ? size - linked : 0;
        }
        node = apart || paragraph ? lt_dom_over(root, node) : lt_dom_next(root, node);
    }
    return prose;
}
