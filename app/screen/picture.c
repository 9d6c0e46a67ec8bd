/*
 * picture.c: knows WebP headers, how a picture is cropped to a shape, and which scaled pictures to keep.
 *
 * The header is checked before anything is decoded. A picture is recognised by its bytes, so that two bundles that
 * count their pictures alike never show each other's.
 */
#include "picture.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include <SDL_image.h>

#include <lutrin/arena.h>

struct kept {
    uint64_t hash;
    size_t source_bytes;
    uint64_t used; /* the larger the later */
    struct lt_pixels pixels;
};

struct lt_pictures {
    struct kept kept[LT_PICTURES_MAX];
    size_t count, bytes, max_bytes;
    uint64_t clock;
};

enum { HEADER = 30 }; /* bytes that tell the size of any kind of WebP */

static uint32_t little(const uint8_t *bytes, int count)
{
    uint32_t value = 0;
    for (int i = count - 1; i >= 0; i--)
        value = value << 8 | bytes[i];
    return value;
}

/* The three kinds of WebP say their size in three ways. */
static bool header_size(struct lt_bytes webp, uint32_t *width, uint32_t *height)
{
    const uint8_t *b = (const uint8_t *)webp.data;
    if (webp.size < HEADER || memcmp(b, "RIFF", 4) != 0 || memcmp(b + 8, "WEBP", 4) != 0)
        return false;
    if (memcmp(b + 12, "VP8 ", 4) == 0) {
        *width = little(b + 26, 2) & 0x3fff;
        *height = little(b + 28, 2) & 0x3fff;
        return b[23] == 0x9d && b[24] == 0x01 && b[25] == 0x2a;
    }
    if (memcmp(b + 12, "VP8L", 4) == 0) {
        uint32_t bits = little(b + 21, 4);
        *width = (bits & 0x3fff) + 1;
        *height = (bits >> 14 & 0x3fff) + 1;
        return b[20] == 0x2f;
    }
    *width = little(b + 24, 3) + 1;
    *height = little(b + 27, 3) + 1;
    return memcmp(b + 12, "VP8X", 4) == 0;
}

/* Premultiplied pixels of a surface of any kind; `surface` is destroyed. NULL when SDL cannot convert. */
static SDL_Surface *premultiply(SDL_Surface *surface)
{
    SDL_Surface *argb = SDL_ConvertSurfaceFormat(surface, SDL_PIXELFORMAT_ARGB8888, 0);
    bool opaque = !SDL_ISPIXELFORMAT_ALPHA(surface->format->format);
    SDL_FreeSurface(surface);
    for (int y = 0; argb && y < argb->h; y++) {
        uint32_t *row = (uint32_t *)(void *)((char *)argb->pixels + (ptrdiff_t)y * argb->pitch);
        for (int x = 0; x < argb->w; x++) {
            uint32_t a = opaque ? 255 : row[x] >> 24, p = row[x];
            uint32_t r = ((p >> 16 & 0xff) * a + 127) / 255, g = ((p >> 8 & 0xff) * a + 127) / 255;
            row[x] = a << 24 | r << 16 | g << 8 | ((p & 0xff) * a + 127) / 255;
        }
    }
    return argb;
}

static enum lt_err decode(struct lt_bytes webp, struct lt_diag *diag, SDL_Surface **ret_surface)
{
    int32_t width, height;
    enum lt_err err = lt_picture_size(webp, diag, &width, &height);
    if (err)
        return err;
    if (webp.size > INT_MAX)
        return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "a picture of %zu bytes", webp.size);
    SDL_RWops *source = SDL_RWFromConstMem(webp.data, (int)webp.size);
    SDL_Surface *surface = source ? IMG_LoadTyped_RW(source, 1, "WEBP") : NULL;
    if (surface)
        surface = premultiply(surface);
    if (!surface)
        return lt_fail(diag, LT_ERR_DATA, NULL, NULL, "a picture cannot be decoded: %s", IMG_GetError());
    *ret_surface = surface;
    return LT_OK;
}

/* The largest part around the middle that has the shape of width x height. */
static struct lt_part crop(double from_width, double from_height, double width, double height)
{
    struct lt_part part = {0, 0, from_width, from_height};
    if (from_width * height > from_height * width) {
        part.width = from_height * width / height;
        part.x = (from_width - part.width) / 2;
    } else {
        part.height = from_width * height / width;
        part.y = (from_height - part.height) / 2;
    }
    return part;
}

static size_t bytes_of(const struct lt_pixels *pixels)
{
    return (size_t)pixels->width * (size_t)pixels->height * sizeof *pixels->data;
}

static void drop(struct lt_pictures *pictures, size_t i)
{
    pictures->bytes -= bytes_of(&pictures->kept[i].pixels);
    free(pictures->kept[i].pixels.data);
    pictures->kept[i] = pictures->kept[--pictures->count];
}

static void make_room(struct lt_pictures *pictures, size_t bytes)
{
    while (pictures->count > 0 &&
           (pictures->count == LT_PICTURES_MAX || pictures->bytes + bytes > pictures->max_bytes)) {
        size_t oldest = 0;
        for (size_t i = 1; i < pictures->count; i++)
            if (pictures->kept[i].used < pictures->kept[oldest].used)
                oldest = i;
        drop(pictures, oldest);
    }
}

static struct kept *find(struct lt_pictures *pictures, uint64_t hash, size_t bytes, int32_t width, int32_t height)
{
    for (size_t i = 0; i < pictures->count; i++) {
        struct kept *kept = &pictures->kept[i];
        if (kept->hash == hash && kept->source_bytes == bytes && kept->pixels.width == width &&
            kept->pixels.height == height)
            return kept;
    }
    return NULL;
}

struct lt_pictures *lt_pictures_create(size_t max_bytes)
{
    struct lt_pictures *pictures = lt_alloc(1, sizeof *pictures);
    pictures->max_bytes = max_bytes;
    return pictures;
}

void lt_pictures_destroy(struct lt_pictures *pictures)
{
    if (!pictures)
        return;
    while (pictures->count > 0)
        drop(pictures, pictures->count - 1);
    free(pictures);
}

size_t lt_pictures_bytes(const struct lt_pictures *pictures)
{
    return pictures->bytes;
}

enum lt_err lt_picture_size(struct lt_bytes webp, struct lt_diag *diag, int32_t *ret_width, int32_t *ret_height)
{
    uint32_t width, height;
    if (!header_size(webp, &width, &height) || width == 0 || height == 0)
        return lt_fail(diag, LT_ERR_DATA, NULL, NULL, "a picture is not WebP");
    if (width > LT_PICTURE_MAX_SIDE || height > LT_PICTURE_MAX_SIDE || width * height > LT_PICTURE_MAX_PIXELS)
        return lt_fail(diag, LT_ERR_LIMIT, NULL, NULL, "a picture of %ux%u pixels is too large", width, height);
    *ret_width = (int32_t)width;
    *ret_height = (int32_t)height;
    return LT_OK;
}

enum lt_err lt_pictures_scaled(struct lt_pictures *pictures, struct lt_bytes webp, int32_t width, int32_t height,
                               struct lt_diag *diag, const struct lt_pixels **ret_pixels)
{
    uint64_t hash = lt_hash(webp, 0);
    struct kept *kept = find(pictures, hash, webp.size, width, height);
    if (!kept) {
        SDL_Surface *surface = NULL;
        enum lt_err err = decode(webp, diag, &surface);
        if (err)
            return err;
        struct lt_pixels from = {surface->pixels, surface->w, surface->h, surface->pitch / 4};
        struct lt_pixels to = {lt_alloc((size_t)width * (size_t)height, sizeof *to.data), width, height, width};
        lt_resample(&from, crop(from.width, from.height, width, height), &to);
        SDL_FreeSurface(surface);
        make_room(pictures, bytes_of(&to));
        kept = &pictures->kept[pictures->count++];
        *kept = (struct kept){hash, webp.size, 0, to};
        pictures->bytes += bytes_of(&to);
    }
    kept->used = ++pictures->clock;
    *ret_pixels = &kept->pixels;
    return LT_OK;
}
