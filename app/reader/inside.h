/*
 * inside.h: the reader's own state, shared by the files that make it up: reader.c (life), edition.c (a newer bundle),
 * input.c (what input does), view.c (what is to be seen).
 */
#ifndef LUTRIN_READER_INSIDE_H
#define LUTRIN_READER_INSIDE_H

#include <lutrin/reader.h>

#include "article.h"
#include "card.h"
#include "front.h"
#include "gesture.h"
#include "loupe.h"
#include "notice.h"
#include "plate.h"

enum { LT_BACK_MAX = 32 };

/* A place to go back to. */
struct lt_back {
    int64_t article;
    struct lt_bookmark mark;
    bool after;
};

/* A target and what it does. */
struct lt_mark {
    struct lt_action action;
    struct lt_target shown; /* what of it is to be seen: the nearest is meant where targets overlap */
    bool link; /* in the text: where a tap would turn the page only its target is hit, elsewhere what is near too */
    bool page; /* it moves with the page */
};

/* What a sheet of the view is made of. */
struct lt_source {
    uint64_t sheet;
    int32_t width, height;
    const struct lt_plate *plate; /* or */
    const struct lt_book *book;   /* its page `page`, or */
    const struct lt_loupe *loupe; /* its tile (across, down), or if none of them */
    uint32_t page;
    int32_t across, down;
    enum lt_ink ink;              /* an even ground */
};

struct lt_reader {
    struct lt_stage stage;
    bool motion;
    bool own_lang;             /* the interface speaks a language of its own, whatever the bundle's */
    const struct lt_theme *theme; /* before the publication's accent */
    struct lt_bundle *offered; /* a newer bundle that waits; NULL: none */
    int64_t now_ms, touched_ms; /* the time; when somebody last touched anything */
    struct lt_gestures gestures;
    struct lt_front front;     /* always there when there is a bundle */
    struct lt_article article; /* over it when one is open */
    struct lt_plate nothing;
    struct lt_notice notice;   /* at the foot, in place of the line there */
    struct lt_plate notice_plate;
    int64_t notice_end_ms;
    struct lt_loupe loupe;     /* over the article: a picture or table of it */
    struct lt_plate card;      /* over all */
    struct lt_card_place card_at;
    bool card_sizes;           /* the card is the panel of type sizes */
    struct lt_book *spare;     /* an article that may be opened next, its first page set */
    int64_t spare_refused;     /* one that could not be decoded */
    struct lt_back back[LT_BACK_MAX];
    size_t back_count;
    bool dirty;                /* the view is older than the state */
    bool focus_shown;
    size_t focus;
    struct lt_view view;
    struct lt_source sources[LT_VIEW_MAX_LAYERS + LT_VIEW_MAX_AHEAD];
    size_t source_count;
    struct lt_target *targets;
    struct lt_mark *marks;
    size_t target_count, target_capacity, mark_capacity;
};

/* input.c */
void lt_reader_act(struct lt_reader *reader, struct lt_action action, const char *label);

/* edition.c: */
void lt_reader_take_bundle(struct lt_reader *reader, struct lt_bundle *bundle); /* makes the stage the bundle's */
void lt_reader_renew(struct lt_reader *reader); /* goes over to the bundle that waits, if one does */
int64_t lt_reader_renew_ms(const struct lt_reader *reader); /* when it is time to, if nobody touches anything; -1: never */

/* reader.c: what an action comes down to. */
enum lt_err lt_reader_show(struct lt_reader *reader, int64_t article, bool remember, struct lt_diag *diag);
struct lt_back lt_reader_here(const struct lt_reader *reader); /* where it reads */
void lt_reader_return(struct lt_reader *reader, const struct lt_back *back); /* to there; home if that cannot be */
void lt_reader_go_back(struct lt_reader *reader);
void lt_reader_go_home(struct lt_reader *reader);
void lt_reader_show_section(struct lt_reader *reader, size_t section);
void lt_reader_set_step(struct lt_reader *reader, int step);
void lt_reader_set_panel(struct lt_reader *reader, const struct lt_panel *panel);
void lt_reader_close_card(struct lt_reader *reader); /* and the loupe */
void lt_reader_drop_spare(struct lt_reader *reader);
bool lt_reader_covered(const struct lt_reader *reader); /* does a card or the loupe lie over the page? */
bool lt_reader_reads(const struct lt_reader *reader); /* is an article open? */
struct lt_turn *lt_reader_turn(struct lt_reader *reader);  /* of what can be turned now, counted; NULL: nothing */
void lt_reader_turned(struct lt_reader *reader);

/* view.c: brings view and targets up to date. */
void lt_reader_look(struct lt_reader *reader);

#endif
