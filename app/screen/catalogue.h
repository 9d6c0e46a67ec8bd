/*
 * catalogue.h: which font files there are, by name or by what they cover. Private to this room.
 */
#ifndef LUTRIN_SCREEN_CATALOGUE_H
#define LUTRIN_SCREEN_CATALOGUE_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/err.h>

/* A face in a file. */
struct lt_face_file {
    char *path;    /* free() it */
    int index;     /* as FreeType counts: face in the file, and the named instance in the upper 16 bits */
    bool embolden; /* bold was asked for and the file is not bold: thicken it */
    bool slant;    /* italic was asked for and the file is upright: slant it */
};

struct lt_catalogue;

/* Reads fontconfig's configuration and cache. LT_ERR_UNAVAILABLE when that fails. */
enum lt_err lt_catalogue_create(struct lt_diag *diag, struct lt_catalogue **ret_catalogue);
void lt_catalogue_destroy(struct lt_catalogue *catalogue); /* NULL is allowed */

/* The file of the family exactly so named that comes nearest to `style` (LT_STYLE_...); false when there is none. */
bool lt_catalogue_find(const struct lt_catalogue *catalogue, const char *family, int style,
                       struct lt_face_file *ret_file);

/* What fontconfig itself offers for a generic family ("serif"), preferring a face that has `code` (0: any). The caller
 * checks whether it has. False when there is no face at all. */
bool lt_catalogue_offer(const struct lt_catalogue *catalogue, const char *family, int style, uint32_t code,
                        const char *lang, struct lt_face_file *ret_file);

#endif
