/*
 * trace_open.h: what `lutrin-trace page` and `lutrin-trace replay` open alike: options, bundle, ruler, reader.
 */
#ifndef LUTRIN_TRACE_OPEN_H
#define LUTRIN_TRACE_OPEN_H

#include <lutrin/reader.h>
#include <lutrin/screen.h>

/* From the command line. Zeroed, then lt_trace_options_init(). */
struct lt_trace_options {
    struct lt_panel panel;
    const char *lang, *theme, *out, *shots;
    int type_step;
    int64_t wall_s;
    bool text_only, motion, work;
};

struct lt_trace_reader {
    struct lt_bundle *bundle;
    struct lt_fonts *fonts; /* NULL with text_only */
    struct lt_ruler ruler;
    struct lt_tongue *tongue;
    struct lt_reader *reader;
};

/* Parses options and leaves the other arguments in argv from *ret_first. Returns -1 to go on, else an exit code. `help`
 * is printed for --help. */
struct lt_cli_help;
int lt_trace_options(int argc, char **argv, const char *program, const struct lt_cli_help *help,
                     struct lt_trace_options *options, int *ret_first);

enum lt_err lt_trace_open(const char *bundle, const struct lt_trace_options *options, struct lt_diag *diag,
                          struct lt_trace_reader *reader);
void lt_trace_close(struct lt_trace_reader *reader); /* a zeroed one is allowed */

#endif
