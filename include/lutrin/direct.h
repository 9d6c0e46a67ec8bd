/*
 * direct.h: a kiosk without a publisher. It prints its own paper: the press (lutrin-pack, another program) is run on the
 * feeds of a plan, what it makes is signed with a key of the kiosk's own and put into a static tree on the disk; from
 * there the postman brings it onto the shelf as from any mirror (sync.h), by the same checks.
 *
 *   FOLDER/kiosk.key, kiosk.pub    made at the first turn; the secret half is its owner's only
 *   FOLDER/tree/                   what is published, see publish.h
 *   FOLDER/edition.lutrin          the last edition, whose articles keep their ids in the next
 *   FOLDER/cache/                  what was fetched; where a site does not answer, this is taken
 *   FOLDER/report.json             how the last turn went
 *
 * The press writes nothing else, and the postman nothing of this: they may be users of their own.
 */
#ifndef LUTRIN_DIRECT_H
#define LUTRIN_DIRECT_H

#include <lutrin/sync.h>

enum {
    LT_DIRECT_HOLD_S = 86400,  /* an edition with less than half the articles of the last is held back so long */
    LT_DIRECT_KEEP = 2,        /* releases that stay in the tree */
    LT_DIRECT_SAID_MAX = 8192, /* bytes of the press's own words that are kept */
    LT_DIRECT_LINE_MAX = 1024, /* of one line of them */
};

enum lt_direct_result {
    LT_DIRECT_FAILED,    /* the error says why, `step` where; what was published stays */
    LT_DIRECT_PRINTED,   /* a new edition is in the tree */
    LT_DIRECT_UNCHANGED, /* the feeds bring nothing new; the tree's word for it is renewed */
    LT_DIRECT_HELD,      /* it lost more than half of its articles at once, and the plan is the old one */
};
const char *lt_direct_result_name(enum lt_direct_result result);

/* One line that the press says, without its end; `important`: a warning or an error. */
typedef void lt_direct_told(void *self, bool important, const char *line);

struct lt_direct_turn {
    const char *press;    /* lutrin-pack's path, or its name to be looked for in PATH */
    bool yes;             /* nothing is held back */
    lt_direct_told *told; /* may be NULL */
    void *self;
};

struct lt_direct_report {
    enum lt_direct_result result;
    const char *step;        /* "key", "build", "check" or "publish": what was done last. Static storage */
    bool busy;               /* another turn is under way: nothing was done */
    int64_t began_s, ended_s;
    int64_t printed_s;       /* when the newest edition in the tree was last vouched for; 0: there is none */
    uint32_t articles;       /* of the new edition; 0: there is none */
    uint32_t articles_before;
};

/* One turn: makes the key if there is none, builds, checks, publishes, forgets older releases. Of the configuration
 * direct_plan, direct_folder, channel and allow_local count. It may be ended at any moment: the tree always holds a whole
 * release, and the next turn takes up what is unfinished. LT_ERR_UNAVAILABLE: another turn is under way, or lutrin-pack
 * is not here. LT_ERR_DATA: the press refused. *ret_report is filled in any case. */
enum lt_err lt_direct_print(const struct lt_sync_config *config, const struct lt_direct_turn *turn, struct lt_diag *diag,
                            struct lt_direct_report *ret_report);

#endif
