/*
 * captions.c: a caption is no paragraph. Where a page has no <figure>, the names of its elements tell which text belongs
 * to a picture: the caption by its own name, or all the text in a small box that is named after its picture.
 */
#include "captions.h"

#include "tree.h"

enum {
    CAPTION_MAX_BYTES = 600,
    LEVELS = 4,        /* of elements around a caption among which its picture is looked for */
    BESIDE_BYTES = 80, /* of text beside the caption in a figure: a credit */
    BOX_MAX_BYTES = 300,
};

static const char *const CAPTIONS[] = {"caption",      "captions",    "imagecaption", "imgcaption", "photocaption",
                                       "captiontext",  "newscaption", "figcaption",   "legende",    "bildunterschrift",
                                       "cutline",      "piedefoto",   NULL};

static const char *const BOXES[] = {"image",  "img",    "photo",       "picture", "storyimage", "inlineimage", "foto",
                                    "bild",   "figure", "articleimage", "mainimage", "thumbnail", NULL};

static bool in_figure(const xmlNode *node)
{
    for (; node; node = node->parent)
        if (lt_dom_is(node, "figure") || lt_dom_is(node, "figcaption") || lt_dom_is(node, "table") || lt_dom_is(node, "pre"))
            return true;
    return false;
}

static bool holds_picture(const xmlNode *node)
{
    return lt_dom_find(node, "img") || lt_dom_find(node, "picture");
}

static bool may_hold(const xmlNode *node)
{
    return lt_dom_is(node, "div") || lt_dom_is(node, "p") || lt_dom_is(node, "span") || lt_dom_is(node, "section") ||
           lt_dom_is(node, "aside") || lt_dom_is(node, "a") || lt_dom_is(node, "dl") || lt_dom_is(node, "dd") || lt_dom_is(node, "small") ||
           lt_dom_is(node, "em");
}

/* The smallest element around the caption that holds a picture and little more; NULL. */
static xmlNode *picture_around(const xmlNode *caption, const xmlNode *root)
{
    size_t size = lt_dom_text_size(caption, NULL);
    int levels = 0;
    for (xmlNode *node = caption->parent; node && node != root && levels < LEVELS; node = node->parent, levels++) {
        if (lt_dom_text_size(node, NULL) > size + BESIDE_BYTES || !(may_hold(node) || lt_dom_is(node, "li")))
            return NULL;
        if (holds_picture(node))
            return node;
    }
    return NULL;
}

/* Text beside a lone picture in a box becomes its caption: the first element with all the text in it. */
static xmlNode *text_of_box(xmlNode *box)
{
    size_t size = lt_dom_text_size(box, NULL);
    xmlNode *found = NULL;
    for (xmlNode *node = box->children; node; node = lt_dom_next(box, node))
        if (may_hold(node) && !holds_picture(node) && lt_dom_text_size(node, NULL) * 2 > size) {
            found = node;
            break;
        }
    return found;
}

static bool is_box(const xmlNode *node)
{
    if (!(lt_dom_is(node, "div") || lt_dom_is(node, "span") || lt_dom_is(node, "p")) || !lt_dom_named(node, BOXES) ||
        !holds_picture(node))
        return false;
    size_t size = lt_dom_text_size(node, NULL);
    return size > 0 && size <= BOX_MAX_BYTES;
}

static bool is_caption(const xmlNode *node)
{
    if (!may_hold(node) || lt_dom_is(node, "a") || !lt_dom_named(node, CAPTIONS) || holds_picture(node))
        return false;
    size_t size = lt_dom_text_size(node, NULL);
    return size > 0 && size <= CAPTION_MAX_BYTES;
}

/* A figure in the item's place in the list, with all that the item holds. */
static xmlNode *figure_in(xmlNode *item)
{
    xmlNode *figure = lt_tree_element(item->doc, "figure");
    for (xmlNode *child = item->children, *next; child; child = next) {
        next = child->next;
        xmlUnlinkNode(child);
        lt_tree_put(figure, child, NULL);
    }
    lt_tree_put(item, figure, NULL);
    return figure;
}

void lt_captions_mark(xmlNode *root)
{
    for (xmlNode *node = root->children, *next; node; node = next) {
        next = lt_dom_next(root, node);
        if (node->type != XML_ELEMENT_NODE || in_figure(node))
            continue;
        xmlNode *box = is_box(node) ? node : NULL, *caption = box ? text_of_box(box) : NULL;
        if (is_caption(node)) {
            box = picture_around(node, root);
            caption = node;
        } else if (!caption) {
            continue;
        }
        next = lt_dom_over(root, node);
        if (box) {
            if (lt_dom_is(box, "li"))
                figure_in(box);
            else
                lt_dom_rename(box, "figure");
            lt_dom_rename(caption, "figcaption");
        } else {
            lt_tree_drop(node);
        }
    }
}
