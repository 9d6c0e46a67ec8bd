/*
 * jsonld.h: linked data of a page as a tree. Private to this room.
 */
#ifndef LUTRIN_INGEST_JSONLD_H
#define LUTRIN_INGEST_JSONLD_H

#include <jansson.h>

/* The linked data that is a script's text, without the marks that hide it from XML parsers; NULL: it is none, or too much.
 * The caller frees the tree with json_decref(). */
json_t *lt_jsonld_load(const char *script);

#endif
