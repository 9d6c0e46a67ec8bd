/*
 * opml.c: a list of feeds: outlines, nested in groups or not, with the address of a feed.
 */
#include <lutrin/export.h>

#include "dom.h"
#include "plain.h"
#include "xml.h"

#include <stdlib.h>
#include <string.h>

struct list {
    struct lt_arena *arena;
    struct lt_diag *diag;
    struct lt_listed_feed *feeds; /* heap */
    size_t count, capacity;
};

static const char *attribute(const struct list *list, const xmlNode *node, const char *name)
{
    const char *value = lt_dom_attr(node, name), *text = value ? lt_plain_dup(lt_bytes_of(value), list->arena) : NULL;
    return text ? text : "";
}

static const char *web_address(const struct list *list, const xmlNode *node, const char *name)
{
    const char *value = lt_dom_attr(node, name);
    const char *url = value && strncmp(value, "http", 4) == 0 ? lt_url_resolve(value, NULL, list->arena) : NULL;
    return url ? url : "";
}

static bool is_known(const struct list *list, const char *url)
{
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->feeds[i].url, url) == 0)
            return true;
    return false;
}

static enum lt_err read_outline(struct list *list, const xmlNode *node)
{
    struct lt_listed_feed feed = {.url = web_address(list, node, "xmlUrl"), .site = web_address(list, node, "htmlUrl")};
    if (!feed.url[0] || is_known(list, feed.url))
        return LT_OK;
    if (list->count >= LT_OPML_MAX_FEEDS)
        return lt_fail(list->diag, LT_ERR_LIMIT, NULL, "split it", "a list of more than %d feeds", LT_OPML_MAX_FEEDS);
    feed.title = attribute(list, node, "title");
    if (!feed.title[0])
        feed.title = attribute(list, node, "text");
    list->feeds = lt_grow(list->feeds, &list->capacity, list->count + 1, sizeof *list->feeds);
    list->feeds[list->count++] = feed;
    return LT_OK;
}

enum lt_err lt_opml_parse(struct lt_bytes data, struct lt_arena *arena, struct lt_diag *diag,
                          const struct lt_feed_list **ret_list)
{
    struct list list = {.arena = arena, .diag = diag};
    xmlDoc *doc;
    enum lt_err err = lt_xml_parse(data, diag, &doc);
    if (err != LT_OK)
        return err;
    const xmlNode *root = xmlDocGetRootElement(doc), *head = lt_dom_find(root, "head");
    const xmlNode *title = head ? lt_dom_find(head, "title") : NULL;
    if (!lt_dom_is(root, "opml"))
        err = lt_fail(diag, LT_ERR_DATA, NULL, NULL, "not a list of feeds: its first element is <%.40s>", (const char *)root->name);
    for (const xmlNode *node = root; node && err == LT_OK; node = lt_dom_next(root, node))
        if (lt_dom_is(node, "outline"))
            err = read_outline(&list, node);
    if (err == LT_OK && list.count == 0)
        err = lt_fail(diag, LT_ERR_DATA, NULL, NULL, "a list without an address of a feed");
    if (err == LT_OK) {
        struct lt_feed_list *result = lt_arena_alloc(arena, sizeof *result);
        struct lt_listed_feed *feeds = lt_arena_array(arena, list.count, sizeof *feeds);
        memcpy(feeds, list.feeds, list.count * sizeof *feeds);
        *result = (struct lt_feed_list){lt_dom_text_dup(title, LT_DIAG_WHAT_MAX, arena), feeds, list.count};
        *ret_list = result;
    }
    free(list.feeds);
    xmlFreeDoc(doc);
    return err;
}
