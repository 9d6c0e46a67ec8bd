/*
 * trace_replay.c: lutrin-trace replay: the headless front end: plays a script and prints what the screen shows.
 */
#include "cli.h"
#include "replay.h"
#include "trace.h"
#include "trace_open.h"

#include <lutrin/file.h>

#include <inttypes.h>
#include <string.h>
#include <sysexits.h>

static const char PROGRAM[] = "lutrin-trace replay";
static const struct lt_cli_help HELP = {
    "lutrin-trace replay SCRIPT BUNDLE --size WxH [--shots DIR] [--text-only] [--work]",
    "Plays a script to the reader on a virtual clock and prints what the screen shows after each step.\n\n"
    "A script has one step a line: tap X Y, tap \"LABEL\", swipe X1 Y1 X2 Y2 MS, pinch F, key NAME, type TEXT,\n"
    "wait MS, expect TEXT, refuse TEXT, notice JSON, offer BUNDLE, shot NAME. X and Y are pixels or per cent (50%); # begins a\n"
    "comment. A step that fails ends it with exit code 65.",
    "  --size WxH     of the panel in pixels (1280x800)\n"
    "  --mm WxH       of the panel in millimetres (a usual panel of that many pixels)\n"
    "  --type N       type size, 1 to 5 (2)\n"
    "  --lang L       language of the interface (the bundle's)\n"
    "  --theme NAME   paper, sepia, night, contrast (paper)\n"
    "  --clock S      seconds since 1970, for the date (the clock is not trusted)\n"
    "  --shots DIR    where shots go, as DIR/NAME.png; without it they are passed over\n"
    "  --text-only    measure without fonts; needs no font and no SDL\n"
    "  --work         print how much processor time the longest piece of work took, and how many took longer than a frame\n",
};

struct shooter {
    const struct lt_trace_options *options;
    struct lt_trace_reader *reader;
};

static enum lt_err shoot(void *self, const char *name, struct lt_diag *diag)
{
    const struct shooter *shooter = self;
    struct lt_arena arena = {0};
    const struct lt_panel *panel = &shooter->options->panel;
    const char *path = lt_arena_printf(&arena, "%s/%s.png", shooter->options->shots, name);
    enum lt_err err = lt_screen_shot(shooter->reader->reader, shooter->reader->fonts, panel->width_px,
                                     panel->height_px, path, diag);
    lt_arena_finish(&arena);
    return err;
}

static enum lt_err play(const char *bundle, const struct lt_replay_script *script,
                        const struct lt_trace_options *options, struct lt_buf *log, struct lt_diag *diag)
{
    struct lt_trace_reader t;
    enum lt_err err = lt_trace_open(bundle, options, diag, &t);
    if (err != LT_OK)
        return err;
    struct shooter shooter = {options, &t};
    struct lt_replay replay = {.reader = t.reader, .bundle = &t.bundle, .panel = options->panel, .wall_s = options->wall_s,
                               .shot = options->shots && t.fonts ? shoot : NULL, .self = &shooter, .log = log};
    err = lt_replay_run(&replay, script, diag);
    if (err == LT_OK && options->work)
        lt_buf_printf(log, "work: %" PRId64 " pieces, the longest %" PRId64 " us, at line %" PRIu32 "; %" PRId64 " longer than a frame\n",
                      replay.work.slices, replay.work.longest_us, replay.work.longest_line, replay.work.late);
    lt_trace_close(&t);
    return err;
}

int lt_trace_replay(int argc, char **argv)
{
    struct lt_trace_options options;
    struct lt_replay_script script;
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    struct lt_buf text = {0};
    struct lt_buf log = {0};
    int first = 0;
    int code = lt_trace_options(argc, argv, PROGRAM, &HELP, &options, &first);
    if (code >= 0)
        return code;
    if (argc - first != 2)
        return lt_cli_usage(PROGRAM, "a script and a bundle are needed");
    if (options.text_only && options.shots)
        return lt_cli_usage(PROGRAM, "--shots needs fonts: leave --text-only out");
    enum lt_err err = lt_file_read(argv[first], LT_REPLAY_MAX_BYTES, &diag, &text);
    if (err == LT_OK)
        err = lt_replay_parse(lt_buf_slice(&text), argv[first], &arena, &diag, &script);
    if (err == LT_OK)
        err = play(argv[first + 1], &script, &options, &log, &diag);
    code = lt_cli_print(lt_buf_slice(&log));
    if (err != LT_OK)
        code = lt_cli_fail(&diag);
    lt_buf_finish(&log);
    lt_buf_finish(&text);
    lt_arena_finish(&arena);
    return code;
}
