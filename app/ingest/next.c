/*
 * next.c: where a page says that it goes on (rel=next), and where it says that feeds lie.
 */
#include <lutrin/ingest.h>

#include <string.h>

#include "charset.h"
#include "dom.h"
#include "html.h"

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
    if (tree)
        xmlFreeDoc(tree);
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

size_t lt_html_feeds(struct lt_bytes data, const char *url, struct lt_arena *arena, const char **ret_urls, size_t max)
{
    struct lt_buf text = {0};
    size_t count = 0;
    xmlDoc *tree = tree_of(data, &text);
    const xmlNode *root = tree ? xmlDocGetRootElement(tree) : NULL;
    for (const xmlNode *node = root; node && count < max; node = lt_dom_next(root, node)) {
        if (!lt_dom_is(node, "link") || !lt_has_word(lt_dom_attr(node, "rel"), "alternate") ||
            !is_feed_type(lt_dom_attr(node, "type")) || !lt_dom_attr(node, "href"))
            continue;
        const char *feed = lt_url_resolve(lt_dom_attr(node, "href"), url, arena);
        if (feed)
            ret_urls[count++] = feed;
    }
    if (tree)
        xmlFreeDoc(tree);
    lt_buf_finish(&text);
    return count;
}
