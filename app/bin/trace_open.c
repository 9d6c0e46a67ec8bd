/*
 * trace_open.c: options and opening that the workshop's two headless readers share.
 */
#include "trace_open.h"

#include "cli.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

enum { MM_MAX = 3000, SIZE_DEFAULT_W = 1280, SIZE_DEFAULT_H = 800 };
#define WALL_MAX_S INT64_C(253402300799) /* the end of the year 9999 */

static bool take_option(int option, struct lt_trace_options *o)
{
    int64_t number = 0;
    switch (option) {
    case 's': return lt_cli_size(optarg, LT_PANEL_MIN_PX, LT_PANEL_MAX_PX, &o->panel.width_px, &o->panel.height_px);
    case 'm': return lt_cli_size(optarg, 1, MM_MAX, &o->panel.width_mm, &o->panel.height_mm);
    case 'l': o->lang = optarg; return true;
    case 'T': o->theme = optarg; return true;
    case 'o': o->out = optarg; return true;
    case 'S': o->shots = optarg; return true;
    case 'w': o->work = true; return true;
    case 't': o->text_only = true; return true;
    case 'c':
        if (!lt_cli_number(optarg, 0, WALL_MAX_S, &o->wall_s))
            return false;
        return true;
    case 'p':
        if (!lt_cli_number(optarg, 1, LT_TYPE_STEPS, &number))
            return false;
        o->type_step = (int)number - 1;
        return true;
    default: return false;
    }
}

int lt_trace_options(int argc, char **argv, const char *program, const struct lt_cli_help *help,
                     struct lt_trace_options *options, int *ret_first)
{
    static const struct option longs[] = {
        {"size", required_argument, NULL, 's'},   {"mm", required_argument, NULL, 'm'},
        {"lang", required_argument, NULL, 'l'},   {"theme", required_argument, NULL, 'T'},
        {"output", required_argument, NULL, 'o'}, {"shots", required_argument, NULL, 'S'},
        {"text-only", no_argument, NULL, 't'},    {"clock", required_argument, NULL, 'c'},
        {"type", required_argument, NULL, 'p'},   {"help", no_argument, NULL, 'h'},
        {"work", no_argument, NULL, 'w'},         {NULL, 0, NULL, 0},
    };
    int option;
    *options = (struct lt_trace_options){.type_step = LT_TYPE_STEP_DEFAULT, .wall_s = LT_NO_TIME, .motion = true};
    options->panel = (struct lt_panel){.width_px = SIZE_DEFAULT_W, .height_px = SIZE_DEFAULT_H};
    opterr = 0;
    while ((option = getopt_long(argc, argv, "o:h", longs, NULL)) != -1) {
        if (option == 'h')
            return lt_cli_help(help);
        if (option == '?')
            return lt_cli_usage(program, "unknown option or missing value: %s", argv[optind - 1]);
        if (!take_option(option, options))
            return lt_cli_usage(program, "not a value for this option: %s", optarg);
    }
    *ret_first = optind;
    return -1;
}

enum lt_err lt_trace_open(const char *bundle, const struct lt_trace_options *options, struct lt_diag *diag,
                          struct lt_trace_reader *reader)
{
    *reader = (struct lt_trace_reader){0};
    enum lt_err err = lt_bundle_open(bundle, diag, &reader->bundle);
    if (err == LT_OK && !options->text_only)
        err = lt_fonts_create(diag, &reader->fonts);
    if (err != LT_OK) {
        lt_trace_close(reader);
        return err;
    }
    reader->ruler = options->text_only ? lt_ruler_mono() : *lt_fonts_ruler(reader->fonts);
    reader->tongue = lt_tongue_create();
    const struct lt_reader_config config = {
        .panel = options->panel, .lang = options->lang, .type_step = options->type_step, .theme = options->theme,
        .motion = options->motion, .time_ms = 0, .wall_s = options->wall_s,
    };
    reader->reader = lt_reader_create(&config, reader->bundle, &reader->ruler, reader->tongue);
    return LT_OK;
}

void lt_trace_close(struct lt_trace_reader *reader)
{
    lt_reader_destroy(reader->reader);
    lt_tongue_destroy(reader->tongue);
    lt_fonts_destroy(reader->fonts);
    lt_bundle_close(reader->bundle);
    *reader = (struct lt_trace_reader){0};
}
