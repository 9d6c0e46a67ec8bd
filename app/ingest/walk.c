/*
 * walk.c: how text reaches a document builder: which block it opens, what becomes of breaks and of no-break spaces at
 * the ends of blocks, and blocks that take in all the text below an element.
 */
#include "walk.h"

#include "plain.h"

#include <lutrin/utf8.h>

#include <string.h>

enum { LABEL_MAX_DIGITS = 4 };

static uint8_t capped(uint8_t depth)
{
    return depth < LT_DOC_MAX_DEPTH ? depth : LT_DOC_MAX_DEPTH;
}

/* The shape of running text here. */
static struct lt_block shape_here(const struct lt_walk *w)
{
    struct lt_block shape = {
        .role = w->role, .quote = capped(w->quote), .list = capped(w->list), .rtl = w->rtl, .lang = w->lang, .picture = -1};
    if (w->in_item && w->role == LT_ROLE_PARAGRAPH) {
        shape.role = LT_ROLE_ITEM;
        shape.level = capped(w->list);
        shape.list = 0;
        shape.number = w->item_fresh ? w->item_number : LT_ITEM_CONTINUED;
    }
    return shape;
}

static void close_block(struct lt_walk *w)
{
    lt_doc_build_block_end(w->builder);
    lt_buf_clear(&w->held);
    w->open = false;
    w->breaks = 0;
}

static void open_block(struct lt_walk *w, const struct lt_block *shape)
{
    close_block(w);
    if (w->rule_waits && w->begun)
        lt_doc_build_block(w->builder, &(struct lt_block){.role = LT_ROLE_RULE, .lang = w->lang, .rtl = w->rtl, .picture = -1});
    w->rule_waits = false;
    lt_doc_build_block(w->builder, shape);
    w->open = w->begun = true;
    if (shape->role == LT_ROLE_ITEM)
        w->item_fresh = false;
}

void lt_walk_boundary(struct lt_walk *w)
{
    if (!w->flat)
        close_block(w);
    else if (w->breaks == 0 && lt_doc_build_has_text(w->builder))
        w->breaks = 1;
}

/* How many bytes of white space and no-break spaces the text begins with. */
static size_t leading_gap(struct lt_bytes text)
{
    size_t at = 0;
    while (at < text.size) {
        size_t next = at;
        uint32_t code = lt_utf8_next(text.data, text.size, &next);
        if (code > ' ' && code != 0xA0)
            break;
        at = next;
    }
    return at;
}

/* Where white space and no-break spaces at the end of the text begin. */
static size_t trailing_gap(struct lt_bytes text)
{
    size_t end = text.size;
    while (end > 0) {
        size_t at = lt_utf8_back(text.data, end), next = at;
        uint32_t code = lt_utf8_next(text.data, text.size, &next);
        if (code > ' ' && code != 0xA0)
            break;
        end = at;
    }
    return end;
}

/* How many bytes a note's own label takes at the beginning of its text: "1. ", "[1] ". */
static size_t own_label(struct lt_bytes text, int32_t number)
{
    size_t at = text.size > 0 && (text.data[0] == '[' || text.data[0] == '(');
    int32_t read = 0;
    size_t digits = 0;
    for (; at < text.size && digits < LABEL_MAX_DIGITS && text.data[at] >= '0' && text.data[at] <= '9'; digits++)
        read = read * 10 + (text.data[at++] - '0');
    size_t marks = 0;
    while (at < text.size && strchr(".)]:", text.data[at])) {
        at++;
        marks++;
    }
    return digits > 0 && read == number && marks > 0 ? at : 0;
}

static struct lt_bytes rest(struct lt_bytes text, size_t from)
{
    return (struct lt_bytes){text.data + from, text.size - from};
}

/* Makes sure that a block is open for text to come, with the breaks before it written; returns the text to add. */
static struct lt_bytes begin_text(struct lt_walk *w, struct lt_bytes text)
{
    if (w->open && !w->flat && w->breaks >= 2)
        close_block(w);
    if (!w->open) {
        struct lt_block shape = shape_here(w);
        open_block(w, &shape);
    }
    if (!lt_doc_build_has_text(w->builder)) {
        text = rest(text, leading_gap(text));
        text = rest(text, w->label > 0 ? own_label(text, w->label) : 0);
        text = rest(text, leading_gap(text));
        w->label = 0;
    } else if (w->breaks > 0) {
        lt_doc_build_break(w->builder);
        lt_buf_clear(&w->held);
    }
    w->breaks = 0;
    return text;
}

static void add_text(struct lt_walk *w, struct lt_bytes text)
{
    if (lt_plain_is_blank(text)) {
        if (w->open && w->breaks == 0)
            lt_buf_put(&w->held, text.data, text.size);
        return;
    }
    text = begin_text(w, text);
    if (w->held.size > 0 && lt_doc_build_has_text(w->builder))
        lt_doc_build_text(w->builder, lt_buf_slice(&w->held));
    lt_buf_clear(&w->held);
    size_t end = trailing_gap(text);
    if (end == 0)
        return;
    lt_doc_build_text(w->builder, (struct lt_bytes){text.data, end});
    lt_buf_put(&w->held, text.data + end, text.size - end);
}

/* Code keeps its spaces; boundaries of elements inside it end a line. */
static void add_code(struct lt_walk *w, struct lt_bytes text)
{
    bool first = !lt_doc_build_has_text(w->builder);
    while (first && text.size > 0 && text.data[0] == '\n')
        text = rest(text, 1);
    if (text.size == 0)
        return;
    if (w->breaks > 0 && !first && text.data[0] != '\n')
        lt_doc_build_text(w->builder, lt_bytes_of("\n"));
    w->breaks = 0;
    lt_doc_build_text(w->builder, text);
}

void lt_walk_text(struct lt_walk *w, const xmlNode *node)
{
    struct lt_buf raw = {0}, text = {0};
    lt_plain_repair(lt_bytes_of((const char *)node->content), &raw);
    lt_plain_loosen(lt_buf_slice(&raw), &text);
    if (w->pre)
        add_code(w, lt_buf_slice(&raw));
    else if (text.size > 0)
        add_text(w, lt_buf_slice(&text));
    lt_buf_finish(&raw);
    lt_buf_finish(&text);
}

void lt_walk_say(struct lt_walk *w, const char *text)
{
    if (w->pre)
        add_code(w, lt_bytes_of(text));
    else if (text && text[0])
        add_text(w, lt_bytes_of(text));
}

void lt_walk_span(struct lt_walk *w, enum lt_span_kind kind, const char *target)
{
    if (w->open && w->held.size > 0 && lt_doc_build_has_text(w->builder)) {
        lt_doc_build_text(w->builder, lt_buf_slice(&w->held));
        lt_buf_clear(&w->held);
    }
    lt_doc_build_span(w->builder, kind, target, true);
}

void lt_walk_flat(struct lt_walk *w, struct lt_block shape, const xmlNode *first)
{
    bool flat = w->flat, pre = w->pre;
    shape.quote = capped(w->quote);
    shape.list = shape.role == LT_ROLE_NOTE ? 0 : capped(w->list);
    shape.rtl = w->rtl;
    shape.lang = w->lang;
    shape.picture = shape.role == LT_ROLE_FIGURE ? shape.picture : -1;
    open_block(w, &shape);
    w->flat = true;
    w->pre = shape.role == LT_ROLE_CODE;
    for (const xmlNode *node = first; node; node = node->next)
        lt_walk_node(w, node);
    close_block(w);
    w->flat = flat;
    w->pre = pre;
    w->open = false;
}
