/*
 * trace_files.h: what the subcommands that read files and print JSON share. Private to this room.
 */
#ifndef LUTRIN_TRACE_FILES_H
#define LUTRIN_TRACE_FILES_H

#include <jansson.h>

#include <lutrin/arena.h>
#include <lutrin/bytes.h>
#include <lutrin/err.h>

/* Turns a file's content into fields of `object`. `context` is the caller's. */
typedef enum lt_err (*lt_trace_reader)(struct lt_bytes data, struct lt_arena *arena, struct lt_diag *diag, void *context,
                                       json_t *object);

/* Reads each file (a name "-" stands for names on standard input, one a line), and prints one JSON object a line; with
 * several files it bears "file". What is refused is {"error": ...} and a line on standard error. Returns the exit code:
 * that of the first failure, or 0. */
int lt_trace_files(int count, char **names, size_t limit_bytes, lt_trace_reader reader, void *context);

/* Sets a key to a text; NULL and "" are left out. */
void lt_json_text(json_t *object, const char *key, const char *text);

/* Sets a key to a time in ISO 8601 (UTC); LT_NO_TIME is left out. */
void lt_json_time(json_t *object, const char *key, int64_t time);

#endif
