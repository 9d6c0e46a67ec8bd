/*
 * log.h: the log sink of the programs. Only `bin`, `screen` and `board` call it; libraries return what they know.
 *
 * A level says who must act: ERROR: somebody now; WARN: somebody when there is time; INFO: nobody, a fact of the day
 * (starts, bundles, switches); DEBUG: a developer. With JOURNAL_STREAM set (systemd) lines carry the <N> priority
 * prefix of sd-daemon(3) and no program name.
 */
#ifndef LUTRIN_LOG_H
#define LUTRIN_LOG_H

#include <lutrin/err.h>

enum lt_log_level { LT_LOG_ERROR, LT_LOG_WARN, LT_LOG_INFO, LT_LOG_DEBUG };

/* Names the program and sets the highest level that is printed (default LT_LOG_WARN). `program` is kept, not copied. */
void lt_log_init(const char *program, enum lt_log_level level);

/* One line to standard error: "program: message". */
void lt_log(enum lt_log_level level, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* One line from a diag: "program: what: where: what to do", leaving out what is unset. */
void lt_log_diag(enum lt_log_level level, const struct lt_diag *diag);

#endif
