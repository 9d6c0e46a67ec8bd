/*
 * lazy.c: many sites send a small or empty picture, and beside it, for browsers without scripts, the real one. Here no
 * script will ever run, so the real one takes the place.
 */
#include "lazy.h"

#include "picture.h"
#include "plain.h"
#include "tree.h"

#include <lutrin/ingest.h>

/* The only picture below the node, or the node itself; NULL when there are several, or text. */
static xmlNode *only_picture(xmlNode *node)
{
    xmlNode *only = lt_dom_is(node, "img") ? node : NULL;
    if (!lt_dom_is_element(node) || lt_dom_text_size(node, NULL) > 0)
        return NULL;
    for (xmlNode *inner = lt_dom_next(node, node); inner; inner = lt_dom_next(node, inner))
        if (lt_dom_is(inner, "img")) {
            if (only)
                return NULL;
            only = inner;
        }
    return only;
}

static xmlNode *element_before(const xmlNode *node)
{
    xmlNode *before = node->prev;
    while (before && (before->type == XML_COMMENT_NODE ||
                      (before->type == XML_TEXT_NODE && lt_plain_is_blank(lt_bytes_of((const char *)before->content)))))
        before = before->prev;
    return lt_dom_is_element(before) ? before : NULL;
}

/* What the stand-in tells and the real picture does not. */
static void take_over(xmlNode *real, const xmlNode *stand_in)
{
    static const char *const attributes[] = {"alt", "width", "height"};
    for (size_t i = 0; i < sizeof attributes / sizeof *attributes; i++) {
        const char *own = lt_dom_attr(real, attributes[i]), *other = lt_dom_attr(stand_in, attributes[i]);
        if ((!own || !own[0]) && other && other[0])
            lt_tree_set(real, attributes[i], other);
    }
}

/* Do both pictures declare the same size? */
static bool are_one_size(const xmlNode *one, const xmlNode *other)
{
    enum { SIDE_MAX_PX = 65535 };
    static const char *const sides[] = {"width", "height"};
    for (size_t i = 0; i < sizeof sides / sizeof *sides; i++) {
        long side = lt_dom_attr_number(one, sides[i], 1, SIDE_MAX_PX, 0);
        if (side == 0 || side != lt_dom_attr_number(other, sides[i], 1, SIDE_MAX_PX, 0))
            return false;
    }
    return true;
}

static void resolve(xmlNode *noscript, const char *base, struct lt_arena *arena)
{
    struct lt_picture picture;
    xmlNode *real = only_picture(noscript), *before = real ? element_before(noscript) : NULL;
    xmlNode *stand_in = before ? only_picture(before) : NULL;
    if (!stand_in || lt_picture_read(real, base, arena, &picture) != LT_PICTURE_FIGURE)
        return;
    take_over(real, stand_in);
    xmlUnlinkNode(real);
    xmlReplaceNode(stand_in, real);
    lt_tree_drop(noscript);
    before = element_before(real);
    stand_in = before ? only_picture(before) : NULL;
    if (stand_in && are_one_size(stand_in, real)) /* tiny, to be seen while the empty one before it was filled */
        lt_tree_drop(before);
}

void lt_lazy_resolve(xmlNode *root, const char *base, struct lt_arena *arena)
{
    for (xmlNode *node = root->children, *next; node; node = next) {
        bool noscript = lt_dom_is(node, "noscript");
        next = noscript ? lt_dom_over(root, node) : lt_dom_next(root, node);
        if (noscript)
            resolve(node, base, arena);
    }
}
