/*
 * blend.h: how ink meets paper. Private to this room.
 */
#ifndef LUTRIN_SCREEN_BLEND_H
#define LUTRIN_SCREEN_BLEND_H

#include <stdint.h>

enum { LT_BLEND_STEPS = 4096 };

/* Tables between pixel values and the scale on which coverages mix. */
struct lt_blender {
    uint16_t to_light[256];            /* 0..LT_BLEND_STEPS-1 */
    uint8_t from_light[LT_BLEND_STEPS];
};

void lt_blender_init(struct lt_blender *blender);

/* `ink` (0xRRGGBB) over the opaque pixel `under`, covering it by cover/255. */
uint32_t lt_blend_cover(const struct lt_blender *blender, uint32_t under, uint32_t ink, uint32_t cover);

/* The premultiplied pixel `over` upon the opaque pixel `under`. */
uint32_t lt_blend_over(uint32_t under, uint32_t over);

#endif
