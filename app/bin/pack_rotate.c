/*
 * pack_rotate.c: `lutrin-pack rotate`: the next set of keys into the tree, signed by the owners of the old and the new.
 */
#include "cli.h"
#include "pack.h"

#include <lutrin/file.h>
#include <lutrin/signed.h>

#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <time.h>

static const struct lt_cli_help HELP = {
    "lutrin-pack rotate REPO --from PUB|ROOT --key SECRET... --root PUB... [--release PUB...] [--stamp PUB...]",
    "Writes the next set of keys, REPO/root/K, which kiosks follow when enough owners of the old set and of the new one\n"
    "have signed it.",
    "      --from FILE         what kiosks trust first: a public key, or a key set\n"
    "      --key SECRET        a secret root key to sign with, of the old set or the new; again for each\n"
    "      --root PUB          a root key of the new set; again for each\n"
    "      --release PUB       a key that may sign manifests (default: the root keys); again for each\n"
    "      --stamp PUB         a key that may sign REPO/latest (default: the release keys); again for each\n"
    "      --threshold N       how many root keys must sign the set after this one (1)\n"
    "      --channel NAME      the channel (default: that of the old set, or main)\n"
    "      --raise-epoch       give up every release so far: their key was lost\n"
    "      --days N            how long the set is meant to last (3650)\n"
    "  -h, --help              this text\n"};

struct options {
    const char *repo, *from, *channel;
    const char *keys[LT_ROOT_MAX_SIGNATURES];
    int key_count;
    struct lt_keyring root, release, stamp;
    int64_t threshold, days;
    bool raise;
};

static bool add_public(struct lt_keyring *ring, const char *path, struct lt_diag *diag)
{
    if (ring->count == LT_KEYRING_MAX) {
        lt_fail(diag, LT_ERR_USAGE, path, NULL, "more than %d keys", LT_KEYRING_MAX);
        return false;
    }
    return lt_public_key_read(path, diag, &ring->keys[ring->count]) == LT_OK && ++ring->count;
}

/* Returns -1 to go on, else the exit code. */
static int parse(int argc, char **argv, struct options *options)
{
    static const struct option LONG[] = {
        {"from", required_argument, NULL, 'f'},      {"key", required_argument, NULL, 'k'},
        {"root", required_argument, NULL, 'r'},      {"release", required_argument, NULL, 'R'},
        {"stamp", required_argument, NULL, 's'},     {"threshold", required_argument, NULL, 't'},
        {"channel", required_argument, NULL, 'c'},   {"raise-epoch", no_argument, NULL, 'e'},
        {"days", required_argument, NULL, 'd'},      {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
    struct lt_diag diag = {0};
    bool good = true, read = true;
    opterr = 0;
    for (int option; read && (option = getopt_long(argc, argv, "h", LONG, NULL)) != -1;) {
        switch (option) {
        case 'f': options->from = optarg; break;
        case 'k':
            good = good && options->key_count < LT_ROOT_MAX_SIGNATURES;
            options->keys[good ? options->key_count++ : 0] = optarg;
            break;
        case 'r': read = add_public(&options->root, optarg, &diag); break;
        case 'R': read = add_public(&options->release, optarg, &diag); break;
        case 's': read = add_public(&options->stamp, optarg, &diag); break;
        case 't': good = good && lt_cli_number(optarg, 1, LT_KEYRING_MAX, &options->threshold); break;
        case 'c': options->channel = optarg; break;
        case 'e': options->raise = true; break;
        case 'd': good = good && lt_cli_number(optarg, 1, 36500, &options->days); break;
        case 'h': return lt_cli_help(&HELP);
        default: return lt_cli_usage(PACK_PROGRAM, "unknown option: %s", argv[optind - 1]);
        }
    }
    if (!read)
        return lt_cli_fail(&diag);
    if (!good)
        return lt_cli_usage(PACK_PROGRAM, "rotate: a number is out of its range, or too many keys");
    if (argc - optind != 1 || !options->from || !options->key_count || !options->root.count)
        return lt_cli_usage(PACK_PROGRAM, "rotate takes a folder, --from, --key and --root");
    if (options->channel && !lt_channel_valid(options->channel))
        return lt_cli_usage(PACK_PROGRAM, "'%s' is no channel name: use a-z, 0-9, '.', '_' and '-'", options->channel);
    options->repo = argv[optind];
    return -1;
}

static enum lt_err read_pair(const char *repo, int64_t number, struct lt_buf *text, struct lt_buf *signatures,
                             struct lt_diag *diag)
{
    struct lt_buf path = {0};
    lt_buf_printf(&path, "%s/root/%" PRId64, repo, number);
    enum lt_err err = lt_file_read(path.data, LT_ROOT_MAX_BYTES, diag, text);
    lt_buf_puts(&path, ".sig");
    if (err == LT_OK)
        err = lt_file_read(path.data, LT_ROOT_MAX_BYTES, diag, signatures);
    lt_buf_finish(&path);
    return err;
}

/* The set that a kiosk which has followed everything in the tree trusts now. */
static enum lt_err newest_root(const struct options *options, struct lt_diag *diag, struct lt_root *root)
{
    struct lt_public_key key;
    struct lt_buf text = {0};
    enum lt_err err = lt_file_read(options->from, LT_ROOT_MAX_BYTES, diag, &text);
    if (err == LT_OK && lt_root_parse(lt_buf_slice(&text), options->from, NULL, root) != LT_OK) {
        err = lt_public_key_read(options->from, diag, &key);
        if (err == LT_OK)
            lt_root_of_key(&key, root);
    }
    lt_buf_finish(&text);
    for (bool more = err == LT_OK; more;) {
        struct lt_buf step = {0}, signatures = {0};
        more = read_pair(options->repo, root->number + 1, &step, &signatures, NULL) == LT_OK;
        if (more)
            err = lt_root_step(root, lt_buf_slice(&step), lt_buf_slice(&signatures), options->repo, diag);
        more = more && err == LT_OK;
        lt_buf_finish(&step);
        lt_buf_finish(&signatures);
    }
    return err;
}

static struct lt_root next_root(const struct options *options, const struct lt_root *now)
{
    const char *channel = options->channel ? options->channel : now->channel[0] ? now->channel : "main";
    struct lt_root next = {.number = now->number + 1, .epoch = now->epoch + options->raise,
                           .created = (int64_t)time(NULL), .threshold = (int)options->threshold, .root = options->root};
    next.expires = next.created + options->days * 86400;
    next.release = options->release.count ? options->release : options->root;
    next.stamp = options->stamp.count ? options->stamp : next.release;
    memcpy(next.channel, channel, strlen(channel));
    return next;
}

static enum lt_err sign_all(const struct options *options, const struct lt_root *next, struct lt_bytes text,
                            struct lt_diag *diag, struct lt_buf *signatures)
{
    struct lt_buf comment = {0};
    enum lt_err err = LT_OK;
    lt_root_comment(next, &comment);
    for (int i = 0; err == LT_OK && i < options->key_count; i++) {
        struct lt_secret_key key;
        err = lt_secret_key_read(options->keys[i], diag, &key);
        if (err == LT_OK)
            err = lt_sign_text(text, &key, comment.data, diag, signatures);
        lt_secret_key_wipe(&key);
    }
    lt_buf_finish(&comment);
    return err;
}

/* The signatures first: a set without them is not looked at. */
static enum lt_err write_pair(const struct options *options, int64_t number, struct lt_bytes text,
                              struct lt_bytes signatures, struct lt_diag *diag)
{
    struct lt_buf path = {0};
    lt_buf_printf(&path, "%s/root", options->repo);
    mkdir(options->repo, 0755);
    mkdir(path.data, 0755); /* what fails here fails below with its reason */
    lt_buf_printf(&path, "/%" PRId64 ".sig", number);
    enum lt_err err = lt_file_write(path.data, signatures, diag);
    path.data[path.size - 4] = '\0';
    if (err == LT_OK)
        err = lt_file_write(path.data, text, diag);
    lt_buf_finish(&path);
    return err;
}

int lt_pack_cmd_rotate(int argc, char **argv)
{
    struct options options = {.threshold = 1, .days = 3650};
    struct lt_diag diag = {0};
    struct lt_root now, next, check;
    struct lt_buf text = {0}, signatures = {0};
    int code = parse(argc, argv, &options);
    if (code >= 0)
        return code;
    enum lt_err err = newest_root(&options, &diag, &now);
    if (err == LT_OK) {
        next = next_root(&options, &now);
        lt_root_format(&next, &text);
        err = sign_all(&options, &next, lt_buf_slice(&text), &diag, &signatures);
    }
    check = now;
    if (err == LT_OK) /* as a kiosk would */
        err = lt_root_step(&check, lt_buf_slice(&text), lt_buf_slice(&signatures), "the new set", &diag);
    if (err == LT_OK)
        err = write_pair(&options, next.number, lt_buf_slice(&text), lt_buf_slice(&signatures), &diag);
    lt_buf_finish(&text);
    lt_buf_finish(&signatures);
    if (err != LT_OK)
        return lt_cli_fail(&diag);
    printf("%s/root/%" PRId64 ": channel %s, epoch %" PRId64 "; now sign 'latest' again with a stamp key of it\n",
           options.repo, next.number, next.channel, next.epoch);
    return EX_OK;
}
