/*
 * lazy.h: pictures that a page shows only with scripts. Private to this room.
 */
#ifndef LUTRIN_INGEST_LAZY_H
#define LUTRIN_INGEST_LAZY_H

#include "dom.h"

/* Puts the picture that a page keeps in <noscript> in the place of the one before it, which stands there until a script
 * has loaded the other. Addresses are read against `base` (or NULL). */
void lt_lazy_resolve(xmlNode *root, const char *base, struct lt_arena *arena);

#endif
