/*
 * qr.h: an address as a square that a telephone reads.
 */
#ifndef LUTRIN_READER_QR_H
#define LUTRIN_READER_QR_H

#include "plate.h"

enum {
    LT_QR_MAX_BYTES = 800,  /* a longer address makes a square that no telephone reads from a hand's distance */
    LT_QR_QUIET = 4,        /* modules of white around it */
};

/* Puts the square for `text` at (x, y), at most `side` wide with its quiet zone, always dark on light. Returns its side,
 * or 0 when the text is empty, too long, or the square would be too fine for `side`. */
int32_t lt_qr_put(struct lt_plate *plate, const struct lt_stage *stage, const char *text, int32_t x, int32_t y,
                  int32_t side);

#endif
