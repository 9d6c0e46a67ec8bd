/*
 * arena.h: memory that lives and dies together.
 *
 * A decoded article is one arena, a galley another: everything in it is freed by one call. Nothing in an arena is
 * freed alone. An arena is not thread-safe. Beside it stand the few heap calls the house uses; all of them end the
 * process when there is no memory, so none returns NULL.
 */
#ifndef LUTRIN_ARENA_H
#define LUTRIN_ARENA_H

#include <stddef.h>
#include <stdint.h>

/* Where an arena's memory comes from when not from the heap (spill.h). take() gives zeroed memory aligned for any type,
 * which the arena never gives back, or NULL: then the heap serves. */
struct lt_arena_source {
    void *(*take)(void *self, size_t size);
    void *self;
};

/* A zeroed struct is an empty arena. */
struct lt_arena {
    struct lt_arena_chunk *head; /* the newest chunk; NULL when empty */
    size_t used_bytes;           /* handed out so far, padding included */
    const struct lt_arena_source *source; /* NULL: the heap */
};

/* Says on stderr that there is no memory for `size` bytes and ends the process with EX_OSERR, at once and without a core
 * dump: what is on the disk is whole at any moment, and whoever keeps us running starts us again. */
_Noreturn void lt_out_of_memory(size_t size);

/* Frees everything in the arena and leaves it empty and usable. NULL is allowed. */
void lt_arena_finish(struct lt_arena *arena);

/* Empties the arena but for a chunk of heap memory, which it hands out again: for what comes again and again. */
void lt_arena_clear(struct lt_arena *arena);

/* `size` zeroed bytes aligned for any type; size 0 gives a valid pointer. The arena owns them. */
void *lt_arena_alloc(struct lt_arena *arena, size_t size);

/* `count` zeroed elements of `size` bytes; a product that overflows is more than there is. */
void *lt_arena_array(struct lt_arena *arena, size_t count, size_t size);

/* A NUL-terminated copy of `size` bytes of text (which may hold no NUL of its own). */
char *lt_arena_strndup(struct lt_arena *arena, const char *text, size_t size);

/* A copy of a NUL-terminated string; NULL gives NULL. */
char *lt_arena_strdup(struct lt_arena *arena, const char *text);

/* A formatted string (printf's rules). */
char *lt_arena_printf(struct lt_arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Zeroed heap memory for `count` elements of `size` bytes; free() it. Never NULL. */
void *lt_alloc(size_t count, size_t size);

/* A heap copy of a string; free() it. NULL gives NULL. */
char *lt_strdup(const char *text);

/* Makes room for `need` elements in the growing heap array `items` of *capacity elements of `size` bytes: returns the
 * array, moved if it had to grow (at least doubled), with *capacity brought up to date. New elements are not zeroed. */
void *lt_grow(void *items, size_t *capacity, size_t need, size_t size);

#endif
