/*
 * press.h: what the files of this room share: the articles on their way from the sources to the bundle.
 */
#ifndef LUTRIN_PACK_PRESS_H
#define LUTRIN_PACK_PRESS_H

#include <lutrin/bundle.h>
#include <lutrin/bundle_write.h>
#include <lutrin/ingest.h>
#include <lutrin/pack.h>
#include <lutrin/spill.h>
#include <lutrin/text.h>

enum {
    LT_PRESS_PICTURE_LONGEST_PX = 1600, /* when the plan is silent */
    LT_PRESS_PICTURE_QUALITY = 80,
    LT_PRESS_MAX_SECTIONS_FOUND = 12,   /* sections made of the articles' own categories */
    LT_PRESS_MAX_FOLDER_FILES = 200000, /* entries of folders that are looked at */
    LT_PRESS_RELATED_CHOSEN = 4,
    LT_PRESS_MAX_MERGED_TAGS = 64,
    LT_PRESS_MAX_SLUG = 80,
    LT_PRESS_PER_HOST = 2,              /* requests to a host at once ... */
    LT_PRESS_DELAY_MS = 500,            /* ... and the pause after each */
    LT_PRESS_MAX_REDIRECTS = 5,
    LT_PRESS_MAX_PAGES = 20,            /* that one article may be spread over */
    LT_PRESS_FIRST_ID = 1001,           /* of an article; what is lower is free for ordinals */
};

#define LT_PRESS_HASH_TWO UINT64_C(0x9E3779B97F4A7C15) /* seed of the second of a pair of hashes */

/* mirror.c: addresses that are found on disk. */
struct lt_press_mirrors;
struct lt_press_mirrors *lt_press_mirrors_create(const struct lt_plan *plan);
void lt_press_mirrors_destroy(struct lt_press_mirrors *mirrors);
/* Makes sure that files under `folder` have an address, invented if need be. */
void lt_press_mirrors_add_folder(struct lt_press_mirrors *mirrors, const char *folder);
/* The address of a file, or NULL when it lies under no known folder. In the arena. */
const char *lt_press_mirror_url(const struct lt_press_mirrors *mirrors, const char *path, struct lt_arena *arena);
/* The file that has this address, if it is there. In the arena. */
const char *lt_press_mirror_path(const struct lt_press_mirrors *mirrors, const char *url, struct lt_arena *arena);
/* Was the address invented by add_folder()? Such an address never leaves the press. */
bool lt_press_is_invented(const char *url);

/* base.c: the names of the last edition. */
struct lt_press_base;
enum lt_err lt_press_base_open(const char *path, struct lt_diag *diag, struct lt_press_base **ret_base);
void lt_press_base_close(struct lt_press_base *base); /* NULL is allowed */
int64_t lt_press_base_last_article(const struct lt_press_base *base); /* the highest id given so far */
int64_t lt_press_base_last_picture(const struct lt_press_base *base);
/* The names of its sections, in order. Lent. */
size_t lt_press_base_sections(const struct lt_press_base *base, const char *const **ret_names);
/* The id and the slug (lent) of the article with this address key, or this slug; each is given away once, 0 for none. */
int64_t lt_press_base_take_key(struct lt_press_base *base, const char *key, const char **ret_slug);
int64_t lt_press_base_take_slug(struct lt_press_base *base, const char *slug, bool has_address, const char *title,
                                const char **ret_slug);
/* The id of the picture with these prepared bytes, or 0. */
int64_t lt_press_base_picture(const struct lt_press_base *base, struct lt_bytes webp);

/* tongue.c: what an article's text is written in. */
struct lt_press_tongue;
struct lt_press_tongue *lt_press_tongue_create(void);
void lt_press_tongue_destroy(struct lt_press_tongue *tongue); /* NULL is allowed */
/* Its language as a BCP 47 tag in the arena, or NULL where the text is too short or like none. `usual`: the publication's own
 * language, chosen among several that the text is like; may be NULL. */
const char *lt_press_tongue_of(struct lt_press_tongue *tongue, const struct lt_doc *doc, const char *usual, struct lt_arena *arena);

/* One article. Strings live in the press's arena. */
struct lt_press_article {
    const struct lt_doc *doc;
    const struct lt_doc *related_from; /* whose related articles it has */
    struct lt_meta meta;        /* its own copy, completed on the way */
    struct lt_thread comments;
    const char *comments_feed;  /* where its comments may be fetched, or NULL */
    struct lt_picture lead;     /* url NULL: none */
    const char **tags;
    size_t tag_count, tag_room;
    const char *guid;           /* NULL: none */
    const char *summary;        /* what its feed says of it, plain text; "" when it is silent */
    const char *key, *other_key; /* its addresses for comparing (see lt_press_url_key), "" when it has none */
    const char *own_key;        /* of the address that its page gives itself, when that is yet another; NULL: it is not */
    const char *feed_title;     /* NULL: not from a feed */
    const struct lt_choice *choice; /* what its source's plan says of its elements */
    const char *fed_section;    /* its source feeds this section; NULL: the plan does not say */
    const char *source;         /* path of the file it came from */
    uint32_t words, text_size;
    size_t order;               /* in which the sources gave it */
    const char *html, *page_url, *next; /* a page that goes on: its body, its address, where; NULL: it does not */
    bool whole;                 /* its source is an export or a file: however short, it is no teaser */
    bool filled;                /* the page of a teaser: merging the two is no news */
    bool absorbed;              /* merged into another one */
    bool carried;               /* out of the last edition: set right already */
    /* known once all are in */
    int64_t id, section;
    int32_t rank;
    const char *slug;
    bool slug_kept;             /* it bore this slug in the last edition */
    uint32_t alike[LT_PRESS_RELATED_CHOSEN]; /* indexes of the articles that are most like it */
    size_t alike_count;
    int64_t lead_id;            /* picture of the bundle, or 0 */
};

enum { LT_PRESS_REST_EVERY = 64 }; /* articles' worth of work */

struct lt_press_work {
    uint32_t done;
};

/* All that is kept of the articles lies in a file (spill.h): the press holds a hundred thousand of them, and works on a
 * few at a time. `arena` has the many small things, which are sorted and looked up; `docs` the documents, one after the
 * other. Whoever goes through all articles calls lt_press_rest(), or what calls it, for each. */
struct lt_press {
    const struct lt_plan *plan;
    const struct lt_pack_sink *sink;
    struct lt_pack_report report;
    struct lt_arena arena, docs;
    struct lt_spill *spill;      /* both live in it; NULL: on the heap */
    struct lt_press_work *work;  /* how much was done since the last rest */
    struct lt_press_mirrors *mirrors;
    struct lt_press_errands *errands;
    struct lt_bundle *carried_from; /* NULL: nothing is carried on */
    struct lt_press_base *base; /* NULL: the first edition */
    struct lt_press_article *articles; /* in the arena; by source order, then by id */
    size_t newest;              /* which of them is the newest */
    size_t article_count, article_capacity;
    const char *feed_title, *feed_lang, *feed_url; /* of the first feed, "" when there is none */
    struct lt_diag first_failure; /* of a source; err is LT_OK while there is none */
    const char **sections;
    size_t section_count;
    struct lt_press_key *keys; /* heap, sorted: how lt_press_lookup() finds articles */
    size_t key_count;
};

struct lt_press_key {
    uint64_t one, two; /* hashes of the address's key */
    size_t index;      /* into articles */
};

void lt_press_note(struct lt_press *press, enum lt_pack_note_kind kind, const char *where, const char *what);
/* Counts one article's worth of work; now and then all memory of the spill is let go of. */
void lt_press_rest(const struct lt_press *press);
/* Both count as such work, too. */
void lt_press_progress(struct lt_press *press, const char *stage, size_t done, size_t total);
/* LT_ERR_UNAVAILABLE when the work is to be given up. */
enum lt_err lt_press_check_stop(const struct lt_press *press, struct lt_diag *diag);

/* An address for comparing: no fragment, no trailing slash, https and http alike, host in lower case, nothing in the query
 * that says by which way a reader came (utm_source and the like). In the arena. */
const char *lt_press_url_key(const char *url, struct lt_arena *arena);

/* copy.c: the document with all that it points to, in the arena; what its meta points to is in `meta_arena`. */
const struct lt_doc *lt_press_copy_doc(const struct lt_doc *doc, struct lt_arena *arena, struct lt_arena *meta_arena);

/* merge.c: adds a tag that will live as long as the arena; past LT_PRESS_MAX_MERGED_TAGS it is left out. */
void lt_press_add_tag(struct lt_press_article *article, const char *tag, struct lt_arena *arena);

/* gather.c: reads every source of the plan into press->articles. One that fails is noted; LT_ERR_UNAVAILABLE when an
 * address would have to be fetched. */
enum lt_err lt_press_gather(struct lt_press *press, struct lt_diag *diag);

/* gather.c: an article of `doc`, which is copied, at the end of the list; `section` is what its source feeds, or NULL. Its
 * address, if invented, serves for comparing only. */
struct lt_press_article *lt_press_add_article(struct lt_press *press, const struct lt_doc *doc, const char *source,
                                              const char *section);

/* gather.c: says of a source that is no file, and looks like a site's name, how an address begins. Returns `err`. */
enum lt_err lt_press_hint_address(const char *source, enum lt_err err, struct lt_diag *diag);

/* gather.c: the page at an address, on disk or fetched, as one more article. LT_ERR_NO_INPUT with a hint when it was not
 * even looked for. */
enum lt_err lt_press_gather_page(struct lt_press *press, const char *url, const struct lt_choice *choice,
                                 struct lt_diag *diag);

/* errand.c: addresses are wanted, then fetched all at once, then located. What a mirror has is never fetched. */
struct lt_press_errands *lt_press_errands_create(struct lt_press *press);
void lt_press_errands_destroy(struct lt_press_errands *errands); /* NULL is allowed */
void lt_press_want(struct lt_press *press, const char *url, int64_t ceiling_bytes);
/* Fetches what is wanted; `stage` names it in the progress. An errand that fails is no error here. */
enum lt_err lt_press_fetch(struct lt_press *press, const char *stage, struct lt_diag *diag);
/* The file that holds what stands at `url`: of a mirror, or fetched. *ret_answered is the address it came from after
 * redirects, *ret_why the reason when there is none. */
enum lt_err lt_press_locate(struct lt_press *press, const char *url, struct lt_arena *arena, const char **ret_path,
                            const char **ret_answered, const char **ret_why);

/* fill.c: teasers get their articles, articles all their pages. */
enum lt_err lt_press_fill(struct lt_press *press, struct lt_diag *diag);
/* Is `next` the address of page number `page` of the article at `first`? */
bool lt_press_goes_on(const char *first, const char *next, int page);

/* comments.c: fetches the comments of articles whose sources only say where they are, and puts all into their final form. */
enum lt_err lt_press_comments(struct lt_press *press, struct lt_diag *diag);
/* A thread of the press's own. */
struct lt_thread lt_press_keep_comments(const struct lt_thread *thread, struct lt_arena *arena);

/* merge.c: articles that came several times become one. Absorbed ones are removed. */
void lt_press_merge(struct lt_press *press);

/* carry.c: where the plan wants it, articles of the last edition that no source brings any more are added. */
enum lt_err lt_press_carry(struct lt_press *press, struct lt_diag *diag);
/* Is it the address of a picture of theirs? And its bytes, prepared already; false: they cannot be read. */
bool lt_press_is_carried_picture(const char *url);
bool lt_press_carried_picture(const struct lt_press *press, const char *url, struct lt_diag *diag, struct lt_buf *out);

/* retain.c: leaves out what the plan does not want to keep; `created` is the time of the edition. */
void lt_press_retain(struct lt_press *press, int64_t created);

/* order.c: ids, slugs, sections, the lead; sorts press->articles by id. */
enum lt_err lt_press_order(struct lt_press *press, struct lt_diag *diag);

/* relate.c: finds what every article is like. */
enum lt_err lt_press_relate(struct lt_press *press, struct lt_diag *diag);

/* picture.c: one picture prepared for the bundle. */
struct lt_press_picture {
    int32_t width, height;
    struct lt_buf webp;
};
enum lt_err lt_press_pictures_start(struct lt_diag *diag);
enum lt_err lt_press_picture_prepare(struct lt_bytes source, const char *where, int32_t longest_px, int32_t quality,
                                     struct lt_diag *diag, struct lt_press_picture *ret_picture);

/* logo.c: the publication's sign, prepared (without picture and size in *ret_logo). */
enum lt_err lt_press_logo_prepare(struct lt_bytes source, const char *where, struct lt_diag *diag,
                                  struct lt_press_picture *ret_picture, struct lt_logo *ret_logo);
/* Wants the plan's logo, if it is to be fetched. */
void lt_press_want_logo(struct lt_press *press);

/* Is it a picture that can be decoded to its last line? */
enum lt_err lt_press_picture_proof(struct lt_bytes webp, struct lt_diag *diag);

/* plates.c: addresses become pictures of the bundle, each made once. */
struct lt_press_plates;
struct lt_press_plate {
    int64_t id; /* 0: it failed */
    int32_t width, height;
};
struct lt_press_plates *lt_press_plates_create(struct lt_press *press, struct lt_bundle_writer *writer);
void lt_press_plates_destroy(struct lt_press_plates *plates);
/* Prepares and stores the picture that `article` shows at `url`. A failure is noted and gives id 0; the error returned
 * is the writer's alone. */
enum lt_err lt_press_plate(struct lt_press_plates *plates, const struct lt_press_article *article, const char *url,
                           struct lt_diag *diag, struct lt_press_plate *ret_plate);

/* Stores a prepared picture that no article shows; id 0: the budget is spent. */
enum lt_err lt_press_plate_keep(struct lt_press_plates *plates, const struct lt_press_picture *picture,
                                struct lt_diag *diag, struct lt_press_plate *ret_plate);

/* logo.c: puts the plan's logo into the bundle. One that cannot be had or shown is noted. */
enum lt_err lt_press_put_logo(struct lt_press *press, struct lt_press_plates *plates, struct lt_bundle_writer *writer,
                              struct lt_diag *diag);

/* Wants every picture that is not on disk. */
void lt_press_want_pictures(struct lt_press *press);

/* weave.c: the document as it goes into the bundle: NFC, links inside the bundle, pictures by id, related articles. */
enum lt_err lt_press_weave(struct lt_press *press, const struct lt_press_article *article,
                           struct lt_press_plates *plates, struct lt_arena *arena, struct lt_diag *diag,
                           const struct lt_doc **ret_doc);

/* order.c: the article of the bundle at this address (compared by key), or NULL. */
const struct lt_press_article *lt_press_lookup(const struct lt_press *press, const char *url);

/* A line of prose set right by the typography of `lang` (if the plan wants it), and in NFC, in the arena. */
const char *lt_press_set_line(const struct lt_press *press, const char *text, const char *lang, struct lt_arena *arena);

/* called.c: the title of the bundle. */
const char *lt_press_called(const struct lt_press *press, struct lt_arena *arena);

/* A text in NFC, in the arena. */
const char *lt_press_nfc(const char *text, struct lt_arena *arena);

/* Does the document's opening say the same as `text` (the one beginning the other, ellipses and spaces apart)? */
bool lt_press_repeats_opening(const struct lt_doc *doc, const char *text);

#endif
