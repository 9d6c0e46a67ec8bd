/*
 * masthead.h: the lines above and below the front page: the publication's name, the date, the sections; the dots.
 */
#ifndef LUTRIN_READER_MASTHEAD_H
#define LUTRIN_READER_MASTHEAD_H

#include "plate.h"

/* How high the two are on this panel. */
int32_t lt_masthead_px(const struct lt_stage *stage);
int32_t lt_dots_px(const struct lt_stage *stage);

/* Composes them. `section` is the index that is open, 0 for the front page. */
void lt_masthead_compose(struct lt_plate *plate, const struct lt_stage *stage, size_t section);
void lt_dots_compose(struct lt_plate *plate, const struct lt_stage *stage, uint32_t page, uint32_t count);

#endif
