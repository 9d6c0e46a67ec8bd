/*
 * pack_check.c: `lutrin-pack check`: may this bundle ship? The ruler is the reader's own where the reader is built.
 */
#include "cli.h"
#include "pack.h"
#include "pack_report.h"

#include <lutrin/check.h>
#include <lutrin/doc.h>
#include <lutrin/log.h>
#include <lutrin/pack.h>
#ifdef LUTRIN_WITH_SCREEN
#include <lutrin/screen.h>
#endif

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum { MAX_SCREENS = 16 };

static const struct lt_cli_help HELP = {
    "lutrin-pack check [-c SITE.ini] [--size WxH]... [--base OLD.lutrin] [--let KIND]... [--json] [--html FILE] BUNDLE",
    "Sets every article and says what is wrong; exits with 0 when the bundle may ship, with 65 when it may not.",
    "  -c, --config FILE   the plan: its [check] names the screens, its logo must be in the bundle\n"
    "      --size WxH      a screen in pixels; several may be given (the plan's, else 1280x800 and 800x1280)\n"
    "      --type N        type size, 1 to 5 (2)\n"
    "      --base BUNDLE   the last edition: articles must not have lost more than half their words\n"
    "      --let KIND      findings of this kind (empty, damaged, link, picture, overfull, glyph, shrunk) are told, but\n"
    "                      do not forbid; may be said again\n"
    "      --plain         measure with half an em a character instead of with faces\n"
    "      --json          one JSON object\n"
    "      --html FILE     write a report with pictures of pages, in one file\n"
    "  -q, --quiet         say nothing but errors\n"
    "  -h, --help          this text\n"};

struct run {
    struct lt_panel screens[MAX_SCREENS];
    struct lt_check check;
    bool json, plain, quiet, terminal, bar;
    bool let[LT_CHECK_KINDS]; /* told, but no reason not to ship */
    json_t *findings;
    struct lt_report report;
#ifdef LUTRIN_WITH_SCREEN
    struct lt_fonts *fonts;
#endif
};

static bool forbids(const struct run *run, enum lt_check_kind kind)
{
    return lt_check_forbids(kind) && !run->let[kind];
}

static void wipe(struct run *run)
{
    if (run->bar)
        fputs("\r\033[K", stderr);
    run->bar = false;
}

static void on_found(void *self, const struct lt_check_finding *finding)
{
    struct run *run = self;
    wipe(run);
    if (run->report.path)
        lt_report_finding(&run->report, finding);
    if (run->findings) {
        json_t *object = json_pack("{ss sb ss}", "kind", lt_check_name(finding->kind), "forbids",
                                   forbids(run, finding->kind), "what", finding->what);
        if (object && finding->article)
            json_object_set_new(object, "article", json_integer(finding->article));
        if (object && finding->title[0])
            json_object_set_new(object, "title", json_string(finding->title));
        if (object && finding->screen[0])
            json_object_set_new(object, "screen", json_string(finding->screen));
        json_array_append_new(run->findings, object);
        return;
    }
    if (run->quiet)
        return;
    printf("%s: ", lt_check_name(finding->kind));
    if (finding->article)
        printf("article %lld: ", (long long)finding->article);
    if (finding->title[0])
        printf("%s: ", finding->title);
    printf("%s%s%s\n", finding->screen, finding->screen[0] ? ": " : "", finding->what);
}

static void on_page(void *self, const struct lt_check_page *page)
{
    struct run *run = self;
    lt_report_page(&run->report, page);
}

static void on_progress(void *self, const char *stage, uint32_t done, uint32_t total)
{
    struct run *run = self;
    if (!run->terminal || run->quiet)
        return;
    fprintf(stderr, "\r%u/%u %s\033[K", (unsigned)done, (unsigned)total, stage);
    run->bar = true;
}

#ifdef LUTRIN_WITH_SCREEN
static const char *on_missing(void *self)
{
    const struct run *run = self;
    return run->fonts ? lt_fonts_missing(run->fonts) : "";
}

static void borrow_ruler(struct run *run, struct lt_check_sink *sink)
{
    struct lt_diag diag = {0};
    if (!run->plain && lt_fonts_create(&diag, &run->fonts) == LT_OK) {
        run->check.ruler = *lt_fonts_ruler(run->fonts);
        run->report.fonts = run->fonts;
        sink->missing = on_missing;
    } else if (!run->plain) {
        lt_log(LT_LOG_WARN, "no faces, measured plainly: %s", diag.what);
    }
}

static void give_ruler_back(struct run *run)
{
    lt_fonts_destroy(run->fonts);
}
#else
static void borrow_ruler(struct run *run, struct lt_check_sink *sink)
{
    (void)run;
    (void)sink;
}

static void give_ruler_back(struct run *run)
{
    (void)run;
}
#endif

static int report(struct run *run, const struct lt_check_report *r)
{
    bool ships = true;
    int code = EX_OK;
    json_t *counts = json_object();
    struct lt_diag diag = {0};
    for (int kind = 0; kind < LT_CHECK_KINDS; kind++) {
        ships = ships && (r->found[kind] == 0 || !forbids(run, (enum lt_check_kind)kind));
        json_object_set_new(counts, lt_check_name((enum lt_check_kind)kind), json_integer(r->found[kind]));
    }
    if (run->json) {
        json_t *object = json_pack("{ss sb si si sI sI so sO}", "bundle", run->check.bundle, "ships", ships, "articles",
                                   (int)r->articles, "pictures", (int)r->pictures, "pages", (json_int_t)r->pages,
                                   "lines", (json_int_t)r->lines, "counts", counts, "findings", run->findings);
        code = lt_cli_print_json(object, JSON_INDENT(1));
    } else {
        if (!run->quiet)
            printf("%s: %u article%s, %u picture%s, %llu page%s, %llu line%s: %s\n", run->check.bundle, (unsigned)r->articles,
                   lt_cli_s(r->articles), (unsigned)r->pictures, lt_cli_s(r->pictures), (unsigned long long)r->pages,
                   lt_cli_s(r->pages), (unsigned long long)r->lines, lt_cli_s(r->lines), ships ? "it may ship" : "it must not ship");
        json_decref(counts);
    }
    if (run->report.path && lt_report_write(&run->report, r, ships, &diag) != LT_OK)
        return lt_cli_fail(&diag);
    return code != EX_OK ? code : ships ? EX_OK : EX_DATAERR;
}

static int check(struct run *run)
{
    struct lt_check_sink sink = {.self = run, .found = on_found, .progress = on_progress};
    struct lt_check_report done = {0};
    struct lt_diag diag = {0};
    run->terminal = isatty(STDERR_FILENO);
    run->findings = run->json ? json_array() : NULL;
    run->check.ruler = lt_ruler_mono();
    run->report.bundle = run->check.bundle;
    run->report.let = run->let;
    sink.page = run->report.path ? on_page : NULL;
    borrow_ruler(run, &sink);
    enum lt_err err = lt_check_bundle(&run->check, &sink, &diag, &done);
    wipe(run);
    int code = err == LT_OK ? report(run, &done) : lt_cli_fail(&diag);
    json_decref(run->findings);
    lt_report_finish(&run->report);
    give_ruler_back(run);
    return code;
}

static bool add_screen(struct run *run, const char *text)
{
    if (run->check.panel_count == MAX_SCREENS)
        return false;
    struct lt_panel *panel = &run->screens[run->check.panel_count];
    *panel = (struct lt_panel){.width_px = 0};
    if (!lt_cli_size(text, LT_PANEL_MIN_PX, LT_PANEL_MAX_PX, &panel->width_px, &panel->height_px))
        return false;
    run->check.panel_count++;
    return true;
}

static bool let_kind(struct run *run, const char *name)
{
    for (int kind = 0; kind < LT_CHECK_KINDS; kind++)
        if (strcmp(lt_check_name((enum lt_check_kind)kind), name) == 0)
            return run->let[kind] = true;
    return false;
}

/* What the plan says: the bundle's logo, and the screens that nobody named on the command line. */
static enum lt_err read_plan(struct run *run, const char *config, struct lt_arena *arena, struct lt_diag *diag)
{
    struct lt_plan plan = {.created = LT_NO_TIME};
    enum lt_err err = config ? lt_plan_read(config, arena, diag, &plan) : LT_OK;
    run->check.logo = plan.logo;
    if (err == LT_OK && run->check.panel_count == 0) {
        for (size_t i = 0; i < plan.screen_count && i < MAX_SCREENS; i++)
            run->screens[i] =
                (struct lt_panel){.width_px = plan.screens[i].width_px, .height_px = plan.screens[i].height_px};
        run->check.panel_count = plan.screen_count;
    }
    if (run->check.panel_count == 0) {
        add_screen(run, "1280x800");
        add_screen(run, "800x1280");
    }
    return err;
}

int lt_pack_cmd_check(int argc, char **argv)
{
    static const struct option LONG[] = {
        {"size", required_argument, NULL, 's'}, {"type", required_argument, NULL, 't'},
        {"base", required_argument, NULL, 'b'}, {"let", required_argument, NULL, 'l'},
        {"plain", no_argument, NULL, 'p'},      {"config", required_argument, NULL, 'c'},
        {"html", required_argument, NULL, 'H'},
        {"json", no_argument, NULL, 'j'},       {"quiet", no_argument, NULL, 'q'},
        {"help", no_argument, NULL, 'h'},       {NULL, 0, NULL, 0}};
    const char *config = NULL;
    struct lt_diag diag = {0};
    struct run run = {.check = {.type_step = LT_TYPE_STEP_DEFAULT}};
    int64_t step = LT_TYPE_STEP_DEFAULT + 1;
    bool good = true;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "c:qh", LONG, NULL)) != -1;) {
        switch (option) {
        case 's': good = good && add_screen(&run, optarg); break;
        case 't': good = good && lt_cli_number(optarg, 1, LT_TYPE_STEPS, &step); break;
        case 'b': run.check.base = optarg; break;
        case 'l': good = good && let_kind(&run, optarg); break;
        case 'c': config = optarg; break;
        case 'H': run.report.path = optarg; break;
        case 'p': run.plain = true; break;
        case 'j': run.json = true; break;
        case 'q': run.quiet = true; break;
        case 'h': return lt_cli_help(&HELP);
        default: return lt_cli_usage(PACK_PROGRAM, "check: unknown or incomplete option: %s", argv[optind - 1]);
        }
    }
    if (!good)
        return lt_cli_usage(PACK_PROGRAM, "check: --size takes WxH, %d to %d pixels, up to %d times; --type 1 to %d; --let a kind",
                            LT_PANEL_MIN_PX, LT_PANEL_MAX_PX, MAX_SCREENS, LT_TYPE_STEPS);
    if (argc - optind != 1)
        return lt_cli_usage(PACK_PROGRAM, "check: one bundle is needed");
    struct lt_arena arena = {0};
    int code = EX_OK;
    if (read_plan(&run, config, &arena, &diag) != LT_OK)
        code = lt_cli_fail(&diag);
    run.check.type_step = (int)step - 1;
    run.check.panels = run.screens;
    run.check.bundle = argv[optind];
    code = code == EX_OK ? check(&run) : code;
    lt_arena_finish(&arena);
    return code;
}
