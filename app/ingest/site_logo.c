/*
 * site_logo.c: where a site says that its sign is: in linked data (the logo of the publisher, or of any organisation that
 * the page tells of), as og:logo, in microdata, or as the icon that telephones put on their first screen.
 */
#include "site_logo.h"

#include "html.h"
#include "jsonld.h"

#include <lutrin/ingest.h>

#include <stdlib.h>
#include <string.h>

enum { SEARCH_MAX_DEPTH = 12 };

/* Ranks of the sayings, worst first; an icon's side in pixels comes on top of ICON. */
enum { RANK_MASK = 1, RANK_ICON = 2, ICON_MAX_SIDE = 2000, RANK_ITEM = 5000, RANK_GRAPH, RANK_LINKED };

static void offer(struct lt_site_logo *logo, int rank, const char *address, const char *url, struct lt_arena *arena)
{
    if (rank <= logo->rank || !address || !address[0])
        return;
    const char *whole = lt_url_resolve(address, url, arena);
    if (!whole || (strncmp(whole, "http://", 7) != 0 && strncmp(whole, "https://", 8) != 0))
        return;
    logo->address = whole;
    logo->rank = rank;
}

/* The object that bears this @id and an address of a picture. */
static const json_t *find_picture(const json_t *value, const char *id, int depth)
{
    const json_t *found = NULL, *inner;
    const char *key;
    size_t i;
    if (depth > SEARCH_MAX_DEPTH)
        return NULL;
    if (json_is_object(value)) {
        const char *own = json_string_value(json_object_get(value, "@id"));
        if (own && strcmp(own, id) == 0 && (json_object_get(value, "url") || json_object_get(value, "contentUrl")))
            return value;
        json_object_foreach((json_t *)(uintptr_t)value, key, inner)
            if (!found)
                found = find_picture(inner, id, depth + 1);
    }
    json_array_foreach(value, i, inner)
        if (!found)
            found = find_picture(inner, id, depth + 1);
    return found;
}

static const char *address_of(const json_t *root, const json_t *value)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    if (json_is_string(value))
        return json_string_value(value);
    const char *id = json_string_value(json_object_get(value, "@id"));
    const json_t *picture = json_object_get(value, "url") || json_object_get(value, "contentUrl") || !id
                                ? value
                                : find_picture(root, id, 0);
    const char *address = json_string_value(json_object_get(picture, "url"));
    return address ? address : json_string_value(json_object_get(picture, "contentUrl"));
}

/* The first "logo" of any object. */
static const char *find_logo(const json_t *root, const json_t *value, int depth)
{
    const json_t *inner;
    const char *key, *found = NULL;
    size_t i;
    if (depth > SEARCH_MAX_DEPTH)
        return NULL;
    if (json_is_object(value) && json_object_get(value, "logo"))
        found = address_of(root, json_object_get(value, "logo"));
    if (json_is_object(value) && !found)
        json_object_foreach((json_t *)(uintptr_t)value, key, inner)
            if (!found)
                found = find_logo(root, inner, depth + 1);
    json_array_foreach(value, i, inner)
        if (!found)
            found = find_logo(root, inner, depth + 1);
    return found;
}

static void read_linked(const xmlNode *script, const char *url, struct lt_arena *arena, struct lt_site_logo *logo)
{
    if (!lt_html_is_data(lt_dom_attr(script, "type")) || !script->children || !script->children->content)
        return;
    json_t *root = lt_jsonld_load((const char *)script->children->content);
    offer(logo, RANK_LINKED, find_logo(root, root, 0), url, arena);
    json_decref(root);
}

/* "180x180": the larger the better. */
static int side_of(const xmlNode *link)
{
    const char *sizes = lt_dom_attr(link, "sizes");
    long side = sizes ? strtol(sizes, NULL, 10) : 0;
    return side > 0 && side < ICON_MAX_SIDE ? (int)side : 0;
}

void lt_site_logo_look(const xmlNode *node, const char *url, struct lt_arena *arena, struct lt_site_logo *logo)
{
    const char *rel = lt_dom_attr(node, "rel"), *name = lt_dom_attr(node, "property");
    if (lt_dom_is(node, "script"))
        read_linked(node, url, arena, logo);
    if (lt_dom_is(node, "meta") && name && strcmp(name, "og:logo") == 0)
        offer(logo, RANK_GRAPH, lt_dom_attr(node, "content"), url, arena);
    if (lt_has_word(lt_dom_attr(node, "itemprop"), "logo")) {
        const char *address = lt_dom_attr(node, "src");
        address = address ? address : lt_dom_attr(node, "href");
        offer(logo, RANK_ITEM, address ? address : lt_dom_attr(node, "content"), url, arena);
    }
    if (!lt_dom_is(node, "link"))
        return;
    if (lt_has_word(rel, "apple-touch-icon") || lt_has_word(rel, "apple-touch-icon-precomposed"))
        offer(logo, RANK_ICON + side_of(node), lt_dom_attr(node, "href"), url, arena);
    else if (lt_has_word(rel, "mask-icon"))
        offer(logo, RANK_MASK, lt_dom_attr(node, "href"), url, arena);
}
