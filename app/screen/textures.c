/*
 * textures.c: knows which sheets are worth keeping on the graphics card: the least lately used go first, and never one
 * of the frame in hand.
 */
#include "textures.h"
#include "rotate.h"

#include <stdlib.h>

#include <lutrin/arena.h>
#include <lutrin/log.h>

struct held {
    uint64_t sheet;
    SDL_Texture *texture;
    size_t bytes;
    uint64_t frame, used; /* the frame that asked for it last; the larger `used`, the later */
};

struct lt_textures {
    SDL_Renderer *renderer;
    int rotation;
    struct held held[LT_TEXTURES_MAX];
    size_t count, bytes, max_bytes;
    uint64_t frame, clock;
};

static void drop(struct lt_textures *textures, size_t i)
{
    SDL_DestroyTexture(textures->held[i].texture);
    textures->bytes -= textures->held[i].bytes;
    textures->held[i] = textures->held[--textures->count];
}

static bool is_full(const struct lt_textures *textures, size_t bytes)
{
    return textures->count == LT_TEXTURES_MAX || textures->bytes + bytes > textures->max_bytes;
}

/* Gives up what is oldest until `bytes` fit; stops at the sheets of this frame. Returns whether they fit. */
static bool make_room(struct lt_textures *textures, size_t bytes)
{
    while (is_full(textures, bytes)) {
        size_t oldest = textures->count;
        for (size_t i = 0; i < textures->count; i++)
            if (textures->held[i].frame != textures->frame &&
                (oldest == textures->count || textures->held[i].used < textures->held[oldest].used))
                oldest = i;
        if (oldest == textures->count)
            return false;
        drop(textures, oldest);
    }
    return true;
}

static struct held *find(struct lt_textures *textures, uint64_t sheet)
{
    for (size_t i = 0; i < textures->count; i++)
        if (textures->held[i].sheet == sheet)
            return &textures->held[i];
    return NULL;
}

static SDL_Texture *upload(struct lt_textures *textures, const struct lt_pixels *pixels)
{
    bool swap = lt_rotation_swaps(textures->rotation);
    struct lt_pixels turned = *pixels;
    if (textures->rotation != 0) {
        turned.width = swap ? pixels->height : pixels->width;
        turned.height = swap ? pixels->width : pixels->height;
        turned.pitch = turned.width;
        turned.data = lt_alloc((size_t)turned.width * (size_t)turned.height, sizeof *turned.data);
        lt_rotate_pixels(textures->rotation, pixels, &turned);
    }
    SDL_Texture *texture = SDL_CreateTexture(textures->renderer, SDL_PIXELFORMAT_ARGB8888, SDL_TEXTUREACCESS_STATIC,
                                             turned.width, turned.height);
    if (texture && SDL_UpdateTexture(texture, NULL, turned.data, turned.pitch * 4) != 0) {
        SDL_DestroyTexture(texture);
        texture = NULL;
    }
    if (texture)
        SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_NONE);
    else
        lt_log(LT_LOG_WARN, "no texture of %dx%d: %s", turned.width, turned.height, SDL_GetError());
    if (textures->rotation != 0)
        free(turned.data);
    return texture;
}

/* Paints, uploads and holds a layer's sheet. NULL when that cannot be. */
static struct held *hold(struct lt_textures *textures, struct lt_reader *reader, struct lt_fonts *fonts,
                         const struct lt_layer *layer, const struct lt_theme *theme)
{
    struct lt_sheet *sheet = lt_sheet_of_layer(reader, fonts, layer, theme);
    if (!sheet)
        return NULL;
    const struct lt_pixels *pixels = lt_sheet_pixels(sheet);
    size_t bytes = (size_t)pixels->width * (size_t)pixels->height * 4;
    make_room(textures, bytes);
    SDL_Texture *texture = textures->count < LT_TEXTURES_MAX ? upload(textures, pixels) : NULL;
    lt_sheet_destroy(sheet);
    if (!texture)
        return NULL;
    struct held *held = &textures->held[textures->count++];
    *held = (struct held){layer->sheet, texture, bytes, 0, ++textures->clock};
    textures->bytes += bytes;
    return held;
}

struct lt_textures *lt_textures_create(SDL_Renderer *renderer, int rotation)
{
    struct lt_textures *textures = lt_alloc(1, sizeof *textures);
    textures->renderer = renderer;
    textures->rotation = rotation;
    textures->max_bytes = LT_TEXTURES_MIN_BYTES;
    textures->frame = 1;
    return textures;
}

void lt_textures_destroy(struct lt_textures *textures)
{
    if (!textures)
        return;
    lt_textures_clear(textures);
    free(textures);
}

void lt_textures_bound(struct lt_textures *textures, int32_t width, int32_t height)
{
    size_t screens = (size_t)width * (size_t)height * 4 * LT_TEXTURES_SCREENS;
    textures->max_bytes = screens > LT_TEXTURES_MIN_BYTES ? screens : LT_TEXTURES_MIN_BYTES;
}

void lt_textures_clear(struct lt_textures *textures)
{
    while (textures->count > 0)
        drop(textures, textures->count - 1);
}

size_t lt_textures_bytes(const struct lt_textures *textures)
{
    return textures->bytes;
}

size_t lt_textures_max_bytes(const struct lt_textures *textures)
{
    return textures->max_bytes;
}

void lt_textures_begin(struct lt_textures *textures)
{
    textures->frame++;
}

bool lt_textures_have(const struct lt_textures *textures, uint64_t sheet)
{
    for (size_t i = 0; i < textures->count; i++)
        if (textures->held[i].sheet == sheet)
            return true;
    return false;
}

SDL_Texture *lt_textures_of(struct lt_textures *textures, struct lt_reader *reader, struct lt_fonts *fonts,
                            const struct lt_layer *layer, const struct lt_theme *theme)
{
    struct held *held = find(textures, layer->sheet);
    if (!held)
        held = hold(textures, reader, fonts, layer, theme);
    if (!held)
        return NULL;
    held->frame = textures->frame;
    held->used = ++textures->clock;
    return held->texture;
}

bool lt_textures_prepare(struct lt_textures *textures, struct lt_reader *reader, struct lt_fonts *fonts,
                         const struct lt_layer *layer, const struct lt_theme *theme)
{
    size_t bytes = (size_t)layer->width * (size_t)layer->height * 4;
    if (layer->sheet == 0 || lt_textures_have(textures, layer->sheet) || !make_room(textures, bytes))
        return false;
    return hold(textures, reader, fonts, layer, theme) != NULL;
}
