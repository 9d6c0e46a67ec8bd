/*
 * arena.h: a door on the ground floor.
 */
#ifndef LUTRIN_ARENA_H
#define LUTRIN_ARENA_H

#include <stddef.h>

struct lt_arena;

/* Makes and unmakes; a paragraph has one comment. */
struct lt_arena *lt_arena_create(void);
void lt_arena_destroy(struct lt_arena *arena);

/* A table that nobody changes. */
extern const char *const LT_ARENA_NAMES[2];

#endif
