/*
 * junk.c: telling an article from what a site puts into it, by element, role and the words of class and id; by size
 * and share of links where names say nothing. A part that holds much of the text is never junk.
 */
#include "junk.h"

#include "gadgets.h"
#include "lines.h"
#include "loose.h"
#include "names.h"
#include "picture.h"
#include "plain.h"
#include "teasers.h"
#include "tree.h"
#include "weigh.h"

#include <string.h>
#include <strings.h>

enum {
    MUCH_PERCENT = 40,      /* of the text around: a part with more is kept, whatever its name */
    ALL_PERCENT = 100,
    MOST_PERCENT = 75,      /* likewise, for names that leave no doubt */
    FORM_MAX_BYTES = 1000,  /* of text in a form that is a form, rather than a page that stands in one */
    BYLINE_MAX_BYTES = 160,
    LINKED_PERCENT = 60,    /* a part with more of its text in links, and little else, leads elsewhere */
    LOOSE_MAX_BYTES = 200,
    LINKS_MIN = 3,
    CARD_MAX_BYTES = 800,
    POINTER_MAX_BYTES = 250,
    POINTER_MIN_BYTES = 25,
    LIST_LINKED_PERCENT = 90,
    LIST_LINKS_MIN = 2,
    TITLE_MIN_BYTES = 20,   /* of a link that is a title rather than a name, on average */
    TAIL_MAX = 5,
    BETWEEN_BYTES = 3,      /* of text between two links of a row: a bar, a dot */
    BOXES_MAX = 2,          /* a list and the box around it */
    LABEL_MAX_BYTES = 40,   /* of what stands before a pointer's link */
};

struct pruner {
    enum lt_prune kind;
    size_t whole;    /* bytes of running text in the article */
    const char *url; /* of the page */
    struct lt_arena *scratch; /* empty between two questions */
};

static bool is_notes(const xmlNode *node)
{
    const char *role = lt_dom_attr(node, "role");
    return (lt_names_of(node) & LT_NAME_NOTE) || lt_has_word(role, "doc-endnotes") || lt_has_word(role, "doc-footnote");
}

static bool has_page_role(const xmlNode *node)
{
    static const char *const roles[] = {"navigation", "banner", "contentinfo", "search", "dialog", "alertdialog",
                                        "menu", "menubar", "toolbar", "complementary", "alert", "status"};
    const char *role = lt_dom_attr(node, "role");
    for (size_t i = 0; role && i < sizeof roles / sizeof *roles; i++)
        if (lt_has_word(role, roles[i]))
            return true;
    return false;
}

/* Names count on elements that stand as blocks; inside code or a line of text they mean something else. */
static bool may_be_named(const xmlNode *node)
{
    enum lt_tag_kind kind = lt_dom_tag(node)->kind;
    return kind == LT_TAG_BLOCK || kind == LT_TAG_ASIDE || kind == LT_TAG_LIST || kind == LT_TAG_FOOTER ||
           kind == LT_TAG_UNKNOWN || kind == LT_TAG_ITEM;
}

static bool says_related(unsigned names)
{
    const unsigned read_more = LT_NAME_READ | LT_NAME_MORE;
    return (names & LT_NAME_RELATED) || (names & read_more) == read_more;
}

bool lt_junk_related(const xmlNode *node)
{
    return may_be_named(node) && says_related(lt_names_of(node));
}

bool lt_junk_others(const xmlNode *node)
{
    return may_be_named(node) && (lt_names_of(node) & LT_NAME_OTHERS) && !lt_dom_is(node, "body") &&
           !lt_dom_find(node, "h1") && !lt_dom_find(node, "main");
}

/* The share of the text around it, in percent, up to which the element is junk by what it is and is named; 0: it is
 * none. */
static size_t named_limit(const xmlNode *node)
{
    if (lt_dom_is(node, "body") || lt_dom_is(node, "html") || lt_dom_is(node, "main"))
        return 0;
    if (lt_dom_is(node, "nav"))
        return ALL_PERCENT;
    unsigned names = lt_names_of(node);
    if (is_notes(node) || (names & LT_NAME_PULL))
        return 0;
    if (lt_dom_is(node, "aside") && !lt_weight_of(node)->titled)
        return MOST_PERCENT;
    if (has_page_role(node))
        return MUCH_PERCENT;
    if (!may_be_named(node))
        return 0;
    if (names & LT_NAME_SURE)
        return MOST_PERCENT;
    bool widget = lt_has_word(lt_dom_attr(node, "class"), "widget"); /* page builders put it into longer names, for text */
    const unsigned most_read = LT_NAME_MOST | LT_NAME_READ;
    bool named = widget || says_related(names) || (names & most_read) == most_read ||
                 ((names & LT_NAME_LOOSE) && !lt_dom_find(node, "blockquote")); /* "social" is what holds a quoted message, too */
    return lt_weight_of(node)->titled ? 0 : !named ? 0 : names & LT_NAME_RELATED ? MOST_PERCENT : MUCH_PERCENT;
}

bool lt_junk_by_name(const xmlNode *node)
{
    return named_limit(node) > 0 || (may_be_named(node) && (lt_names_of(node) & LT_NAME_BYLINE));
}

bool lt_junk_named(const xmlNode *node, size_t whole)
{
    struct lt_weight *weight = node->_private;
    if (!weight) /* inside what is dropped anyway */
        return false;
    if (!weight->junk_asked) {
        weight->junk_asked = true;
        weight->junk_percent = (uint8_t)named_limit(node);
    }
    size_t limit = weight->junk_percent;
    return limit > 0 && lt_weight_loose(node) * 100 <= whole * limit;
}

static size_t count_links(const xmlNode *root)
{
    size_t links = 0;
    for (const xmlNode *node = lt_dom_next(root, root); node; node = lt_dom_next(root, node))
        links += lt_dom_is(node, "a");
    return links;
}

/* Is it mostly links to elsewhere? */
static bool leads_away(const xmlNode *node, size_t size, size_t linked)
{
    return linked * 100 > size * LINKED_PERCENT && size - linked < LOOSE_MAX_BYTES && count_links(node) >= LINKS_MIN &&
           !is_notes(node);
}

/* The host in an absolute address, without "www."; its size in *ret_size, 0 for a relative one. */
static const char *host_of(const char *url, size_t *ret_size)
{
    const char *host = strstr(url, "://");
    host = host ? host + strlen("://") : strncmp(url, "//", 2) == 0 ? url + 2 : "";
    host += strncmp(host, "www.", 4) == 0 ? 4 : 0;
    *ret_size = strcspn(host, "/?#:");
    return host;
}

static bool is_same_site(const char *href, const char *url)
{
    size_t size, own = 0;
    const char *host = host_of(href, &size), *home = url ? host_of(url, &own) : "";
    return size == 0 || (size == own && strncasecmp(host, home, size) == 0);
}

/* Is it a list of titles of other articles: nearly all links, within the site, each of some length? */
static bool is_list_of_links(const xmlNode *node, size_t size, size_t linked, const char *url)
{
    if (lt_dom_tag(node)->kind != LT_TAG_LIST || linked * 100 < size * LIST_LINKED_PERCENT || is_notes(node))
        return false;
    size_t links = 0;
    for (const xmlNode *inner = lt_dom_next(node, node); inner; inner = lt_dom_next(node, inner)) {
        const char *href = lt_dom_is(inner, "a") ? lt_dom_attr(inner, "href") : NULL;
        if (href && (href[0] == '#' || !is_same_site(href, url)))
            return false;
        links += href && lt_dom_text_size(inner, NULL) > 0;
    }
    return links >= LIST_LINKS_MIN && linked / links >= TITLE_MIN_BYTES;
}

static bool within_link(const xmlNode *node)
{
    for (; node; node = node->parent)
        if (lt_dom_is(node, "a"))
            return true;
    return false;
}

static bool in_quote(const xmlNode *node)
{
    for (; node; node = node->parent)
        if (lt_dom_is(node, "blockquote"))
            return true;
    return false;
}

static bool is_byline(const xmlNode *node, size_t size)
{
    return size <= BYLINE_MAX_BYTES && (lt_names_of(node) & LT_NAME_BYLINE) && may_be_named(node) && !lt_dom_find(node, "img");
}

/* Is it a box that leads to another article: a link around a heading, a teaser with a linked heading? */
static bool is_card(const xmlNode *node, size_t size)
{
    if (size > CARD_MAX_BYTES || (!(lt_names_of(node) & LT_NAME_CARD) && !lt_dom_is(node, "article")))
        return false;
    for (const xmlNode *inner = lt_dom_next(node, node); inner; inner = lt_dom_next(node, inner))
        if (lt_dom_tag(inner)->kind == LT_TAG_HEADING)
            return lt_dom_find(inner, "a") || within_link(inner);
    return false;
}

/* Is it a box with nothing but one link, of the length of a title, to another page? */
static bool is_linked_box(const xmlNode *node, size_t size, size_t linked)
{
    if (!(lt_dom_is(node, "div") || lt_dom_is(node, "section")) || size > POINTER_MAX_BYTES || size < POINTER_MIN_BYTES)
        return false;
    const xmlNode *link = lt_dom_lone_link(node, size, linked);
    const char *href = link ? lt_dom_attr(link, "href") : NULL;
    if (!href || href[0] == '#')
        return false;
    for (const xmlNode *inner = lt_dom_next(node, node); inner; inner = lt_dom_next(node, inner))
        if (lt_dom_tag(inner)->kind == LT_TAG_HEADING)
            return false;
    return !in_quote(node);
}

/* What stands before the first link, if it ends in a colon; NULL. */
static const char *label_before(const xmlNode *node, struct lt_arena *scratch)
{
    const xmlNode *first = node->children;
    while (first && first->type != XML_TEXT_NODE && first->children && !lt_dom_is(first, "a"))
        first = first->children;
    const char *text = first && first->type == XML_TEXT_NODE ? lt_plain_dup(lt_bytes_of((const char *)first->content), scratch) : NULL;
    return text && text[strlen(text) - 1] == ':' ? text + strspn(text, " ><*-") : NULL;
}

/* Does it only point to another article: "Read more: ..."? Not so what names a source, elsewhere or in a word. */
static bool is_pointer(const xmlNode *node, size_t size, size_t linked, const struct pruner *p)
{
    bool heading = lt_dom_tag(node)->kind == LT_TAG_HEADING;
    if (!(heading || lt_dom_is(node, "p")) || size > POINTER_MAX_BYTES || linked < POINTER_MIN_BYTES || in_quote(node))
        return false;
    if (linked == size)
        return !heading;
    const char *href = lt_dom_attr(lt_dom_find(node, "a"), "href");
    const char *label = size - linked <= LABEL_MAX_BYTES && href && href[0] != '#' ? label_before(node, p->scratch) : NULL;
    bool points = label && (is_same_site(href, p->url) || lt_line_is_over_others(label));
    lt_arena_clear(p->scratch);
    return points;
}

static bool has_arrow(const char *text, const char *const *arrows, bool ends)
{
    for (size_t size = strlen(text); *arrows; arrows++) {
        size_t arrow = strlen(*arrows);
        if (arrow <= size && strncmp(ends ? text + size - arrow : text, *arrows, arrow) == 0)
            return true;
    }
    return false;
}

/* Does the link's text name a tool ("Print"), or point away: "More »", "« Back"? With both marks it is a quotation. */
static bool is_step(const char *text)
{
    static const char *const back[] = {"«", "‹", "←", "<<", NULL}, *const on[] = {"»", "›", "→", ">>", NULL};
    return has_arrow(text, back, false) != has_arrow(text, on, true) || lt_line_is_foreign(text, false);
}

/* Is it a row of links and nothing else, each of them a step or a tool? What leads to a picture shows some of the article. */
static bool is_row_of_steps(const xmlNode *node, size_t size, size_t linked, struct lt_arena *scratch)
{
    enum lt_tag_kind kind = lt_dom_tag(node)->kind;
    bool block = lt_dom_is(node, "p") || lt_dom_is(node, "div") || kind == LT_TAG_LIST;
    if (!block || size == 0 || size > POINTER_MAX_BYTES || size - linked > size / 2 || is_notes(node) || in_quote(node) || lt_dom_find(node, "img"))
        return false;
    size_t links = 0, told = 0;
    bool steps = true;
    for (const xmlNode *inner = lt_dom_next(node, node); inner && steps; inner = lt_dom_next(node, inner)) {
        const char *href = lt_dom_is(inner, "a") ? lt_dom_attr(inner, "href") : NULL;
        const char *text = lt_dom_is(inner, "a") ? lt_dom_text_dup(inner, LT_LINE_MAX_BYTES, scratch) : "";
        steps = !text[0] || (is_step(text) && !(href && lt_picture_named(href)));
        links += text[0] != '\0';
        told += text[0] ? lt_dom_text_size(inner, NULL) : 0;
    }
    lt_arena_clear(scratch);
    return steps && links > 0 && told + links * BETWEEN_BYTES >= size;
}

/* Is it a block without blocks in it whose text only speaks of the page? */
static bool is_foreign_line(const xmlNode *node, size_t size, size_t linked, struct lt_arena *scratch)
{
    enum lt_tag_kind kind = lt_dom_tag(node)->kind;
    bool block = (kind == LT_TAG_BLOCK && !lt_dom_is(node, "td") && !lt_dom_is(node, "th")) || kind == LT_TAG_HEADING || kind == LT_TAG_UNKNOWN;
    if (!block || size == 0 || size > LT_LINE_MAX_BYTES || lt_weight_of(node)->block || in_quote(node) || lt_dom_find(node, "img"))
        return false;
    const char *text = lt_dom_text_dup(node, LT_LINE_MAX_BYTES, scratch);
    bool foreign = lt_line_goes(text, size, linked) || (kind == LT_TAG_BLOCK && lt_line_is_date(text)) || (kind != LT_TAG_HEADING && lt_line_is_tool(text));
    lt_arena_clear(scratch);
    return foreign;
}

static bool is_page_junk(const xmlNode *node, size_t size, size_t linked, const struct pruner *p)
{
    const struct lt_tag *tag = lt_dom_tag(node);
    bool pulled = lt_names_of(node) & LT_NAME_PULL;
    if (tag->kind == LT_TAG_FOOTER && !in_quote(node) && !is_notes(node))
        return true;
    if (lt_dom_is(node, "form") && size <= FORM_MAX_BYTES)
        return true;
    if (p->kind >= LT_PRUNE_FORGIVING)
        return is_foreign_line(node, size, linked, p->scratch);
    if (lt_gadget(node, size, linked) && !in_quote(node))
        return true;
    if (tag->kind == LT_TAG_ASIDE && !pulled && !is_notes(node))
        return true;
    if (is_card(node, size))
        return true;
    if (is_foreign_line(node, size, linked, p->scratch))
        return true;
    if (is_byline(node, size) || is_pointer(node, size, linked, p) || is_linked_box(node, size, linked) ||
        is_row_of_steps(node, size, linked, p->scratch))
        return true;
    if (lt_teasers(node) || is_list_of_links(node, size, linked, p->url))
        return true;
    return (lt_dom_is(node, "div") || lt_dom_is(node, "section")) && leads_away(node, size, linked);
}

static bool is_junk(const xmlNode *node, const struct pruner *p)
{
    if (node->type != XML_ELEMENT_NODE || lt_tag_is_inline(lt_dom_tag(node)))
        return false;
    size_t size = lt_weight_of(node)->text, linked = lt_weight_of(node)->linked;
    bool much = lt_weight_loose(node) * 100 > p->whole * MUCH_PERCENT;
    if (p->kind == LT_PRUNE_FEED)
        return !much && may_be_named(node) && (lt_names_of(node) & LT_NAME_SHARE);
    return lt_junk_named(node, p->whole) || (!much && is_page_junk(node, size, linked, p));
}

/* The sibling before or after the node that is an element or shows text. */
static xmlNode *beside(const xmlNode *node, bool after)
{
    xmlNode *other = after ? node->next : node->prev;
    while (other && (other->type == XML_COMMENT_NODE || (other->type == XML_TEXT_NODE &&
                                                         lt_plain_is_blank(lt_bytes_of((const char *)other->content)))))
        other = after ? other->next : other->prev;
    return other;
}

static bool ends_in_colon(const xmlNode *node)
{
    struct lt_arena arena = {0};
    const char *text = lt_dom_text_dup(node, LT_LINE_MAX_BYTES, &arena);
    bool ends = text[0] && text[strlen(text) - 1] == ':';
    lt_arena_finish(&arena);
    return ends;
}

/* Is it a heading, or a short line that stands over something as one: all bold, or ending in a colon? */
static bool is_label(const xmlNode *node)
{
    if (!lt_dom_is_element(node))
        return false;
    const struct lt_weight *weight = lt_weight_of(node);
    if (lt_dom_tag(node)->kind == LT_TAG_HEADING)
        return true;
    if (lt_dom_tag(node)->kind != LT_TAG_BLOCK || weight->block || weight->text == 0 || weight->text > LABEL_MAX_BYTES)
        return false;
    const xmlNode *bold = lt_dom_find(node, "strong");
    bold = bold ? bold : lt_dom_find(node, "b");
    return (bold && lt_dom_text_size(bold, NULL) == weight->text) || ends_in_colon(node);
}

/* What stands over the list, perhaps over a box around it, and says that it is one of other articles; NULL. */
static xmlNode *label_over_others(const xmlNode *list, struct lt_arena *scratch)
{
    size_t size = lt_weight_of(list)->text;
    xmlNode *label = NULL;
    for (int i = 0; i < BOXES_MAX && !label && lt_weight_of(list)->text == size; i++, list = list->parent)
        label = beside(list, false);
    bool over = label && is_label(label) && lt_line_is_over_others(lt_dom_text_dup(label, LT_LINE_MAX_BYTES, scratch));
    lt_arena_clear(scratch);
    return over ? label : NULL;
}

/* Does each item hold a link to a page of the site, and not much more? */
static bool lists_pages(const xmlNode *list, const char *url)
{
    size_t size = lt_weight_of(list)->text, linked = lt_weight_of(list)->linked, links = 0;
    if (lt_dom_tag(list)->kind != LT_TAG_LIST || linked * 100 < size * LINKED_PERCENT || is_notes(list) || in_quote(list))
        return false;
    for (const xmlNode *item = list->children; item; item = item->next) {
        const xmlNode *link = lt_weight_of(item)->text > 0 ? lt_dom_find(item, "a") : NULL;
        const char *href = link ? lt_dom_attr(link, "href") : NULL;
        if (lt_weight_of(item)->text > 0 && (!href || href[0] == '#' || !is_same_site(href, url)))
            return false;
        links += href != NULL;
    }
    return links >= LIST_LINKS_MIN && linked / links >= TITLE_MIN_BYTES;
}

/* Takes a list of other articles away, and what stands over it. */
static bool drop_led_list(xmlNode *list, const struct pruner *p)
{
    xmlNode *label = p->kind == LT_PRUNE_PAGE && lists_pages(list, p->url) ? label_over_others(list, p->scratch) : NULL;
    if (!label)
        return false;
    lt_tree_drop(label);
    lt_tree_drop(list);
    return true;
}

/* What stood over the node that is about to go, and over nothing else, goes with it. */
static void drop_label_over(const xmlNode *node)
{
    xmlNode *label = beside(node, false), *below = beside(node, true);
    bool alone = !below || lt_dom_tag(below)->kind == LT_TAG_HEADING;
    if (label && (alone || lt_dom_tag(label)->kind != LT_TAG_HEADING) && is_label(label))
        lt_tree_drop(label);
}

/* Does it only name something to press? What stands over that may be a heading of the article. */
static bool is_tool(const xmlNode *node, struct lt_arena *scratch)
{
    bool tool = lt_line_is_tool(lt_dom_text_dup(node, LT_LINE_MAX_BYTES, scratch));
    lt_arena_clear(scratch);
    return tool;
}

static void prune(xmlNode *root, const struct pruner *p)
{
    for (xmlNode *node = root->children, *next; node; node = next) {
        next = node->next;
        if (is_junk(node, p)) {
            const struct lt_weight *weight = lt_weight_of(node);
            if (p->kind == LT_PRUNE_PAGE && weight->linked > 0 && !is_byline(node, weight->text) && !is_tool(node, p->scratch))
                drop_label_over(node);
            lt_tree_drop(node);
        } else if (node->type == XML_ELEMENT_NODE && node->_private && lt_dom_tag(node)->kind != LT_TAG_PRE && !drop_led_list(node, p)) {
            prune(node, p);
        }
    }
}

/* The last element below `root` that shows something; NULL when text stands after every element. */
static xmlNode *last_shown(xmlNode *root)
{
    for (xmlNode *node = root->last; node;) {
        size_t size = lt_dom_text_size(node, NULL);
        bool shows = size > 0 || lt_dom_is(node, "img") || (node->type == XML_ELEMENT_NODE && lt_dom_find(node, "img"));
        bool closes = node->type != XML_ELEMENT_NODE || lt_dom_tag(node)->kind != LT_TAG_BLOCK || lt_dom_is(node, "p");
        if (shows && closes)
            return node;
        node = shows ? node->last : node->prev;
    }
    return NULL;
}

/* Headings over what has been taken out: "See also" and nothing. */
static void prune_tail(xmlNode *root)
{
    xmlNode *node;
    for (int i = 0; i < TAIL_MAX && (node = last_shown(root)) && lt_dom_tag(node)->kind == LT_TAG_HEADING &&
                    lt_dom_text_size(node, NULL) <= LT_LINE_MAX_BYTES; i++)
        lt_tree_drop(node);
}

void lt_junk_forgive(xmlNode *root, bool all)
{
    for (xmlNode *node = root; node; node = lt_dom_next(root, node))
        if (node->type == XML_ELEMENT_NODE && node->_private) {
            struct lt_weight *weight = node->_private;
            weight->junk_asked = weight->teasers_asked = true;
            bool sure = !all && may_be_named(node) && (lt_names_of(node) & LT_NAME_SURE);
            weight->junk_percent = lt_dom_is(node, "nav") ? ALL_PERCENT : sure ? MOST_PERCENT : has_page_role(node) ? MUCH_PERCENT : 0;
        }
}

void lt_junk_prune(xmlNode *root, enum lt_prune kind, const char *url)
{
    struct lt_arena arena = {0}, scratch = {0};
    lt_weigh(root, &arena);
    if (kind >= LT_PRUNE_FORGIVING)
        lt_junk_forgive(root, kind == LT_PRUNE_LITTLE);
    prune(root, &(struct pruner){kind, lt_weight_loose(root), url, &scratch});
    lt_unweigh(root);
    lt_arena_finish(&arena);
    lt_arena_finish(&scratch);
    if (kind == LT_PRUNE_PAGE)
        lt_loose_prune(root);
    if (kind != LT_PRUNE_FEED)
        prune_tail(root);
}
