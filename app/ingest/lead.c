/*
 * lead.c: what leads into an article: its standfirst, which many sites set beside the element that holds the text, and
 * the name of its section above the first paragraph.
 */
#include "lead.h"

#include "junk.h"
#include "picture.h"
#include "plain.h"

enum {
    TITLE_MAX_BYTES = 500,
    UNNAMED_MIN_BYTES = 70,   /* of a paragraph that nothing marks */
    LINKED_PERCENT = 40,      /* a text with more of it in links is no lead */
    KICKER_MAX_BYTES = 40,
    CAPTION_MIN_BYTES = 8,
    CAPTION_MAX_BYTES = 600,
};

static const char *const STANDFIRSTS[] = {"standfirst", "lede", "chapo", "chapeau", "dek", "deck", NULL};

/* Between the title and the text, more names can mean nothing else. */
static const char *const LEADS[] = {
    "standfirst", "lede",        "chapo",       "chapeau",  "dek",     "deck",     "lead",        "intro",   "introtext",
    "teaser",     "teasertext",  "excerpt",     "summary",  "subline", "subtitle", "subheadline", "subhead", "subheading",
    "abstract",   "description", "vorspann",    "sommario", "entradilla", "bajada", "ingress",    "preamble", "anlauf", NULL,
};

static bool is_title(const xmlNode *node, const char *title, struct lt_arena *arena)
{
    if (lt_dom_tag(node)->kind != LT_TAG_HEADING)
        return false;
    const char *text = lt_dom_text_dup(node, TITLE_MAX_BYTES, arena);
    return lt_dom_is(node, "h1") || lt_plain_same(text, title);
}

static bool is_lead(const xmlNode *node)
{
    const struct lt_tag *tag = lt_dom_tag(node);
    if (node->type != XML_ELEMENT_NODE || tag->kind == LT_TAG_LIST || tag->kind == LT_TAG_ITEM || lt_dom_is(node, "a"))
        return false;
    bool named = lt_dom_named(node, LEADS), paragraph = lt_dom_is(node, "p") || lt_dom_is(node, "h2");
    if (!named && !paragraph)
        return false;
    size_t linked, size = lt_dom_text_size(node, &linked);
    return size >= (named ? LT_LEAD_MIN_BYTES : UNNAMED_MIN_BYTES) && size <= LT_LEAD_MAX_BYTES &&
           linked * 100 <= size * LINKED_PERCENT;
}

/* Is the element part of the page's own furniture rather than a place where a lead can stand? */
static bool is_closed(const xmlNode *node)
{
    enum lt_tag_kind kind = lt_dom_tag(node)->kind;
    return kind == LT_TAG_DROP || kind == LT_TAG_FIGURE || kind == LT_TAG_FOOTER || kind == LT_TAG_ASIDE ||
           lt_dom_is(node, "nav") || lt_dom_is(node, "form") || lt_junk_by_name(node);
}

xmlNode *lt_lead_before(xmlNode *body, const xmlNode *root, const char *title, struct lt_arena *arena)
{
    bool titled = false;
    if (root == body)
        return NULL;
    for (xmlNode *node = body->children; node && node != root;) {
        bool around = lt_dom_within(root, node);
        if (node->type == XML_ELEMENT_NODE && !around) {
            titled = titled || is_title(node, title, arena) || (is_closed(node) && lt_dom_find(node, "h1"));
            if (titled && is_lead(node) && !is_closed(node))
                return node;
        }
        node = !around && is_closed(node) ? lt_dom_over(body, node) : lt_dom_next(body, node);
    }
    return NULL;
}

xmlNode *lt_lead_inside(const xmlNode *root)
{
    for (xmlNode *node = root->children; node; node = lt_dom_next(root, node)) {
        size_t size = node->type == XML_ELEMENT_NODE && lt_dom_named(node, STANDFIRSTS) ? lt_dom_text_size(node, NULL) : 0;
        if (size >= LT_LEAD_MIN_BYTES && size <= LT_LEAD_MAX_BYTES)
            return node;
    }
    return NULL;
}

static bool is_titled_before(const xmlNode *body, const xmlNode *root, const char *title, struct lt_arena *arena)
{
    for (const xmlNode *node = body->children; node && node != root; node = lt_dom_next(body, node))
        if (node->type == XML_ELEMENT_NODE && is_title(node, title, arena))
            return true;
    return false;
}

/* Does it hold a picture, or stand with one in a box of their own? Then it is what is said of the picture. */
static bool is_of_picture(const xmlNode *node, const xmlNode *root)
{
    static const char *const caption[] = {"caption", "figcaption", NULL};
    const xmlNode *box = node->parent;
    for (const xmlNode *inner = node; inner; inner = lt_dom_next(node, inner))
        if (inner->type == XML_ELEMENT_NODE && (lt_dom_is(inner, "img") || lt_dom_is(inner, "figure") || lt_dom_named(inner, caption)))
            return true;
    return box != root && lt_dom_find(box, "img") && !lt_dom_find(box, "h1") && !lt_dom_find(box, "p");
}

xmlNode *lt_lead_below(const xmlNode *body, const xmlNode *root, const char *title, struct lt_arena *arena)
{
    bool titled = root != body && is_titled_before(body, root, title, arena);
    for (xmlNode *node = root->children; node;) {
        bool element = node->type == XML_ELEMENT_NODE, closed = element && is_closed(node) && !lt_dom_find(node, "h1");
        if (element && !titled && is_title(node, title, arena)) {
            titled = true;
            closed = true;
        } else if (element && titled && !closed) {
            if (lt_dom_named(node, LEADS) && is_lead(node) && !lt_dom_find(node, "li") && !is_of_picture(node, root))
                return node;
            if (lt_dom_is(node, "p") && lt_dom_text_size(node, NULL) >= UNNAMED_MIN_BYTES)
                break;
        }
        node = closed ? lt_dom_over(root, node) : lt_dom_next(root, node);
    }
    return NULL;
}

/* Is it a figure with one picture and its caption, or if `bare` with nothing else? */
static bool is_figure(const xmlNode *node, bool bare, const char *base, struct lt_arena *arena)
{
    if (bare && lt_dom_is(node, "figure") && lt_dom_text_size(node, NULL) == 0)
        return lt_picture_first(node, base, arena) && !lt_junk_by_name(node);
    const xmlNode *caption = lt_dom_is(node, "figure") ? lt_dom_find(node, "figcaption") : NULL;
    size_t linked, size = caption ? lt_dom_text_size(caption, &linked) : 0;
    return size >= CAPTION_MIN_BYTES && size <= CAPTION_MAX_BYTES && linked * 100 <= size * LINKED_PERCENT &&
           lt_picture_first(node, base, arena) && !lt_junk_by_name(node);
}

xmlNode *lt_lead_figure(xmlNode *body, const xmlNode *root, const char *title, const char *base, bool bare, struct lt_arena *arena)
{
    bool titled = false;
    if (root == body)
        return NULL;
    for (xmlNode *node = body->children; node && node != root;) {
        bool around = lt_dom_within(root, node), element = node->type == XML_ELEMENT_NODE;
        titled = titled || (element && !around && is_title(node, title, arena));
        if (titled && !around && is_figure(node, bare, base, arena))
            return node;
        bool closed = element && !around && is_closed(node) && !lt_dom_find(node, "h1");
        node = closed ? lt_dom_over(body, node) : lt_dom_next(body, node);
    }
    return NULL;
}

xmlNode *lt_lead_kicker(const xmlNode *root)
{
    for (xmlNode *node = root->children; node;) {
        enum lt_tag_kind kind = lt_dom_tag(node)->kind;
        bool passed = kind == LT_TAG_HEADING || kind == LT_TAG_FIGURE || kind == LT_TAG_DROP;
        bool block = node->type == XML_ELEMENT_NODE && !passed && !lt_dom_holds_block(node);
        size_t linked = 0, size = block ? lt_dom_text_size(node, &linked) : 0;
        if (size > 0)
            return kind == LT_TAG_BLOCK && size <= KICKER_MAX_BYTES && lt_dom_lone_link(node, size, linked) ? node : NULL;
        node = passed || block ? lt_dom_over(root, node) : lt_dom_next(root, node);
    }
    return NULL;
}
