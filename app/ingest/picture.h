/*
 * picture.h: which picture an <img> means. Private to this room.
 */
#ifndef LUTRIN_INGEST_PICTURE_H
#define LUTRIN_INGEST_PICTURE_H

#include <lutrin/arena.h>
#include <lutrin/doc.h>

#include "dom.h"

enum lt_picture_use {
    LT_PICTURE_NONE,   /* nothing to show: no address, a counting pixel */
    LT_PICTURE_ICON,   /* small, part of a line: its alternative text stands for it */
    LT_PICTURE_FIGURE,
};

/* Reads an <img>, with the <source>s and lazy-loading attributes around it. The address is absolute. */
enum lt_picture_use lt_picture_read(const xmlNode *img, const char *base, struct lt_arena *arena,
                                    struct lt_picture *ret_picture);

/* Does the address end in the name of a file that is a picture? */
bool lt_picture_named(const char *address);

/* The first <img> below the node that is a figure, or NULL. */
const xmlNode *lt_picture_first(const xmlNode *node, const char *base, struct lt_arena *arena);

/* The address of the picture that stands for the article: that of `picture_url` if there is one (it is given back), else
 * of the first figure below `root`; NULL when there is none. */
const char *lt_picture_lead(const char *picture_url, const xmlNode *root, const char *base, struct lt_arena *arena);

#endif
