/*
 * front.h: the front page and the pages of a section: masthead, sections, a lead among others, grids, dots.
 */
#ifndef LUTRIN_READER_FRONT_H
#define LUTRIN_READER_FRONT_H

#include "plate.h"
#include "turn.h"

enum {
    LT_FRONT_MAX_ROWS = 4,     /* stories beside or below the lead */
    LT_FRONT_MAX_ACROSS = 4, LT_FRONT_MAX_DOWN = 4,
    LT_FRONT_MAX_PAGE = LT_FRONT_MAX_ACROSS * LT_FRONT_MAX_DOWN,
    LT_FRONT_KEPT = 3,         /* composed pages that are kept: the present one and its neighbours */
};

struct lt_front {
    const struct lt_stage *stage;
    size_t section;            /* 0: the front page; else an index into the bundle's sections, from 1 */
    uint32_t articles;
    int32_t head_px, foot_px;  /* heights of the lines above and below the page's area */
    uint32_t first;            /* articles on page 0 */
    uint32_t across, down;     /* a full grid */
    int64_t lead;              /* the article at the head of page 0, or 0 */
    struct lt_turn turn;
    struct lt_plate head, foot;
    uint32_t foot_page, foot_count;
    struct { struct lt_plate plate; uint32_t page; } kept[LT_FRONT_KEPT];
};

/* Composes nothing yet but knows its pages. The stage is borrowed. */
void lt_front_init(struct lt_front *front, const struct lt_stage *stage, size_t section, bool motion);
void lt_front_finish(struct lt_front *front);

/* The plates, composed when they are not there yet. Lent until the front moves on by more than a page. */
const struct lt_plate *lt_front_head(struct lt_front *front);
const struct lt_plate *lt_front_foot(struct lt_front *front);
const struct lt_plate *lt_front_page(struct lt_front *front, uint32_t page);
bool lt_front_has_page(const struct lt_front *front, uint32_t page); /* composed already? */

/* The first article of page `page` (from 0), and how many it holds. */
uint32_t lt_front_start(const struct lt_front *front, uint32_t page, uint32_t *ret_count);

#endif
