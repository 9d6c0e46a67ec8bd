/*
 * blend.c: knows that half-covered pixels must be mixed nearer to light than to numbers.
 *
 * Mixing pixel values thickens dark text and thins light text; mixing true light does the reverse and makes body sizes
 * pale. The exponent between them was chosen by eye at 20 to 24 px on both kinds of theme.
 */
#include "blend.h"

#include <math.h>

static const double EXPONENT = 1.25;

void lt_blender_init(struct lt_blender *blender)
{
    for (int i = 0; i < 256; i++)
        blender->to_light[i] = (uint16_t)lround(pow(i / 255.0, EXPONENT) * (LT_BLEND_STEPS - 1));
    for (int i = 0; i < LT_BLEND_STEPS; i++)
        blender->from_light[i] = (uint8_t)lround(pow(i / (double)(LT_BLEND_STEPS - 1), 1 / EXPONENT) * 255);
}

static uint32_t mix(const struct lt_blender *blender, uint32_t under, uint32_t ink, uint32_t cover)
{
    uint32_t light = blender->to_light[under] * (255 - cover) + blender->to_light[ink] * cover;
    return blender->from_light[(light + 127) / 255];
}

uint32_t lt_blend_cover(const struct lt_blender *blender, uint32_t under, uint32_t ink, uint32_t cover)
{
    if (cover == 0)
        return under;
    if (cover == 255)
        return 0xff000000u | ink;
    return 0xff000000u | mix(blender, under >> 16 & 0xff, ink >> 16 & 0xff, cover) << 16 |
           mix(blender, under >> 8 & 0xff, ink >> 8 & 0xff, cover) << 8 |
           mix(blender, under & 0xff, ink & 0xff, cover);
}

uint32_t lt_blend_over(uint32_t under, uint32_t over)
{
    uint32_t left = 255 - (over >> 24), out = 0xff000000u;
    for (int shift = 0; shift < 24; shift += 8)
        out |= ((over >> shift & 0xff) + ((under >> shift & 0xff) * left + 127) / 255) << shift;
    return out;
}
