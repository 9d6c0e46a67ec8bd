/*
 * teasers.c: a list of teasers has running text in it and many commas, and looks like an article to who counts. What
 * gives it away is its regularity: each part begins with a link that has a block to itself.
 */
#include "teasers.h"

#include "weigh.h"

enum {
    TEASERS_MIN = 3,
    TEASERS_PERCENT = 75, /* of the parts that show text */
    TITLE_MIN_BYTES = 15,
    PART_MAX_BYTES = 700,
    LEVELS = 8, /* between a title and the part that it heads */
};

static const xmlNode *title_link(const xmlNode *part)
{
    for (const xmlNode *node = lt_dom_next(part, part); node; node = lt_dom_next(part, node)) {
        const char *href = lt_dom_is(node, "a") ? lt_dom_attr(node, "href") : NULL;
        if (href && href[0] && href[0] != '#' && lt_weight_of(node)->text >= TITLE_MIN_BYTES)
            return node;
    }
    return NULL;
}

/* Is it a part that is headed by a link? */
static bool is_teaser(const xmlNode *part)
{
    size_t size = lt_weight_of(part)->text;
    const xmlNode *link = size <= PART_MAX_BYTES && lt_weight_of(part)->block ? title_link(part) : NULL, *block = link;
    int levels = 0;
    while (block && block != part && lt_tag_is_inline(lt_weight_of(block)->tag) && levels++ < LEVELS)
        block = block->parent;
    if (!block || block == part)
        return false;
    const struct lt_weight *weight = lt_weight_of(block);
    bool alone = weight->linked == weight->text, more = size > weight->text || lt_dom_find(part, "img");
    return alone && more && !lt_dom_find(part, "blockquote");
}

static bool look(const xmlNode *node)
{
    size_t parts = 0, teasers = 0;
    for (const xmlNode *part = node->children; part; part = part->next) {
        if (lt_weight_of(part)->text == 0)
            continue;
        bool teaser = is_teaser(part);
        parts++;
        teasers += teaser;
        if (parts - teasers > 1 && teasers < parts - teasers)
            return false;
    }
    return teasers >= TEASERS_MIN && teasers * 100 >= parts * TEASERS_PERCENT;
}

bool lt_teasers(const xmlNode *node)
{
    struct lt_weight *weight = node->type == XML_ELEMENT_NODE ? node->_private : NULL;
    if (!weight || !weight->block || weight->linked == 0 || weight->tag->kind == LT_TAG_TABLE)
        return false;
    if (!weight->teasers_asked) {
        weight->teasers_asked = true;
        weight->teasers = look(node);
    }
    return weight->teasers;
}
