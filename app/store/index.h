/*
 * index.h: the index beside a bundle, private to this room. It is opened as a bundle is, with another schema.
 */
#ifndef LUTRIN_STORE_INDEX_H
#define LUTRIN_STORE_INDEX_H

#include "store.h"

#define LT_INDEX_NAME "search.db"
#define LT_INDEX_PART "search.db.part"

extern const char lt_index_schema[];

/* Appends the path of a file beside the bundle. */
void lt_index_path(const char *bundle, const char *name, struct lt_buf *out);

/* Appends what tells this bundle from others that lay here. */
void lt_index_mark(const struct lt_bundle *bundle, struct lt_buf *out);

/* The index beside the bundle, the caller's to close; NULL when there is none, or not of this bundle, or a damaged one. */
struct lt_bundle *lt_index_open(const struct lt_bundle *bundle);

#endif
