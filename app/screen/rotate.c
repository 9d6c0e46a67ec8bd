/*
 * rotate.c: knows the arithmetic of quarter turns, for pixels, rectangles and fingers.
 */
#include "rotate.h"

#include <stddef.h>

bool lt_rotation_is_valid(int rotation)
{
    return rotation == 0 || rotation == 90 || rotation == 180 || rotation == 270;
}

bool lt_rotation_swaps(int rotation)
{
    return rotation == 90 || rotation == 270;
}

struct lt_px_rect lt_rotate_rect(int rotation, int32_t glass_width, int32_t glass_height, struct lt_px_rect rect)
{
    switch (rotation) {
    case 90:
        return (struct lt_px_rect){glass_width - rect.y - rect.height, rect.x, rect.height, rect.width};
    case 180:
        return (struct lt_px_rect){glass_width - rect.x - rect.width, glass_height - rect.y - rect.height, rect.width,
                                   rect.height};
    case 270:
        return (struct lt_px_rect){rect.y, glass_height - rect.x - rect.width, rect.height, rect.width};
    default:
        return rect;
    }
}

static int32_t within(int32_t value, int32_t size)
{
    return value < 0 ? 0 : value >= size ? size - 1 : value;
}

struct lt_px lt_unrotate_point(int rotation, int32_t glass_width, int32_t glass_height, struct lt_px point)
{
    int32_t x = within(point.x, glass_width), y = within(point.y, glass_height);
    switch (rotation) {
    case 90:
        return (struct lt_px){y, glass_width - 1 - x};
    case 180:
        return (struct lt_px){glass_width - 1 - x, glass_height - 1 - y};
    case 270:
        return (struct lt_px){glass_height - 1 - y, x};
    default:
        return (struct lt_px){x, y};
    }
}

void lt_rotate_pixels(int rotation, const struct lt_pixels *from, const struct lt_pixels *to)
{
    for (int32_t y = 0; y < from->height; y++)
        for (int32_t x = 0; x < from->width; x++) {
            struct lt_px_rect at = lt_rotate_rect(rotation, to->width, to->height, (struct lt_px_rect){x, y, 1, 1});
            to->data[(size_t)at.y * (size_t)to->pitch + (size_t)at.x] =
                from->data[(size_t)y * (size_t)from->pitch + (size_t)x];
        }
}
