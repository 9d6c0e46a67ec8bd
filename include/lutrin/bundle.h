/*
 * bundle.h: the bundle as a reader sees it: one SQLite file, read-only, never changed.
 *
 * The schema is assets/schema.sql, documented there column by column; a file whose schema is not exactly that text is
 * refused. The file is opened immutable, defensive and without trusted schema (sqlite.org/security.html), with limits
 * on every length; what a call of this door reads may cost LT_BUNDLE_DEADLINE_MS of processor time, then it is damaged.
 * Everything read goes into the caller's arena; nothing lent from SQLite escapes.
 */
#ifndef LUTRIN_BUNDLE_H
#define LUTRIN_BUNDLE_H

#include <lutrin/arena.h>
#include <lutrin/comment.h>
#include <lutrin/doc.h>
#include <lutrin/err.h>

#define LT_BUNDLE_APPLICATION_ID 0x4c757472 /* "Lutr" */

enum {
    LT_BUNDLE_FORMAT = 2,            /* user_version */
    LT_BUNDLE_DEADLINE_MS = 200,     /* of one call, that nobody waits 250 ms at the end of it; ... */
    LT_BUNDLE_ARTICLE_DEADLINE_MS = 1000, /* ... a whole article may be large and the processor slow */
    LT_BUNDLE_MAX_ROW = 8 << 20,     /* bytes of any value */
    LT_BUNDLE_MAX_FIELD = 16 << 10,  /* bytes of any text but a block's and its spans */
    LT_BUNDLE_MAX_SECTIONS = 64,
    LT_BUNDLE_MAX_HITS = 200,
};

struct lt_bundle;

/* Opens the bundle `path`. LT_ERR_NO_INPUT: no such file; LT_ERR_DATA: not a bundle, or damaged; LT_ERR_VERSION: made
 * by a newer press, or by one so old that its form is not read any more. Close it with lt_bundle_close(). */
enum lt_err lt_bundle_open(const char *path, struct lt_diag *diag, struct lt_bundle **ret_bundle);
void lt_bundle_close(struct lt_bundle *bundle); /* NULL is allowed */

/* The publication's own sign, which stands in the front page's masthead. A picture with transparency, cut to what is to
 * be seen of it. */
enum lt_logo_kind {
    LT_LOGO_NONE,
    LT_LOGO_INK,    /* black, white or grey: its shape is painted in the colour of text */
    LT_LOGO_COLOUR, /* of one colour: painted in it where it can be made out, else as LT_LOGO_INK */
    LT_LOGO_LIGHT,  /* of several colours, to stand on a light ground; ... */
    LT_LOGO_DARK,   /* ... on a dark one; ... */
    LT_LOGO_ANY,    /* ... on any */
};

struct lt_logo {
    enum lt_logo_kind kind;
    int64_t picture;
    int32_t width, height; /* pixels */
    uint32_t rgb;          /* of LT_LOGO_COLOUR, 0xRRGGBB */
};

struct lt_section {
    int64_t id;
    const char *name;
    uint32_t articles; /* how many it holds */
};

struct lt_bundle_info {
    const char *title, *lang, *url, *credit; /* "" when unset */
    const char *accent;       /* "#RRGGBB", for lt_theme_accented(); "" when unset */
    const char *newsletter;   /* how sign-ups are taken, for lt_newsletter_parse(); "": they are not */
    const char *lost;         /* pictures that could not be had or shown at the press: lines 'ARTICLE ADDRESS'; "": none */
    struct lt_logo logo;      /* kind LT_LOGO_NONE: there is none */
    int64_t created;          /* seconds UTC */
    int32_t utc_offset;       /* of the publication's place, for dates */
    uint32_t articles;
    int64_t last_article;     /* the highest article id ever given in this bundle and those it was built on; 0 unknown */
    const struct lt_section *sections; /* in the publisher's order */
    size_t section_count;
};

/* What is known of the whole bundle. Lent for the bundle's life. */
const struct lt_bundle_info *lt_bundle_info(const struct lt_bundle *bundle);

/* What a list shows of an article. Strings are "" when unset. */
struct lt_card {
    int64_t id;
    const char *title, *standfirst, *author, *kicker, *lang, *url;
    bool rtl;
    int64_t section;     /* 0: none */
    const char *section_name;
    int64_t published;   /* LT_NO_TIME when unknown */
    int32_t utc_offset;
    uint32_t words;
    int64_t picture;     /* its lead, or 0 */
    int32_t picture_width, picture_height;
    int32_t comment_count; /* -1 when unknown */
};

/* Cards of section `section` (0: the front page: every article, the publisher's lead first, then newest first), from
 * `offset`, at most `limit`. Costs the same in a large bundle as in a small one. */
enum lt_err lt_bundle_cards(struct lt_bundle *bundle, int64_t section, uint32_t offset, uint32_t limit,
                            struct lt_arena *arena, struct lt_diag *diag, const struct lt_card **ret_cards,
                            size_t *ret_count);

/* The card of one article; LT_ERR_NO_INPUT when the bundle does not hold it. */
enum lt_err lt_bundle_card(struct lt_bundle *bundle, int64_t article, struct lt_arena *arena, struct lt_diag *diag,
                           struct lt_card *ret_card);

/* The article that `name` tells: its id, its slug, or "#N" or a small number for its ordinal from 1 in the front page's
 * order. An id wins over an ordinal. */
enum lt_err lt_bundle_find(struct lt_bundle *bundle, const char *name, struct lt_diag *diag, int64_t *ret_article);

/* Decodes an article into the arena: meta, blocks, spans, pictures (ids and sizes), related. Every count and offset is
 * checked; damage is LT_ERR_DATA. */
enum lt_err lt_bundle_article(struct lt_bundle *bundle, int64_t article, struct lt_arena *arena, struct lt_diag *diag,
                              const struct lt_doc **ret_doc);

/* The comments below an article, in the arena: none is no error. Damage is LT_ERR_DATA. */
enum lt_err lt_bundle_comments(struct lt_bundle *bundle, int64_t article, struct lt_arena *arena, struct lt_diag *diag,
                               struct lt_thread *ret_thread);

/* What an article is called. Strings are "" when unset. */
struct lt_bundle_name {
    int64_t id;
    const char *slug, *url, *title;
    const char *tags; /* for the search, one a line */
    uint32_t words;
};

/* The names of the articles whose ids are above `after`, in the order of ids, at most `limit`. */
enum lt_err lt_bundle_names(struct lt_bundle *bundle, int64_t after, uint32_t limit, struct lt_arena *arena,
                            struct lt_diag *diag, const struct lt_bundle_name **ret_names, size_t *ret_count);

/* The id of the first picture above `after`; 0 when there is none. */
enum lt_err lt_bundle_next_picture(struct lt_bundle *bundle, int64_t after, struct lt_diag *diag, int64_t *ret_picture);

/* The encoded bytes of a picture (WebP), appended to *out. */
enum lt_err lt_bundle_picture(struct lt_bundle *bundle, int64_t picture, struct lt_diag *diag, struct lt_buf *out);

struct lt_hit {
    int64_t article;
    const char *title;
    const char *snippet; /* found words between U+2068 and U+2069 */
    double score;        /* higher is better */
};

/* Finds articles by words of title, standfirst, headings and tags; accents and case do not matter, the last word may be
 * a beginning. `query` is what a person typed, never FTS5 syntax. Best first, at most `limit`. */
enum lt_err lt_bundle_search(struct lt_bundle *bundle, const char *query, uint32_t limit, struct lt_arena *arena,
                             struct lt_diag *diag, const struct lt_hit **ret_hits, size_t *ret_count);

#endif
