/*
 * picture.h: what the two files that know libvips share.
 */
#ifndef LUTRIN_PACK_PICTURE_H
#define LUTRIN_PACK_PICTURE_H

#include "press.h"

#include <vips/vips.h>

/* LT_ERR_DATA with the first line of what libvips says. */
enum lt_err lt_picture_fail(const char *where, struct lt_diag *diag);

struct lt_picture_kind {
    bool drawing;  /* SVG: it has no pixels of its own */
    bool profiled; /* its colours mean something else than sRGB */
};

/* Looks at the header alone: is it a picture, neither too large nor too small? */
enum lt_err lt_picture_judge(struct lt_bytes source, const char *where, struct lt_diag *diag,
                             struct lt_picture_kind *ret_kind);

/* The picture, whole, no larger than `width` by `height`; a drawing is just as large. NULL: libvips cannot. Unref it. */
VipsImage *lt_picture_scaled(struct lt_bytes source, struct lt_picture_kind kind, int32_t width, int32_t height);

/* A copy of it in eight bits of sRGB, with the transparency it has. NULL: libvips cannot. The caller unrefs it. */
VipsImage *lt_picture_in_srgb(VipsImage *image);

/* The picture's own chunk in a plain WebP file. libvips 8.14 writes a profile and EXIF beside it even when told to strip
 * them; an sRGB picture needs neither. Lossy ones lose their transparency here. */
bool lt_picture_put_bare(const unsigned char *webp, size_t size, struct lt_buf *out);

#endif
