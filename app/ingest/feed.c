/*
 * feed.c: a feed is read entry by entry: first all that is said of it as a whole, for that may stand after its entries,
 * then each entry. Where entries answer others, those are read in between.
 */
#include <lutrin/feed.h>

#include "answers.h"
#include "charset.h"
#include "feed_entry.h"
#include "feed_fields.h"
#include "items.h"
#include "xml.h"

#include <lutrin/ingest.h>

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { ENTRY_LEVEL_MAX = 4 }; /* entries stand at most so deep */

struct reading {
    struct lt_feed_reader reader;
    struct lt_feed feed;
    struct lt_diag *diag;
    struct lt_answers answers;
    const struct lt_feed_taker *taker; /* NULL: the entries are kept */
    struct lt_arena each;              /* of one entry */
    struct lt_entry *entries;
    size_t index, capacity; /* of the entry that is read; of `entries` */
};

static bool is_entry(const xmlNode *node)
{
    return lt_dom_is(node, "item") || lt_dom_is(node, "entry");
}

/* Does it stand inside something that is said of the feed? */
static bool is_said(const xmlNode *entry)
{
    int rank;
    const xmlNode *node = entry->parent;
    while (lt_dom_is_element(node) && lt_field_of(node, &rank) == LT_FIELD_NONE)
        node = node->parent;
    return lt_dom_is_element(node);
}

/* The element that holds what is said of the feed as a whole. */
static const xmlNode *find_channel(const xmlNode *root)
{
    for (const xmlNode *node = root->children; node; node = node->next)
        if (lt_dom_is(node, "channel"))
            return node;
    return root;
}

static bool is_feed(const xmlNode *root)
{
    static const char *const names[] = {"rss", "rdf", "feed", "channel", "entry", "service"};
    const char *name = (const char *)root->name, *colon = strchr(name, ':');
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcasecmp(colon ? colon + 1 : name, names[i]) == 0)
            return true;
    return false;
}

static enum lt_err check_kind(enum lt_source_kind kind, struct lt_bytes data, const char *url, struct lt_diag *diag)
{
    if (data.size == 0)
        return lt_fail(diag, LT_ERR_DATA, url, NULL, "it is empty");
    if (kind == LT_SOURCE_HTML)
        return lt_fail(diag, LT_ERR_DATA, url, "give the feed's own address", "a web page, not a feed");
    return kind == LT_SOURCE_FEED ? LT_OK : lt_fail(diag, LT_ERR_DATA, url, NULL, "not a feed");
}

/* Goes through the entries; each time *ret_doc is what stands around them. */
static enum lt_err go_through(struct reading *r, struct lt_bytes text, enum lt_err (*take)(void *, const xmlNode *),
                              xmlDoc **ret_doc)
{
    const struct lt_xml_parts parts = {r, ENTRY_LEVEL_MAX, is_entry, is_said, take};
    r->index = 0;
    enum lt_err err = lt_xml_parse_parts(text, &parts, r->diag, ret_doc);
    const xmlNode *root = err == LT_OK ? xmlDocGetRootElement(*ret_doc) : NULL;
    if (lt_dom_is(root, "entry")) /* a document that is one */
        err = take(r, root);
    if (err != LT_OK && root)
        xmlFreeDoc(*ret_doc);
    return err;
}

static enum lt_err note(void *self, const xmlNode *node)
{
    struct reading *r = self;
    const char *id, *answers;
    if (r->feed.entry_count >= LT_FEED_MAX_ENTRIES)
        return lt_fail(r->diag, LT_ERR_LIMIT, r->reader.url, "split it", "more than %d entries", LT_FEED_MAX_ENTRIES);
    r->feed.entry_count++;
    lt_feed_entry_names(node, &r->each, &id, &answers);
    lt_answers_note(&r->answers, id, answers);
    lt_arena_clear(&r->each);
    return LT_OK;
}

static enum lt_err survey(struct reading *r, struct lt_bytes text)
{
    xmlDoc *doc;
    enum lt_err err = go_through(r, text, note, &doc);
    if (err != LT_OK)
        return err;
    const xmlNode *root = xmlDocGetRootElement(doc);
    if (is_feed(root))
        lt_feed_channel(&r->reader, find_channel(root), &r->feed);
    else
        err = lt_fail(r->diag, LT_ERR_DATA, r->reader.url, NULL, "not a feed: its first element is <%.40s>",
                      (const char *)root->name);
    xmlFreeDoc(doc);
    return err;
}

static enum lt_err hear(void *self, const xmlNode *node)
{
    struct reading *r = self;
    size_t index = r->index++;
    if (!lt_answers_root(&r->answers, index))
        return LT_OK;
    struct lt_entry entry = lt_feed_entry(&r->reader, node);
    lt_answers_hear(&r->answers, index, &entry);
    lt_arena_clear(&r->each);
    return LT_OK;
}

static enum lt_err hand_on(void *self, const xmlNode *node)
{
    struct reading *r = self;
    struct lt_entry entry = lt_feed_entry(&r->reader, node);
    entry.comment_on = lt_answers_root(&r->answers, r->index);
    entry.thread = lt_answers_thread(&r->answers, r->index++, r->reader.arena);
    if (!r->taker) {
        r->entries = lt_grow(r->entries, &r->capacity, r->index, sizeof *r->entries);
        r->entries[r->index - 1] = entry;
        return LT_OK;
    }
    enum lt_err err = r->taker->take(r->taker->self, &r->feed, &entry, r->diag);
    lt_arena_clear(&r->each);
    return err;
}

static enum lt_err read_text(struct reading *r, struct lt_bytes text, struct lt_arena *arena)
{
    xmlDoc *doc;
    enum lt_err err = survey(r, text);
    r->reader.arena = &r->each;
    if (err == LT_OK && lt_answers_settle(&r->answers)) {
        err = go_through(r, text, hear, &doc);
        if (err == LT_OK)
            xmlFreeDoc(doc);
        lt_answers_sort(&r->answers);
    }
    r->reader.arena = r->taker ? &r->each : arena;
    if (err == LT_OK)
        err = go_through(r, text, hand_on, &doc);
    if (err == LT_OK)
        xmlFreeDoc(doc);
    return err;
}

enum lt_err lt_feed_read(struct lt_bytes data, const char *url, const struct lt_feed_taker *taker, struct lt_arena *arena,
                         struct lt_diag *diag, const struct lt_feed **ret_feed)
{
    enum lt_source_kind kind = data.size > LT_FEED_MAX_BYTES ? LT_SOURCE_FEED : lt_source_sniff(data);
    if (kind != LT_SOURCE_FEED && lt_source_gives_entries(kind))
        return lt_export_read(kind, data, url, taker, arena, diag, ret_feed);
    if (data.size > LT_FEED_MAX_BYTES)
        return lt_fail(diag, LT_ERR_LIMIT, url, NULL, "a feed of more than %d MB", LT_FEED_MAX_BYTES >> 20);
    enum lt_err err = check_kind(kind, data, url, diag);
    if (err != LT_OK)
        return err;
    struct reading r = {.reader = {.arena = arena, .url = url}, .diag = diag, .taker = taker};
    struct lt_buf own = {0};
    r.reader.feed = &r.feed;
    err = read_text(&r, lt_charset_text(data, LT_MARKUP_XML, &own), arena);
    if (err == LT_OK) {
        struct lt_feed *feed = lt_arena_alloc(arena, sizeof *feed);
        struct lt_entry *entries = lt_arena_array(arena, taker ? 0 : r.index, sizeof *entries);
        if (!taker && r.index > 0)
            memcpy(entries, r.entries, r.index * sizeof *entries);
        *feed = r.feed;
        feed->entries = taker ? NULL : entries;
        *ret_feed = feed;
    }
    free(r.entries);
    lt_buf_finish(&own);
    lt_answers_finish(&r.answers);
    lt_arena_finish(&r.each);
    return err;
}

enum lt_err lt_feed_parse(struct lt_bytes data, const char *url, struct lt_arena *arena, struct lt_diag *diag,
                          const struct lt_feed **ret_feed)
{
    return lt_feed_read(data, url, NULL, arena, diag, ret_feed);
}
