/*
 * trace_page.c: lutrin-trace page: one page of an article as the reader would show it, in a picture.
 */
#include "cli.h"
#include "replay.h"
#include "trace.h"
#include "trace_open.h"

#include <sysexits.h>

static const char PROGRAM[] = "lutrin-trace page";
static const struct lt_cli_help HELP = {
    "lutrin-trace page BUNDLE ARTICLE N --size WxH -o OUT.png",
    "Opens an article at page N (from 1; one more than the last is what follows it) and writes the screen as PNG.",
    "  --size WxH     of the panel in pixels (1280x800)\n"
    "  --mm WxH       of the panel in millimetres (a usual panel of that many pixels)\n"
    "  --type N       type size, 1 to 5 (2)\n"
    "  --lang L       language of the interface (the bundle's)\n"
    "  --theme NAME   paper, sepia, night, contrast (paper)\n"
    "  --clock S      seconds since 1970, for the date (the clock is not trusted)\n"
    "  -o OUT.png     where to write it\n",
};

static enum lt_err shoot(const char *bundle, const char *name, uint32_t page, const struct lt_trace_options *options,
                         struct lt_diag *diag)
{
    struct lt_trace_reader t;
    int64_t article = 0;
    enum lt_err err = lt_trace_open(bundle, options, diag, &t);
    if (err != LT_OK)
        return err;
    err = lt_bundle_find(t.bundle, name, diag, &article);
    if (err == LT_OK)
        err = lt_reader_open(t.reader, article, page - 1, diag);
    if (err == LT_OK) {
        struct lt_replay replay = {.reader = t.reader, .panel = options->panel, .wall_s = options->wall_s};
        lt_replay_settle(&replay);
        err = lt_screen_shot(t.reader, t.fonts, options->panel.width_px, options->panel.height_px, options->out, diag);
    }
    lt_trace_close(&t);
    return err;
}

int lt_trace_page(int argc, char **argv)
{
    struct lt_trace_options options;
    struct lt_diag diag = {0};
    int64_t page = 0;
    int first = 0;
    int code = lt_trace_options(argc, argv, PROGRAM, &HELP, &options, &first);
    if (code >= 0)
        return code;
    if (argc - first != 3 || !lt_cli_number(argv[first + 2], 1, UINT32_MAX - 1, &page))
        return lt_cli_usage(PROGRAM, "a bundle, an article and the number of a page are needed");
    if (!options.out)
        return lt_cli_usage(PROGRAM, "-o OUT.png is needed");
    options.text_only = false;
    if (shoot(argv[first], argv[first + 1], (uint32_t)page, &options, &diag) != LT_OK)
        return lt_cli_fail(&diag);
    return EX_OK;
}
