/*
 * plate.h: a composed sheet: texts, rules, pictures and dots at their places, and what on it answers a tap.
 *
 * Coordinates are whole pixels of the plate, (0,0) at its top left. A mirrored plate (an interface from right to left)
 * is composed as if it ran from left to right and turned round as it is put down; texts keep their own direction.
 */
#ifndef LUTRIN_READER_PLATE_H
#define LUTRIN_READER_PLATE_H

#include <lutrin/pages.h>

#include "stage.h"

enum { LT_PLATE_MAX_OPS = 16384, LT_PLATE_MAX_SPOTS = 96 };

enum lt_action_kind {
    LT_ACT_NONE,
    LT_ACT_HOME,
    LT_ACT_BACK,
    LT_ACT_OPEN,       /* id: article */
    LT_ACT_ADDRESS,    /* text: where a link leads; label: its words */
    LT_ACT_NOTE,       /* text: number */
    LT_ACT_LOUPE,      /* id: block of a figure or table, LT_PLACE_FRONT for the lead picture */
    LT_ACT_SECTION,    /* id: index, 0 the front page */
    LT_ACT_SIZES,      /* the panel of type sizes */
    LT_ACT_SIZE,       /* id: step */
    LT_ACT_LARGER, LT_ACT_SMALLER,
    LT_ACT_PREVIOUS, LT_ACT_NEXT,
    LT_ACT_CLOSE,
    LT_ACT_HOLD,       /* the card itself: a tap on it does nothing, and does not close it */
};

struct lt_action {
    enum lt_action_kind kind;
    int64_t id;
    const char *text;
};

struct lt_spot {
    int32_t x, y, width, height;
    const char *label;
    struct lt_action action;
};

struct lt_plate_op;

struct lt_plate {
    struct lt_arena arena;
    int32_t width, height;
    bool mirror;
    uint64_t hash; /* of all that is to be seen: the key of its sheet */
    struct lt_plate_op *ops;
    size_t op_count, op_capacity;
    struct lt_spot spots[LT_PLATE_MAX_SPOTS];
    size_t spot_count;
    struct lt_pages *pages; /* of a piece that was set as a page; NULL */
};

/* A text set for a plate, not yet put down: a label, or the first of some pages. */
struct lt_piece {
    const struct lt_label *label;
    const struct lt_pages *pages;
    int32_t measure_px, width_px, height_px;
    uint64_t hash;
};

/* Makes an empty plate with a ground of `ink`. */
void lt_plate_init(struct lt_plate *plate, int32_t width, int32_t height, bool mirror, enum lt_ink ground);
void lt_plate_finish(struct lt_plate *plate); /* leaves it zeroed; a zeroed plate is allowed */
bool lt_plate_made(const struct lt_plate *plate);

/* Sets a text ("" or NULL gives a piece without height). Spaced type is closed up for scripts that join. */
struct lt_piece lt_plate_set(struct lt_plate *plate, const struct lt_stage *stage, const struct lt_label_style *style,
                             const char *text, const char *lang, int32_t measure_px);
/* The same, with the piece's own width as its measure: where it is put is where its ink begins, mirrored or not. */
struct lt_piece lt_plate_set_tight(struct lt_plate *plate, const struct lt_stage *stage,
                                   const struct lt_label_style *style, const char *text, const char *lang,
                                   int32_t most_px);
/* A piece of the first of `pages`, which the plate owns from here on; it has one such piece. `hash` is of what it shows. */
struct lt_piece lt_plate_adopt(struct lt_plate *plate, struct lt_pages *pages, int32_t measure_px, int32_t height_px,
                               uint64_t hash);
/* Puts it down and returns its height. */
int32_t lt_plate_put(struct lt_plate *plate, const struct lt_piece *piece, int32_t x, int32_t y);

void lt_plate_fill(struct lt_plate *plate, int32_t x, int32_t y, int32_t width, int32_t height, enum lt_ink ink);
void lt_plate_frame(struct lt_plate *plate, int32_t x, int32_t y, int32_t width, int32_t height, int32_t thick,
                    enum lt_ink ink);
void lt_plate_picture(struct lt_plate *plate, int32_t x, int32_t y, int32_t width, int32_t height, int64_t id,
                      const char *alt);
/* Its shape in one ink (canvas.h). */
void lt_plate_stamp(struct lt_plate *plate, int32_t x, int32_t y, int32_t width, int32_t height, int64_t id,
                    enum lt_ink ink, const char *alt);
void lt_plate_dot(struct lt_plate *plate, int32_t x, int32_t y, int32_t diameter, enum lt_ink ink);

/* What answers a tap; past LT_PLATE_MAX_SPOTS nothing more does. The label is copied. */
void lt_plate_spot(struct lt_plate *plate, int32_t x, int32_t y, int32_t width, int32_t height, const char *label,
                   struct lt_action action);

void lt_plate_paint(const struct lt_plate *plate, const struct lt_canvas *canvas);

#endif
