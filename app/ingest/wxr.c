/*
 * wxr.c: a WordPress export (WXR 1.0 to 1.2): RSS whose items are posts, pages, pictures and menus in every state.
 * Those that the site shows to everybody become entries.
 */
#include "items.h"

#include "charset.h"
#include "comments.h"
#include "dom.h"
#include "json.h"
#include "language.h"
#include "wordpress.h"
#include "xml.h"

#include <libxml/tree.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    DATE_MAX_BYTES = 64,
    OFFSET_MAX_S = 14 * 3600,
    COMMENTS_MAX = 1000000,
};

struct person {
    const char *login, *name;
};

struct attachment {
    long id;
    const char *url;
};

struct export {
    struct lt_items *items;
    struct person *people;
    size_t person_count;
    struct attachment *attachments; /* sorted by id, once the items were looked through */
    size_t attachment_count, attachment_capacity;
};

/* Is the element of that name, whatever its prefix and whether that is declared? */
static bool is(const xmlNode *node, const char *name)
{
    const char *colon = node->type == XML_ELEMENT_NODE && !node->ns ? strchr((const char *)node->name, ':') : NULL;
    return colon ? strcasecmp(colon + 1, name) == 0 : lt_dom_is(node, name);
}

static const xmlNode *child(const xmlNode *parent, const char *name)
{
    for (const xmlNode *node = parent->children; node; node = node->next)
        if (is(node, name))
            return node;
    return NULL;
}

/* The text of the first child of that name as it is written, trimmed; NULL when empty. In the arena. */
static const char *text(const struct export *e, const xmlNode *parent, const char *name)
{
    const xmlNode *node = child(parent, name);
    struct lt_buf buf = {0};
    for (const xmlNode *at = node ? node->children : NULL; at; at = lt_dom_next(node, at))
        if (at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE)
            lt_buf_puts(&buf, (const char *)at->content);
    struct lt_bytes trimmed = lt_bytes_trim(lt_buf_slice(&buf));
    const char *copy = trimmed.size > 0 ? lt_arena_strndup(e->items->arena, trimmed.data, trimmed.size) : NULL;
    lt_buf_finish(&buf);
    return copy;
}

static bool says(const struct export *e, const xmlNode *parent, const char *name, const char *value)
{
    const char *own = text(e, parent, name);
    return own && strcmp(own, value) == 0;
}

/* content:encoded and excerpt:encoded bear the same name; which one is it? */
static bool is_excerpt(const xmlNode *node)
{
    const char *prefix = node->ns && node->ns->prefix ? (const char *)node->ns->prefix : (const char *)node->name;
    const char *href = node->ns && node->ns->href ? (const char *)node->ns->href : "";
    return strstr(href, "/excerpt") || strncmp(prefix, "excerpt", 7) == 0;
}

static void put_encoded(const xmlNode *item, bool excerpt, struct lt_buf *out)
{
    for (const xmlNode *node = item->children; node; node = node->next) {
        if (!is(node, "encoded") || is_excerpt(node) != excerpt)
            continue;
        for (const xmlNode *at = node->children; at; at = lt_dom_next(node, at))
            if (at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE)
                lt_buf_puts(out, (const char *)at->content);
        return;
    }
}

static int compare_attachments(const void *a, const void *b)
{
    long left = ((const struct attachment *)a)->id, right = ((const struct attachment *)b)->id;
    return (left > right) - (left < right);
}

static bool is_item(const xmlNode *node)
{
    return is(node, "item");
}

/* Items stand in the first channel. */
static bool is_listed(const xmlNode *item)
{
    const xmlNode *channel = item->parent;
    const xmlNode *first = channel->parent ? child(channel->parent, "channel") : NULL;
    return channel == first && first->parent->parent && first->parent->parent->type == XML_DOCUMENT_NODE;
}

static enum lt_err note_attachment(void *self, const xmlNode *item)
{
    struct export *e = self;
    const char *url = is_listed(item) ? text(e, item, "attachment_url") : NULL;
    const char *id = url ? text(e, item, "post_id") : NULL;
    if (!id)
        return LT_OK;
    e->attachments = lt_grow(e->attachments, &e->attachment_capacity, e->attachment_count + 1, sizeof *e->attachments);
    e->attachments[e->attachment_count++] = (struct attachment){strtol(id, NULL, 10), url};
    return LT_OK;
}

static const char *attachment_url(const void *context, const char *id)
{
    const struct export *e = context;
    struct attachment key = {strtol(id, NULL, 10), NULL};
    if (e->attachment_count == 0)
        return NULL;
    const struct attachment *found =
        bsearch(&key, e->attachments, e->attachment_count, sizeof key, compare_attachments);
    return found ? lt_url_resolve(found->url, e->items->feed.link, e->items->arena) : NULL;
}

static void read_people(struct export *e, const xmlNode *channel)
{
    e->people = lt_alloc(LT_WXR_MAX_PEOPLE, sizeof *e->people);
    for (const xmlNode *node = channel->children; node && e->person_count < LT_WXR_MAX_PEOPLE; node = node->next) {
        const char *login = is(node, "author") ? text(e, node, "author_login") : NULL;
        const char *name = login ? lt_items_text(e->items, text(e, node, "author_display_name")) : NULL;
        if (name)
            e->people[e->person_count++] = (struct person){login, name};
    }
}

/* The name that a login shows; the login itself when the export does not say. */
static const char *shown_name(const struct export *e, const char *login)
{
    for (size_t i = 0; login && i < e->person_count; i++)
        if (strcmp(e->people[i].login, login) == 0)
            return e->people[i].name;
    return lt_items_text(e->items, login);
}

static int64_t date(const struct export *e, const xmlNode *item, const char *name, bool utc)
{
    const char *when = text(e, item, name);
    if (!when || strlen(when) > DATE_MAX_BYTES || strncmp(when, "0000", 4) == 0)
        return LT_NO_TIME;
    return lt_date_parse(utc ? lt_arena_printf(e->items->arena, "%sZ", when) : when, NULL);
}

/* WordPress gives the time of the wall and that of Greenwich: their difference is the offset. */
static void read_dates_of(const struct export *e, const xmlNode *item, const char *wall_name, const char *greenwich_name,
                          struct lt_entry *entry)
{
    int64_t wall = date(e, item, wall_name, false), greenwich = date(e, item, greenwich_name, true);
    const char *sent = text(e, item, "pubDate");
    if (greenwich == LT_NO_TIME && sent && strlen(sent) <= DATE_MAX_BYTES && !strstr(sent, "-0001"))
        greenwich = lt_date_parse(sent, &entry->utc_offset);
    entry->published = greenwich != LT_NO_TIME ? greenwich : wall;
    int64_t offset = greenwich != LT_NO_TIME && wall != LT_NO_TIME ? wall - greenwich : 0;
    if (offset >= -OFFSET_MAX_S && offset <= OFFSET_MAX_S && offset != 0)
        entry->utc_offset = (int32_t)offset;
}

/* Categories first, tags after them; other taxonomies are the site's own business. */
static void read_terms(const struct export *e, const xmlNode *item, struct lt_entry *entry)
{
    static const char *const domains[] = {"category", "post_tag", "tag"};
    for (size_t i = 0; i < sizeof domains / sizeof *domains; i++)
        for (const xmlNode *node = item->children; node; node = node->next) {
            const char *domain = is(node, "category") ? lt_dom_attr(node, "domain") : NULL;
            if (!domain || strcmp(domain, domains[i]) != 0)
                continue;
            xmlChar *name = xmlNodeGetContent(node);
            lt_items_category(e->items, entry, (const char *)name);
            xmlFree(name);
        }
}

/* The value of a post's meta field, or NULL. */
static const char *meta(const struct export *e, const xmlNode *item, const char *key)
{
    for (const xmlNode *node = item->children; node; node = node->next)
        if (is(node, "postmeta") && says(e, node, "meta_key", key))
            return text(e, node, "meta_value");
    return NULL;
}

/* Only the name, the time and the words of a comment are read: never where it came from. */
static struct lt_comment read_comment(const struct export *e, const xmlNode *node)
{
    struct lt_buf html = {0}, clean = {0};
    struct lt_arena *arena = e->items->arena;
    struct lt_entry when = {.utc_offset = 0};
    read_dates_of(e, node, "comment_date", "comment_date_gmt", &when);
    lt_wordpress_paragraphs(lt_bytes_of(text(e, node, "comment_content")), &html);
    lt_html_clean(lt_buf_slice(&html), NULL, &clean);
    struct lt_comment comment = {.author = lt_items_text(e->items, text(e, node, "comment_author")),
                                 .text = lt_comment_text(lt_buf_slice(&clean), arena),
                                 .published = when.published, .utc_offset = when.utc_offset,
                                 .id = text(e, node, "comment_id"), .answers = text(e, node, "comment_parent")};
    lt_buf_finish(&html);
    lt_buf_finish(&clean);
    return comment;
}

/* Pings and what was not approved are not shown to everybody. */
static void read_comments(const struct export *e, const xmlNode *item, struct lt_entry *entry)
{
    struct lt_comment *found = NULL;
    size_t count = 0, capacity = 0;
    entry->comment_count = 0;
    for (const xmlNode *node = item->children; node && entry->comment_count < COMMENTS_MAX; node = node->next) {
        const char *type = is(node, "comment") && says(e, node, "comment_approved", "1") ? text(e, node, "comment_type") : "no";
        if (type && strcmp(type, "comment") != 0)
            continue;
        entry->comment_count++;
        if (count == LT_COMMENTS_MAX_FOUND)
            continue;
        found = lt_grow(found, &capacity, count + 1, sizeof *found);
        found[count++] = read_comment(e, node);
    }
    entry->thread = lt_thread_make(found, count, e->items->arena);
    free(found);
}

/* The block editor's footnotes lie beside the body, as JSON: [{"id", "content"}]. */
static void put_notes(const char *json, struct lt_buf *out)
{
    json_t *notes = NULL;
    if (!json || lt_json_parse(lt_bytes_of(json), NULL, &notes) != LT_OK)
        return;
    lt_buf_puts(out, "\n<ol class=\"wp-block-footnotes\">");
    for (size_t i = 0; i < json_array_size(notes); i++) {
        const char *id = lt_json_string(json_array_get(notes, i), "id");
        const char *words = lt_json_string(json_array_get(notes, i), "content");
        if (!id || !words)
            continue;
        lt_buf_puts(out, "<li id=\"");
        lt_items_escape(id, out);
        lt_buf_printf(out, "\">%s</li>", words);
    }
    lt_buf_puts(out, "</ol>\n");
    json_decref(notes);
}

static void read_body(const struct export *e, const xmlNode *item, struct lt_entry *entry)
{
    struct lt_buf raw = {0}, known = {0}, html = {0}, excerpt = {0};
    const char *base = entry->link ? entry->link : e->items->feed.link;
    put_encoded(item, false, &raw);
    lt_wordpress_paragraphs(lt_buf_slice(&raw), &html);
    entry->content = lt_items_html(e->items, lt_buf_slice(&html), base);
    size_t own = raw.size;
    put_notes(meta(e, item, "footnotes"), &raw);
    if (raw.size > own || (raw.size > 0 && memchr(raw.data, '[', raw.size))) {
        lt_buf_clear(&html);
        lt_wordpress_shortcodes(lt_buf_slice(&raw), attachment_url, e, &known);
        lt_wordpress_paragraphs(lt_buf_slice(&known), &html);
        entry->body = lt_items_html(e->items, lt_buf_slice(&html), base);
    }
    put_encoded(item, true, &excerpt);
    entry->summary = lt_items_html(e->items, lt_buf_slice(&excerpt), base);
    entry->summary_whole = true;
    lt_buf_finish(&raw);
    lt_buf_finish(&known);
    lt_buf_finish(&html);
    lt_buf_finish(&excerpt);
}

static enum lt_err read_item(struct export *e, const xmlNode *item)
{
    struct lt_items *items = e->items;
    struct lt_entry *entry;
    enum lt_err err = lt_items_add(items, &entry);
    if (err != LT_OK)
        return err;
    const char *link = text(e, item, "link"), *picture = meta(e, item, "_thumbnail_id");
    entry->link = link ? lt_url_resolve(link, items->feed.link, items->arena) : NULL;
    entry->title = lt_items_text(items, text(e, item, "title"));
    entry->id = text(e, item, "guid");
    if (!entry->id)
        entry->id = text(e, item, "post_id");
    entry->author.name = shown_name(e, text(e, item, "creator"));
    read_dates_of(e, item, "post_date", "post_date_gmt", entry);
    entry->updated = date(e, item, "post_modified_gmt", true);
    read_terms(e, item, entry);
    read_body(e, item, entry);
    if (picture)
        lt_items_enclosure(items, entry, attachment_url(e, picture), NULL, "image/*", -1);
    read_comments(e, item, entry);
    return lt_items_entry_done(items);
}

/* Pictures, menus and what plug-ins keep are no articles. */
static bool is_article(const struct export *e, const xmlNode *item)
{
    return says(e, item, "post_type", "post") || says(e, item, "post_type", "page");
}

static bool is_public(const struct export *e, const xmlNode *item)
{
    return says(e, item, "status", "publish") && !text(e, item, "post_password");
}

static void read_head(struct export *e, const xmlNode *channel)
{
    struct lt_feed *feed = &e->items->feed;
    const char *link = text(e, channel, "link");
    link = link ? link : text(e, channel, "base_blog_url");
    link = link ? link : text(e, channel, "base_site_url");
    const char *lang = text(e, channel, "language");
    feed->link = link ? lt_url_resolve(link, NULL, e->items->arena) : NULL;
    feed->title = lt_items_text(e->items, text(e, channel, "title"));
    feed->description = lt_items_text(e->items, text(e, channel, "description"));
    feed->lang = lang ? lt_language_tag(lang, e->items->arena) : NULL;
    const char *when = text(e, channel, "pubDate");
    feed->published = when && strlen(when) <= DATE_MAX_BYTES ? lt_date_parse(when, NULL) : LT_NO_TIME;
}

static enum lt_err read_listed(void *self, const xmlNode *item)
{
    struct export *e = self;
    if (!is_listed(item) || !is_article(e, item))
        return LT_OK;
    if (is_public(e, item))
        return read_item(e, item);
    e->items->feed.held_back++;
    return LT_OK;
}

/* Attachments may stand after what shows them. */
static enum lt_err read_text(struct export *e, struct lt_bytes text)
{
    const struct lt_xml_parts first = {e, 1, is_item, NULL, note_attachment}, then = {e, 1, is_item, NULL, read_listed};
    xmlDoc *doc;
    enum lt_err err = lt_xml_parse_parts(text, &first, e->items->diag, &doc);
    if (err != LT_OK)
        return err;
    const xmlNode *channel = child(xmlDocGetRootElement(doc), "channel");
    if (channel) {
        read_head(e, channel);
        read_people(e, channel);
        if (e->attachment_count > 0)
            qsort(e->attachments, e->attachment_count, sizeof *e->attachments, compare_attachments);
    }
    xmlFreeDoc(doc);
    if (!channel)
        return lt_fail(e->items->diag, LT_ERR_DATA, e->items->url, "export it again", "a WordPress export without <channel>");
    lt_items_head_done(e->items);
    err = lt_xml_parse_parts(text, &then, e->items->diag, &doc);
    if (err == LT_OK)
        xmlFreeDoc(doc);
    return err;
}

enum lt_err lt_wxr_read(struct lt_bytes data, struct lt_items *items)
{
    struct export e = {.items = items};
    struct lt_buf own = {0};
    enum lt_err err = read_text(&e, lt_charset_text(data, LT_MARKUP_XML, &own));
    free(e.people);
    free(e.attachments);
    lt_buf_finish(&own);
    return err;
}
