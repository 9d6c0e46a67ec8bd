/*
 * sign.h: what kind of sign a picture shows. Private to this room.
 */
#ifndef LUTRIN_PACK_SIGN_H
#define LUTRIN_PACK_SIGN_H

#include <lutrin/bundle.h>

/* Pixels of a picture, four bytes each: red, green, blue, how opaque. Not premultiplied. */
struct lt_sign {
    unsigned char *rgba;
    int32_t width, height;
};

struct lt_sign_box {
    int32_t left, top, width, height;
};

/* Takes away a plain ground that is no part of the sign, finds the box of what is then to be seen, and says how it is to
 * be painted: kind and rgb of *ret_logo. False when nothing is to be seen. */
bool lt_sign_read(struct lt_sign *sign, struct lt_sign_box *ret_box, struct lt_logo *ret_logo);

#endif
