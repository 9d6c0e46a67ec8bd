/*
 * log.c: one line to standard error a message. Holds the house's only mutable state of file scope: the program's name
 * and how much it says.
 */
#include <lutrin/log.h>

#include <lutrin/bytes.h>

#include <stdio.h>
#include <stdlib.h>

static struct {
    const char *program;
    enum lt_log_level level;
    bool journal;
} log_sink = {"lutrin", LT_LOG_WARN, false};

static const int PRIORITY[] = {[LT_LOG_ERROR] = 3, [LT_LOG_WARN] = 4, [LT_LOG_INFO] = 6, [LT_LOG_DEBUG] = 7};

static void put_line(enum lt_log_level level, const char *text)
{
    if (log_sink.journal)
        fprintf(stderr, "<%d>%s\n", PRIORITY[level], text);
    else
        fprintf(stderr, "%s: %s\n", log_sink.program, text);
}

void lt_log_init(const char *program, enum lt_log_level level)
{
    log_sink.program = program;
    log_sink.level = level;
    log_sink.journal = getenv("JOURNAL_STREAM") != NULL;
}

void lt_log(enum lt_log_level level, const char *format, ...)
{
    if (level > log_sink.level)
        return;
    struct lt_buf line = {0};
    va_list args;
    va_start(args, format);
    lt_buf_vprintf(&line, format, args);
    va_end(args);
    put_line(level, line.data ? line.data : "");
    lt_buf_finish(&line);
}

void lt_log_diag(enum lt_log_level level, const struct lt_diag *diag)
{
    lt_log(level, "%s%s%s%s%s", diag->what, diag->where[0] ? ": " : "", diag->where, diag->hint[0] ? ": " : "",
           diag->hint);
}
