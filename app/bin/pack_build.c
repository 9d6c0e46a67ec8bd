/*
 * pack_build.c: `lutrin-pack build`: the options, the progress that a person sees, the report at the end.
 */
#include "cli.h"
#include "pack.h"

#include <lutrin/doc.h>
#include <lutrin/log.h>
#include <lutrin/pack.h>

#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum { BAR_CELLS = 30, LOG_EVERY = 10000, FORGET_MAX_DAYS = 3650 };

static const struct lt_cli_help HELP = {
    "lutrin-pack build [-c SITE.ini] -o OUT.lutrin [OPTION...] SOURCE...",
    "Builds a bundle. A SOURCE is a feed (RSS, RDF, Atom), a web page, a folder that holds some, or the address of one.",
    "  -c, --config FILE   the plan: title, sections, mirrors, sources (see lutrin-pack(1))\n"
    "  -o, --output FILE   the bundle to write\n"
    "      --base BUNDLE   the last edition: its articles keep their ids, so that an update is small\n"
    "      --offline       fetch nothing: the cache is all there is\n"
    "      --cache DIR     where fetched things are kept (default: $XDG_CACHE_HOME/lutrin, ~/.cache/lutrin)\n"
    "      --forget DAYS   remove from there what no build has used for so long, 1 to 3650\n"
    "      --allow-local   addresses of the local network may be fetched\n"
    "      --lang LANG     language of the publication (default: the plan's, else the first feed's)\n"
    "      --title TITLE   title of the publication (default: the plan's, else the first feed's)\n"
    "  -q, --quiet         say nothing but errors\n"
    "  -v, --verbose       say which articles were merged\n"
    "  -h, --help          this text\n"
    "      --version       the version\n"};

/* The signals that ask for an end. They are held back while the bundle is made, so that nothing partial is left. */
static sigset_t ends(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    return set;
}

/* What a person sees while it runs. */
struct show {
    bool quiet, terminal, bar; /* bar: a bar stands in the last line */
    const char *stage;
    uint32_t done;
};

static void wipe(struct show *show)
{
    if (show->bar)
        fputs("\r\033[K", stderr);
    show->bar = false;
}

static void draw_bar(struct show *show, const char *stage, uint32_t done, uint32_t total)
{
    char cells[BAR_CELLS + 1];
    uint32_t full = total ? (uint32_t)((uint64_t)done * BAR_CELLS / total) : 0;
    memset(cells, ' ', BAR_CELLS);
    memset(cells, '#', full > BAR_CELLS ? BAR_CELLS : full);
    cells[BAR_CELLS] = '\0';
    if (total)
        fprintf(stderr, "\r[%s] %u/%u %s\033[K", cells, (unsigned)done, (unsigned)total, stage);
    else
        fprintf(stderr, "\r%u %s\033[K", (unsigned)done, stage);
    show->bar = true;
}

/* On a terminal a bar that moves; elsewhere a line at the end of each stage, and now and then in a long one. */
static void on_progress(void *self, const char *stage, uint32_t done, uint32_t total)
{
    struct show *show = self;
    if (show->quiet)
        return;
    if (show->terminal) {
        draw_bar(show, stage, done, total);
    } else {
        if (show->stage && strcmp(show->stage, stage) != 0 && show->done % LOG_EVERY > 0)
            fprintf(stderr, PACK_PROGRAM ": %s: %u\n", show->stage, (unsigned)show->done);
        if (done > 0 && (done == total || done % LOG_EVERY == 0))
            fprintf(stderr, PACK_PROGRAM ": %s: %u\n", stage, (unsigned)done);
    }
    show->stage = stage;
    show->done = total ? 0 : done;
}

static void on_note(void *self, enum lt_pack_note_kind kind, const char *where, const char *what)
{
    struct show *show = self;
    static const char *const kinds[] = {
        [LT_PACK_SOURCE_FAILED] = "source left out", [LT_PACK_ENTRY_FAILED] = "article left out",
        [LT_PACK_PICTURE_FAILED] = "picture left out", [LT_PACK_MERGED] = "merged", [LT_PACK_WARNING] = "note",
    };
    wipe(show);
    if (kind == LT_PACK_MERGED)
        lt_log(LT_LOG_INFO, "%s: %s: %s", kinds[kind], where, what);
    else
        lt_log(LT_LOG_WARN, "%s: %s: %s", kinds[kind], what, where);
}

static bool on_stop(void *self)
{
    sigset_t pending;
    (void)self;
    sigpending(&pending);
    return sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1 ||
           sigismember(&pending, SIGHUP) == 1;
}

static int report(const struct lt_plan *plan, const struct lt_pack_report *r)
{
    printf("%s: %u article%s, %u picture%s, %lld bytes", plan->output, (unsigned)r->articles, lt_cli_s(r->articles), (unsigned)r->pictures,
           lt_cli_s(r->pictures), (long long)r->bytes);
    if (r->comments)
        printf(", %u comment%s", (unsigned)r->comments, lt_cli_s(r->comments));
    if (r->filled)
        printf("; %u teaser%s completed", (unsigned)r->filled, lt_cli_s(r->filled));
    if (r->fetched || r->unchanged)
        printf("; %u fetched, %u unchanged", (unsigned)r->fetched, (unsigned)r->unchanged);
    if (r->carried)
        printf("; %u carried on", (unsigned)r->carried);
    if (r->expired)
        printf("; %u expired", (unsigned)r->expired);
    if (r->pictures_over)
        printf("; %u picture%s beyond the budget", (unsigned)r->pictures_over, lt_cli_s(r->pictures_over));
    if (r->merged)
        printf("; %u merged", (unsigned)r->merged);
    if (r->failures)
        printf("; %u left out", (unsigned)r->failures);
    if (r->picture_failures)
        printf("; %u picture%s left out", (unsigned)r->picture_failures, lt_cli_s(r->picture_failures));
    putchar('\n');
    return EX_OK;
}

static int build(const char *config, struct lt_plan *plan, bool quiet)
{
    struct show show = {.quiet = quiet, .terminal = isatty(STDERR_FILENO)};
    struct lt_pack_sink sink = {.self = &show, .progress = on_progress, .note = on_note, .stop = on_stop};
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    struct lt_pack_report done = {0};
    enum lt_err err = config ? lt_plan_read(config, &arena, &diag, plan) : LT_OK;
    if (err == LT_OK && plan->source_count == 0) /* the plan's fault, not the caller's: who tries again later has to know */
        err = lt_fail(&diag, LT_ERR_CONFIG, config, "list feeds, pages or files under [sources]", "names no source");
    sigset_t held = ends();
    sigprocmask(SIG_BLOCK, &held, NULL);
    if (err == LT_OK)
        err = lt_pack_build(plan, &sink, &diag, &done);
    wipe(&show);
    int code = err != LT_OK ? lt_cli_fail(&diag) : quiet ? EX_OK : report(plan, &done);
    lt_arena_finish(&arena);
    sigprocmask(SIG_UNBLOCK, &held, NULL); /* one that came ends the program here */
    return code;
}

int lt_pack_cmd_build(int argc, char **argv)
{
    static const struct option LONG[] = {
        {"config", required_argument, NULL, 'c'}, {"output", required_argument, NULL, 'o'},
        {"offline", no_argument, NULL, 'O'},      {"cache", required_argument, NULL, 'C'},
        {"allow-local", no_argument, NULL, 'L'},
        {"base", required_argument, NULL, 'b'},   {"forget", required_argument, NULL, 'F'}, {"lang", required_argument, NULL, 'l'},   {"title", required_argument, NULL, 't'},
        {"quiet", no_argument, NULL, 'q'},        {"verbose", no_argument, NULL, 'v'},
        {"help", no_argument, NULL, 'h'},         {"version", no_argument, NULL, 'V'},
        {NULL, 0, NULL, 0}};
    struct lt_plan plan = {.created = LT_NO_TIME};
    const char *config = NULL;
    bool quiet = false, verbose = false, good = true;
    int64_t days = 0;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "c:o:qvh", LONG, NULL)) != -1;) {
        switch (option) {
        case 'c': config = optarg; break;
        case 'o': plan.output = optarg; break;
        case 'O': plan.offline = true; break;
        case 'C': plan.cache = optarg; break;
        case 'L': plan.allow_local = true; break;
        case 'b': plan.base = optarg; break;
        case 'F': good = lt_cli_number(optarg, 1, FORGET_MAX_DAYS, &days); break;
        case 'l': plan.lang = optarg; break;
        case 't': plan.title = optarg; break;
        case 'q': quiet = true; break;
        case 'v': verbose = true; break;
        case 'h': return lt_cli_help(&HELP);
        case 'V': return lt_cli_version(PACK_PROGRAM);
        default: return lt_cli_usage(PACK_PROGRAM, "build: unknown or incomplete option: %s", argv[optind - 1]);
        }
    }
    if (!good)
        return lt_cli_usage(PACK_PROGRAM, "build: --forget takes 1 to %d days", FORGET_MAX_DAYS);
    plan.forget_days = (int32_t)days;
    lt_log_init(PACK_PROGRAM, quiet ? LT_LOG_ERROR : verbose ? LT_LOG_INFO : LT_LOG_WARN);
    if (!plan.output)
        return lt_cli_usage(PACK_PROGRAM, "build: no name for the bundle (-o OUT.lutrin)");
    if (optind == argc && !config)
        return lt_cli_usage(PACK_PROGRAM, "build: no sources");
    plan.sources = (const char *const *)argv + optind;
    plan.source_count = (size_t)(argc - optind);
    return build(config, &plan, quiet);
}
