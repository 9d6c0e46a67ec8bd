/*
 * beside.c: a process beside the lectern, whose death, hunger and slowness are its own.
 */
#define _GNU_SOURCE /* environ */
#include <lutrin/board.h>

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NICEST = 19 };

bool lt_beside_begin(struct lt_beside *beside, const char *const *args)
{
    pid_t child = 0;
    errno = posix_spawn(&child, "/proc/self/exe", NULL, NULL, (char **)(uintptr_t)args, environ);
    beside->process = errno == 0 ? child : 0;
    return errno == 0;
}

enum lt_beside_state lt_beside_look(struct lt_beside *beside, bool end)
{
    int status = 0;
    if (beside->process == 0)
        return LT_BESIDE_NONE;
    pid_t ended = waitpid(beside->process, &status, WNOHANG);
    if (ended == 0 && end && kill(beside->process, SIGKILL) == 0)
        ended = waitpid(beside->process, &status, 0);
    if (ended == 0)
        return LT_BESIDE_RUNS;
    beside->process = 0;
    return ended > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0 ? LT_BESIDE_WELL : LT_BESIDE_FAILED;
}

void lt_beside_yield(void)
{
    FILE *file = fopen("/proc/self/oom_score_adj", "we");
    if (file) {
        (void)fputs("1000", file);
        (void)fclose(file);
    }
    (void)setpriority(PRIO_PROCESS, 0, NICEST);
}
