/*
 * direct_press.c: runs the press and listens: what it says is passed on line by line, and its last word on a failure
 * becomes ours.
 */
#include "direct_press.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { NOT_FOUND = 127, MAX_ARGUMENTS = 32, NOTABLE = '4' /* sd-daemon's "warning" */ };

struct listening {
    const struct lt_direct_turn *turn;
    char line[LT_DIRECT_LINE_MAX];
    size_t size;
    char first[LT_DIRECT_LINE_MAX], worst[LT_DIRECT_LINE_MAX]; /* the first line; the last that is a warning or an error */
};

static void become(const char *press, char *const *command, int out)
{
    int quiet = open("/dev/null", O_RDONLY | O_CLOEXEC);
    dup2(quiet, STDIN_FILENO);
    dup2(out, STDOUT_FILENO);
    dup2(out, STDERR_FILENO);
    setenv("JOURNAL_STREAM", "0:0", 1); /* makes it say how grave a line is, see log.h */
    execvp(press, command);
    _exit(NOT_FOUND);
}

/* A line is over: "<4>text" is a warning, "<3>text" an error. */
static void end_line(struct listening *l)
{
    const char *text = l->line;
    bool important = false;
    l->line[l->size] = '\0';
    if (l->size >= 3 && text[0] == '<' && text[1] >= '0' && text[1] <= '7' && text[2] == '>') {
        important = text[1] <= NOTABLE;
        text += 3;
    }
    if (*text && l->turn->told)
        l->turn->told(l->turn->self, important, text);
    if (!l->first[0])
        memcpy(l->first, text, strlen(text) + 1);
    if (important)
        memcpy(l->worst, text, strlen(text) + 1);
    l->size = 0;
}

static void listen_to(struct listening *l, int from)
{
    char step[4096];
    for (ssize_t got; (got = read(from, step, sizeof step)) > 0 || (got < 0 && errno == EINTR);)
        for (ssize_t i = 0; i < got; i++) {
            if (step[i] == '\n')
                end_line(l);
            else if (l->size + 1 < sizeof l->line) /* the rest of a longer one is not kept */
                l->line[l->size++] = step[i];
        }
    if (l->size)
        end_line(l);
}

/* The error that an exit code of ours stands for. */
static enum lt_err meant_by(int code)
{
    for (int err = LT_OK + 1; err <= LT_ERR_CONFIG; err++)
        if (lt_err_exit_code((enum lt_err)err) == code)
            return (enum lt_err)err;
    return LT_ERR_SOFTWARE;
}

static enum lt_err judge(const struct listening *l, int status, struct lt_diag *diag)
{
    const char *press = l->turn->press;
    if (WIFSIGNALED(status))
        return lt_fail(diag, LT_ERR_OS, press, "it is tried again at the next turn", "was ended by signal %d",
                       WTERMSIG(status));
    if (WEXITSTATUS(status) == 0)
        return LT_OK;
    if (WEXITSTATUS(status) == NOT_FOUND)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, press, "install it", "is not here");
    const char *why = l->worst[0] ? l->worst : l->first[0] ? l->first : "ended without a word";
    return lt_fail(diag, meant_by(WEXITSTATUS(status)), NULL, NULL, "%s", why);
}

enum lt_err lt_direct_run(const struct lt_direct_turn *turn, const char *const *arguments, struct lt_diag *diag)
{
    char *command[MAX_ARGUMENTS] = {"lutrin-pack"};
    struct listening l = {.turn = turn};
    int to[2], status = 0;
    for (size_t i = 0; arguments[i] && i + 2 < MAX_ARGUMENTS; i++)
        command[i + 1] = (char *)(uintptr_t)arguments[i]; /* execvp() does not write to them */
    if (pipe(to) != 0)
        return lt_fail_errno(diag, LT_ERR_OS, turn->press, errno, "cannot start it");
    pid_t child = fork();
    if (child == 0) {
        close(to[0]);
        become(turn->press, command, to[1]);
    }
    close(to[1]);
    if (child > 0)
        listen_to(&l, to[0]);
    close(to[0]);
    if (child < 0)
        return lt_fail_errno(diag, LT_ERR_OS, turn->press, errno, "cannot start it");
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR)
            return lt_fail_errno(diag, LT_ERR_OS, turn->press, errno, "cannot wait for it");
    return judge(&l, status, diag);
}
