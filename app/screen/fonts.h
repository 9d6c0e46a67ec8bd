/*
 * fonts.h: what the rest of this room sees of the fonts. Private to this room.
 */
#ifndef LUTRIN_SCREEN_FONTS_H
#define LUTRIN_SCREEN_FONTS_H

#include "blend.h"
#include "glyphs.h"
#include "picture.h"
#include "shaper.h"

#include <lutrin/screen.h>

struct lt_fonts {
    struct lt_picker *picker;
    struct lt_shaper *shaper;
    struct lt_glyphs *glyphs;
    struct lt_pictures *pictures; /* scaled, for the sheets that share these fonts */
    struct lt_blender blender;
    struct lt_ruler ruler;
};

#endif
