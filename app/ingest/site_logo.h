/*
 * site_logo.h: the address of a site's own sign. Private to this room.
 */
#ifndef LUTRIN_INGEST_SITE_LOGO_H
#define LUTRIN_INGEST_SITE_LOGO_H

#include "dom.h"

#include <lutrin/arena.h>

struct lt_site_logo {
    const char *address; /* the best so far, in the arena; NULL: none */
    int rank;
};

/* Looks at one element of the page at `url`. */
void lt_site_logo_look(const xmlNode *node, const char *url, struct lt_arena *arena, struct lt_site_logo *logo);

#endif
