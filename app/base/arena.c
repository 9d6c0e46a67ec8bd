/*
 * arena.c: memory in chunks that are freed together, and the heap calls that cannot fail.
 */
#include <lutrin/arena.h>

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum { CHUNK_BYTES = 16 * 1024 };

struct lt_arena_chunk {
    struct lt_arena_chunk *next;
    size_t capacity, used;
    bool lent; /* by the arena's source */
    alignas(max_align_t) unsigned char bytes[];
};

void lt_out_of_memory(size_t size)
{
    fprintf(stderr, "lutrin: out of memory (%zu bytes)\n", size);
    _exit(EX_OSERR);
}

static size_t product(size_t count, size_t size)
{
    size_t bytes;
    if (__builtin_mul_overflow(count, size, &bytes))
        lt_out_of_memory(SIZE_MAX);
    return bytes;
}

static struct lt_arena_chunk *chunk_create(const struct lt_arena *arena, size_t capacity)
{
    struct lt_arena_chunk *chunk = NULL;
    if (capacity > SIZE_MAX - sizeof *chunk)
        lt_out_of_memory(capacity);
    if (arena->source)
        chunk = arena->source->take(arena->source->self, sizeof *chunk + capacity);
    bool lent = chunk != NULL;
    if (!chunk && !(chunk = calloc(1, sizeof *chunk + capacity)))
        lt_out_of_memory(capacity);
    chunk->lent = lent;
    chunk->capacity = capacity;
    return chunk;
}

/* A chunk with room for `size` bytes. A large request gets a chunk of its own behind the head, so that the head's
 * room is not lost. */
static struct lt_arena_chunk *chunk_for(struct lt_arena *arena, size_t size)
{
    struct lt_arena_chunk *head = arena->head;
    if (head && head->capacity - head->used >= size)
        return head;
    if (head && size > CHUNK_BYTES / 4) {
        struct lt_arena_chunk *own = chunk_create(arena, size);
        own->next = head->next;
        if (!own->lent)
            head->next = own;
        return own;
    }
    struct lt_arena_chunk *chunk = chunk_create(arena, size > CHUNK_BYTES ? size : CHUNK_BYTES);
    chunk->next = head && head->lent ? head->next : head; /* what is lent need not be found again */
    arena->head = chunk;
    return chunk;
}

void lt_arena_finish(struct lt_arena *arena)
{
    if (!arena)
        return;
    for (struct lt_arena_chunk *chunk = arena->head; chunk;) {
        struct lt_arena_chunk *next = chunk->next;
        if (!chunk->lent)
            free(chunk);
        chunk = next;
    }
    *arena = (struct lt_arena){.source = arena->source};
}

void lt_arena_clear(struct lt_arena *arena)
{
    struct lt_arena_chunk *kept = arena->head;
    if (!kept || kept->lent) {
        lt_arena_finish(arena);
        return;
    }
    arena->head = kept->next;
    lt_arena_finish(arena);
    memset(kept->bytes, 0, kept->used);
    kept->next = NULL;
    kept->used = 0;
    arena->head = kept;
}

void *lt_arena_alloc(struct lt_arena *arena, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (size > SIZE_MAX - align)
        lt_out_of_memory(size);
    size = size ? (size + align - 1) / align * align : align;
    struct lt_arena_chunk *chunk = chunk_for(arena, size);
    void *memory = chunk->bytes + chunk->used;
    chunk->used += size;
    arena->used_bytes += size;
    return memory;
}

void *lt_arena_array(struct lt_arena *arena, size_t count, size_t size)
{
    return lt_arena_alloc(arena, product(count, size));
}

char *lt_arena_strndup(struct lt_arena *arena, const char *text, size_t size)
{
    char *copy = lt_arena_alloc(arena, size + 1);
    if (size)
        memcpy(copy, text, size);
    return copy;
}

char *lt_arena_strdup(struct lt_arena *arena, const char *text)
{
    return text ? lt_arena_strndup(arena, text, strlen(text)) : NULL;
}

char *lt_arena_printf(struct lt_arena *arena, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = lt_arena_alloc(arena, size > 0 ? (size_t)size + 1 : 1);
    if (size > 0)
        vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    return text;
}

void *lt_alloc(size_t count, size_t size)
{
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (!memory)
        lt_out_of_memory(product(count, size));
    return memory;
}

char *lt_strdup(const char *text)
{
    if (!text)
        return NULL;
    size_t size = strlen(text) + 1;
    return memcpy(lt_alloc(size, 1), text, size);
}

void *lt_grow(void *items, size_t *capacity, size_t need, size_t size)
{
    if (need <= *capacity)
        return items;
    size_t wanted = *capacity > SIZE_MAX / 2 ? need : *capacity * 2;
    if (wanted < need)
        wanted = need;
    if (wanted < 8)
        wanted = 8;
    void *grown = realloc(items, product(wanted, size));
    if (!grown)
        lt_out_of_memory(wanted * size);
    *capacity = wanted;
    return grown;
}
