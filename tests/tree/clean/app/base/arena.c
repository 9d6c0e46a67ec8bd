/*
 * arena.c: looks as if it broke rules, and breaks none: strcpy(), system() and /* stay words in a comment.
 */
#include <lutrin/arena.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#define EACH(list, i) \
    for (size_t i = 0; i < sizeof(list) / sizeof *(list); i++)

struct lt_arena {
    struct {
        int (*system)(const char *);
    } calls;
    size_t used;
};

enum { LIMIT = 3 };

static const struct {
    const char *name;
    size_t size;
} TABLE[] = {
    {"sprintf(\"{\")", 1},
    {"gets(", 2},
};

static volatile sig_atomic_t caught;

const char *const LT_ARENA_NAMES[2] = {"one;", "{two"};

static size_t my_strcpy(const char *text);
static int none(const char *text) { return *text == '{' ? '"' : 0; }
static int (*const CALLS[])(const char *) = {none, none};

static size_t my_strcpy(const char *text)
{
    static const char *const WORDS[] = {"strtok(", "// no comment"};
    size_t sum = strlen(text);
    EACH(WORDS, i)
        sum += strlen(WORDS[i]);
    return sum;
}

struct lt_arena *lt_arena_create(void)
{
    struct lt_arena *arena = calloc(1, sizeof *arena);
    if (arena) {
        arena->calls.system = CALLS[0];
        arena->used = my_strcpy(TABLE[1].name) + LIMIT + caught;
        arena->calls.system("User-Agent");
    }
    return arena;
}

void lt_arena_destroy(struct lt_arena *arena)
{
    free(arena);
}
