/*
 * pack_publish.c: `lutrin-pack publish` and `stamp`: a release into the static tree, and its newest-of-all note anew.
 */
#include "cli.h"
#include "pack.h"

#include <lutrin/log.h>
#include <lutrin/publish.h>

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <time.h>

#define STAMP_OPTIONS                                                                                                \
    "      --days N            how long the stamp is good for, 1 to 365 (7)\n"                                        \
    "      --spread SECONDS    kiosks wait a random part of it before they fetch (3600)\n"                            \
    "      --poll SECONDS      kiosks ask again after it (3600)\n"                                                    \
    "  -h, --help              this text\n"

static const struct lt_cli_help PUBLISH_HELP = {
    "lutrin-pack publish BUNDLE REPO --key SECRET [--stamp-key SECRET] [--channel NAME]",
    "Puts a bundle into the static tree REPO, with patches from older releases; any web server can serve it.\n"
    "What was interrupted is taken up again; the same bundle twice only renews the stamp.",
    "      --key SECRET        the release key, that signs manifests\n"
    "      --stamp-key SECRET  the stamp key, that signs REPO/latest (default: the release key)\n"
    "      --channel NAME      what it is a release of (default: main)\n"
    "      --release N         its number (default: the next)\n"
    "      --epoch N           raised only after a key was lost (default: 1)\n"
    "      --bad N             an older release that kiosks should leave; may be said again\n"
    "      --level N           of zstd, 1 to 19: smaller and slower (19)\n"
    "      --keep N            remove older releases, all but the N newest (default: all stay)\n" STAMP_OPTIONS};

static const struct lt_cli_help STAMP_HELP = {
    "lutrin-pack stamp REPO --key SECRET [--days N] [--spread SECONDS] [--poll SECONDS]",
    "Signs REPO/latest anew, so that kiosks know that nothing is being kept from them; for a cron job.",
    "      --key SECRET        the stamp key\n" STAMP_OPTIONS};

struct options {
    const char *key, *stamp_key, *channel;
    int64_t release, epoch, level, keep, days, spread, poll;
    int64_t bad[LT_MANIFEST_MAX_BAD];
    size_t bad_count;
};

static bool take_bad(struct options *options, const char *text)
{
    return options->bad_count < LT_MANIFEST_MAX_BAD &&
           lt_cli_number(text, 1, LT_SIGNED_MAX_NUMBER, &options->bad[options->bad_count++]);
}

/* Returns -1 to go on, else the exit code. */
static int parse(int argc, char **argv, const struct lt_cli_help *help, int names, struct options *options)
{
    static const struct option LONG[] = {
        {"key", required_argument, NULL, 'k'},     {"stamp-key", required_argument, NULL, 's'},
        {"channel", required_argument, NULL, 'c'}, {"release", required_argument, NULL, 'r'},
        {"epoch", required_argument, NULL, 'e'},   {"level", required_argument, NULL, 'l'},
        {"days", required_argument, NULL, 'd'},    {"spread", required_argument, NULL, 'S'},
        {"poll", required_argument, NULL, 'p'},    {"bad", required_argument, NULL, 'b'},
        {"keep", required_argument, NULL, 'K'},
        {"help", no_argument, NULL, 'h'},          {NULL, 0, NULL, 0}};
    bool good = true;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "h", LONG, NULL)) != -1;) {
        switch (option) {
        case 'k': options->key = optarg; break;
        case 's': options->stamp_key = optarg; break;
        case 'c': options->channel = optarg; break;
        case 'r': good = good && lt_cli_number(optarg, 1, LT_SIGNED_MAX_NUMBER, &options->release); break;
        case 'e': good = good && lt_cli_number(optarg, 1, LT_SIGNED_MAX_NUMBER, &options->epoch); break;
        case 'l': good = good && lt_cli_number(optarg, 1, LT_PUBLISH_MAX_LEVEL, &options->level); break;
        case 'K': good = good && lt_cli_number(optarg, 1, LT_PUBLISH_MAX_RELEASES, &options->keep); break;
        case 'd': good = good && lt_cli_number(optarg, 1, 365, &options->days); break;
        case 'S': good = good && lt_cli_number(optarg, 0, LT_STAMP_MAX_SECONDS, &options->spread); break;
        case 'p': good = good && lt_cli_number(optarg, 60, LT_STAMP_MAX_SECONDS, &options->poll); break;
        case 'b': good = good && take_bad(options, optarg); break;
        case 'h': return lt_cli_help(help);
        default: return lt_cli_usage(PACK_PROGRAM, "unknown option: %s", argv[optind - 1]);
        }
    }
    if (!good)
        return lt_cli_usage(PACK_PROGRAM, "%s: a number is out of its range", argv[0]);
    if (argc - optind != names)
        return lt_cli_usage(PACK_PROGRAM, "%s takes %s", argv[0], names == 2 ? "a bundle and a folder" : "a folder");
    if (!options->key)
        return lt_cli_usage(PACK_PROGRAM, "%s: no --key", argv[0]);
    if (!lt_channel_valid(options->channel))
        return lt_cli_usage(PACK_PROGRAM, "'%s' is no channel name: use a-z, 0-9, '.', '_' and '-'", options->channel);
    return -1;
}

/* The time now, or what SOURCE_DATE_EPOCH says. */
static int64_t now(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH");
    int64_t seconds;
    return fixed && lt_cli_number(fixed, 0, LT_SIGNED_MAX_TIME - 366 * 86400, &seconds) ? seconds : (int64_t)time(NULL);
}

static struct lt_publish settings(const struct options *options, const char *repo)
{
    return (struct lt_publish){.repo = repo, .channel = options->channel, .epoch = options->epoch,
                               .version = options->release, .level = (int)options->level, .bad = options->bad,
                               .bad_count = options->bad_count, .now = now(), .stamp_s = options->days * 86400,
                               .spread_s = options->spread, .poll_s = options->poll};
}

static void print_report(const struct lt_publish_report *report, const char *repo)
{
    if (report->already)
        printf("%s: release %" PRId64 " is this bundle already; the stamp is renewed\n", repo, report->version);
    else
        printf("%s: release %" PRId64 ", %" PRId64 " bytes, %" PRId64 " to fetch\n", repo, report->version,
               report->bundle_bytes, report->full_bytes);
    if (report->other_key)
        lt_log(LT_LOG_WARN, "the release before bears another key: kiosks that know only that one refuse this: %s: publish with that key, or tell them of the new one with 'lutrin-pack rotate'",
               repo);
    for (size_t i = 0; i < report->patch_count; i++)
        printf("  from %" PRId64 ": %" PRId64 " bytes\n", report->patches[i].base, report->patches[i].bytes);
}

static const struct options DEFAULTS = {.channel = "main", .epoch = 1, .level = LT_PUBLISH_MAX_LEVEL, .days = LT_PUBLISH_STAMP_S / 86400,
                                        .spread = LT_PUBLISH_SPREAD_S, .poll = LT_PUBLISH_POLL_S};

int lt_pack_cmd_publish(int argc, char **argv)
{
    struct options options = DEFAULTS;
    struct lt_diag diag;
    struct lt_secret_key release = {0}, stamp = {0};
    struct lt_publish_report report;
    size_t removed = 0;
    int code = parse(argc, argv, &PUBLISH_HELP, 2, &options);
    if (code >= 0)
        return code;
    struct lt_publish how = settings(&options, argv[optind + 1]);
    how.release = &release;
    how.stamp = options.stamp_key ? &stamp : &release;
    enum lt_err err = lt_secret_key_read(options.key, &diag, &release);
    if (err == LT_OK && options.stamp_key)
        err = lt_secret_key_read(options.stamp_key, &diag, &stamp);
    if (err == LT_OK)
        err = lt_publish_bundle(&how, argv[optind], &diag, &report);
    if (err == LT_OK && options.keep) /* `latest` speaks of the newest now */
        err = lt_publish_prune(how.repo, (size_t)options.keep, &diag, &removed);
    lt_secret_key_wipe(&release);
    lt_secret_key_wipe(&stamp);
    if (err != LT_OK)
        return lt_cli_fail(&diag);
    print_report(&report, how.repo);
    if (removed)
        printf("  %zu older removed\n", removed);
    return EX_OK;
}

int lt_pack_cmd_stamp(int argc, char **argv)
{
    struct options options = DEFAULTS;
    struct lt_diag diag;
    struct lt_secret_key key = {0};
    struct lt_stamp stamp;
    int code = parse(argc, argv, &STAMP_HELP, 1, &options);
    if (code >= 0)
        return code;
    struct lt_publish how = settings(&options, argv[optind]);
    how.stamp = &key;
    enum lt_err err = lt_secret_key_read(options.key, &diag, &key);
    if (err == LT_OK)
        err = lt_publish_stamp(&how, &diag, &stamp);
    lt_secret_key_wipe(&key);
    if (err != LT_OK)
        return lt_cli_fail(&diag);
    printf("%s/latest: release %" PRId64 "\n", how.repo, stamp.version);
    return EX_OK;
}
