/*
 * export.c: which kind of source bytes are, beyond feeds and pages, and who reads it.
 */
#include "items.h"

#include "markdown.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { JSON_LOOK_MAX_BYTES = 16 << 20 }; /* a key may stand after all the posts */

static enum lt_err (*const READERS[])(struct lt_bytes, struct lt_items *) = {
    [LT_SOURCE_WXR] = lt_wxr_read,           [LT_SOURCE_GHOST] = lt_ghost_read, [LT_SOURCE_JSON_FEED] = lt_json_feed_read,
    [LT_SOURCE_MARKDOWN] = lt_markdown_read, [LT_SOURCE_EPUB] = lt_epub_read,
};

static bool holds(struct lt_bytes text, const char *word)
{
    size_t size = strlen(word);
    for (size_t at = 0; at + size <= text.size; at++) {
        const char *mark = memchr(text.data + at, word[0], text.size - at);
        if (!mark)
            return false;
        at = (size_t)(mark - text.data);
        if (at + size <= text.size && memcmp(mark, word, size) == 0)
            return true;
    }
    return false;
}

/* JSON Feed names its version by an address whose slashes some writers escape; Ghost has posts with the fields of its
 * own. */
static enum lt_source_kind json_kind(struct lt_bytes text)
{
    if (text.size > JSON_LOOK_MAX_BYTES)
        text.size = JSON_LOOK_MAX_BYTES;
    if (holds(text, "jsonfeed.org/version/") || holds(text, "jsonfeed.org\\/version\\/"))
        return LT_SOURCE_JSON_FEED;
    bool body = holds(text, "\"html\"") || holds(text, "\"lexical\"") || holds(text, "\"mobiledoc\"");
    return holds(text, "\"posts\"") && body ? LT_SOURCE_GHOST : LT_SOURCE_UNKNOWN;
}

enum lt_source_kind lt_export_sniff(struct lt_bytes data, struct lt_bytes text, const char *name,
                                    enum lt_source_kind kind)
{
    struct lt_bytes begin = lt_bytes_trim(text);
    if (lt_bytes_starts(data, "PK\x03\x04"))
        return holds(data, "META-INF/container.xml") ? LT_SOURCE_EPUB : LT_SOURCE_UNKNOWN;
    if (strcasecmp(name, "opml") == 0)
        return LT_SOURCE_OPML;
    if (lt_bytes_starts(begin, "\xEF\xBB\xBF"))
        begin = (struct lt_bytes){begin.data + 3, begin.size - 3};
    if (lt_bytes_starts(begin, "{") || lt_bytes_starts(begin, "["))
        return json_kind(data);
    bool page = kind == LT_SOURCE_HTML && (strncasecmp(begin.data, "<!doctype html", begin.size < 14 ? begin.size : 14) == 0 ||
                                           strncasecmp(begin.data, "<html", begin.size < 5 ? begin.size : 5) == 0);
    if (!page && lt_markdown_is(begin))
        return LT_SOURCE_MARKDOWN;
    bool wordpress = holds(text, "wordpress.org/export/") || holds(text, "wp:wxr_version>");
    return kind == LT_SOURCE_FEED && wordpress ? LT_SOURCE_WXR : kind;
}

bool lt_source_gives_entries(enum lt_source_kind kind)
{
    return kind == LT_SOURCE_FEED || ((size_t)kind < sizeof READERS / sizeof *READERS && READERS[kind]);
}

enum lt_err lt_export_read(enum lt_source_kind kind, struct lt_bytes data, const char *url,
                           const struct lt_feed_taker *taker, struct lt_arena *arena, struct lt_diag *diag,
                           const struct lt_feed **ret_feed)
{
    struct lt_items items = {.arena = arena, .diag = diag, .url = url, .taker = taker,
                             .feed = {.published = LT_NO_TIME, .updated = LT_NO_TIME}};
    enum lt_err err = READERS[kind](data, &items);
    if (err == LT_OK)
        err = lt_items_entry_done(&items);
    if (err == LT_OK) {
        struct lt_feed *feed = lt_arena_alloc(arena, sizeof *feed);
        struct lt_entry *entries = lt_arena_array(arena, items.count, sizeof *entries);
        if (items.count > 0)
            memcpy(entries, items.entries, items.count * sizeof *entries);
        *feed = items.feed;
        feed->entries = taker ? NULL : entries;
        *ret_feed = feed;
    }
    free(items.entries);
    lt_arena_finish(&items.each);
    return err;
}
