/*
 * picture.h: pictures decoded, cropped, scaled and kept within a bound of bytes. Private to this room.
 */
#ifndef LUTRIN_SCREEN_PICTURE_H
#define LUTRIN_SCREEN_PICTURE_H

#include "resample.h"

#include <stddef.h>

#include <lutrin/bytes.h>
#include <lutrin/err.h>

enum {
    LT_PICTURE_MAX_SIDE = 4096,
    LT_PICTURE_MAX_PIXELS = 8 << 20,
    LT_PICTURES_MAX_BYTES = 32 << 20, /* of scaled pixels kept; the least lately used go first */
    LT_PICTURES_MAX = 256,            /* pictures kept */
};

struct lt_pictures;
struct lt_pictures *lt_pictures_create(size_t max_bytes);
void lt_pictures_destroy(struct lt_pictures *pictures); /* NULL is allowed */

/* How many bytes of pixels are kept now. */
size_t lt_pictures_bytes(const struct lt_pictures *pictures);

/* The size that the header of a WebP file tells, checked against the limits. LT_ERR_DATA: not WebP; LT_ERR_LIMIT. */
enum lt_err lt_picture_size(struct lt_bytes webp, struct lt_diag *diag, int32_t *ret_width, int32_t *ret_height);

/* The picture so scaled that it fills width x height (> 0), cropped around its middle; known pictures are told by
 * their bytes. Lent until the next call. */
enum lt_err lt_pictures_scaled(struct lt_pictures *pictures, struct lt_bytes webp, int32_t width, int32_t height,
                               struct lt_diag *diag, const struct lt_pixels **ret_pixels);

#endif
