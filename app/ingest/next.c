/*
 * next.c: where a page leads to: where it goes on (rel=next), which feeds its site has, where its sign is.
 */
#include <lutrin/ingest.h>

#include <string.h>

#include "charset.h"
#include "dom.h"
#include "html.h"
#include "site_logo.h"

enum { MAX_TITLE_BYTES = 1000 };

/* The page as a tree, or NULL. */
static xmlDoc *tree_of(struct lt_bytes data, struct lt_buf *text)
{
    xmlDoc *tree = NULL;
    if (data.size == 0 || data.size > LT_PAGE_MAX_BYTES || lt_source_sniff(data) != LT_SOURCE_HTML)
        return NULL;
    lt_charset_decode(data, LT_MARKUP_HTML, text);
    return lt_html_parse(lt_buf_slice(text), NULL, &tree) == LT_OK ? tree : NULL;
}

static bool holds(struct lt_bytes data, const char *word)
{
    size_t size = strlen(word);
    for (size_t at = 0; at + size <= data.size; at++)
        if (data.data[at] == word[0] && memcmp(data.data + at, word, size) == 0)
            return true;
    return false;
}

const char *lt_html_next(struct lt_bytes data, const char *url, struct lt_arena *arena)
{
    struct lt_buf text = {0};
    const char *found = NULL;
    xmlDoc *tree = holds(data, "next") ? tree_of(data, &text) : NULL;
    const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    for (const xmlNode *node = root; node && !found; node = lt_dom_next(root, node))
        if ((lt_dom_is(node, "link") || lt_dom_is(node, "a")) && lt_has_word(lt_dom_attr(node, "rel"), "next") &&
            lt_dom_attr(node, "href"))
            found = lt_url_resolve(lt_dom_attr(node, "href"), url, arena);
    lt_tree_free(tree);
    lt_buf_finish(&text);
    return found;
}

static bool is_feed_type(const char *type)
{
    static const char *const types[] = {"application/rss+xml", "application/atom+xml", "application/feed+json",
                                        "application/rdf+xml"};
    for (size_t i = 0; type && i < sizeof types / sizeof *types; i++)
        if (strncmp(type, types[i], strlen(types[i])) == 0)
            return true;
    return false;
}

static void take_meta(const xmlNode *node, struct lt_arena *arena, struct lt_html_outline *outline)
{
    const char *name = lt_dom_attr(node, "property"), *content = lt_dom_attr(node, "content");
    if (!name || !content || outline->site[0] || strcmp(name, "og:site_name") != 0)
        return;
    outline->site = lt_arena_strdup(arena, content);
}

static void take_feed(const xmlNode *node, const char *url, struct lt_arena *arena, size_t max,
                      struct lt_html_outline *outline)
{
    if (outline->feed_count == max || !lt_has_word(lt_dom_attr(node, "rel"), "alternate") ||
        !is_feed_type(lt_dom_attr(node, "type")) || !lt_dom_attr(node, "href"))
        return;
    const char *feed = lt_url_resolve(lt_dom_attr(node, "href"), url, arena);
    if (feed)
        outline->feeds[outline->feed_count++] = feed;
}

enum lt_err lt_html_look(struct lt_bytes data, const char *url, struct lt_arena *arena, size_t max_feeds,
                         struct lt_html_outline *ret_outline)
{
    struct lt_buf text = {0};
    struct lt_html_outline outline = {.title = "", .lang = "", .site = "", .logo = ""};
    struct lt_site_logo logo = {NULL, 0};
    xmlDoc *tree = tree_of(data, &text);
    const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    outline.feeds = lt_arena_array(arena, max_feeds, sizeof *outline.feeds);
    for (const xmlNode *node = root; node; node = lt_dom_next(root, node)) {
        lt_site_logo_look(node, url, arena, &logo);
        if (lt_dom_is(node, "html") && lt_dom_attr(node, "lang"))
            outline.lang = lt_arena_strdup(arena, lt_dom_attr(node, "lang"));
        else if (lt_dom_is(node, "title") && !outline.title[0])
            outline.title = lt_dom_text_dup(node, MAX_TITLE_BYTES, arena);
        else if (lt_dom_is(node, "meta"))
            take_meta(node, arena, &outline);
        else if (lt_dom_is(node, "link"))
            take_feed(node, url, arena, max_feeds, &outline);
    }
    lt_tree_free(tree);
    lt_buf_finish(&text);
    if (!root)
        return LT_ERR_DATA;
    outline.logo = logo.address ? logo.address : "";
    *ret_outline = outline;
    return LT_OK;
}
