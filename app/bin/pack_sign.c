/*
 * pack_sign.c: lutrin-pack keygen, sign and verify: a bundle's signature beside it, as stock minisign writes it.
 */
#include "cli.h"
#include "pack.h"

#include <lutrin/bundle.h>
#include <lutrin/file.h>
#include <lutrin/signed.h>

#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sysexits.h>

static const struct lt_cli_help KEYGEN_HELP = {
    "lutrin-pack keygen NAME",
    "Makes a key pair: NAME.key, to be kept secret, and NAME.pub, for the kiosks. minisign reads both.",
    "  -h, --help        this text\n"};

static const struct lt_cli_help SIGN_HELP = {
    "lutrin-pack sign BUNDLE --key SECRET [--channel NAME] [--release N]",
    "Writes BUNDLE.minisig: who made the bundle, for which channel, and its number.",
    "      --key SECRET  the secret key file\n"
    "      --channel NAME  what it is a release of (default: main)\n"
    "      --release N   its number, higher than any before (default: the bundle's time of creation)\n"
    "      --epoch N     raised only after a key was lost (default: 1)\n"
    "  -h, --help        this text\n"};

static const struct lt_cli_help VERIFY_HELP = {
    "lutrin-pack verify BUNDLE --pub PUB | --rebuild -c SITE.ini [--cache DIR] [--base BUNDLE]",
    "Says whether BUNDLE is what BUNDLE.minisig was made for, by the owner of that key; or whether its plan makes it again.",
    "      --pub PUB     the public key file\n"
    "      --rebuild     make it anew from the plan and the cache, without the network, and compare every byte\n"
    "  -c, --config FILE the plan\n"
    "      --cache DIR   where fetched things are kept\n"
    "      --base BUNDLE the edition it was built on\n"
    "  -h, --help        this text\n"};

struct options {
    const char *key, *pub, *channel, *bundle;
    struct lt_pack_rebuild how;
    bool rebuild;
    int64_t release, epoch;
};

/* Returns -1 to go on, else the exit code. */
static int parse(int argc, char **argv, const struct lt_cli_help *help, struct options *options)
{
    static const struct option LONG[] = {
        {"key", required_argument, NULL, 'k'},     {"pub", required_argument, NULL, 'p'},
        {"channel", required_argument, NULL, 'n'}, {"release", required_argument, NULL, 'r'},
        {"epoch", required_argument, NULL, 'e'},   {"help", no_argument, NULL, 'h'},
        {"rebuild", no_argument, NULL, 'R'},       {"config", required_argument, NULL, 'c'},
        {"cache", required_argument, NULL, 'K'},   {"base", required_argument, NULL, 'b'},
        {NULL, 0, NULL, 0}};
    bool good = true;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "c:h", LONG, NULL)) != -1;) {
        switch (option) {
        case 'k': options->key = optarg; break;
        case 'p': options->pub = optarg; break;
        case 'n': options->channel = optarg; break;
        case 'c': options->how.config = optarg; break;
        case 'b': options->how.base = optarg; break;
        case 'K': options->how.cache = optarg; break;
        case 'R': options->rebuild = true; break;
        case 'r': good = good && lt_cli_number(optarg, 1, LT_SIGNED_MAX_NUMBER, &options->release); break;
        case 'e': good = good && lt_cli_number(optarg, 1, LT_SIGNED_MAX_NUMBER, &options->epoch); break;
        case 'h': return lt_cli_help(help);
        default: return lt_cli_usage(PACK_PROGRAM, "unknown option: %s", argv[optind - 1]);
        }
    }
    if (!good)
        return lt_cli_usage(PACK_PROGRAM, "--release and --epoch take a whole number from 1");
    if (argc - optind != 1)
        return lt_cli_usage(PACK_PROGRAM, "%s takes one name", argv[0]);
    options->bundle = argv[optind];
    return -1;
}

int lt_pack_cmd_keygen(int argc, char **argv)
{
    struct options options = {0};
    struct lt_diag diag;
    int code = parse(argc, argv, &KEYGEN_HELP, &options);
    if (code >= 0)
        return code;
    if (lt_key_create(options.bundle, &diag) != LT_OK)
        return lt_cli_fail(&diag);
    printf("%s.key (keep it secret)\n%s.pub (for the kiosks)\n", options.bundle, options.bundle);
    return EX_OK;
}

/* Opens the bundle as a reader would, so that nothing else gets signed, and tells when it was made. */
static enum lt_err look_into(const char *path, struct lt_diag *diag, int64_t *ret_created)
{
    struct lt_bundle *bundle;
    enum lt_err err = lt_bundle_open(path, diag, &bundle);
    if (err != LT_OK)
        return err;
    *ret_created = lt_bundle_info(bundle)->created;
    lt_bundle_close(bundle);
    return LT_OK;
}

static enum lt_err write_signature(const struct options *options, struct lt_release *release, struct lt_diag *diag)
{
    struct lt_secret_key key;
    uint8_t digest[64];
    struct lt_buf comment = {0}, text = {0}, path = {0};
    enum lt_err err = lt_file_digest(options->bundle, LT_BUNDLE_MAX_BYTES, diag, digest, &release->size);
    if (err == LT_OK)
        err = lt_secret_key_read(options->key, diag, &key);
    if (err == LT_OK) {
        lt_release_format(release, &comment);
        lt_buf_printf(&path, "%s.minisig", options->bundle);
        err = lt_sign_digest(digest, &key, comment.data, diag, &text);
        lt_secret_key_wipe(&key);
    }
    if (err == LT_OK)
        err = lt_file_write(path.data, lt_buf_slice(&text), diag);
    lt_buf_finish(&comment);
    lt_buf_finish(&text);
    lt_buf_finish(&path);
    return err;
}

int lt_pack_cmd_sign(int argc, char **argv)
{
    struct options options = {.channel = "main", .epoch = 1};
    struct lt_diag diag;
    int code = parse(argc, argv, &SIGN_HELP, &options);
    if (code >= 0)
        return code;
    if (!options.key)
        return lt_cli_usage(PACK_PROGRAM, "sign: no --key");
    if (!lt_channel_valid(options.channel))
        return lt_cli_usage(PACK_PROGRAM, "'%s' is no channel name: use a-z, 0-9, '.', '_' and '-'", options.channel);
    struct lt_release release = {.epoch = options.epoch};
    snprintf(release.channel, sizeof release.channel, "%s", options.channel);
    if (look_into(options.bundle, &diag, &release.created) != LT_OK)
        return lt_cli_fail(&diag);
    release.version = options.release ? options.release : release.created > 0 ? release.created : 1;
    if (write_signature(&options, &release, &diag) != LT_OK)
        return lt_cli_fail(&diag);
    printf("%s.minisig: %s version %" PRId64 "\n", options.bundle, release.channel, release.version);
    return EX_OK;
}

/* The signature beside the bundle; where there is none, what to do about it. */
static enum lt_err read_signature(const char *bundle, const char *path, struct lt_diag *diag, struct lt_buf *text)
{
    struct stat found;
    if (stat(bundle, &found) != 0)
        return lt_file_read(bundle, LT_SIGNATURE_FILE_MAX, diag, text); /* it says why it cannot be read */
    if (S_ISDIR(found.st_mode))
        return lt_fail(diag, LT_ERR_NO_INPUT, bundle, "give a bundle; releases in a published tree are verified by 'lutrin-sync'", "a folder");
    if (stat(path, &found) != 0 && errno == ENOENT)
        return lt_fail(diag, LT_ERR_NO_INPUT, bundle, "'lutrin-pack sign' signs it", "not signed: no %s", path);
    return lt_file_read(path, LT_SIGNATURE_FILE_MAX, diag, text);
}

static enum lt_err check_file(const struct options *options, struct lt_diag *diag, struct lt_signature *signature)
{
    struct lt_public_key key;
    struct lt_release release;
    uint8_t digest[64];
    int64_t size;
    struct lt_buf path = {0}, text = {0};
    lt_buf_printf(&path, "%s.minisig", options->bundle);
    enum lt_err err = lt_public_key_read(options->pub, diag, &key);
    if (err == LT_OK)
        err = read_signature(options->bundle, path.data, diag, &text);
    if (err == LT_OK)
        err = lt_file_digest(options->bundle, LT_BUNDLE_MAX_BYTES, diag, digest, &size);
    if (err == LT_OK) {
        const struct lt_keyring ring = {.keys = {key}, .count = 1};
        err = lt_verify(&ring, digest, lt_buf_slice(&text), LT_TYPE_BUNDLE, options->bundle, diag, signature);
    }
    if (err == LT_OK)
        err = lt_release_parse(signature->comment, path.data, diag, &release);
    if (err == LT_OK && release.size != size)
        err = lt_fail(diag, LT_ERR_SIGNATURE, options->bundle, NULL, "not of the signed size");
    lt_buf_finish(&path);
    lt_buf_finish(&text);
    return err;
}

int lt_pack_cmd_verify(int argc, char **argv)
{
    struct options options = {0};
    struct lt_diag diag;
    struct lt_signature signature;
    int code = parse(argc, argv, &VERIFY_HELP, &options);
    if (code >= 0)
        return code;
    if (!options.pub && !options.rebuild)
        return lt_cli_usage(PACK_PROGRAM, "verify: no --pub");
    if (options.rebuild && !options.how.config)
        return lt_cli_usage(PACK_PROGRAM, "verify: --rebuild needs the plan (-c SITE.ini)");
    if (options.pub) {
        if (check_file(&options, &diag, &signature) != LT_OK)
            return lt_cli_fail(&diag);
        printf("%s: good: %s\n", options.bundle, signature.comment);
    }
    return options.rebuild ? lt_pack_rebuild(&options.how, options.bundle) : EX_OK;
}
