/*
 * inline.c: what stands in a line of text: marked words, links and references to notes, quotation marks, breaks.
 */
#include "walk.h"

#include "language.h"
#include "plain.h"

#include <lutrin/ingest.h>

#include <string.h>

void lt_walk_marked(struct lt_walk *w, const xmlNode *node)
{
    enum lt_span_kind kind = (enum lt_span_kind)lt_dom_tag(node)->arg;
    bool plain = w->pre || (kind == LT_SPAN_SUP && lt_notes_inside(node));
    if (!plain)
        lt_walk_span(w, kind, NULL);
    lt_walk_children(w, node);
    if (!plain)
        lt_doc_build_span_end(w->builder);
}

/* Does its style ask for small capitals (font-variant, font-variant-caps)? */
static bool in_small_capitals(const xmlNode *node)
{
    const char *style = lt_dom_attr(node, "style"), *said = style ? strstr(style, "font-variant") : NULL;
    said = said ? strchr(said, ':') : NULL;
    return said && strncmp(said + 1 + strspn(said + 1, " "), "small-caps", strlen("small-caps")) == 0;
}

void lt_walk_inline(struct lt_walk *w, const xmlNode *node)
{
    bool small = !w->pre && in_small_capitals(node);
    if (small)
        lt_walk_span(w, LT_SPAN_SMALL_CAPS, NULL);
    lt_walk_children(w, node);
    if (small)
        lt_doc_build_span_end(w->builder);
}

static void walk_note_reference(struct lt_walk *w, const struct lt_note *note)
{
    const char *number = lt_arena_printf(w->arena, "%d", (int)note->number);
    lt_walk_span(w, LT_SPAN_NOTE, number);
    lt_walk_say(w, number);
    lt_doc_build_span_end(w->builder);
}

void lt_walk_link(struct lt_walk *w, const xmlNode *node)
{
    const struct lt_note *note = lt_note_of(node);
    if (note) {
        if (note->target)
            walk_note_reference(w, note);
        return;
    }
    if (lt_dom_is_anchor_sign(node)) /* a way back, a heading's own anchor */
        return;
    const char *href = lt_dom_attr(node, "href");
    const char *url = href && href[0] && href[0] != '#' && !w->pre ? lt_url_resolve(href, w->base, w->arena) : NULL;
    if (url)
        lt_walk_span(w, LT_SPAN_LINK, url);
    lt_walk_children(w, node);
    if (url)
        lt_doc_build_span_end(w->builder);
}

void lt_walk_quotation(struct lt_walk *w, const xmlNode *node)
{
    struct lt_quotes quotes = lt_language_quotes(w->lang);
    lt_walk_say(w, quotes.open);
    lt_walk_children(w, node);
    lt_walk_say(w, quotes.close);
}

void lt_walk_break(struct lt_walk *w, const xmlNode *node)
{
    (void)node;
    if (w->pre)
        lt_walk_say(w, "\n");
    else if (w->open && lt_doc_build_has_text(w->builder))
        w->breaks++;
}
