/*
 * map.h: a bundle or patch mapped for reading. Private to this room.
 */
#ifndef LUTRIN_STORE_MAP_H
#define LUTRIN_STORE_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include <lutrin/err.h>

struct lt_mapping {
    void *data; /* NULL when nothing is mapped */
    size_t size;
};

/* Maps the whole regular file `path`, read-only; a symbolic link only if `follow`. Give it back with lt_unmap(). */
enum lt_err lt_map_file(const char *path, bool follow, struct lt_mapping *ret_mapping, struct lt_diag *diag);

/* Unmaps; a zeroed mapping is allowed. */
void lt_unmap(struct lt_mapping *mapping);

#endif
