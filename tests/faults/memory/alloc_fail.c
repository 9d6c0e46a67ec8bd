/*
 * alloc_fail.c: to be preloaded: makes one allocation of a process fail, or that one and all that follow.
 *
 *   LUTRIN_FAIL_ALLOCATION=N    the Nth malloc, calloc or realloc fails; "N+": it and all later ones
 *   LUTRIN_COUNT_ALLOCATIONS=FILE   gets their number when the process ends by exit()
 *
 * Children count on from where their parent was. Below a sanitizer its own allocator goes on doing the work.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__interceptor_malloc(size_t size) __attribute__((weak));
void *__interceptor_calloc(size_t count, size_t size) __attribute__((weak));
void *__interceptor_realloc(void *memory, size_t size) __attribute__((weak));

static atomic_long calls;
static long first;  /* to fail; 0: none */
static bool on, all; /* on: counting; all: every later one fails too */

__attribute__((constructor)) static void begin(void)
{
    const char *text = getenv("LUTRIN_FAIL_ALLOCATION");
    char *end = NULL;
    first = text ? strtol(text, &end, 10) : 0;
    all = end && *end == '+';
    on = true;
}

__attribute__((destructor)) static void finish(void)
{
    char text[32];
    const char *path = getenv("LUTRIN_COUNT_ALLOCATIONS");
    on = false;
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    if (fd < 0)
        return;
    int size = snprintf(text, sizeof text, "%ld\n", atomic_load(&calls));
    if (write(fd, text, (size_t)size) != size)
        unlink(path);
    close(fd);
}

static bool fails(void)
{
    if (!on)
        return false;
    long now = atomic_fetch_add(&calls, 1) + 1;
    if (first && (now == first || (all && now > first))) {
        errno = ENOMEM;
        return true;
    }
    return false;
}

void *malloc(size_t size)
{
    if (fails())
        return NULL;
    return __interceptor_malloc ? __interceptor_malloc(size) : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
    if (fails())
        return NULL;
    return __interceptor_calloc ? __interceptor_calloc(count, size) : __libc_calloc(count, size);
}

void *realloc(void *memory, size_t size)
{
    if (size && fails()) /* 0 is free() */
        return NULL;
    return __interceptor_realloc ? __interceptor_realloc(memory, size) : __libc_realloc(memory, size);
}
