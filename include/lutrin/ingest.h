/*
 * ingest.h: from a source's bytes to documents.
 */
#ifndef LUTRIN_INGEST_H
#define LUTRIN_INGEST_H

#include <lutrin/choose.h>
#include <lutrin/feed.h>

enum {
    LT_PAGE_MAX_BYTES = 16 << 20,  /* of one HTML page */
    LT_HTML_MAX_DEPTH = 250,       /* of elements; the text of deeper ones joins the last (libxml2 itself gives up at 256) */
    LT_HTML_MAX_NODES = 1000000,
};

enum lt_source_kind {
    LT_SOURCE_UNKNOWN,
    LT_SOURCE_FEED, /* RSS, RDF, Atom */
    LT_SOURCE_HTML,
    /* see export.h */
    LT_SOURCE_WXR,       /* WordPress */
    LT_SOURCE_GHOST,     /* Ghost's JSON */
    LT_SOURCE_JSON_FEED, /* 1.0, 1.1 */
    LT_SOURCE_MARKDOWN,  /* with front matter, or beginning with a heading */
    LT_SOURCE_EPUB,      /* 2, 3 */
    LT_SOURCE_OPML,      /* a list of feeds; gives no entries itself */
};

/* What kind of source the bytes are, by content alone. */
enum lt_source_kind lt_source_sniff(struct lt_bytes data);

/* What a page says of itself, in its own words: where the document's title is without the site's name, its author a name
 * and its date a time, this is as it stands. NULL when the page is silent. */
struct lt_told {
    const char *title, *byline, *published;
};

/* A page as found: its article and what surrounds it. */
struct lt_html_page {
    const struct lt_doc *doc; /* with meta and related articles */
    struct lt_told told;
    const char *canonical;    /* the address that the page says is its own, absolute; NULL: none, or its site's front page */
    const char *html;         /* the cleaned body as HTML */
    bool standfirst_shown;    /* meta.standfirst stands in the page before the body, rather than in its head alone */
    struct lt_thread comments; /* that stand in the page */
    bool unchosen;            /* the choice's `keep` found nothing, and the article was looked for */
    const char *excerpt;      /* a sentence or two: the page's own description, or its first paragraph */
};

/* Extracts the article of a saved web page. `url` is its address, for relative ones (NULL: taken from the page's
 * canonical link or base, else relative addresses are dropped). Bytes may be in any encoding. LT_ERR_DATA when it is no
 * HTML or holds no article text; LT_ERR_LIMIT. */
enum lt_err lt_html_extract(struct lt_bytes data, const char *url, struct lt_arena *arena, struct lt_diag *diag,
                            struct lt_html_page *ret_page);

/* The same for a page of whose elements its publisher says which are the article (NULL: he says nothing). */
enum lt_err lt_html_extract_chosen(struct lt_bytes data, const char *url, const struct lt_choice *choice,
                                   struct lt_arena *arena, struct lt_diag *diag, struct lt_html_page *ret_page);

/* The address where a page goes on (rel=next on a link or an anchor), in the arena; NULL when it says none. */
const char *lt_html_next(struct lt_bytes data, const char *url, struct lt_arena *arena);

/* What a page says of its site. Strings are "" when it is silent. */
struct lt_html_outline {
    const char *title, *lang, *site;
    const char *logo;   /* address of its sign: JSON-LD, og:logo, microdata, or the largest apple-touch-icon */
    const char **feeds; /* addresses of the feeds it names (link rel=alternate), in its order */
    size_t feed_count;
};

/* Looks at a page without looking for an article. LT_ERR_DATA when it is no HTML. */
enum lt_err lt_html_look(struct lt_bytes data, const char *url, struct lt_arena *arena, size_t max_feeds,
                         struct lt_html_outline *ret_outline);

/* `html`, the entry's content or summary, without the line in which WordPress says at its end where it appeared first. */
struct lt_bytes lt_entry_own_words(const struct lt_feed *feed, const struct lt_entry *entry, const char *html);

/* Makes a document of a feed entry: its content, or its summary when there is no content. Metadata that the entry
 * lacks is taken from the feed. An entry without title and text is LT_ERR_DATA. */
enum lt_err lt_entry_doc(const struct lt_feed *feed, const struct lt_entry *entry, struct lt_arena *arena,
                         struct lt_diag *diag, const struct lt_doc **ret_doc);

/* The same with a publisher's choice of the elements (NULL: none). */
enum lt_err lt_entry_doc_chosen(const struct lt_feed *feed, const struct lt_entry *entry, const struct lt_choice *choice,
                                struct lt_arena *arena, struct lt_diag *diag, const struct lt_doc **ret_doc);

/* Makes a document of an HTML fragment (a feed's content, an export's body). *meta is taken over; its lang, url and
 * title guide the work (a leading heading that repeats the title is left out). */
enum lt_err lt_fragment_doc(struct lt_bytes html, const struct lt_meta *meta, struct lt_arena *arena,
                            struct lt_diag *diag, const struct lt_doc **ret_doc);

/* Appends an HTML fragment cleaned by the allow-list, addresses made absolute against `base` (may be NULL). */
void lt_html_clean(struct lt_bytes html, const char *base, struct lt_buf *out);

/* Appends the plain text of an HTML fragment: tags gone, entities decoded, white space collapsed. */
void lt_html_text(struct lt_bytes html, struct lt_buf *out);

/* `reference` made absolute against `base` (RFC 3986), in the arena; NULL when it cannot be or its scheme is not
 * http, https or mailto. */
const char *lt_url_resolve(const char *reference, const char *base, struct lt_arena *arena);

/* Ends `text` (a teaser that its source cut) at a word: when the source cut it in the middle of a word the part is
 * dropped and an ellipsis added; a text that ends a sentence is left as it is. In the arena. */
const char *lt_teaser_trim(const char *text, struct lt_arena *arena);

#endif
