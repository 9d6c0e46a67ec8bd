/*
 * items.h: a feed put together entry by entry, for the formats that are no feed by themselves. Private to this room.
 */
#ifndef LUTRIN_INGEST_ITEMS_H
#define LUTRIN_INGEST_ITEMS_H

#include <lutrin/export.h>

/* Strings live in the arena: those of the feed, and those of entries when they are kept or read all at once. */
struct lt_items {
    struct lt_arena *arena;
    struct lt_diag *diag;
    const char *url; /* where the source was found, or NULL */
    const struct lt_feed_taker *taker; /* NULL: all entries are kept */
    struct lt_arena each;              /* of one entry */
    struct lt_feed feed;
    struct lt_entry *entries; /* those not handed on yet; heap */
    size_t count, capacity;
};

/* Each reader has this shape: it fills *items. */
enum lt_err lt_wxr_read(struct lt_bytes data, struct lt_items *items);
enum lt_err lt_ghost_read(struct lt_bytes data, struct lt_items *items);
enum lt_err lt_json_feed_read(struct lt_bytes data, struct lt_items *items);
enum lt_err lt_markdown_read(struct lt_bytes data, struct lt_items *items);
enum lt_err lt_epub_read(struct lt_bytes data, struct lt_items *items);

/* A new entry that is silent in every field, in *ret_entry until the next one is added. LT_ERR_LIMIT past
 * LT_FEED_MAX_ENTRIES. */
enum lt_err lt_items_add(struct lt_items *items, struct lt_entry **ret_entry);

/* For sources that are read entry by entry: what is allocated from now on belongs to one entry ... */
void lt_items_head_done(struct lt_items *items);
/* ... and it is complete: it is handed on and its memory comes back, if somebody takes them. */
enum lt_err lt_items_entry_done(struct lt_items *items);

/* Text that may hold markup and entities as clean plain text; NULL when there is none. */
const char *lt_items_text(const struct lt_items *items, const char *text);

/* Markup cleaned, addresses made absolute against `base`; NULL when there is none. */
const char *lt_items_html(const struct lt_items *items, struct lt_bytes html, const char *base);

/* Plain text as HTML, a paragraph for each that an empty line divides; NULL when there is none. */
const char *lt_items_plain_html(const struct lt_items *items, const char *text);

/* Adds a category that the entry does not have yet. */
void lt_items_category(const struct lt_items *items, struct lt_entry *entry, const char *name);

/* Adds an enclosure if its address is one; the first picture becomes the article's lead. */
void lt_items_enclosure(const struct lt_items *items, struct lt_entry *entry, const char *url, const char *base,
                        const char *type, int64_t length);

/* Joins names with ", " ("Ana, Bo and Cy" would need a language); NULL `list` begins. */
const char *lt_items_join(const struct lt_items *items, const char *list, const char *name);

/* Appends text with < > & " escaped. */
void lt_items_escape(const char *text, struct lt_buf *out);

/* export.c: which of the kinds the bytes are, given what sniff.c found (`text` is the beginning, decoded; `name` the
 * first element's, "" when there is none). */
enum lt_source_kind lt_export_sniff(struct lt_bytes data, struct lt_bytes text, const char *name,
                                    enum lt_source_kind kind);

/* export.c: reads a source of one of the kinds above as lt_feed_read() does. */
enum lt_err lt_export_read(enum lt_source_kind kind, struct lt_bytes data, const char *url,
                           const struct lt_feed_taker *taker, struct lt_arena *arena, struct lt_diag *diag,
                           const struct lt_feed **ret_feed);

#endif
