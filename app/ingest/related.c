/*
 * related.c: related articles: <article> elements beside the one that is read, and the links of parts that are named
 * so. Each gives a title and an address, perhaps a teaser, an author and a picture.
 */
#include "related.h"

#include "byline.h"
#include "junk.h"
#include "picture.h"
#include "plain.h"

#include <lutrin/ingest.h>

#include <string.h>

enum {
    TITLE_MIN_BYTES = 12,
    TITLE_MAX_BYTES = 300,
    TEASER_MIN_BYTES = 40,
    CUT_MIN_BYTES = 80, /* a shorter teaser without a full stop is a phrase, not a cut text */
    AUTHOR_MAX_BYTES = 100,
    CARD_MAX_BYTES = 3000,
    CARD_MAX_LEVELS = 8, /* of elements around a link that belong to it */
    LINKS_MAX = 200,     /* looked at in one list */
};

struct collector {
    const xmlNode *root;
    const struct lt_meta *meta;
    const char *base;
    struct lt_arena *arena;
    struct lt_doc_builder *builder;
    const char *seen[LT_DOC_MAX_RELATED];
    size_t count;
};

static const xmlNode *find_named(const xmlNode *card, const char *const *words, const xmlNode *not_in)
{
    for (const xmlNode *node = lt_dom_next(card, card); node; node = lt_dom_next(card, node))
        if (node->type == XML_ELEMENT_NODE && lt_dom_named(node, words) && !lt_dom_within(not_in, node) &&
            !lt_dom_within(node, not_in) && lt_dom_text_size(node, NULL) > 0)
            return node;
    return NULL;
}

static const xmlNode *find_heading(const xmlNode *card)
{
    static const char *const words[] = {"title", "headline", "heading", NULL};
    for (const xmlNode *node = lt_dom_next(card, card); node; node = lt_dom_next(card, node))
        if (lt_dom_tag(node)->kind == LT_TAG_HEADING && lt_dom_text_size(node, NULL) > 0)
            return node;
    return find_named(card, words, NULL);
}

static const char *link_of(const xmlNode *card, const xmlNode *heading)
{
    const xmlNode *node = heading;
    while (node && node != card->parent && !lt_dom_is(node, "a"))
        node = node->parent;
    if (!lt_dom_is(node, "a"))
        node = heading ? lt_dom_find(heading, "a") : NULL;
    if (!node)
        node = lt_dom_is(card, "a") ? card : lt_dom_find(card, "a");
    const char *href = lt_dom_attr(node, "href");
    return href && href[0] && href[0] != '#' ? href : NULL;
}

static const xmlNode *find_teaser(const xmlNode *card, const xmlNode *heading)
{
    static const char *const words[] = {"excerpt", "teaser", "summary", "description", "dek", "intro", "standfirst", NULL};
    const xmlNode *named = find_named(card, words, heading);
    for (const xmlNode *node = card->children; node && !named; node = lt_dom_next(card, node))
        if (lt_dom_is(node, "p") && lt_dom_text_size(node, NULL) >= TEASER_MIN_BYTES)
            named = node;
    return named;
}

static const char *author_of(const xmlNode *card, const xmlNode *heading, struct lt_arena *arena)
{
    static const char *const words[] = {"author", "byline", "authors", NULL};
    const xmlNode *node = lt_dom_find_attr(card, "rel", "author");
    node = node ? node : find_named(card, words, heading);
    const char *names = lt_byline_names(lt_dom_text_dup(node, AUTHOR_MAX_BYTES, arena), arena);
    return names ? names : "";
}

static const char *teaser_of(const xmlNode *card, const xmlNode *heading, struct lt_arena *arena)
{
    const xmlNode *node = find_teaser(card, heading);
    const char *text = lt_dom_text_dup(node, CARD_MAX_BYTES, arena);
    return strlen(text) >= CUT_MIN_BYTES ? lt_teaser_trim(text, arena) : text;
}

static bool is_new(const struct collector *c, const char *url)
{
    if (c->meta->url && strcmp(c->meta->url, url) == 0)
        return false;
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->seen[i], url) == 0)
            return false;
    return c->count < LT_DOC_MAX_RELATED;
}

static void add_card(struct collector *c, const xmlNode *card, const xmlNode *heading)
{
    const char *href = link_of(card, heading);
    const char *url = href ? lt_url_resolve(href, c->base, c->arena) : NULL;
    const char *title = lt_dom_text_dup(heading, TITLE_MAX_BYTES, c->arena);
    struct lt_picture picture = {.url = ""};
    if (!url || strncmp(url, "mailto:", 7) == 0 || !is_new(c, url) || strlen(title) < TITLE_MIN_BYTES ||
        lt_plain_same(title, c->meta->title))
        return;
    const xmlNode *img = lt_picture_first(card, c->base, c->arena);
    if (img)
        lt_picture_read(img, c->base, c->arena, &picture);
    c->seen[c->count++] = url;
    lt_doc_build_related(c->builder, &(struct lt_related){
                                         .title = title,
                                         .teaser = teaser_of(card, heading, c->arena),
                                         .author = author_of(card, heading, c->arena),
                                         .url = url,
                                         .picture_url = picture.url,
                                     });
}

/* Is the node one card, rather than the article itself or a page of cards? */
static bool is_card(const struct collector *c, const xmlNode *node)
{
    return lt_dom_is(node, "article") && node != c->root && !lt_dom_within(c->root, node) &&
           !lt_dom_find(node, "article") && lt_dom_text_size(node, NULL) <= CARD_MAX_BYTES && find_heading(node);
}

/* The part of a list of related articles that belongs to one link: the largest around it that holds no other. */
static const xmlNode *card_around(const xmlNode *link, const xmlNode *list)
{
    const xmlNode *card = link;
    int levels = 0;
    for (const xmlNode *node = link->parent; node && node != list && levels++ < CARD_MAX_LEVELS; node = node->parent) {
        const char *href = lt_dom_attr(link, "href");
        for (const xmlNode *other = lt_dom_find(node, "a"); other; other = lt_dom_next(node, other)) {
            const char *address = lt_dom_is(other, "a") ? lt_dom_attr(other, "href") : NULL;
            if (address && href && strcmp(address, href) != 0)
                return card;
        }
        card = node;
    }
    return card;
}

/* Does the heading stand over a list in which the link is an item? Then it is the list's and not the article's. */
static bool is_over_list(const xmlNode *heading, const xmlNode *link)
{
    for (const xmlNode *node = link; node; node = node->parent)
        if (lt_dom_tag(node)->kind == LT_TAG_LIST)
            return !lt_dom_within(heading, node);
    return false;
}

static void collect_links(struct collector *c, const xmlNode *list)
{
    int links = 0;
    for (const xmlNode *node = lt_dom_next(list, list); node && links < LINKS_MAX; node = lt_dom_next(list, node)) {
        links += lt_dom_is(node, "a");
        if (!lt_dom_is(node, "a") || lt_dom_text_size(node, NULL) < TITLE_MIN_BYTES)
            continue;
        const xmlNode *card = card_around(node, list), *heading = find_heading(card);
        bool over = heading && !lt_dom_within(heading, node) && !lt_dom_find(heading, "a") && is_over_list(heading, node);
        add_card(c, card, heading && !over ? heading : node);
    }
}

void lt_related_collect(const xmlNode *body, const xmlNode *root, const struct lt_meta *meta, struct lt_arena *arena,
                        struct lt_doc_builder *builder)
{
    struct collector c = {.root = root, .meta = meta, .base = lt_dom_base(body, meta->url), .arena = arena, .builder = builder};
    for (const xmlNode *node = body->children; node && c.count < LT_DOC_MAX_RELATED;) {
        bool inside = root != body && lt_dom_within(node, root) && node != root;
        bool named = node->type == XML_ELEMENT_NODE && lt_junk_related(node) && !lt_dom_within(root, node);
        bool card = !inside && is_card(&c, node);
        if (card)
            add_card(&c, node, find_heading(node));
        else if (named && !lt_dom_find(node, "article"))
            collect_links(&c, node);
        node = card || (named && !lt_dom_find(node, "article")) ? lt_dom_over(body, node) : lt_dom_next(body, node);
    }
}
