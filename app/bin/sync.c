/*
 * sync.c: lutrin-sync, the postman's command line.
 */
#include "cli.h"

#include <lutrin/log.h>
#include <lutrin/sync.h>

#include <getopt.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#define PROGRAM "lutrin-sync"
#define DEFAULT_CONFIG "/etc/lutrin/sync.conf"

static const struct lt_cli_help HELP = {
    "lutrin-sync COMMAND [OPTION...]",
    "Brings signed bundles onto the shelf that the reader reads from.",
    "  import PATH       verify the bundle PATH against PATH.minisig and make it the one that is read\n"
    "  settle            finish what was interrupted; to be run before the reader starts\n"
    "  status            what is on the shelf\n"
    "  rollback          go back to the bundle that was read before\n"
    "  reader-failed     the reader ended badly; three times soon after a switch go back\n"
    "\n"
    "  -c, --config FILE configuration (default " DEFAULT_CONFIG ")\n"
    "      --json        status as one JSON object\n"
    "  -q, --quiet       say nothing but errors\n"
    "  -v, --verbose     say more; twice: for developers\n"
    "  -h, --help        this text\n"
    "      --version     the version\n"};

struct options {
    const char *config;
    bool json, quiet;
    int verbose;
};

static int run_import(const struct lt_sync_config *config, const struct options *options, const char *path)
{
    struct lt_diag diag;
    struct lt_release release;
    if (!path)
        return lt_cli_usage(PROGRAM, "import: which bundle?");
    if (lt_sync_import(config, path, &diag, &release) != LT_OK)
        return lt_cli_fail(&diag);
    lt_log(LT_LOG_INFO, "version %" PRId64 " of %s is on the shelf", release.version, release.channel);
    if (!options->quiet)
        printf("imported %s version %" PRId64 ", %" PRId64 " bytes\n", release.channel, release.version, release.size);
    return EX_OK;
}

static json_t *generation(struct lt_generation item)
{
    return json_pack("{s:I,s:I}", "epoch", (json_int_t)item.epoch, "version", (json_int_t)item.version);
}

static json_t *generations(const struct lt_generation *items, int count)
{
    json_t *array = json_array();
    for (int i = 0; i < count; i++)
        json_array_append_new(array, generation(items[i]));
    return array;
}

static int print_json(const struct lt_sync_status *status)
{
    json_t *object = json_object();
    json_object_set_new(object, "channel", json_string(status->state.channel));
    json_object_set_new(object, "current", status->current.epoch ? generation(status->current) : json_null());
    json_object_set_new(object, "highest", generation(status->state.seen));
    json_object_set_new(object, "generations", generations(status->generations, status->generation_count));
    json_object_set_new(object, "bad", generations(status->state.bad, status->state.bad_count));
    json_object_set_new(object, "root", json_integer(status->root));
    char *text = json_dumps(object, JSON_INDENT(1));
    json_decref(object);
    if (!text)
        return EX_SOFTWARE;
    puts(text);
    free(text);
    return EX_OK;
}

static void print_generation(const char *what, struct lt_generation item)
{
    if (item.epoch > 1)
        printf("%s: version %" PRId64 " (epoch %" PRId64 ")\n", what, item.version, item.epoch);
    else if (item.epoch)
        printf("%s: version %" PRId64 "\n", what, item.version);
    else
        printf("%s: nothing\n", what);
}

static int run_status(const struct lt_sync_config *config, const struct options *options, const char *path)
{
    struct lt_diag diag;
    struct lt_sync_status status;
    (void)path;
    if (lt_sync_status(config, &diag, &status) != LT_OK)
        return lt_cli_fail(&diag);
    if (options->json)
        return print_json(&status);
    if (status.state.channel[0])
        printf("channel: %s\n", status.state.channel);
    print_generation("current", status.current);
    print_generation("highest seen", status.state.seen);
    for (int i = 0; i < status.generation_count; i++)
        print_generation("on the shelf", status.generations[i]);
    for (int i = 0; i < status.state.bad_count; i++)
        print_generation("rolled back", status.state.bad[i]);
    return EX_OK;
}

static int run_settle(const struct lt_sync_config *config, const struct options *options, const char *path)
{
    struct lt_diag diag;
    (void)options, (void)path;
    return lt_sync_settle(config, &diag) == LT_OK ? EX_OK : lt_cli_fail(&diag);
}

static int run_rollback(const struct lt_sync_config *config, const struct options *options, const char *path)
{
    struct lt_diag diag;
    struct lt_generation back;
    (void)path;
    if (lt_sync_roll_back(config, &diag, &back) != LT_OK)
        return lt_cli_fail(&diag);
    if (!options->quiet)
        print_generation("back to", back);
    return EX_OK;
}

static int run_reader_failed(const struct lt_sync_config *config, const struct options *options, const char *path)
{
    struct lt_diag diag;
    struct lt_generation back;
    (void)path;
    if (lt_sync_reader_failed(config, &diag, &back) != LT_OK)
        return lt_cli_fail(&diag);
    if (back.epoch) {
        lt_log(LT_LOG_WARN, "the reader keeps failing: back to version %" PRId64, back.version);
        if (!options->quiet)
            print_generation("back to", back);
    }
    return EX_OK;
}

static const struct {
    const char *name;
    bool path; /* does it take one? */
    int (*run)(const struct lt_sync_config *config, const struct options *options, const char *path);
} COMMANDS[] = {
    {"import", true, run_import},      {"settle", false, run_settle},
    {"status", false, run_status},     {"rollback", false, run_rollback},
    {"reader-failed", false, run_reader_failed},
};

static int run_command(const struct options *options, const char *name, const char *path)
{
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++) {
        if (strcmp(name, COMMANDS[i].name) != 0)
            continue;
        if (path && !COMMANDS[i].path)
            return lt_cli_usage(PROGRAM, "%s takes no argument", name);
        struct lt_arena arena = {0};
        struct lt_diag diag;
        struct lt_sync_config config;
        int code = lt_sync_config_read(options->config, &arena, &diag, &config) == LT_OK
                       ? COMMANDS[i].run(&config, options, path)
                       : lt_cli_fail(&diag);
        lt_arena_finish(&arena);
        return code;
    }
    return lt_cli_usage(PROGRAM, "no such command: %s", name);
}

int main(int argc, char **argv)
{
    static const struct option LONG[] = {{"config", required_argument, NULL, 'c'}, {"json", no_argument, NULL, 'j'},
                                         {"quiet", no_argument, NULL, 'q'},        {"verbose", no_argument, NULL, 'v'},
                                         {"help", no_argument, NULL, 'h'},         {"version", no_argument, NULL, 'V'},
                                         {NULL, 0, NULL, 0}};
    struct options options = {.config = DEFAULT_CONFIG};
    lt_log_init(PROGRAM, LT_LOG_WARN);
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "c:qvh", LONG, NULL)) != -1;) {
        switch (option) {
        case 'c': options.config = optarg; break;
        case 'j': options.json = true; break;
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
