/*
 * feed_entry.c: of each field of an entry, or of the feed itself, the best element.
 */
#include "feed_entry.h"

#include "feed_fields.h"
#include "plain.h"

#include <lutrin/ingest.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    COUNT_MAX = 100000000,  /* comments */
    DATE_MAX_BYTES = 128,
    AUTHORS_MAX = 16,       /* of one entry */
};

/* Of each field the best element found, and those that may be several. */
struct gathered {
    const xmlNode *best[LT_FIELD_COUNT];
    int rank[LT_FIELD_COUNT];
    const xmlNode *categories[LT_ENTRY_MAX_CATEGORIES], *enclosures[LT_ENTRY_MAX_ENCLOSURES];
    const xmlNode *authors[AUTHORS_MAX]; /* of the rank of the best */
    size_t category_count, enclosure_count, author_count;
};

static void prefer(struct gathered *g, enum lt_field field, const xmlNode *node, int rank)
{
    if (g->best[field] && g->rank[field] >= rank)
        return;
    g->best[field] = node;
    g->rank[field] = rank;
}

static bool is_empty(const xmlNode *node)
{
    const xmlNode *child = node->children;
    bool blank = child && !child->next && child->type == XML_TEXT_NODE && xmlIsBlankNode(child);
    return (!child || blank) && !node->properties;
}

/* Of several authors all count, as long as no better element names some. */
static void gather_author(struct gathered *g, const xmlNode *node, int rank)
{
    if (g->best[LT_FIELD_AUTHOR] && rank > g->rank[LT_FIELD_AUTHOR])
        g->author_count = 0;
    if (g->author_count < AUTHORS_MAX && (g->author_count == 0 || rank == g->rank[LT_FIELD_AUTHOR]))
        g->authors[g->author_count++] = node;
    prefer(g, LT_FIELD_AUTHOR, node, rank);
}

/* An RSS link that says neither what it is nor that it is Atom's. */
static bool is_plain_link(const xmlNode *node)
{
    return !(node->ns && node->ns->prefix) && !lt_dom_attr(node, "rel") && !strchr((const char *)node->name, ':');
}

/* RSS has one link; of several the last one holds. */
static void gather_plain_link(struct gathered *g, const xmlNode *node, int rank)
{
    if (g->best[LT_FIELD_LINK] && g->rank[LT_FIELD_LINK] == rank)
        g->best[LT_FIELD_LINK] = node;
    prefer(g, LT_FIELD_LINK, node, rank);
}

/* Atom's <link> says what it is by its rel. */
static void gather_atom_link(struct gathered *g, const xmlNode *node)
{
    const char *rel = lt_dom_attr(node, "rel"), *type = lt_dom_attr(node, "type");
    bool page = !type || strstr(type, "html");
    if (!rel || strcasecmp(rel, "alternate") == 0)
        prefer(g, LT_FIELD_LINK, node, page ? 7 : 3);
    else if (strcasecmp(rel, "enclosure") == 0 && g->enclosure_count < LT_ENTRY_MAX_ENCLOSURES)
        g->enclosures[g->enclosure_count++] = node;
    else if (strcasecmp(rel, "replies") == 0)
        prefer(g, type && strstr(type, "html") ? LT_FIELD_COMMENTS : LT_FIELD_COMMENTS_FEED, node, 8);
    else if (strcasecmp(rel, "self") == 0)
        prefer(g, LT_FIELD_LINK, node, -1);
}

static void gather(struct gathered *g, const xmlNode *parent)
{
    for (const xmlNode *node = parent->children; node; node = node->next) {
        int rank = 0;
        enum lt_field field = lt_field_of(node, &rank);
        if (field == LT_FIELD_NONE || is_empty(node))
            continue;
        bool rss = lt_dom_is(parent, "item") || lt_dom_is(parent, "channel");
        if (field == LT_FIELD_LINK && lt_dom_attr(node, "href") && !(rss && is_plain_link(node)))
            gather_atom_link(g, node);
        else if (field == LT_FIELD_LINK)
            gather_plain_link(g, node, rank);
        else if (field == LT_FIELD_AUTHOR)
            gather_author(g, node, rank);
        else if (field == LT_FIELD_GROUP)
            gather(g, node);
        else if (field == LT_FIELD_CATEGORY && g->category_count < LT_ENTRY_MAX_CATEGORIES)
            g->categories[g->category_count++] = node;
        else if (field == LT_FIELD_ENCLOSURE && g->enclosure_count < LT_ENTRY_MAX_ENCLOSURES)
            g->enclosures[g->enclosure_count++] = node;
        else if (field != LT_FIELD_CATEGORY && field != LT_FIELD_ENCLOSURE)
            prefer(g, field, node, rank);
    }
}

/* What the addresses of an element are joined to, or NULL. A long one would make gigabytes of a feed of small entries. */
static const char *base_of(const struct lt_feed_reader *r, const xmlNode *node)
{
    const char *base = lt_feed_base(node, r->url, r->arena);
    base = base ? base : r->feed->link;
    return base && strlen(base) <= LT_FEED_MAX_BASE_BYTES ? base : NULL;
}

/* The address that an element gives by href or by its text. */
static const char *address(const struct lt_feed_reader *r, const xmlNode *node)
{
    if (!node)
        return NULL;
    const char *href = lt_dom_attr(node, "href");
    return lt_url_resolve(href ? href : lt_feed_text(node, r->arena), base_of(r, node), r->arena);
}

static int64_t date(const struct lt_feed_reader *r, const xmlNode *node, int32_t *ret_offset)
{
    const char *text = node ? lt_feed_text(node, r->arena) : NULL;
    return text && strlen(text) <= DATE_MAX_BYTES ? lt_date_parse(text, ret_offset) : LT_NO_TIME;
}

/* The language that the entry declares, or inherits: its text's before its title's. */
static const char *language(const struct lt_feed_reader *r, const struct gathered *g, const xmlNode *top)
{
    const xmlNode *node = g->best[LT_FIELD_LANGUAGE];
    const xmlNode *text = g->best[LT_FIELD_CONTENT] ? g->best[LT_FIELD_CONTENT] : g->best[LT_FIELD_SUMMARY];
    const char *lang = node ? lt_feed_text(node, r->arena) : NULL;
    text = text ? text : g->best[LT_FIELD_TITLE];
    return lang ? lang : lt_feed_lang(text ? text : top, r->arena);
}

/* The people that the elements name, as one. */
static struct lt_person people(const struct lt_feed_reader *r, const struct gathered *g)
{
    struct lt_person all = {0};
    for (size_t i = 0; i < g->author_count; i++) {
        struct lt_person one = lt_feed_person(g->authors[i], r->url, r->arena);
        if (all.name && one.name && strcmp(all.name, one.name) != 0)
            all.name = lt_arena_printf(r->arena, "%s, %s", all.name, one.name);
        all.name = all.name ? all.name : one.name;
        all.email = all.email ? all.email : one.email;
        all.url = all.url ? all.url : one.url;
    }
    return all;
}

/* Atom: an entry without an author has those of the feed that it comes from. */
static struct lt_person author(const struct lt_feed_reader *r, const struct gathered *g, const xmlNode *entry)
{
    struct gathered source = {0};
    struct lt_person own = people(r, g);
    if (own.name || own.email || !lt_dom_is(entry, "entry"))
        return own;
    for (const xmlNode *node = entry->children; node; node = node->next)
        if (lt_dom_is(node, "source"))
            gather(&source, node);
    struct lt_person theirs = people(r, &source);
    if (theirs.name || theirs.email)
        return theirs;
    return r->people.name || r->people.email ? r->people : own;
}

static void read_categories(const struct lt_feed_reader *r, const struct gathered *g, struct lt_entry *entry)
{
    const char **names = lt_arena_array(r->arena, g->category_count, sizeof *names);
    for (size_t i = 0; i < g->category_count; i++) {
        const char *name = lt_dom_attr(g->categories[i], "label");
        name = name && *name ? name : lt_dom_attr(g->categories[i], "term");
        name = name && *name ? name : lt_dom_attr(g->categories[i], "text");
        name = name && *name ? lt_plain_dup(lt_bytes_of(name), r->arena) : lt_feed_text(g->categories[i], r->arena);
        bool known = !name;
        for (size_t j = 0; j < entry->category_count && !known; j++)
            known = strcmp(names[j], name) == 0;
        if (!known)
            names[entry->category_count++] = name;
    }
    entry->categories = names;
}

/* Pictures before other files, whole ones before thumbnails. */
static int enclosure_worth(const struct lt_enclosure *enclosure, const xmlNode *node)
{
    const char *medium = lt_dom_attr(node, "medium");
    bool picture = (medium && strcmp(medium, "image") == 0) || (enclosure->type && strncmp(enclosure->type, "image/", 6) == 0);
    return lt_dom_is(node, "thumbnail") ? 1 : picture ? 2 : 0;
}

static bool read_enclosure(const struct lt_feed_reader *r, const xmlNode *node, struct lt_enclosure *ret_enclosure)
{
    const char *url = lt_dom_attr(node, "url"), *length = lt_dom_attr(node, "length");
    url = url ? url : lt_dom_attr(node, "href");
    length = length ? length : lt_dom_attr(node, "fileSize");
    char *end = NULL;
    long long size = length ? strtoll(length, &end, 10) : -1;
    ret_enclosure->url = lt_url_resolve(url, base_of(r, node), r->arena);
    ret_enclosure->type = lt_plain_dup(lt_bytes_of(lt_dom_attr(node, "type")), r->arena);
    if (!ret_enclosure->type && lt_dom_attr(node, "medium") && strcmp(lt_dom_attr(node, "medium"), "image") == 0)
        ret_enclosure->type = "image/*";
    ret_enclosure->length = length && end != length && size >= 0 ? size : -1;
    return ret_enclosure->url != NULL;
}

/* In the order of the feed, but with Media RSS's own thumbnails last. */
static void read_enclosures(const struct lt_feed_reader *r, const struct gathered *g, struct lt_entry *entry)
{
    struct lt_enclosure *items = lt_arena_array(r->arena, g->enclosure_count, sizeof *items);
    for (int worth = 2; worth >= 0; worth--)
        for (size_t i = 0; i < g->enclosure_count; i++) {
            struct lt_enclosure item;
            if (!read_enclosure(r, g->enclosures[i], &item))
                continue;
            int own = enclosure_worth(&item, g->enclosures[i]);
            if ((own == 1 ? 0 : own == 0 ? 1 : 2) == worth)
                items[entry->enclosure_count++] = item;
        }
    entry->enclosures = items;
}

static void read_comments(const struct lt_feed_reader *r, const struct gathered *g, struct lt_entry *entry)
{
    const xmlNode *replies = g->best[LT_FIELD_COMMENTS_FEED];
    const char *count = g->best[LT_FIELD_COMMENT_COUNT] ? lt_feed_text(g->best[LT_FIELD_COMMENT_COUNT], r->arena) : NULL;
    if (!count && replies)
        count = lt_dom_attr(replies, "count");
    char *end = NULL;
    long number = count ? strtol(count, &end, 10) : -1;
    const xmlNode *reply = g->best[LT_FIELD_REPLY];
    entry->in_reply_to = reply ? lt_arena_strdup(r->arena, lt_dom_attr(reply, "ref")) : NULL;
    entry->comments = address(r, g->best[LT_FIELD_COMMENTS]);
    entry->comments_feed = address(r, replies);
    entry->comment_count = count && end != count && number >= 0 && number <= COUNT_MAX ? (int32_t)number : -1;
}

static const char *html(const struct lt_feed_reader *r, const xmlNode *node, const struct lt_entry *entry)
{
    const char *base = node ? lt_feed_base(node, r->url, r->arena) : NULL;
    return lt_feed_html(node, base ? base : entry->link ? entry->link : r->feed->link, r->arena);
}

/* A permanent identifier that is an address serves as the link where there is none. */
static const char *link_of(const struct lt_feed_reader *r, const struct gathered *g)
{
    const char *link = address(r, g->best[LT_FIELD_LINK]);
    const char *permanent = g->best[LT_FIELD_ID] ? lt_dom_attr(g->best[LT_FIELD_ID], "isPermaLink") : NULL;
    if (link || !g->best[LT_FIELD_ID] || (permanent && strcasecmp(permanent, "false") == 0))
        return link;
    const char *id = lt_feed_text(g->best[LT_FIELD_ID], r->arena);
    return id && strncasecmp(id, "http", 4) == 0 ? lt_url_resolve(id, NULL, r->arena) : NULL;
}

/* What is no absolute address is one against the element's base, if there is any. */
static const char *identifier(const struct lt_feed_reader *r, const xmlNode *node)
{
    const char *id = node ? lt_feed_text(node, r->arena) : NULL;
    const char *base = id && lt_dom_is(node, "id") && !strchr(id, ':') ? lt_feed_base(node, NULL, r->arena) : NULL;
    const char *url = base ? lt_url_resolve(id, base, r->arena) : NULL;
    return url ? url : id;
}

/* RSS 1.0 names an item by rdf:about. */
static const char *entry_id(const struct lt_feed_reader *r, const struct gathered *g, const xmlNode *entry)
{
    const char *id = identifier(r, g->best[LT_FIELD_ID]);
    return id ? id : lt_arena_strdup(r->arena, lt_dom_attr(entry, "about"));
}

/* Markup of a field without words, a picture for instance. */
static const char *wordless(const struct lt_feed_reader *r, const char *text, const xmlNode *node)
{
    return text || !node ? NULL : lt_feed_html(node, lt_feed_base(node, r->url, r->arena), r->arena);
}

void lt_feed_entry_names(const xmlNode *node, struct lt_arena *arena, const char **ret_id, const char **ret_answers)
{
    struct gathered g = {0};
    struct lt_feed_reader r = {.arena = arena};
    gather(&g, node);
    *ret_id = entry_id(&r, &g, node);
    *ret_answers = g.best[LT_FIELD_REPLY] ? lt_dom_attr(g.best[LT_FIELD_REPLY], "ref") : NULL;
}

struct lt_entry lt_feed_entry(const struct lt_feed_reader *r, const xmlNode *node)
{
    struct gathered g = {0};
    gather(&g, node);
    struct lt_entry entry = {.link = link_of(r, &g)};
    int32_t updated_offset = 0;
    entry.title = lt_feed_text(g.best[LT_FIELD_TITLE], r->arena);
    entry.title_html = wordless(r, entry.title, g.best[LT_FIELD_TITLE]);
    entry.id = entry_id(r, &g, node);
    entry.lang = language(r, &g, node);
    entry.content = html(r, g.best[LT_FIELD_CONTENT], &entry);
    entry.summary = html(r, g.best[LT_FIELD_SUMMARY], &entry);
    entry.published = date(r, g.best[LT_FIELD_PUBLISHED], &entry.utc_offset);
    entry.updated = date(r, g.best[LT_FIELD_UPDATED], &updated_offset);
    if (entry.published == LT_NO_TIME)
        entry.utc_offset = updated_offset;
    entry.author = author(r, &g, node);
    read_categories(r, &g, &entry);
    read_enclosures(r, &g, &entry);
    read_comments(r, &g, &entry);
    return entry;
}

void lt_feed_channel(struct lt_feed_reader *r, const xmlNode *channel, struct lt_feed *feed)
{
    struct gathered g = {0};
    gather(&g, channel);
    feed->link = address(r, g.best[LT_FIELD_LINK]);
    feed->title = lt_feed_text(g.best[LT_FIELD_TITLE], r->arena);
    feed->description = lt_feed_text(g.best[LT_FIELD_SUMMARY], r->arena);
    feed->id = lt_feed_text(g.best[LT_FIELD_ID], r->arena);
    feed->rights = lt_feed_text(g.best[LT_FIELD_RIGHTS], r->arena);
    feed->title_html = wordless(r, feed->title, g.best[LT_FIELD_TITLE]);
    feed->description_html = wordless(r, feed->description, g.best[LT_FIELD_SUMMARY]);
    feed->rights_html = wordless(r, feed->rights, g.best[LT_FIELD_RIGHTS]);
    feed->lang = lt_feed_text(g.best[LT_FIELD_LANGUAGE], r->arena);
    if (!feed->lang)
        feed->lang = lt_feed_lang(channel, r->arena);
    feed->published = date(r, g.best[LT_FIELD_PUBLISHED], NULL);
    feed->updated = date(r, g.best[LT_FIELD_UPDATED], NULL);
    r->people = people(r, &g);
    g.author_count = g.author_count > 0;
    feed->author = people(r, &g);
}
