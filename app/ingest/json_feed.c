/*
 * json_feed.c: JSON Feed 1.0 and 1.1, read leniently: identifiers may be numbers, authors one or several.
 */
#include "items.h"

#include "json.h"
#include "language.h"
#include "plain.h"

#include <string.h>

static const char *address(const struct lt_items *items, const json_t *object, const char *name, const char *base)
{
    const char *text = lt_json_string(object, name);
    return text ? lt_url_resolve(text, base, items->arena) : NULL;
}

static int64_t date(const json_t *object, const char *name, int32_t *ret_offset)
{
    const char *text = lt_json_string(object, name);
    return text ? lt_date_parse(text, ret_offset) : LT_NO_TIME;
}

/* "authors" of 1.1, "author" of 1.0; several names stand in one, address and mail are the first one's. */
static struct lt_person people(const struct lt_items *items, const json_t *object)
{
    struct lt_person person = {0};
    const json_t *several = json_object_get(object, "authors"), *one = json_object_get(object, "author");
    size_t count = json_array_size(several);
    for (size_t i = 0; i < (count ? count : 1) && i < LT_ENTRY_MAX_CATEGORIES; i++) {
        const json_t *author = count ? json_array_get(several, i) : one;
        const char *name = json_is_string(author) ? json_string_value(author) : lt_json_string(author, "name");
        person.name = lt_items_join(items, person.name, lt_items_text(items, name));
        if (i > 0)
            continue;
        const char *url = lt_json_string(author, "url");
        if (url && strncmp(url, "mailto:", 7) == 0)
            person.email = lt_plain_dup(lt_bytes_of(url + 7), items->arena);
        else
            person.url = address(items, author, "url", items->feed.link);
    }
    return person;
}

static const char *language(const struct lt_items *items, const json_t *object)
{
    const char *tag = lt_json_string(object, "language");
    return tag ? lt_language_tag(tag, items->arena) : NULL;
}

static void read_enclosures(const struct lt_items *items, const json_t *item, const char *base, struct lt_entry *entry)
{
    const json_t *files = json_object_get(item, "attachments");
    lt_items_enclosure(items, entry, lt_json_string(item, "image"), base, "image/*", -1);
    lt_items_enclosure(items, entry, lt_json_string(item, "banner_image"), base, "image/*", -1);
    for (size_t i = 0; i < json_array_size(files); i++) {
        const json_t *file = json_array_get(files, i), *size = json_object_get(file, "size_in_bytes");
        json_int_t bytes = json_is_integer(size) ? json_integer_value(size) : -1;
        lt_items_enclosure(items, entry, lt_json_string(file, "url"), base, lt_json_string(file, "mime_type"),
                           bytes >= 0 ? bytes : -1);
    }
}

static enum lt_err read_item(struct lt_items *items, const json_t *item)
{
    struct lt_entry *entry;
    enum lt_err err = json_is_object(item) ? lt_items_add(items, &entry) : LT_OK;
    if (err != LT_OK || !json_is_object(item))
        return err;
    const char *found = items->feed.link ? items->feed.link : items->url;
    const char *html = lt_json_string(item, "content_html"), *summary = lt_json_string(item, "summary");
    const json_t *tags = json_object_get(item, "tags");
    int32_t updated_offset = 0;
    entry->id = lt_json_word(item, "id", items->arena);
    entry->link = address(items, item, "url", found);
    if (!entry->link)
        entry->link = address(items, item, "external_url", found);
    if (!entry->link && entry->id && strncmp(entry->id, "http", 4) == 0)
        entry->link = lt_url_resolve(entry->id, NULL, items->arena);
    const char *base = entry->link ? entry->link : found;
    const char *title = lt_json_string(item, "title");
    entry->title = title ? lt_plain_dup(lt_bytes_of(title), items->arena) : NULL;
    entry->content = html ? lt_items_html(items, lt_bytes_of(html), base)
                          : lt_items_plain_html(items, lt_json_string(item, "content_text"));
    entry->summary = summary ? lt_items_plain_html(items, summary) : NULL;
    entry->published = date(item, "date_published", &entry->utc_offset);
    entry->updated = date(item, "date_modified", &updated_offset);
    if (entry->published == LT_NO_TIME)
        entry->utc_offset = updated_offset;
    entry->lang = language(items, item);
    entry->author = people(items, item);
    for (size_t i = 0; i < json_array_size(tags) && i < LT_ENTRY_MAX_CATEGORIES; i++)
        lt_items_category(items, entry, json_string_value(json_array_get(tags, i)));
    read_enclosures(items, item, base, entry);
    return lt_items_entry_done(items);
}

static void read_head(struct lt_items *items, const json_t *root)
{
    struct lt_feed *feed = &items->feed;
    const char *found = items->url ? items->url : lt_json_string(root, "feed_url");
    const char *title = lt_json_string(root, "title"), *description = lt_json_string(root, "description");
    feed->link = address(items, root, "home_page_url", found);
    feed->id = address(items, root, "feed_url", items->url);
    feed->title = title ? lt_plain_dup(lt_bytes_of(title), items->arena) : NULL;
    feed->description = description ? lt_plain_dup(lt_bytes_of(description), items->arena) : NULL;
    feed->lang = language(items, root);
    feed->author = people(items, root);
}

/* Those that the head has itself (its list's name is escaped), then those of the list. */
static enum lt_err read_items(struct lt_items *items, const json_t *head, struct lt_json_list *list)
{
    enum lt_err err = LT_OK;
    const json_t *own = json_object_get(head, "items");
    for (size_t i = 0; err == LT_OK && i < json_array_size(own); i++)
        err = read_item(items, json_array_get(own, i));
    for (json_t *item = NULL; err == LT_OK;) {
        err = lt_json_list_next(list, items->diag, &item);
        if (err != LT_OK || !item)
            break;
        err = read_item(items, item);
        json_decref(item);
    }
    return err;
}

enum lt_err lt_json_feed_read(struct lt_bytes data, struct lt_items *items)
{
    json_t *head;
    struct lt_bytes text;
    struct lt_json_list list;
    enum lt_err err = lt_json_check(data, items->diag, &text);
    if (err == LT_OK)
        err = lt_json_list_open(text, "items", items->diag, &list, &head);
    if (err != LT_OK)
        return err;
    const char *version = lt_json_string(head, "version");
    if (!version || !strstr(version, "jsonfeed.org/version/1") || !json_is_array(json_object_get(head, "items"))) {
        err = lt_fail(items->diag, LT_ERR_DATA, items->url, NULL, "not a JSON Feed of version 1");
    } else {
        read_head(items, head);
        lt_items_head_done(items);
        err = read_items(items, head, &list);
    }
    json_decref(head);
    return err;
}
