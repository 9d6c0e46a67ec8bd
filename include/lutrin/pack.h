/*
 * pack.h: the press. Sources go in, one bundle comes out, and a report says what happened to each of them.
 */
#ifndef LUTRIN_PACK_H
#define LUTRIN_PACK_H

#include <stdbool.h>

#include <lutrin/arena.h>
#include <lutrin/bytes.h>
#include <lutrin/choose.h>
#include <lutrin/err.h>
#include <lutrin/newsletter.h>

enum {
    LT_PLAN_MAX_SOURCES = 10000,
    LT_PLAN_MAX_SCREENS = 16,
    LT_PACK_MAX_ARTICLES = 200000,
    LT_PACK_MAX_PICTURE_BYTES = 64 << 20,      /* of a source picture */
    LT_PACK_MAX_PICTURE_PIXELS = 100000000,    /* of a source picture, before it is scaled */
    LT_PACK_MAX_FOLDER_DEPTH = 32,
};

/* An address that is found on disk: what begins with `url` is read from under `folder`. */
struct lt_plan_mirror {
    const char *url, *folder;
};

/* What a section is fed by: entries whose category or source feed is one of `matches`. */
struct lt_plan_section {
    const char *name;
    const char *const *matches;
    size_t match_count;
};

/* What the pages and entries of one source are made of. */
struct lt_plan_choice {
    const char *source; /* as it stands among the plan's or the command line's sources */
    const char *where;  /* "FILE:LINE" that says so */
    struct lt_choice choice;
};

/* A panel that the plan's bundle is read on, for `check`. */
struct lt_plan_screen {
    int32_t width_px, height_px;
};

/* What is to be built: a plan file (SITE.ini, documented in lutrin-pack(1)), the command line, or both. */
struct lt_plan {
    const char *title, *lang, *url, *credit;
    const char *output;
    const char *base;            /* the last edition, whose articles keep their ids; NULL: there is none */
    int64_t created;             /* LT_NO_TIME: SOURCE_DATE_EPOCH, else the newest article's date */
    int32_t utc_offset;
    const struct lt_plan_section *sections;
    size_t section_count;
    const struct lt_plan_mirror *mirrors;
    size_t mirror_count;
    const char *const *sources;  /* files, folders, addresses; absolute or relative to the working directory */
    size_t source_count;
    const char *cache;           /* folder of what was fetched; NULL: $XDG_CACHE_HOME/lutrin, else ~/.cache/lutrin */
    int32_t forget_days;         /* after a good build what no build has used for so long leaves the cache; 0: nothing does */
    bool offline;                /* the network is not touched, the cache is all there is */
    bool allow_local;            /* names may stand for addresses of the local network */
    int32_t delay_ms;            /* between two requests to a host; -1: none; 0 is 500 */
    int32_t per_host;            /* requests to a host at once; 0 is 2 */
    const char *lead;            /* address or slug of the article that leads the front page, or NULL */
    int32_t retain_days;         /* older articles stay out, counted back from `created`; 0: none does */
    bool carry;                  /* what `base` held and no source brings any more stays until it is too old */
    int32_t retain_articles;     /* no more than this many, the newest; 0: all */
    int64_t retain_bytes;        /* no more bytes of text, the newest; 0: all */
    int64_t picture_budget;      /* bytes of all prepared pictures; those of the newest articles come first; 0: any */
    const char *licence;         /* added to the credit line */
    const char *accent;          /* "#RRGGBB", the publication's own colour, or NULL */
    const char *logo;            /* file or address of the publication's sign, SVG or a picture; NULL: none */
    struct lt_newsletter newsletter; /* [newsletter] of the plan file; all zero: no sign-ups */
    const char *const *source_sections; /* for each source the section it feeds, or NULL; NULL: none does */
    struct lt_choice choice;     /* for all sources, but those that have their own: */
    const struct lt_plan_choice *choices;
    size_t choice_count;
    const struct lt_plan_screen *screens; /* NULL: it names none */
    size_t screen_count;
    bool as_typed;               /* quotes, spaces and dashes stay as the sources have them (see typo.h) */
    bool comments_off;           /* no comments are fetched or kept */
    int32_t comments_most;       /* no more than this many of one article, the first in reading order; 0: all that fit */
    int32_t picture_longest_px;  /* longest side of a prepared picture; 0 is 1600 */
    int32_t picture_quality;     /* WebP quality 1..100; 0 is 80 */
};

/* Reads a plan file into the arena, filling only what *plan leaves NULL or 0; file names in it are relative to its
 * folder. Unknown keys are errors (LT_ERR_CONFIG, with the line). */
enum lt_err lt_plan_read(const char *path, struct lt_arena *arena, struct lt_diag *diag, struct lt_plan *plan);

enum lt_pack_note_kind {
    LT_PACK_SOURCE_FAILED,  /* a source could not be read or is of no known kind */
    LT_PACK_ENTRY_FAILED,   /* one article of it */
    LT_PACK_PICTURE_FAILED, /* one picture: its place is left out */
    LT_PACK_MERGED,         /* the same article came twice; the fuller body was kept */
    LT_PACK_WARNING,
};

struct lt_pack_report {
    uint32_t articles, pictures, picture_failures, failures, merged;
    uint32_t fetched, unchanged; /* answers that came anew, and those that the cache had already */
    uint32_t pictures_over;      /* left out because the budget was spent */
    uint32_t carried;            /* taken over from the last edition; what of them is too old counts as expired too */
    uint32_t expired;            /* left out by age, number or size */
    uint32_t comments;           /* in the bundle */
    uint32_t filled;             /* teasers whose whole article was found at their address */
    int64_t bytes; /* of the bundle */
};

/* Who is told how it goes. Each member may be NULL. */
struct lt_pack_sink {
    void *self;
    void (*progress)(void *self, const char *stage, uint32_t done, uint32_t total);
    void (*note)(void *self, enum lt_pack_note_kind kind, const char *where, const char *what);
    bool (*stop)(void *self); /* asked now and then: true gives the work up (LT_ERR_UNAVAILABLE, "interrupted") */
};

/* Builds the bundle. One broken source, article or picture costs its own place only and is reported; nothing at all to
 * put in is LT_ERR_DATA. No partial output is left behind. */
enum lt_err lt_pack_build(const struct lt_plan *plan, const struct lt_pack_sink *sink, struct lt_diag *diag,
                          struct lt_pack_report *ret_report);

/* Appends a first plan for the site of `source`, a page or a feed, an address or a file. Of *how only cache, offline,
 * allow_local, delay_ms and per_host count. */
enum lt_err lt_plan_draft(const char *source, const struct lt_plan *how, const struct lt_pack_sink *sink,
                          struct lt_diag *diag, struct lt_buf *out);

#endif
