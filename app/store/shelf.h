/*
 * shelf.h (private): what the two files of the shelf share.
 */
#ifndef LUTRIN_STORE_SHELF_H
#define LUTRIN_STORE_SHELF_H

#include <lutrin/shelf.h>

struct lt_shelf {
    char *dir;
    int lock_fd, dir_fd, gen_fd; /* lock: -1 when open for reading */
    struct lt_shelf_state state;
};

/* "gen/VERSION" as a name below the shelf's directory. */
enum { LT_GENERATION_NAME_MAX = 32 };
void lt_generation_name(int64_t version, char ret_name[LT_GENERATION_NAME_MAX]);

/* Makes the state durable under its name (state.new, fsync, rename, fsync of the directory). */
enum lt_err lt_shelf_write_state(struct lt_shelf *shelf, struct lt_diag *diag);

/* Points `current` at a generation (current.new, rename, fsync of the directory). */
enum lt_err lt_shelf_switch(struct lt_shelf *shelf, int64_t version, struct lt_diag *diag);

/* Is the generation whole as far as can be told without reading all of it: comment by `key`, for this version, size as
 * signed? */
bool lt_shelf_generation_good(const struct lt_shelf *shelf, int64_t version, const struct lt_public_key *key);

/* Removes a generation or a temporary one by its name below gen/: its two files, then its folder. */
void lt_shelf_remove(const struct lt_shelf *shelf, const char *name);

bool lt_shelf_is_bad(const struct lt_shelf_state *state, int64_t version);

#endif
