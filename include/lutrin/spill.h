/*
 * spill.h: memory that lies in a file: what is not in use at the moment costs disk and not memory.
 *
 * The file has no name and ends with the process. What is taken stays where it is; rest() tells the system that all of
 * it may be let go of, and whatever is touched afterwards comes back by itself. An arena may live in it.
 */
#ifndef LUTRIN_SPILL_H
#define LUTRIN_SPILL_H

#include <lutrin/arena.h>
#include <lutrin/err.h>

struct lt_spill;

/* Begins one in the folder of the file `beside` (which need not be there). */
enum lt_err lt_spill_create(const char *beside, struct lt_diag *diag, struct lt_spill **ret_spill);
void lt_spill_destroy(struct lt_spill *spill); /* NULL is allowed; the arenas in it are finished before or not at all */

/* Where an arena in it takes its memory: for lt_arena.source. When the disk is full the heap serves. Lent. */
const struct lt_arena_source *lt_spill_source(struct lt_spill *spill);

/* Lets go of all that is in memory. NULL is allowed. */
void lt_spill_rest(struct lt_spill *spill);

/* Bytes taken from it so far. */
size_t lt_spill_bytes(const struct lt_spill *spill);

#endif
