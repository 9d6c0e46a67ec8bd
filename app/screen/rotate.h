/*
 * rotate.h: a panel hung on its side: picture and touch turn together. Private to this room.
 */
#ifndef LUTRIN_SCREEN_ROTATE_H
#define LUTRIN_SCREEN_ROTATE_H

#include "resample.h"

#include <stdbool.h>

struct lt_px {
    int32_t x, y;
};

struct lt_px_rect {
    int32_t x, y, width, height;
};

/* `rotation` is 0, 90, 180 or 270: how far the picture is turned clockwise on the glass. */
bool lt_rotation_is_valid(int rotation);

/* Does it lie on its side? */
bool lt_rotation_swaps(int rotation);

/* Where a rectangle of the reader's screen lies on glass of glass_width x glass_height pixels. */
struct lt_px_rect lt_rotate_rect(int rotation, int32_t glass_width, int32_t glass_height, struct lt_px_rect rect);

/* Which pixel of the reader's screen was touched when the glass was touched at `point`; always one that exists. */
struct lt_px lt_unrotate_point(int rotation, int32_t glass_width, int32_t glass_height, struct lt_px point);

/* Turns pixels clockwise into `to`, whose sides are those of `from`, swapped where the rotation swaps. */
void lt_rotate_pixels(int rotation, const struct lt_pixels *from, const struct lt_pixels *to);

#endif
