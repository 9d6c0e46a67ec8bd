/*
 * reader.h: the lectern's behaviour: input and time in, view out. No clock, no SDL, no blocking.
 *
 * The reader is a deterministic state machine. A front end feeds it input (which carries the time), lets it work in
 * slices, asks for the view, and paints the sheets the view names, keeping the pixels of a sheet as long as it likes:
 * a sheet's content never changes under the same key. The pixel front end is screen.h, the headless one is
 * `lutrin-trace replay`; both drive this same code.
 *
 * Coordinates are whole pixels of the panel, (0,0) at the top left; times are ms of a clock that never goes back.
 */
#ifndef LUTRIN_READER_H
#define LUTRIN_READER_H

#include <lutrin/bundle.h>
#include <lutrin/canvas.h>
#include <lutrin/notice.h>
#include <lutrin/style.h>
#include <lutrin/text.h>

enum lt_input_kind {
    LT_INPUT_DOWN,   /* a finger (or the mouse's button) touches */
    LT_INPUT_MOVE,   /* ... moves */
    LT_INPUT_UP,     /* ... leaves */
    LT_INPUT_CANCEL, /* ... is taken away by the system */
    LT_INPUT_KEY,    /* a key went down */
    LT_INPUT_TICK,   /* time passed; the front end sends one at lt_view.wake_ms */
    LT_INPUT_RESIZE, /* the panel changed: `panel` tells */
};

enum lt_key {
    LT_KEY_NONE,
    LT_KEY_LEFT, LT_KEY_RIGHT, LT_KEY_UP, LT_KEY_DOWN,
    LT_KEY_NEXT, LT_KEY_PREVIOUS, /* page down, space; page up */
    LT_KEY_ENTER, LT_KEY_BACK, LT_KEY_HOME,
    LT_KEY_LARGER, LT_KEY_SMALLER, /* type size */
};

struct lt_input {
    enum lt_input_kind kind;
    int64_t time_ms;
    int64_t wall_s;   /* seconds UTC when the front end trusts its clock, else LT_NO_TIME */
    int32_t finger;   /* which; a mouse is -1; single-touch panels say -1 too */
    int32_t x, y;
    enum lt_key key;
    struct lt_panel panel; /* RESIZE */
};

struct lt_reader_config {
    struct lt_panel panel;
    const char *lang;      /* of the interface; NULL or "": the bundle's */
    int type_step;         /* LT_TYPE_STEP_DEFAULT */
    const char *theme;     /* NULL: "paper" */
    bool motion;           /* pages slide; false: they change at once */
    bool plain_opening;    /* articles open without a large capital and small ones */
    int64_t time_ms, wall_s;
};

struct lt_reader;

/* Begins with the front page of `bundle`, which the caller opened and closes after the reader is destroyed or has gone
 * over to another (lt_reader_bundle() tells). NULL: there is no bundle: the reader shows that in words. Ruler and tongue
 * must outlive it. */
struct lt_reader *lt_reader_create(const struct lt_reader_config *config, struct lt_bundle *bundle,
                                   const struct lt_ruler *ruler, struct lt_tongue *tongue);
void lt_reader_destroy(struct lt_reader *reader); /* NULL is allowed */

/* Offers a newer bundle, which the caller opened. Nothing that is read changes: the article that is open stays, and so do
 * those that its links lead to. The lists are the newer bundle's from the next way home or change of section on, or when
 * nobody has touched the front page for LT_OFFER_FRONT_MS; an article that nobody has touched for LT_OFFER_READING_MS is
 * opened anew in it at the same place, if it is still there. Until then a quiet mark tells of it. A reader without a
 * bundle takes it at once. Another offer, or NULL, takes the place of one that waits. */
enum { LT_OFFER_FRONT_MS = 30000, LT_OFFER_READING_MS = 300000 };
void lt_reader_offer(struct lt_reader *reader, struct lt_bundle *bundle);

/* The bundle that is shown, or NULL. One that was shown before may be closed once it is another. */
struct lt_bundle *lt_reader_bundle(const struct lt_reader *reader);

/* Takes one input. Never blocks longer than it takes to set the page that is to be shown. */
void lt_reader_input(struct lt_reader *reader, const struct lt_input *input);

/* Shows what is said of a memory stick as a quiet line at the foot of the screen, for LT_NOTICE_WORKING_MS or
 * LT_NOTICE_RESULT_MS from now. LT_NOTICE_NONE, and time, take it away. */
void lt_reader_notify(struct lt_reader *reader, const struct lt_notice *notice);

/* Does a slice of work that nobody waits for (sets the rest of an article, a neighbour page), at most a few ms. Returns
 * whether there is more. */
bool lt_reader_work(struct lt_reader *reader);

/* A part of the screen: a sheet at a place. */
struct lt_layer {
    uint64_t sheet;          /* key; 0 is none */
    int32_t x, y;            /* where its top left corner stands now (x moves while a page turns) */
    int32_t width, height;   /* of the sheet */
};

enum { LT_VIEW_MAX_LAYERS = 12, LT_VIEW_MAX_AHEAD = 6 };

struct lt_view {
    uint64_t serial;         /* differs from the last view's if and only if something to be seen changed */
    struct lt_layer layers[LT_VIEW_MAX_LAYERS]; /* bottom first */
    size_t layer_count;
    struct lt_layer ahead[LT_VIEW_MAX_AHEAD];   /* sheets that may be asked for next: have them ready, in this order */
    size_t ahead_count;
    const struct lt_theme *theme;
    int64_t wake_ms;         /* when to send a TICK at the latest; -1: no need */
};

/* What is to be seen now. Lent until the next call of lt_reader_input() or lt_reader_work(). */
const struct lt_view *lt_reader_view(struct lt_reader *reader);

/* Paints the content of a sheet of the present view (or of its `ahead`) with its top left corner at (0,0). False when
 * the key is not of this view any more. */
bool lt_reader_paint(struct lt_reader *reader, uint64_t sheet, const struct lt_canvas *canvas);

/* The encoded bytes of a picture that a canvas was asked to paint, appended to *out. */
enum lt_err lt_reader_picture(struct lt_reader *reader, int64_t picture, struct lt_diag *diag, struct lt_buf *out);

/* What can be tapped now, in the order of the keyboard's focus. Lent as the view. */
struct lt_target {
    int32_t x, y, width, height; /* at least 9 mm a side where the panel allows; they may overlap: the nearest is meant */
    const char *label;           /* what it bears, in the interface's language */
};
void lt_reader_targets(struct lt_reader *reader, const struct lt_target **ret_targets, size_t *ret_count);

/* Where the reader is, for front ends and tests. */
enum lt_place_kind { LT_AT_FRONT, LT_AT_ARTICLE, LT_AT_AFTER, LT_AT_CARD, LT_AT_LOUPE, LT_AT_NOTHING };
struct lt_reader_state {
    enum lt_place_kind at;
    int64_t article;         /* 0 on the front page */
    uint32_t page, pages;    /* from 0; pages may be an estimate until `settled` */
    bool settled;            /* nothing is being set or moving */
    uint32_t block, byte;    /* the place of the page's first character */
    int type_step;
};
void lt_reader_state(const struct lt_reader *reader, struct lt_reader_state *ret_state);

/* Opens an article at its first page as a tap on its card would; page `page` of it (from 0) if there are that many. */
enum lt_err lt_reader_open(struct lt_reader *reader, int64_t article, uint32_t page, struct lt_diag *diag);

#endif
