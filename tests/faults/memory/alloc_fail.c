/*
 * alloc_fail.c: to be preloaded: makes one allocation of a process fail, or that one and all that follow.
 *
 *   LUTRIN_FAIL_ALLOCATION=N    the Nth malloc, calloc or realloc fails; "N+": it and all later ones
 *   LUTRIN_COUNT_ALLOCATIONS=FILE   gets their number when the process ends by exit(), and how many there were before main()
 *   LUTRIN_SERVE_ALLOCATIONS=FD     main() does not begin: for each line "N" or "N+" that comes from FD a child begins with it,
 *                                   and when it has ended its wait status goes back, as a line. N is one after main() began.
 *
 * Children count on from where their parent was. Below a sanitizer its own allocator goes on doing the work.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *memory, size_t size);
void *__interceptor_malloc(size_t size) __attribute__((weak));
void *__interceptor_calloc(size_t count, size_t size) __attribute__((weak));
void *__interceptor_realloc(void *memory, size_t size) __attribute__((weak));

typedef int main_function(int argc, char **argv, char **environment);
typedef int start_function(main_function *main, int argc, char **argv, void (*init)(void), void (*fini)(void),
                           void (*ld_fini)(void), void *stack_end);

static atomic_long calls;
static long first, before; /* first: to fail; 0: none; before: how many there were when main() began */
static bool on, all;       /* on: counting; all: every later one fails too */
static main_function *real_main;

static void choose(const char *text)
{
    char *end = NULL;
    first = text ? strtol(text, &end, 10) : 0;
    all = end && *end == '+';
}

__attribute__((constructor)) static void begin(void)
{
    choose(getenv("LUTRIN_FAIL_ALLOCATION"));
    on = true;
}

/* --- One process for many --- */

static bool take_line(int fd, char *line, size_t size)
{
    for (size_t at = 0; at + 1 < size; at++) {
        if (read(fd, line + at, 1) != 1)
            return false;
        if (line[at] == '\n') {
            line[at] = '\0';
            return true;
        }
    }
    return false;
}

/* Returns in the children alone. */
static void serve(int fd)
{
    char line[32];
    while (take_line(fd, line, sizeof line)) {
        int status = 0;
        pid_t pid = fork();
        if (pid == 0) {
            close(fd);
            choose(line);
            return;
        }
        while (pid > 0 && waitpid(pid, &status, 0) < 0 && errno == EINTR)
            continue;
        int size = snprintf(line, sizeof line, "%d\n", pid > 0 ? status : -1);
        if (write(fd, line, (size_t)size) != size)
            break;
    }
    _exit(0);
}

static int main_of_ours(int argc, char **argv, char **environment)
{
    const char *fd = getenv("LUTRIN_SERVE_ALLOCATIONS");
    before = atomic_load(&calls);
    if (fd)
        serve((int)strtol(fd, NULL, 10));
    return real_main(argc, argv, environment);
}

int __libc_start_main(main_function *main, int argc, char **argv, void (*init)(void), void (*fini)(void),
                      void (*ld_fini)(void), void *stack_end);
int __libc_start_main(main_function *main, int argc, char **argv, void (*init)(void), void (*fini)(void),
                      void (*ld_fini)(void), void *stack_end)
{
    start_function *start = NULL;
    void *found = dlsym(RTLD_NEXT, "__libc_start_main");
    memcpy(&start, &found, sizeof start);
    real_main = main;
    return start(main_of_ours, argc, argv, init, fini, ld_fini, stack_end);
}

/* --- Counting and failing --- */

__attribute__((destructor)) static void finish(void)
{
    char text[64];
    const char *path = getenv("LUTRIN_COUNT_ALLOCATIONS");
    on = false;
    int fd = path ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    if (fd < 0)
        return;
    int size = snprintf(text, sizeof text, "%ld %ld\n", atomic_load(&calls), before);
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
