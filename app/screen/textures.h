/*
 * textures.h: the sheets that the graphics card holds. Private to this room.
 */
#ifndef LUTRIN_SCREEN_TEXTURES_H
#define LUTRIN_SCREEN_TEXTURES_H

#include "sheet.h"

#include <SDL.h>

enum {
    LT_TEXTURES_MIN_BYTES = 32 << 20, /* may always be kept, ... */
    LT_TEXTURES_SCREENS = 5,          /* ... and as much as this many screens */
    LT_TEXTURES_MAX = 64,
};

struct lt_textures;
struct lt_textures *lt_textures_create(SDL_Renderer *renderer, int rotation);
void lt_textures_destroy(struct lt_textures *textures); /* NULL is allowed */

/* Sets the bound of bytes by the size of the screen. */
void lt_textures_bound(struct lt_textures *textures, int32_t width, int32_t height);

/* Forgets all. */
void lt_textures_clear(struct lt_textures *textures);

size_t lt_textures_bytes(const struct lt_textures *textures);
size_t lt_textures_max_bytes(const struct lt_textures *textures);

/* Begins a new frame: what is asked for from now on is not given up before the next one begins. */
void lt_textures_begin(struct lt_textures *textures);

/* Has it the sheet? Finding it does not count as a use. */
bool lt_textures_have(const struct lt_textures *textures, uint64_t sheet);

/* The texture of a layer's sheet, turned as the picture is; painted first if it is not there. NULL when the reader does
 * not know the sheet, or SDL cannot. */
SDL_Texture *lt_textures_of(struct lt_textures *textures, struct lt_reader *reader, struct lt_fonts *fonts,
                            const struct lt_layer *layer, const struct lt_theme *theme);

/* Paints a sheet before it is asked for, if it fits without giving up what the last frame used. Returns whether it
 * painted. */
bool lt_textures_prepare(struct lt_textures *textures, struct lt_reader *reader, struct lt_fonts *fonts,
                         const struct lt_layer *layer, const struct lt_theme *theme);

#endif
