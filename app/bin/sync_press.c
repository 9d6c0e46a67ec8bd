/*
 * sync_press.c: `lutrin-sync press`: one turn of the press of a kiosk without a publisher, and the file that tells how it
 * went.
 */
#include "cli.h"
#include "sync.h"

#include <lutrin/direct.h>
#include <lutrin/file.h>
#include <lutrin/log.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#define PRESS "lutrin-pack"

enum { PATH_BYTES = 4096 };

/* lutrin-pack beside this program, where it is installed and built; else wherever PATH has it. */
static const char *find_press(char *path)
{
    ssize_t size = readlink("/proc/self/exe", path, PATH_BYTES - sizeof PRESS);
    char *slash = size > 0 ? path : NULL;
    if (!slash)
        return PRESS;
    path[size] = '\0';
    slash = strrchr(path, '/');
    memcpy(slash + 1, PRESS, sizeof PRESS);
    return access(path, X_OK) == 0 ? path : PRESS;
}

struct listener {
    json_t *said; /* warnings and errors */
    size_t bytes;
};

static void on_line(void *self, bool important, const char *line)
{
    struct listener *listener = self;
    lt_log(important ? LT_LOG_WARN : LT_LOG_INFO, "press: %s", line);
    listener->bytes += important ? strlen(line) : 0;
    if (important && listener->bytes <= LT_DIRECT_SAID_MAX)
        json_array_append_new(listener->said, json_string(line));
}

static char *report_path(const struct lt_sync_config *config)
{
    struct lt_buf path = {0};
    lt_buf_printf(&path, "%s/report.json", config->direct_folder);
    return lt_buf_release(&path);
}

json_t *lt_sync_press_json(const struct lt_sync_config *config)
{
    char *path = report_path(config);
    json_t *press = lt_sync_read_json(path);
    free(path);
    return press;
}

static void write_report(const struct lt_sync_config *config, const struct lt_direct_report *report, json_t *said,
                         const char *error)
{
    struct lt_diag diag;
    struct lt_buf text = {0};
    char *path = report_path(config);
    json_t *object = json_pack("{ss ss ss sI sI sI si sO}", "result", lt_direct_result_name(report->result), "step", report->step,
                               "error", error, "time", (json_int_t)report->ended_s, "seconds",
                               (json_int_t)(report->ended_s - report->began_s), "printed", (json_int_t)report->printed_s,
                               "articles", (int)report->articles, "said", said);
    if (lt_cli_put_json(object, JSON_INDENT(1), &text) && lt_file_write(path, lt_buf_slice(&text), &diag) != LT_OK) {
        lt_log_diag(LT_LOG_WARN, &diag);
        unlink(path); /* of an earlier turn: no report is better than a wrong one */
    }
    lt_buf_finish(&text);
    free(path);
}

int lt_sync_run_press(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    char press[PATH_BYTES];
    struct lt_diag diag = {0};
    struct lt_direct_report report;
    struct listener listener = {.said = json_array()};
    const struct lt_direct_turn turn = {.press = find_press(press), .yes = options->yes, .told = on_line, .self = &listener};
    (void)path;
    enum lt_err err = lt_direct_print(config, &turn, &diag, &report);
    if (config->direct_folder && !report.busy)
        write_report(config, &report, listener.said, err == LT_OK ? "" : diag.what);
    json_decref(listener.said);
    if (err != LT_OK)
        return lt_cli_fail(&diag);
    if (!options->quiet)
        printf("%s: %u article%s\n", lt_direct_result_name(report.result), (unsigned)report.articles, lt_cli_s(report.articles));
    return EX_OK;
}
