/*
 * export.h: what publishers keep beside feeds: WordPress and Ghost exports, JSON Feed, Markdown, EPUB, lists of feeds.
 *
 * Each becomes an lt_feed, so that whoever can read a feed can read them all; lt_feed_parse() takes them too, told by
 * content. What is not shown to everybody (drafts, private posts, those behind a password or for members only, the bin)
 * is left out and counted in lt_feed.held_back. The rules of feed.h hold: nothing untamed passes, nothing is opened or
 * fetched, every number has a limit.
 */
#ifndef LUTRIN_EXPORT_H
#define LUTRIN_EXPORT_H

#include <lutrin/ingest.h>

enum {
    LT_JSON_MAX_DEPTH = 100,           /* of arrays and objects */
    LT_JSON_MAX_VALUES = 2000000,
    LT_GHOST_MAX_NODES = 100000,       /* of one article's mobiledoc or lexical body */
    LT_WXR_MAX_PEOPLE = 5000,          /* authors that an export names */
    LT_FRONT_MATTER_MAX_BYTES = 64 << 10,
    LT_FRONT_MATTER_MAX_KEYS = 200,
    LT_MARKDOWN_MAX_BYTES = 4 << 20,
    LT_MARKDOWN_MAX_DEPTH = 100,       /* of quotes and lists */
    LT_OPML_MAX_FEEDS = 2000,
    LT_EPUB_MAX_FILES = 10000,
    LT_EPUB_MAX_BYTES = 64 << 20,      /* of all that is unpacked from one book */
    LT_EPUB_MAX_CHAPTER_BYTES = 8 << 20,
    LT_EPUB_MAX_RATIO = 200,           /* unpacked to packed, of a file above 1 MB */
    LT_EPUB_MAX_CHAPTERS = 2000,
};

/* Does a source of this kind give entries (lt_feed_parse() takes it)? */
bool lt_source_gives_entries(enum lt_source_kind kind);

/* One feed that a list names. */
struct lt_listed_feed {
    const char *title; /* "" when unknown */
    const char *url;   /* absolute, http or https */
    const char *site;  /* the address of its pages, or "" */
};

struct lt_feed_list {
    const char *title; /* "" when unknown */
    const struct lt_listed_feed *feeds;
    size_t feed_count;
};

/* Reads a list of feeds (OPML 1.0 to 2.0), nested or flat; each address once. LT_ERR_DATA when it is none or names no
 * feed; LT_ERR_LIMIT. */
enum lt_err lt_opml_parse(struct lt_bytes data, struct lt_arena *arena, struct lt_diag *diag,
                          const struct lt_feed_list **ret_list);

/* Appends the file `path` out of an EPUB book: what the address of a chapter or picture says (percent signs and all) after
 * its "!/" (books that were found at an address give theirs such addresses). LT_ERR_NO_INPUT when it is not in the book; LT_ERR_DATA;
 * LT_ERR_LIMIT. */
enum lt_err lt_epub_file(struct lt_bytes data, const char *path, size_t limit_bytes, struct lt_diag *diag,
                         struct lt_buf *out);

#endif
