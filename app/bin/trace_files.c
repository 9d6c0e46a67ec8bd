/*
 * trace_files.c: files one after the other, a line of JSON for each.
 */
#include "trace_files.h"

#include "cli.h"

#include <lutrin/doc.h>
#include <lutrin/file.h>
#include <lutrin/log.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct run {
    size_t limit_bytes;
    lt_trace_reader reader;
    void *context;
    bool several;
    int status;
};

static void do_file(struct run *run, const char *name)
{
    struct lt_diag diag = {0};
    struct lt_buf data = {0};
    struct lt_arena arena = {0};
    json_t *object = json_object();
    if (run->several)
        lt_json_text(object, "file", name);
    enum lt_err err = lt_file_read(name, run->limit_bytes, &diag, &data);
    if (err == LT_OK)
        err = run->reader(lt_buf_slice(&data), &arena, &diag, run->context, object);
    if (err != LT_OK) {
        if (diag.where[0] == '\0')
            snprintf(diag.where, sizeof diag.where, "%s", name);
        json_object_set_new(object, "error", json_string(diag.what));
        int code = lt_cli_fail(&diag);
        run->status = run->status ? run->status : code;
    }
    int written = lt_cli_print_json(object, JSON_COMPACT);
    run->status = written ? written : run->status;
    lt_arena_finish(&arena);
    lt_buf_finish(&data);
}

static void do_names(struct run *run, FILE *from)
{
    char *line = NULL;
    size_t capacity = 0;
    ssize_t size;
    run->several = true;
    while ((size = getline(&line, &capacity, from)) > 0) {
        if (line[size - 1] == '\n')
            line[size - 1] = '\0';
        if (line[0])
            do_file(run, line);
    }
    free(line);
}

int lt_trace_files(int count, char **names, size_t limit_bytes, lt_trace_reader reader, void *context)
{
    struct run run = {limit_bytes, reader, context, count > 1, 0};
    for (int i = 0; i < count; i++) {
        if (strcmp(names[i], "-") == 0)
            do_names(&run, stdin);
        else
            do_file(&run, names[i]);
    }
    return run.status;
}

void lt_json_text(json_t *object, const char *key, const char *text)
{
    if (text && text[0])
        json_object_set_new(object, key, json_string(text));
}

void lt_json_time(json_t *object, const char *key, int64_t time)
{
    char text[40];
    struct tm parts;
    time_t seconds = (time_t)time;
    if (time == LT_NO_TIME || !gmtime_r(&seconds, &parts))
        return;
    snprintf(text, sizeof text, "%04d-%02d-%02dT%02d:%02d:%02dZ", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
             parts.tm_hour, parts.tm_min, parts.tm_sec);
    json_object_set_new(object, key, json_string(text));
}
