/*
 * resample.h: pictures made smaller or larger. Private to this room.
 */
#ifndef LUTRIN_SCREEN_RESAMPLE_H
#define LUTRIN_SCREEN_RESAMPLE_H

#include <stdint.h>

/* Pixels: 0xAARRGGBB, colour multiplied by alpha; `pitch` counts pixels. */
struct lt_pixels {
    uint32_t *data;
    int32_t width, height, pitch;
};

/* A part of a picture, in its pixels; not rounded. */
struct lt_part {
    double x, y, width, height;
};

/* Fills `to` with the part of `from`: a cubic filter (Catmull-Rom) as wide as the pixels it makes, so that nothing is
 * skipped when a picture becomes much smaller. All sides > 0. */
void lt_resample(const struct lt_pixels *from, struct lt_part part, const struct lt_pixels *to);

#endif
