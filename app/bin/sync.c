/*
 * sync.c: lutrin-sync, the postman's command line.
 */
#include "cli.h"
#include "sync.h"

#include <lutrin/log.h>

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

#define PROGRAM "lutrin-sync"
#define DEFAULT_CONFIG "/etc/lutrin/sync.conf"

static const struct lt_cli_help HELP = {
    "lutrin-sync COMMAND [OPTION...]",
    "Brings signed bundles onto the shelf that the reader reads from.",
    "  import PATH       verify the bundle PATH against PATH.minisig and make it the one that is read;\n"
    "                    or bring what is new in the tree that the folder PATH holds\n"
    "  usb STICK         bring what is new on a memory stick, named by its device (read without a mount),\n"
    "                    an image of it, or the folder where it is mounted\n"
    "  once              ask the addresses of the configuration, bring what is new, and end\n"
    "  watch             do so as often as the publisher wishes, until told to end\n"
    "  press             for a kiosk without a publisher: one turn of its own press, lutrin-pack, on the\n"
    "                    feeds of its plan; once and watch then bring what it made\n"
    "  outbox            send the sign-ups that wait, now, and end\n"
    "  settle            finish what was interrupted; to be run before the reader starts\n"
    "  report STICK      write status and logs for the staff onto a memory stick, and what other kiosks\n"
    "                    that read it should know; a device or image is written with mtools\n"
    "  index             make the search of the whole text of the bundle that is read, or go on with it\n"
    "  status            what is on the shelf\n"
    "  rollback          go back to the bundle that was read before\n"
    "  reader-failed     the reader ended badly; three times soon after a switch go back\n"
    "\n"
    "  -c, --config FILE configuration (default " DEFAULT_CONFIG ")\n"
    "      --json        status as one JSON object\n"
    "      --yes         usb: take it, where the configuration wants somebody to confirm; press: print it,\n"
    "                    though most of the articles are gone\n"
    "  -q, --quiet       say nothing but errors\n"
    "  -v, --verbose     say more; twice: for developers\n"
    "  -h, --help        this text\n"
    "      --version     the version\n"};

static int run_import(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    struct lt_diag diag;
    struct lt_sync_report report;
    if (!path)
        return lt_cli_usage(PROGRAM, "import: which bundle or folder?");
    if (lt_sync_import(config, path, &diag, &report) != LT_OK)
        return lt_cli_fail(&diag);
    if (!options->quiet && report.outcome == LT_SYNC_INSTALLED)
        printf("imported %s version %" PRId64 ", %" PRId64 " bytes%s\n", report.release.channel,
               report.release.version, report.release.size, report.patched ? " (by a patch)" : "");
    else if (!options->quiet)
        printf("nothing to import: %s\n", lt_sync_outcome_name(report.outcome));
    return EX_OK;
}

static int run_settle(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    struct lt_diag diag;
    (void)options, (void)path;
    return lt_sync_settle(config, &diag) == LT_OK ? EX_OK : lt_cli_fail(&diag);
}

static int run_outbox(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    struct lt_diag diag;
    struct lt_sync_mail mail;
    struct lt_outbox_counts counts;
    (void)path;
    if (!config->outbox) {
        lt_fail(&diag, LT_ERR_CONFIG, options->config, "name a 'folder' under [outbox]", "this kiosk takes no sign-ups");
        return lt_cli_fail(&diag);
    }
    if (lt_sync_outbox(config, &diag, &mail) != LT_OK)
        return lt_cli_fail(&diag);
    lt_outbox_count(config->outbox, &counts);
    if (!options->quiet)
        printf("%d sent, %d refused, %zu waiting\n", mail.sent, mail.refused, counts.of[LT_OUTBOX_WAITING]);
    return mail.why.err == LT_OK ? EX_OK : lt_cli_fail(&mail.why);
}

static int run_rollback(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    struct lt_diag diag;
    struct lt_generation back;
    (void)path;
    if (lt_sync_roll_back(config, &diag, &back) != LT_OK)
        return lt_cli_fail(&diag);
    if (!options->quiet)
        lt_sync_print_generation("back to", back);
    return EX_OK;
}

static int run_reader_failed(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    struct lt_diag diag;
    struct lt_generation back;
    (void)path;
    if (lt_sync_reader_failed(config, &diag, &back) != LT_OK)
        return lt_cli_fail(&diag);
    if (back.epoch) {
        lt_log(LT_LOG_WARN, "the reader keeps failing: back to version %" PRId64, back.version);
        if (!options->quiet)
            lt_sync_print_generation("back to", back);
    }
    return EX_OK;
}

static const struct {
    const char *name;
    bool path; /* does it take one? */
    enum { READS, WRITES, PRESSES } does;
    int (*run)(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path);
} COMMANDS[] = {
    {"import", true, WRITES, run_import},          {"settle", false, WRITES, run_settle},
    {"press", false, PRESSES, lt_sync_run_press},  {"usb", true, WRITES, lt_sync_run_usb},
    {"report", true, READS, lt_sync_run_report},   {"once", false, WRITES, lt_sync_run_once},
    {"watch", false, WRITES, lt_sync_run_watch},   {"status", false, READS, lt_sync_run_status},
    {"rollback", false, WRITES, run_rollback},     {"outbox", false, WRITES, run_outbox},
    {"index", false, WRITES, lt_sync_run_index},   {"reader-failed", false, WRITES, run_reader_failed},
};

static int run_command(const struct lt_sync_options *options, const char *name, const char *path)
{
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++) {
        if (strcmp(name, COMMANDS[i].name) != 0)
            continue;
        if (path && !COMMANDS[i].path)
            return lt_cli_usage(PROGRAM, "%s takes no argument", name);
        struct lt_arena arena = {0};
        struct lt_diag diag;
        struct lt_sync_config config;
        enum lt_err err = lt_sync_config_read(options->config, &arena, &diag, &config);
        if (err == LT_OK && COMMANDS[i].does != READS)
            err = lt_sync_check_owner(&config, name, COMMANDS[i].does == PRESSES, &diag);
        int code = err == LT_OK ? COMMANDS[i].run(&config, options, path) : lt_cli_fail(&diag);
        lt_arena_finish(&arena);
        return code;
    }
    return lt_cli_usage(PROGRAM, "no such command: %s", name);
}

static int run(int argc, char **argv)
{
    static const struct option LONG[] = {{"config", required_argument, NULL, 'c'}, {"json", no_argument, NULL, 'j'},
                                         {"quiet", no_argument, NULL, 'q'},        {"verbose", no_argument, NULL, 'v'},
                                         {"help", no_argument, NULL, 'h'},         {"version", no_argument, NULL, 'V'},
                                         {"yes", no_argument, NULL, 'y'},
                                         {NULL, 0, NULL, 0}};
    struct lt_sync_options options = {.config = DEFAULT_CONFIG};
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "c:qvh", LONG, NULL)) != -1;) {
        switch (option) {
        case 'c': options.config = optarg; break;
        case 'j': options.json = true; break;
        case 'y': options.yes = true; break;
        case 'q': options.quiet = true; break;
        case 'v': options.verbose++; break;
        case 'h': return lt_cli_help(&HELP);
        case 'V': return lt_cli_version(PROGRAM);
        default: return lt_cli_usage(PROGRAM, "unknown option: %s", argv[optind - 1]);
        }
    }
    lt_log_init(PROGRAM, options.quiet ? LT_LOG_ERROR : options.verbose > 1 ? LT_LOG_DEBUG
                                     : options.verbose ? LT_LOG_INFO : LT_LOG_WARN);
    if (optind == argc)
        return lt_cli_usage(PROGRAM, "no command");
    if (argc - optind > 2)
        return lt_cli_usage(PROGRAM, "too many arguments");
    return run_command(&options, argv[optind], optind + 1 < argc ? argv[optind + 1] : NULL);
}

int main(int argc, char **argv)
{
    lt_log_init(PROGRAM, LT_LOG_WARN);
    lt_cli_json();
    return lt_cli_end(run(argc, argv));
}
