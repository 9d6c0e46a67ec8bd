/*
 * weigh.c: one walk over a tree that counts the text below each element, so that asking again and again costs nothing.
 */
#include "weigh.h"

const struct lt_weight LT_NO_WEIGHT = {.tag = &LT_TAG_OF_NONE};

static uint32_t solid_size(const char *text)
{
    uint32_t size = 0;
    for (; *text; text++)
        size += (unsigned char)*text > ' ';
    return size;
}

static void weigh(xmlNode *node, bool in_link, struct lt_arena *arena)
{
    struct lt_weight *weight = lt_arena_alloc(arena, sizeof *weight);
    node->_private = weight;
    weight->tag = lt_dom_tag(node);
    in_link = in_link || lt_dom_is(node, "a");
    for (xmlNode *child = node->children; child; child = child->next) {
        const struct lt_tag *tag = lt_dom_tag(child);
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE) {
            uint32_t size = solid_size((const char *)child->content);
            weight->text += size;
            weight->linked += in_link ? size : 0;
            weight->own += size;
            weight->own_linked += in_link ? size : 0;
        }
        if (child->type != XML_ELEMENT_NODE || tag->kind == LT_TAG_DROP)
            continue;
        weigh(child, in_link, arena);
        const struct lt_weight *inner = child->_private;
        weight->text += inner->text;
        weight->linked += inner->linked;
        weight->own += lt_tag_is_inline(tag) ? inner->own : 0;
        weight->own_linked += lt_tag_is_inline(tag) ? inner->own_linked : 0;
        weight->block = weight->block || inner->block || !lt_tag_is_inline(tag);
        weight->titled = weight->titled || inner->titled || lt_dom_is(child, "h1") || lt_dom_is(child, "main");
    }
}

void lt_weigh(xmlNode *root, struct lt_arena *arena)
{
    weigh(root, false, arena);
}

void lt_unweigh(xmlNode *root)
{
    for (xmlNode *node = root; node; node = lt_dom_next(root, node))
        node->_private = NULL;
}
