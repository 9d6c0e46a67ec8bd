/*
 * blocks.c: walking an article's tree and telling a document builder what is seen, one function a kind of element.
 */
#include "blocks.h"

#include "hidden.h"
#include "language.h"
#include "picture.h"
#include "plain.h"
#include "said_by.h"
#include "walk.h"

#include <lutrin/ingest.h>

#include <string.h>
#include <strings.h>

enum {
    ITEM_MAX_NUMBER = 999999,
    HEADING_LEVELS = 5,
    SIBLINGS_MAX = 50, /* looked at beside a <cite> */
};

static void add_figure(struct lt_walk *w, const struct lt_picture *picture, const xmlNode *caption)
{
    int32_t index = w->pictures_full ? -1 : lt_doc_build_picture(w->builder, picture);
    w->pictures_full = index < 0;
    if (index < 0)
        return;
    w->last_picture = picture->url;
    lt_walk_flat(w, (struct lt_block){.role = LT_ROLE_FIGURE, .picture = index}, caption ? caption->children : NULL);
}

static void walk_image(struct lt_walk *w, const xmlNode *node)
{
    struct lt_picture picture;
    enum lt_picture_use use = lt_picture_read(node, w->base, w->arena, &picture);
    if (use == LT_PICTURE_ICON || (use == LT_PICTURE_FIGURE && w->flat))
        lt_walk_say(w, picture.alt);
    else if (use == LT_PICTURE_FIGURE && !(w->last_picture && strcmp(w->last_picture, picture.url) == 0))
        add_figure(w, &picture, NULL);
}

static void walk_attribution(struct lt_walk *w, const xmlNode *node)
{
    lt_walk_flat(w, (struct lt_block){.role = LT_ROLE_ATTRIBUTION}, node->children);
}

static void walk_block(struct lt_walk *w, const xmlNode *node)
{
    if (w->quote > 0 && !w->flat && lt_said_by(node)) {
        walk_attribution(w, node);
        return;
    }
    lt_walk_boundary(w);
    lt_walk_children(w, node);
    lt_walk_boundary(w);
}

static bool is_pullquote(const xmlNode *node)
{
    static const char *const whole[] = {"pullquote", NULL};
    static const char *const pull[] = {"pull", NULL}, *const quote[] = {"quote", NULL};
    return lt_dom_named(node, whole) || (lt_dom_named(node, pull) && lt_dom_named(node, quote));
}

static void walk_aside(struct lt_walk *w, const xmlNode *node)
{
    if (is_pullquote(node) && !w->flat)
        lt_walk_flat(w, (struct lt_block){.role = LT_ROLE_PULLQUOTE}, node->children);
    else
        walk_block(w, node);
}

/* Is the node alone in its block, but for white space? */
static bool stands_alone(const xmlNode *node)
{
    int siblings = 0;
    for (const xmlNode *other = node->parent->children; other; other = other->next) {
        if (siblings++ > SIBLINGS_MAX)
            return false;
        bool blank = other == node || other->type != XML_TEXT_NODE || lt_plain_is_blank(lt_bytes_of((const char *)other->content));
        if (!blank || (other != node && lt_dom_is_element(other) && lt_tag_is_inline(lt_dom_tag(other)) &&
                       lt_dom_text_size(other, NULL) > 0))
            return false;
    }
    return true;
}

static void walk_cite(struct lt_walk *w, const xmlNode *node)
{
    bool said_by = w->quote > 0 && !w->flat && (lt_dom_tag(node->parent)->kind == LT_TAG_QUOTE || stands_alone(node));
    if (said_by) {
        walk_attribution(w, node);
        return;
    }
    lt_walk_span(w, LT_SPAN_EM, NULL);
    lt_walk_children(w, node);
    lt_doc_build_span_end(w->builder);
}

static void walk_footer(struct lt_walk *w, const xmlNode *node)
{
    if (w->quote > 0 && !w->flat)
        walk_attribution(w, node);
    else
        walk_block(w, node);
}

/* Does the heading stand over notes only, which are shown elsewhere? */
static bool heads_notes(const xmlNode *heading)
{
    const xmlNode *list = heading->next;
    while (list && (list->type == XML_TEXT_NODE || lt_dom_is(list, "hr")))
        list = list->next;
    if (!list)
        return false;
    if (lt_note_of(list))
        return true;
    bool any = false;
    for (const xmlNode *item = list->children; item; item = item->next) {
        if (lt_dom_is_element(item) && !lt_note_of(item))
            return false;
        any = any || lt_dom_is_element(item);
    }
    return any && lt_dom_tag(list)->kind == LT_TAG_LIST;
}

static void walk_heading(struct lt_walk *w, const xmlNode *node)
{
    if (w->flat) {
        walk_block(w, node);
        return;
    }
    struct lt_buf text = {0};
    lt_dom_text(node, &text);
    bool repeats = !w->begun && text.size > 0 && w->meta->title && lt_plain_same(text.data, w->meta->title);
    bool empty = text.size == 0;
    lt_buf_finish(&text);
    if (empty)
        walk_block(w, node);
    if (empty || repeats || heads_notes(node))
        return;
    int level = lt_dom_tag(node)->arg - w->heading_base + 1;
    level = level < 1 ? 1 : level > HEADING_LEVELS ? HEADING_LEVELS : level;
    lt_walk_flat(w, (struct lt_block){.role = LT_ROLE_HEADING, .level = (uint8_t)level}, node->children);
}

static void walk_item(struct lt_walk *w, const xmlNode *node)
{
    if (w->list == 0 || w->flat) { /* an item without a list */
        walk_block(w, node);
        return;
    }
    lt_walk_boundary(w);
    w->in_item = w->item_fresh = true;
    lt_walk_children(w, node);
    lt_walk_boundary(w);
    w->item_fresh = false;
}

/* The number of the list's first item. */
static int32_t first_number(const xmlNode *list, bool reversed)
{
    long count = 0;
    for (const xmlNode *node = list->children; node && reversed; node = node->next)
        count += lt_dom_is(node, "li");
    return (int32_t)lt_dom_attr_number(list, "start", 1, ITEM_MAX_NUMBER, reversed && count > 0 ? count : 1);
}

static void walk_items(struct lt_walk *w, const xmlNode *list)
{
    bool ordered = lt_dom_tag(list)->arg, reversed = ordered && lt_dom_attr(list, "reversed");
    int32_t number = first_number(list, reversed);
    for (const xmlNode *node = list->children; node; node = node->next) {
        number = (int32_t)lt_dom_attr_number(node, "value", 1, ITEM_MAX_NUMBER, number);
        w->item_number = ordered ? number : LT_ITEM_BULLET;
        lt_walk_node(w, node);
        if (lt_dom_is(node, "li"))
            number += reversed ? -(number > 1) : 1;
    }
}

static void walk_list(struct lt_walk *w, const xmlNode *node)
{
    bool in_item = w->in_item, item_fresh = w->item_fresh;
    int32_t item_number = w->item_number;
    enum lt_role role = w->role;
    lt_walk_boundary(w);
    w->role = LT_ROLE_PARAGRAPH;
    w->in_item = true;
    w->item_fresh = false;
    w->list += w->list < UINT8_MAX;
    walk_items(w, node);
    lt_walk_boundary(w);
    w->list--;
    w->role = role;
    w->in_item = in_item;
    w->item_fresh = item_fresh;
    w->item_number = item_number;
}

static void walk_quote(struct lt_walk *w, const xmlNode *node)
{
    if (w->flat || is_pullquote(node)) {
        walk_aside(w, node);
        return;
    }
    bool in_item = w->in_item;
    enum lt_role role = w->role;
    lt_walk_boundary(w);
    w->in_item = false;
    w->role = LT_ROLE_PARAGRAPH;
    w->quote += w->quote < UINT8_MAX;
    lt_walk_children(w, node);
    lt_walk_boundary(w);
    w->quote--;
    w->role = role;
    w->in_item = in_item;
}

/* The caption in a figure: <figcaption>, or what is named so. */
static const xmlNode *caption_of(const xmlNode *figure)
{
    static const char *const words[] = {"caption", "figcaption", "legend", "legende", NULL};
    for (const xmlNode *node = lt_dom_next(figure, figure); node; node = lt_dom_next(figure, node))
        if (lt_dom_is(node, "figcaption") ||
            (lt_dom_named(node, words) && !lt_dom_is(node, "img") && !lt_dom_find(node, "img")))
            return node;
    return NULL;
}

/* A figure without a picture: a quotation with who said it, a table, code, or what cannot be shown here. */
static void walk_other_figure(struct lt_walk *w, const xmlNode *node)
{
    const xmlNode *caption = caption_of(node), *left_out = w->left_out;
    bool quotes = lt_dom_find(node, "blockquote") != NULL;
    bool shows = quotes || lt_dom_find(node, "table") || lt_dom_find(node, "pre");
    lt_walk_boundary(w);
    w->left_out = caption;
    lt_walk_children(w, node);
    lt_walk_boundary(w);
    w->left_out = left_out;
    if (!caption || !shows)
        return;
    w->quote += quotes;
    lt_walk_flat(w, (struct lt_block){.role = quotes ? LT_ROLE_ATTRIBUTION : LT_ROLE_PARAGRAPH}, caption->children);
    w->quote -= quotes;
}

/* One FIGURE for each picture; the caption belongs to the last. */
static void walk_pictures(struct lt_walk *w, const xmlNode *figure, const xmlNode *caption)
{
    struct lt_picture picture, next;
    bool waits = false;
    for (const xmlNode *node = figure->children; node; node = lt_dom_next(figure, node)) {
        bool shows = lt_dom_is(node, "img") && lt_picture_read(node, w->base, w->arena, &next) == LT_PICTURE_FIGURE;
        if (!shows || (waits && strcmp(picture.url, next.url) == 0))
            continue;
        if (waits)
            add_figure(w, &picture, NULL);
        picture = next;
        waits = true;
    }
    if (waits)
        add_figure(w, &picture, caption);
}

static void walk_figure(struct lt_walk *w, const xmlNode *node)
{
    bool other = lt_dom_find(node, "table") || lt_dom_find(node, "pre") || lt_dom_find(node, "blockquote");
    if (w->flat)
        walk_block(w, node);
    else if (is_pullquote(node))
        walk_aside(w, node);
    else if (other || !lt_picture_first(node, w->base, w->arena))
        walk_other_figure(w, node);
    else
        walk_pictures(w, node, caption_of(node));
}

static bool holds_heading(const xmlNode *node)
{
    for (const xmlNode *inner = lt_dom_next(node, node); inner; inner = lt_dom_next(node, inner))
        if (lt_dom_tag(inner)->kind == LT_TAG_HEADING)
            return true;
    return false;
}

/* A <div> may be a figure by its class alone, when it holds no more than one does. */
static void walk_division(struct lt_walk *w, const xmlNode *node)
{
    static const char *const words[] = {"caption", NULL};
    bool figure = !w->flat && lt_dom_named(node, words) && lt_dom_find(node, "img") && !lt_dom_find(node, "p") && !holds_heading(node);
    figure = figure || (!w->flat && lt_has_word(lt_dom_attr(node, "class"), "wp-caption") && lt_dom_find(node, "img"));
    if (figure)
        walk_figure(w, node);
    else
        walk_block(w, node);
}

static void walk_table(struct lt_walk *w, const xmlNode *node)
{
    lt_walk_boundary(w);
    if (!lt_walk_table(w, node))
        walk_block(w, node);
}

static void walk_pre(struct lt_walk *w, const xmlNode *node)
{
    if (w->flat)
        walk_block(w, node);
    else
        lt_walk_flat(w, (struct lt_block){.role = LT_ROLE_CODE}, node->children);
}

static void walk_rule(struct lt_walk *w, const xmlNode *node)
{
    (void)node;
    lt_walk_boundary(w);
    if (!w->flat)
        w->rule_waits = true;
}

static void walk_term(struct lt_walk *w, const xmlNode *node)
{
    if (w->flat)
        walk_block(w, node);
    else
        lt_walk_flat(w, (struct lt_block){.role = LT_ROLE_TERM}, node->children);
}

static void walk_definition(struct lt_walk *w, const xmlNode *node)
{
    enum lt_role role = w->role;
    lt_walk_boundary(w);
    w->role = LT_ROLE_DEFINITION;
    walk_block(w, node);
    w->role = role;
}

static void walk_summary(struct lt_walk *w, const xmlNode *node)
{
    lt_walk_boundary(w);
    lt_walk_span(w, LT_SPAN_STRONG, NULL);
    lt_walk_children(w, node);
    lt_doc_build_span_end(w->builder);
    lt_walk_boundary(w);
}

/* What is said to browsers without scripts counts for its pictures only. */
static void walk_noscript(struct lt_walk *w, const xmlNode *node)
{
    for (const xmlNode *inner = lt_dom_next(node, node); inner && !w->flat; inner = lt_dom_next(node, inner))
        if (lt_dom_is(inner, "img"))
            walk_image(w, inner);
}

static void (*const WALKS[LT_TAG_KIND_COUNT])(struct lt_walk *, const xmlNode *) = {
    [LT_TAG_UNKNOWN] = lt_walk_children,
    [LT_TAG_INLINE] = lt_walk_inline,
    [LT_TAG_SPAN] = lt_walk_marked,
    [LT_TAG_LINK] = lt_walk_link,
    [LT_TAG_QUOTATION] = lt_walk_quotation,
    [LT_TAG_BREAK] = lt_walk_break,
    [LT_TAG_IMAGE] = walk_image,
    [LT_TAG_BLOCK] = walk_division,
    [LT_TAG_ASIDE] = walk_aside,
    [LT_TAG_CITE] = walk_cite,
    [LT_TAG_FOOTER] = walk_footer,
    [LT_TAG_HEADING] = walk_heading,
    [LT_TAG_LIST] = walk_list,
    [LT_TAG_ITEM] = walk_item,
    [LT_TAG_QUOTE] = walk_quote,
    [LT_TAG_FIGURE] = walk_figure,
    [LT_TAG_CAPTION] = walk_block,
    [LT_TAG_TABLE] = walk_table,
    [LT_TAG_PRE] = walk_pre,
    [LT_TAG_RULE] = walk_rule,
    [LT_TAG_TERM] = walk_term,
    [LT_TAG_DEFINITION] = walk_definition,
    [LT_TAG_SUMMARY] = walk_summary,
    [LT_TAG_NOSCRIPT] = walk_noscript,
};

/* Walks an element in the language and direction that it declares. */
static void walk_declared(struct lt_walk *w, const xmlNode *node, const struct lt_tag *tag)
{
    const char *lang = w->lang, *declared = lt_dom_attr(node, "lang");
    const char *dir = lt_dom_attr(node, "dir");
    bool rtl = w->rtl, spans = false;
    const char *here = declared ? lt_language_tag(declared, w->arena) : NULL;
    if (here && strcmp(here, w->lang) != 0) {
        spans = w->flat || lt_tag_is_inline(tag);
        if (spans)
            lt_walk_span(w, LT_SPAN_LANG, here);
        else
            w->rtl = lt_language_rtl(here);
        w->lang = here;
    }
    if (dir && (strcasecmp(dir, "rtl") == 0 || strcasecmp(dir, "ltr") == 0))
        w->rtl = strcasecmp(dir, "rtl") == 0;
    WALKS[tag->kind](w, node);
    if (spans)
        lt_doc_build_span_end(w->builder);
    w->lang = lang;
    w->rtl = rtl;
}

void lt_walk_node(struct lt_walk *w, const xmlNode *node)
{
    if (node->type == XML_TEXT_NODE || node->type == XML_CDATA_SECTION_NODE) {
        lt_walk_text(w, node);
        return;
    }
    const struct lt_tag *tag = lt_dom_tag(node);
    const struct lt_note *note = lt_note_of(node);
    bool apart = node == w->left_out || (note && note->target == node);
    if (node->type == XML_ELEMENT_NODE && tag->kind != LT_TAG_DROP && !apart && !lt_hidden(node))
        walk_declared(w, node, tag);
}

void lt_walk_children(struct lt_walk *w, const xmlNode *node)
{
    for (const xmlNode *child = node->children; child; child = child->next)
        lt_walk_node(w, child);
}

/* The highest level of heading in the article, the title apart; it becomes level 1. */
static uint8_t find_heading_base(const xmlNode *root, const char *title)
{
    uint8_t base = 7;
    struct lt_buf text = {0};
    for (const xmlNode *node = root->children; node; node = lt_dom_next(root, node)) {
        const struct lt_tag *tag = lt_dom_tag(node);
        if (tag->kind != LT_TAG_HEADING || tag->arg >= base)
            continue;
        lt_buf_clear(&text);
        lt_dom_text(node, &text);
        if (text.size > 0 && !(title && lt_plain_same(text.data, title)))
            base = tag->arg;
    }
    lt_buf_finish(&text);
    return base;
}

static void walk_notes(struct lt_walk *w)
{
    w->rule_waits = w->in_item = false;
    w->list = w->quote = 0;
    for (size_t i = 0; i < w->notes.count; i++) {
        const struct lt_note *note = w->notes.items[i];
        w->label = note->number;
        lt_walk_flat(w, (struct lt_block){.role = LT_ROLE_NOTE, .number = note->number}, note->target->children);
    }
}

void lt_blocks_build(const xmlNode *root, const struct lt_meta *meta, const char *base, struct lt_arena *arena,
                     struct lt_doc_builder *builder)
{
    struct lt_walk walk = {
        .builder = builder,
        .arena = arena,
        .meta = meta,
        .base = base,
        .notes = lt_notes_collect(root, arena),
        .lang = meta->lang ? meta->lang : "",
        .rtl = meta->rtl,
        .role = LT_ROLE_PARAGRAPH,
        .heading_base = find_heading_base(root, meta->title),
    };
    lt_walk_children(&walk, root);
    lt_walk_boundary(&walk);
    walk_notes(&walk);
    lt_buf_finish(&walk.held);
}
