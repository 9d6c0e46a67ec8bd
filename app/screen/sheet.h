/*
 * sheet.h: the pixels of a sheet, for those in this room who show or write them. Private to this room.
 */
#ifndef LUTRIN_SCREEN_SHEET_H
#define LUTRIN_SCREEN_SHEET_H

#include "resample.h"

#include <lutrin/screen.h>

/* The sheet's pixels, all opaque. Lent for the sheet's life. */
const struct lt_pixels *lt_sheet_pixels(const struct lt_sheet *sheet);

/* Paints a layer of the reader's view on a sheet of the layer's size, on paper. NULL when the reader does not know the
 * layer any more. */
struct lt_sheet *lt_sheet_of_layer(struct lt_reader *reader, struct lt_fonts *fonts, const struct lt_layer *layer,
                                   const struct lt_theme *theme);

#endif
