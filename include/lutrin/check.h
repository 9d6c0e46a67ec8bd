/*
 * check.h: may a bundle ship? Every article is set on every screen named, every link followed inside the bundle, every
 * picture decoded, and what is wrong is told one by one.
 */
#ifndef LUTRIN_CHECK_H
#define LUTRIN_CHECK_H

#include <stdbool.h>

#include <lutrin/err.h>
#include <lutrin/pages.h>
#include <lutrin/style.h>

enum lt_check_kind {
    LT_CHECK_EMPTY,         /* an article without text and picture */
    LT_CHECK_DAMAGED,       /* an article that cannot be read */
    LT_CHECK_LINK,          /* a link, note or related article that leads nowhere */
    LT_CHECK_PICTURE,       /* a picture that is missing or cannot be decoded */
    LT_CHECK_OVERFULL,      /* a line wider than its measure */
    LT_CHECK_GLYPH,         /* a character that no face has */
    LT_CHECK_TABLE,         /* a table too wide for its column, even at the smallest type; no reason not to ship */
    LT_CHECK_LONG,          /* an article of which a part is too long to be set, so that readers miss it; no reason not to ship */
    LT_CHECK_SHRUNK,        /* less than half the words it had in the base */
    LT_CHECK_DUPLICATE,     /* the same text, or the same address, as an article before; no reason not to ship */
    LT_CHECK_LOST,          /* a picture that could not be had or shown when the bundle was built; no reason not to ship */
    LT_CHECK_KINDS
};

struct lt_check_finding {
    enum lt_check_kind kind;
    int64_t article;    /* 0: none in particular */
    const char *title;  /* of the article, "" for none */
    const char *screen; /* "1280x800" where it was seen, "" when that does not matter */
    const char *what;
};

/* A page as it was set, lent while it is shown. */
struct lt_check_page {
    int64_t article;
    const char *title, *screen;
    uint32_t page, pages;        /* from 0; of the article on this screen */
    const struct lt_pages *set;
    const struct lt_style *style;
    uint32_t findings;           /* that stand on it */
};

/* Who is told. Members may be NULL. */
struct lt_check_sink {
    void *self;
    void (*found)(void *self, const struct lt_check_finding *finding);
    void (*progress)(void *self, const char *stage, uint32_t done, uint32_t total);
    bool (*stop)(void *self);
    /* Is shown each page, after what was found on it. */
    void (*page)(void *self, const struct lt_check_page *page);
    /* The characters that no face has so far, one a line (screen.h: lt_fonts_missing). */
    const char *(*missing)(void *self);
};

struct lt_check {
    const char *bundle, *base; /* base NULL: nothing to compare with */
    const char *logo;          /* of the plan: the bundle must have one; NULL: it need not */
    const struct lt_panel *panels;
    size_t panel_count;
    int type_step;
    struct lt_ruler ruler;
};

struct lt_check_report {
    uint32_t articles, pictures;
    uint64_t pages, lines; /* set, on all screens */
    uint32_t found[LT_CHECK_KINDS];
};

/* Checks a bundle. What is found is no error of this function: only a bundle that cannot be read at all is. */
enum lt_err lt_check_bundle(const struct lt_check *check, const struct lt_check_sink *sink, struct lt_diag *diag,
                            struct lt_check_report *ret_report);

/* Does a finding of this kind forbid to ship? */
bool lt_check_forbids(enum lt_check_kind kind);

/* "empty", "link" ...: for JSON and options. Static storage. */
const char *lt_check_name(enum lt_check_kind kind);

#endif
