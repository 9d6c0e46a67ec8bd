/*
 * tags.c: the allow-list. An element that is not in this table is read through to what it holds; one of kind DROP is
 * gone with all it holds.
 */
#include "tags.h"

#include <lutrin/doc.h>

#include <stdlib.h>
#include <strings.h>

#define SPAN(name, span) {name, LT_TAG_SPAN, span, true, false}
#define KEEP(name, kind) {name, kind, 0, true, false}
#define KEEP_ARG(name, kind, arg) {name, kind, arg, true, false}
#define DROP(name) {name, LT_TAG_DROP, 0, false, false}
#define READ(name, kind) {name, kind, 0, false, false}

/* Ordered by name. */
static const struct lt_tag TAGS[] = {
    KEEP("a", LT_TAG_LINK),
    KEEP("abbr", LT_TAG_INLINE),
    KEEP("acronym", LT_TAG_INLINE),
    KEEP("address", LT_TAG_BLOCK),
    DROP("applet"),
    DROP("area"),
    KEEP("article", LT_TAG_BLOCK),
    KEEP("aside", LT_TAG_ASIDE),
    DROP("audio"),
    SPAN("b", LT_SPAN_STRONG),
    DROP("base"),
    KEEP("bdi", LT_TAG_INLINE),
    KEEP("bdo", LT_TAG_INLINE),
    KEEP("big", LT_TAG_INLINE),
    KEEP("blockquote", LT_TAG_QUOTE),
    READ("body", LT_TAG_BLOCK),
    {"br", LT_TAG_BREAK, 0, true, true},
    DROP("button"),
    DROP("canvas"),
    KEEP("caption", LT_TAG_CAPTION),
    KEEP("center", LT_TAG_BLOCK),
    KEEP("cite", LT_TAG_CITE),
    SPAN("code", LT_SPAN_CODE),
    {"col", LT_TAG_DROP, 0, true, true},
    KEEP("colgroup", LT_TAG_DROP),
    DROP("datalist"),
    KEEP("dd", LT_TAG_DEFINITION),
    SPAN("del", LT_SPAN_DELETED),
    KEEP("details", LT_TAG_BLOCK),
    SPAN("dfn", LT_SPAN_EM),
    DROP("dialog"),
    KEEP("dir", LT_TAG_LIST),
    KEEP("div", LT_TAG_BLOCK),
    KEEP("dl", LT_TAG_BLOCK),
    KEEP("dt", LT_TAG_TERM),
    SPAN("em", LT_SPAN_EM),
    DROP("embed"),
    READ("fieldset", LT_TAG_BLOCK),
    KEEP("figcaption", LT_TAG_CAPTION),
    KEEP("figure", LT_TAG_FIGURE),
    KEEP("footer", LT_TAG_FOOTER),
    READ("form", LT_TAG_BLOCK),
    DROP("frame"),
    DROP("frameset"),
    KEEP_ARG("h1", LT_TAG_HEADING, 1),
    KEEP_ARG("h2", LT_TAG_HEADING, 2),
    KEEP_ARG("h3", LT_TAG_HEADING, 3),
    KEEP_ARG("h4", LT_TAG_HEADING, 4),
    KEEP_ARG("h5", LT_TAG_HEADING, 5),
    KEEP_ARG("h6", LT_TAG_HEADING, 6),
    DROP("head"),
    KEEP("header", LT_TAG_BLOCK),
    KEEP("hgroup", LT_TAG_BLOCK),
    {"hr", LT_TAG_RULE, 0, true, true},
    READ("html", LT_TAG_BLOCK),
    SPAN("i", LT_SPAN_EM),
    DROP("iframe"),
    {"img", LT_TAG_IMAGE, 0, true, true},
    DROP("input"),
    KEEP("ins", LT_TAG_INLINE),
    SPAN("kbd", LT_SPAN_CODE),
    DROP("label"),
    KEEP("li", LT_TAG_ITEM),
    DROP("link"),
    KEEP("main", LT_TAG_BLOCK),
    DROP("map"),
    SPAN("mark", LT_SPAN_MARKED),
    READ("math", LT_TAG_INLINE),
    KEEP("menu", LT_TAG_LIST),
    DROP("meta"),
    DROP("meter"),
    KEEP("nav", LT_TAG_BLOCK),
    DROP("noembed"),
    DROP("noframes"),
    READ("noscript", LT_TAG_NOSCRIPT),
    DROP("object"),
    KEEP_ARG("ol", LT_TAG_LIST, 1),
    DROP("optgroup"),
    DROP("option"),
    DROP("output"),
    KEEP("p", LT_TAG_BLOCK),
    DROP("param"),
    READ("picture", LT_TAG_INLINE),
    READ("plaintext", LT_TAG_PRE),
    KEEP("pre", LT_TAG_PRE),
    DROP("progress"),
    KEEP("q", LT_TAG_QUOTATION),
    KEEP("rp", LT_TAG_INLINE),
    KEEP("rt", LT_TAG_INLINE),
    KEEP("ruby", LT_TAG_INLINE),
    SPAN("s", LT_SPAN_DELETED),
    SPAN("samp", LT_SPAN_CODE),
    DROP("script"),
    KEEP("section", LT_TAG_BLOCK),
    DROP("select"),
    KEEP("small", LT_TAG_INLINE),
    KEEP("span", LT_TAG_INLINE),
    SPAN("strike", LT_SPAN_DELETED),
    SPAN("strong", LT_SPAN_STRONG),
    DROP("style"),
    SPAN("sub", LT_SPAN_SUB),
    KEEP("summary", LT_TAG_SUMMARY),
    SPAN("sup", LT_SPAN_SUP),
    DROP("svg"),
    KEEP("table", LT_TAG_TABLE),
    KEEP("tbody", LT_TAG_BLOCK),
    KEEP("td", LT_TAG_BLOCK),
    DROP("template"),
    DROP("textarea"),
    KEEP("tfoot", LT_TAG_BLOCK),
    KEEP("th", LT_TAG_BLOCK),
    KEEP("thead", LT_TAG_BLOCK),
    KEEP("time", LT_TAG_INLINE),
    DROP("title"),
    KEEP("tr", LT_TAG_BLOCK),
    SPAN("tt", LT_SPAN_CODE),
    KEEP("u", LT_TAG_INLINE),
    KEEP("ul", LT_TAG_LIST),
    SPAN("var", LT_SPAN_EM),
    DROP("video"),
    READ("wbr", LT_TAG_INLINE),
    READ("xmp", LT_TAG_PRE),
};

const struct lt_tag LT_TAG_OF_NONE = {"", LT_TAG_UNKNOWN, 0, false, false};

/* Most names differ in their first letter. */
static int compare(const void *name, const void *tag)
{
    const char *a = name, *b = ((const struct lt_tag *)tag)->name;
    int first = *a >= 'A' && *a <= 'Z' ? *a + ('a' - 'A') : *a;
    return first != *b ? first - *b : strcasecmp(a, b);
}

const struct lt_tag *lt_tag_of(const char *name)
{
    const struct lt_tag *tag = bsearch(name, TAGS, sizeof TAGS / sizeof *TAGS, sizeof *TAGS, compare);
    return tag ? tag : &LT_TAG_OF_NONE;
}

bool lt_tag_is_inline(const struct lt_tag *tag)
{
    return tag->kind <= LT_TAG_IMAGE || tag->kind == LT_TAG_CITE || tag->kind == LT_TAG_DROP;
}
