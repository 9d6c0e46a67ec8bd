/*
 * feed.h: a feed's bytes become entries. RSS 0.9x to 2.0, RSS 1.0 (RDF), Atom 0.3 and 1.0, told by content.
 *
 * Nothing from outside survives untamed: markup is cleaned by the allow-list of clean.h's rules (no script, no style, no
 * event attributes, no form that is sent, only http, https and mailto addresses), addresses are made absolute, dates are seconds
 * UTC. The parser never opens a file or a connection and expands no entities but the predefined and HTML's own.
 */
#ifndef LUTRIN_FEED_H
#define LUTRIN_FEED_H

#include <stdbool.h>

#include <lutrin/arena.h>
#include <lutrin/comment.h>
#include <lutrin/doc.h>
#include <lutrin/err.h>

enum {
    LT_FEED_MAX_BYTES = 64 << 20,    /* of one feed */
    LT_FEED_MAX_ENTRIES = 200000,
    LT_FEED_MAX_DEPTH = 256,         /* of elements */
    LT_FEED_MAX_NODES = 2000000,
    LT_FEED_MAX_BASE_BYTES = 1024,   /* of an address that an entry's are joined to; a longer one is left out */
    LT_ENTRY_MAX_BYTES = 4 << 20,    /* of one entry's content */
    LT_ENTRY_MAX_CATEGORIES = 64,
    LT_ENTRY_MAX_ENCLOSURES = 64,
};

struct lt_person {
    const char *name, *email, *url; /* each may be NULL */
};

struct lt_enclosure {
    const char *url, *type; /* absolute; type may be NULL */
    int64_t length;         /* -1 when unknown */
};

/* All strings live in the arena; NULL when the feed is silent. Titles and the like are plain text. */
struct lt_entry {
    const char *title, *link, *id, *lang;
    const char *content; /* cleaned HTML: content:encoded, Atom content, ... */
    const char *summary; /* cleaned HTML: description, Atom summary */
    bool summary_whole;  /* the summary is known to be whole, not cut from the content by a machine */
    const char *body;    /* cleaned HTML of the article where it is to be set otherwise than `content` says, else NULL */
    const char *title_html; /* cleaned HTML of a title without words (a picture), else NULL */
    int64_t published, updated; /* LT_NO_TIME when unknown */
    int32_t utc_offset;         /* of published, or else of updated */
    struct lt_person author;
    const char *const *categories;
    size_t category_count;
    const struct lt_enclosure *enclosures; /* Media RSS content and thumbnails too, the best first */
    size_t enclosure_count;
    const char *comments;      /* address of the comments page */
    const char *comments_feed; /* wfw:commentRss, Atom link rel=replies */
    int32_t comment_count;     /* slash:comments, thr:total; -1 when unknown */
    const char *in_reply_to;   /* thr:in-reply-to: the id of what it answers */
    size_t comment_on;         /* 1 + the index of the entry of this feed that it is a comment on; 0: it is an article */
    struct lt_thread thread;   /* the comments on it that the source itself holds */
};

struct lt_feed {
    const char *title, *link, *description, *lang, *id, *rights;
    const char *title_html, *description_html, *rights_html; /* as an entry's title_html */
    int64_t published, updated;
    struct lt_person author;
    const struct lt_entry *entries;
    size_t entry_count; /* comments on others among them */
    size_t held_back; /* entries that their source does not show to everybody, and that are left out */
};

/* Parses a feed found at `url` (for relative addresses; NULL when unknown). Bytes may be in any encoding the feed
 * declares or a byte order mark tells. LT_ERR_DATA: not a feed, or broken beyond recovery; LT_ERR_LIMIT. */
enum lt_err lt_feed_parse(struct lt_bytes data, const char *url, struct lt_arena *arena, struct lt_diag *diag,
                          const struct lt_feed **ret_feed);

/* Who takes a feed's entries one by one, in its order. */
struct lt_feed_taker {
    void *self;
    /* The entry and all that it points to live until the call returns. Of the feed, which lives as long as the reading,
     * entries, entry_count and held_back are not known yet. What is not LT_OK ends the reading and is its result. */
    enum lt_err (*take)(void *self, const struct lt_feed *feed, const struct lt_entry *entry, struct lt_diag *diag);
};

/* The same for feeds of any size: memory holds one entry at a time. ret_feed's `entries` is NULL. When it fails, what was
 * taken before does not count. `taker` NULL: lt_feed_parse(). */
enum lt_err lt_feed_read(struct lt_bytes data, const char *url, const struct lt_feed_taker *taker, struct lt_arena *arena,
                         struct lt_diag *diag, const struct lt_feed **ret_feed);

/* Parses a feed of comments (see lt_entry.comments_feed): each entry is one, in lt_feed_parse()'s way. */
enum lt_err lt_comments_parse(struct lt_bytes data, const char *url, struct lt_arena *arena, struct lt_diag *diag,
                              struct lt_thread *ret_thread);

/* A date of any kind that feeds and pages use (RFC 822 and its accidents, RFC 3339, ISO 8601, asctime, ...); returns
 * LT_NO_TIME when it is none. ret_offset (seconds east of UTC) may be NULL. */
int64_t lt_date_parse(const char *text, int32_t *ret_offset);

#endif
