/*
 * logo.h: the publication's own sign in the masthead. Private to this room.
 */
#ifndef LUTRIN_READER_LOGO_H
#define LUTRIN_READER_LOGO_H

#include "plate.h"

/* Does it stand in place of the title, being as wide as words? Another stands before it; none: false. */
bool lt_logo_stands_alone(const struct lt_logo *logo);

/* Puts the bundle's logo at x into a line `height` px high from `y`; at most about half of `width` is its. Returns how wide
 * it is, 0 when there is none. */
int32_t lt_logo_put_down(struct lt_plate *plate, const struct lt_stage *stage, int32_t x, int32_t y, int32_t width,
                         int32_t height);

#endif
