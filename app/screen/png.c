/*
 * png.c: a sheet as a PNG file.
 */
#include "sheet.h"

#include <SDL_image.h>

#include <lutrin/file.h>

/* A surface of 24-bit pixels, so that the file has no alpha. NULL when SDL cannot. */
static SDL_Surface *surface_of(const struct lt_pixels *pixels)
{
    SDL_Surface *lent = SDL_CreateRGBSurfaceWithFormatFrom(pixels->data, pixels->width, pixels->height, 32,
                                                           pixels->pitch * 4, SDL_PIXELFORMAT_XRGB8888);
    SDL_Surface *plain = lent ? SDL_ConvertSurfaceFormat(lent, SDL_PIXELFORMAT_RGB24, 0) : NULL;
    SDL_FreeSurface(lent);
    return plain;
}

enum lt_err lt_sheet_write_png(const struct lt_sheet *sheet, const char *path, struct lt_diag *diag)
{
    struct lt_file_out *out = NULL;
    enum lt_err err = lt_file_out_create(path, diag, &out);
    if (err)
        return err;
    SDL_Surface *surface = surface_of(lt_sheet_pixels(sheet));
    if (!surface || IMG_SavePNG(surface, lt_file_out_path(out)) != 0)
        err = lt_fail(diag, LT_ERR_IO, path, NULL, "cannot write the picture: %s", SDL_GetError());
    SDL_FreeSurface(surface);
    if (err)
        lt_file_out_discard(out);
    else
        err = lt_file_out_commit(out, diag);
    return err;
}
