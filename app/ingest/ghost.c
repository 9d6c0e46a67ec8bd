/*
 * ghost.c: a Ghost export (or what migration tools make for Ghost): posts and pages, and the tables that tie them to
 * tags and people. Those that the site shows to everybody become entries.
 */
#include "ghost.h"

#include "items.h"
#include "json.h"
#include "language.h"
#include "plain.h"

#include <stdlib.h>
#include <string.h>

enum {
    SEARCH_MAX_DEPTH = 4, /* where the posts stand in the file */
    TIES_MAX = 64,        /* tags or people of one post */
    SITE_MARK_SIZE = 13,
};

static const char SITE_MARK[] = "__GHOST_URL__"; /* stands for the site's address in what Ghost writes */

struct export {
    struct lt_items *items;
    const json_t *data;                            /* the object that holds "posts" */
    json_t *users, *tags, *metas;                  /* by their id (metas by their post's) */
    json_t *users_of, *tags_of;                    /* arrays of ties by their post's id */
};

/* The object that holds the posts, looked for where exports of all versions have it. */
static const json_t *find_data(const json_t *value, int depth)
{
    static const char *const names[] = {"data", "db", "result"};
    if (depth > SEARCH_MAX_DEPTH)
        return NULL;
    if (json_is_array(value))
        return find_data(json_array_get(value, 0), depth + 1);
    if (json_is_array(json_object_get(value, "posts")))
        return value;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const json_t *inner = json_object_get(value, names[i]);
        const json_t *found = inner ? find_data(inner, depth + 1) : NULL;
        if (found)
            return found;
    }
    return NULL;
}

/* Migration tools wrap each object as {"url": ..., "data": {...}}. */
static const json_t *unwrap(const json_t *object)
{
    const json_t *inner = json_object_get(object, "data");
    return json_is_object(inner) ? inner : object;
}

/* The rows of a table by the value of one of their fields. */
static json_t *index_rows(const struct export *e, const char *table, const char *field)
{
    json_t *map = json_object();
    const json_t *rows = json_object_get(e->data, table);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        const json_t *row = unwrap(json_array_get(rows, i));
        const char *key = lt_json_word(row, field, e->items->arena);
        if (key)
            json_object_set(map, key, (json_t *)row);
    }
    return map;
}

/* The rows of a table that ties posts to something, by post. */
static json_t *index_ties(const struct export *e, const char *table)
{
    json_t *map = json_object();
    const json_t *rows = json_object_get(e->data, table);
    for (size_t i = 0; i < json_array_size(rows); i++) {
        json_t *row = json_array_get(rows, i);
        const char *post = lt_json_word(row, "post_id", e->items->arena);
        json_t *list = post ? json_object_get(map, post) : NULL;
        if (post && !list)
            json_object_set_new(map, post, list = json_array());
        if (list && json_array_size(list) < TIES_MAX)
            json_array_append(list, row);
    }
    return map;
}

static json_int_t order_of(const json_t *tie)
{
    return json_integer_value(json_object_get(tie, "sort_order"));
}

/* The objects tied to a post, in their own order. */
static size_t follow_ties(const struct export *e, const json_t *ties, const json_t *objects, const char *post,
                          const char *field, const json_t *found[TIES_MAX])
{
    const json_t *list = post ? json_object_get(ties, post) : NULL, *sorted[TIES_MAX];
    size_t count = 0, kept = 0;
    for (size_t i = 0; i < json_array_size(list) && count < TIES_MAX; i++) {
        size_t at = count++;
        for (; at > 0 && order_of(sorted[at - 1]) > order_of(json_array_get(list, i)); at--)
            sorted[at] = sorted[at - 1];
        sorted[at] = json_array_get(list, i);
    }
    for (size_t i = 0; i < count; i++) {
        const char *id = lt_json_word(sorted[i], field, e->items->arena);
        const json_t *object = id ? json_object_get(objects, id) : NULL;
        if (object)
            found[kept++] = object;
    }
    return kept;
}

/* The objects that a post names itself ("tags": [...]), else those that a table ties to it. */
static size_t named_or_tied(const struct export *e, const json_t *post, const char *name, const json_t *ties,
                            const json_t *objects, const char *field, const json_t *found[TIES_MAX])
{
    const json_t *own = json_object_get(post, name);
    size_t count = 0;
    for (size_t i = 0; i < json_array_size(own) && count < TIES_MAX; i++)
        found[count++] = unwrap(json_array_get(own, i));
    return count ? count : follow_ties(e, ties, objects, lt_json_word(post, "id", e->items->arena), field, found);
}

static void read_tags(const struct export *e, const json_t *post, struct lt_entry *entry)
{
    const json_t *found[TIES_MAX];
    size_t count = named_or_tied(e, post, "tags", e->tags_of, e->tags, "tag_id", found);
    for (size_t i = 0; i < count; i++) {
        const char *name = json_is_string(found[i]) ? json_string_value(found[i]) : lt_json_string(found[i], "name");
        if (name && name[0] != '#') /* those with # are the editors' own */
            lt_items_category(e->items, entry, name);
    }
}

static void read_people(const struct export *e, const json_t *post, struct lt_entry *entry)
{
    const json_t *found[TIES_MAX];
    size_t count = named_or_tied(e, post, "authors", e->users_of, e->users, "author_id", found);
    const char *id = lt_json_word(post, "author_id", e->items->arena);
    const json_t *author = json_object_get(post, "author");
    if (count == 0 && json_is_object(author))
        found[count++] = unwrap(author);
    else if (count == 0 && id && json_object_get(e->users, id))
        found[count++] = json_object_get(e->users, id);
    for (size_t i = 0; i < count; i++)
        entry->author.name = lt_items_join(e->items, entry->author.name,
                                           lt_items_text(e->items, lt_json_string(found[i], "name")));
}

/* Puts the site's address where Ghost left a mark for it. */
static void put_site(const char *html, const char *site, struct lt_buf *out)
{
    for (const char *mark; html && (mark = strstr(html, SITE_MARK)) != NULL; html = mark + SITE_MARK_SIZE) {
        lt_buf_put(out, html, (size_t)(mark - html));
        size_t size = site ? strlen(site) : 0;
        lt_buf_put(out, site, size > 0 && site[size - 1] == '/' ? size - 1 : size);
    }
    lt_buf_puts(out, html);
}

static const char *site_address(const struct export *e, const char *address)
{
    struct lt_buf whole = {0};
    const char *site = e->items->feed.link ? e->items->feed.link : e->items->url;
    if (!address)
        return NULL;
    put_site(address, e->items->feed.link, &whole);
    const char *url = whole.size > 0 ? lt_url_resolve(whole.data, site, e->items->arena) : NULL;
    lt_buf_finish(&whole);
    return url;
}

/* The body as HTML: what Ghost rendered if it is there, else what its editors wrote. */
static enum lt_err put_body(const json_t *post, struct lt_diag *diag, struct lt_buf *out)
{
    const char *html = lt_json_string(post, "html"), *lexical = lt_json_string(post, "lexical");
    const char *mobiledoc = lt_json_string(post, "mobiledoc"), *plain = lt_json_string(post, "plaintext");
    enum lt_err err = LT_OK;
    if (html)
        lt_buf_puts(out, html);
    else if (lexical)
        err = lt_ghost_lexical(lt_bytes_of(lexical), diag, out);
    else if (mobiledoc)
        err = lt_ghost_mobiledoc(lt_bytes_of(mobiledoc), diag, out);
    if (err == LT_ERR_DATA || (err == LT_OK && out->size == 0)) { /* a broken body costs its markup only */
        lt_buf_clear(out);
        lt_items_escape(plain, out);
        err = LT_OK;
    }
    return err;
}

static enum lt_err read_body(const struct export *e, const json_t *post, struct lt_entry *entry)
{
    struct lt_buf body = {0}, html = {0};
    enum lt_err err = put_body(post, e->items->diag, &body);
    if (err == LT_OK) {
        put_site(body.data, e->items->feed.link, &html);
        const char *site = e->items->feed.link ? e->items->feed.link : e->items->url;
        entry->content = lt_items_html(e->items, lt_buf_slice(&html), entry->link ? entry->link : site);
    }
    lt_buf_finish(&body);
    lt_buf_finish(&html);
    return err;
}

static int64_t date(const json_t *post, const char *name, int32_t *ret_offset)
{
    const json_t *value = json_object_get(post, name);
    if (json_is_integer(value)) /* milliseconds, in the oldest exports */
        return json_integer_value(value) / 1000;
    return json_is_string(value) ? lt_date_parse(json_string_value(value), ret_offset) : LT_NO_TIME;
}

static const char *link_of(const struct export *e, const json_t *wrapped, const json_t *post)
{
    const char *url = lt_json_string(post, "url"), *outer = lt_json_string(wrapped, "url");
    const char *canonical = lt_json_string(post, "canonical_url"), *slug = lt_json_string(post, "slug");
    url = url ? url : outer ? outer : canonical;
    if (!url && slug && e->items->feed.link)
        url = lt_arena_printf(e->items->arena, "%s/%s/", SITE_MARK, slug);
    return site_address(e, url);
}

static enum lt_err read_post(struct export *e, const json_t *wrapped, const json_t *post)
{
    struct lt_items *items = e->items;
    struct lt_entry *entry;
    enum lt_err err = lt_items_add(items, &entry);
    if (err != LT_OK)
        return err;
    const char *id = lt_json_word(post, "id", items->arena), *title = lt_json_string(post, "title");
    const json_t *meta = id ? json_object_get(e->metas, id) : NULL;
    const char *excerpt = lt_json_string(post, "custom_excerpt");
    excerpt = excerpt ? excerpt : lt_json_string(meta, "custom_excerpt");
    entry->link = link_of(e, wrapped, post);
    entry->title = title ? lt_plain_dup(lt_bytes_of(title), items->arena) : NULL;
    entry->id = id ? id : lt_json_word(post, "slug", items->arena);
    entry->summary = lt_items_plain_html(items, excerpt);
    entry->summary_whole = true;
    entry->published = date(post, "published_at", &entry->utc_offset);
    entry->updated = date(post, "updated_at", NULL);
    read_tags(e, post, entry);
    read_people(e, post, entry);
    lt_items_enclosure(items, entry, site_address(e, lt_json_string(post, "feature_image")), NULL, "image/*", -1);
    return read_body(e, post, entry);
}

/* Drafts, scheduled posts, those sent by mail alone and those for members are not for everybody. */
static bool is_public(const json_t *post)
{
    const char *status = lt_json_string(post, "status"), *visibility = lt_json_string(post, "visibility");
    return (!status || strcmp(status, "published") == 0) && (!visibility || strcmp(visibility, "public") == 0);
}

/* The value of one of the site's settings, or NULL. */
static const char *setting(const struct export *e, const char *name)
{
    const json_t *settings = json_object_get(e->data, "settings");
    for (size_t i = 0; i < json_array_size(settings); i++) {
        const char *key = lt_json_string(json_array_get(settings, i), "key");
        if (key && strcmp(key, name) == 0)
            return lt_json_string(json_array_get(settings, i), "value");
    }
    return lt_json_string(settings, name);
}

static void read_head(struct export *e)
{
    struct lt_feed *feed = &e->items->feed;
    const char *lang = setting(e, "locale"), *link = setting(e, "url");
    lang = lang ? lang : setting(e, "lang");
    feed->link = link ? lt_url_resolve(link, NULL, e->items->arena) : NULL;
    feed->title = lt_items_text(e->items, setting(e, "title"));
    feed->description = lt_items_text(e->items, setting(e, "description"));
    feed->lang = lang ? lt_language_tag(lang, e->items->arena) : NULL;
    e->users = index_rows(e, "users", "id");
    e->tags = index_rows(e, "tags", "id");
    e->metas = index_rows(e, "posts_meta", "post_id");
    e->users_of = index_ties(e, "posts_authors");
    e->tags_of = index_ties(e, "posts_tags");
}

enum lt_err lt_ghost_read(struct lt_bytes data, struct lt_items *items)
{
    struct export e = {.items = items};
    json_t *root;
    enum lt_err err = lt_json_parse(data, items->diag, &root);
    if (err != LT_OK)
        return err;
    e.data = find_data(root, 0);
    const json_t *posts = json_object_get(e.data, "posts");
    if (e.data)
        read_head(&e);
    else
        err = lt_fail(items->diag, LT_ERR_DATA, items->url, "export it again", "a Ghost export without posts");
    for (size_t i = 0; err == LT_OK && i < json_array_size(posts); i++) {
        const json_t *wrapped = json_array_get(posts, i), *post = unwrap(wrapped);
        if (json_is_object(post) && is_public(post))
            err = read_post(&e, wrapped, post);
        else
            items->feed.held_back += json_is_object(post);
    }
    json_decref(e.users);
    json_decref(e.tags);
    json_decref(e.metas);
    json_decref(e.users_of);
    json_decref(e.tags_of);
    json_decref(root);
    return err;
}
