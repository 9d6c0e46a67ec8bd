/*
 * pack_outbox.c: lutrin-pack outbox: the publisher's side of sign-ups that kiosks seal: the key, and opening them.
 */
#include "cli.h"
#include "pack.h"

#include <lutrin/doc.h>
#include <lutrin/file.h>
#include <lutrin/log.h>
#include <lutrin/outbox.h>
#include <lutrin/pack.h>
#include <lutrin/sync.h>

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

enum { MAX_KEYS = 8 };

static const struct lt_cli_help HELP = {
    "lutrin-pack outbox keygen NAME\n"
    "       lutrin-pack outbox open --key SECRET [-c SITE.ini [--post [--seen DIR]]] [FILE...]",
    "Makes the pair of keys that sign-ups are sealed to: NAME.pub for the plan, NAME.key for the relay; or opens what\n"
    "kiosks sent (standard input without FILE), and prints it or fills in the publication's form with it.",
    "      --key SECRET  the relay's half of the key; several times while old sign-ups are on their way\n"
    "  -c, --config SITE.ini  the plan: print what its form wants to be sent\n"
    "      --post        send it to the form\n"
    "      --seen DIR    remember there which ones were taken, and take none twice\n"
    "  -q, --quiet       say nothing but errors\n"
    "  -h, --help        this text\n"};

struct options {
    const char *keys[MAX_KEYS], *config, *seen;
    size_t key_count;
    bool post, quiet;
};

struct relay {
    const struct options *options;
    struct lt_seal_pair pairs[MAX_KEYS];
    struct lt_newsletter newsletter;
};

/* The value of a field of what a kiosk sent: "id=...&sealed=...". Neither has a character that is written otherwise. */
static struct lt_bytes field(struct lt_bytes body, const char *name)
{
    while (body.size) {
        const char *end = memchr(body.data, '&', body.size);
        struct lt_bytes pair = {body.data, end ? (size_t)(end - body.data) : body.size};
        size_t used = pair.size + (end != NULL), length = strlen(name);
        if (pair.size > length && memcmp(pair.data, name, length) == 0 && pair.data[length] == '=')
            return (struct lt_bytes){pair.data + length + 1, pair.size - length - 1};
        body.data += used;
        body.size -= used;
    }
    return (struct lt_bytes){0};
}

static enum lt_err open_one(const struct relay *relay, const char *path, struct lt_diag *diag, struct lt_signup *signup)
{
    struct lt_buf body = {0};
    enum lt_err err = lt_file_read(path, LT_OUTBOX_ENTRY_MAX, diag, &body);
    if (err != LT_OK)
        return err;
    struct lt_bytes text = lt_bytes_trim(lt_buf_slice(&body)), sealed = field(text, "sealed"), id = field(text, "id");
    err = sealed.size ? LT_ERR_SIGNATURE : lt_fail(diag, LT_ERR_DATA, path, NULL, "not what a kiosk sends");
    for (size_t i = 0; err == LT_ERR_SIGNATURE && i < relay->options->key_count; i++)
        err = lt_signup_open(sealed, &relay->pairs[i], path, diag, signup);
    if (err == LT_OK && !lt_bytes_equal(id, lt_bytes_of(signup->id)))
        err = lt_fail(diag, LT_ERR_DATA, path, NULL, "its id is not the one that was sealed");
    lt_buf_finish(&body);
    return err;
}

static enum lt_err print_one(const struct relay *relay, const struct lt_signup *signup)
{
    struct lt_newsletter plain = {.json = true, .name = "name", .extras = "id={id}"};
    struct lt_buf text = {0};
    const char *type;
    lt_newsletter_body(relay->options->config ? &relay->newsletter : &plain, signup, (struct lt_bytes){0}, &text, &type);
    lt_buf_putc(&text, '\n');
    int code = lt_cli_print(lt_buf_slice(&text));
    lt_buf_finish(&text);
    return code == EX_OK ? LT_OK : LT_ERR_IO;
}

/* Fills in the form. LT_ERR_DATA: it was refused; any other error: it is to be tried again. */
static enum lt_err post_one(const struct relay *relay, const struct lt_signup *signup, struct lt_diag *diag)
{
    struct lt_seen *seen = NULL;
    bool was = false, doubt = false;
    enum lt_err err = relay->options->seen ? lt_seen_begin(relay->options->seen, signup->id, diag, &seen, &was) : LT_OK;
    if (err != LT_OK || was) {
        lt_seen_end(seen, false, NULL);
        return err;
    }
    /* The form is the publisher's own, and may well be on this very machine. */
    enum lt_outbox_state state = lt_sync_fill_form(&(struct lt_sync_config){.allow_local = true}, &relay->newsletter,
                                                   signup, diag, &doubt);
    err = state == LT_OUTBOX_REFUSED ? LT_ERR_DATA : state == LT_OUTBOX_WAITING ? LT_ERR_UNAVAILABLE : LT_OK;
    if (err != LT_OK)
        diag->err = err; /* what is told is what it means for the kiosk */
    enum lt_err kept = lt_seen_end(seen, err == LT_OK, diag);
    return err == LT_OK ? kept : err;
}

static enum lt_err read_relay(struct relay *relay, struct lt_arena *arena, struct lt_diag *diag)
{
    const struct options *o = relay->options;
    struct lt_plan plan = {.created = LT_NO_TIME};
    enum lt_err err = LT_OK;
    for (size_t i = 0; err == LT_OK && i < o->key_count; i++)
        err = lt_seal_read_pair(o->keys[i], diag, &relay->pairs[i]);
    if (err == LT_OK && o->config)
        err = lt_plan_read(o->config, arena, diag, &plan);
    relay->newsletter = plan.newsletter;
    if (err == LT_OK && o->config && !plan.newsletter.form)
        err = lt_fail(diag, LT_ERR_CONFIG, o->config, "add 'form' under [newsletter]", "there is no form to fill in");
    return err;
}

static int run_open(const struct options *options, char **files, int count)
{
    struct relay relay = {.options = options};
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    int code = EX_OK;
    if (read_relay(&relay, &arena, &diag) != LT_OK)
        code = lt_cli_fail(&diag);
    for (int i = 0; code == EX_OK && i < (count ? count : 1); i++) {
        struct lt_signup signup = {0};
        enum lt_err err = open_one(&relay, count ? files[i] : "-", &diag, &signup);
        if (err == LT_OK)
            err = options->post ? post_one(&relay, &signup, &diag) : print_one(&relay, &signup);
        lt_signup_wipe(&signup);
        code = err == LT_OK ? EX_OK : lt_cli_fail(&diag);
    }
    for (size_t i = 0; i < MAX_KEYS; i++)
        lt_seal_wipe(&relay.pairs[i]);
    lt_arena_finish(&arena);
    return code;
}

static int run_keygen(const struct options *options, const char *name)
{
    struct lt_diag diag;
    if (lt_seal_create(name, &diag) != LT_OK)
        return lt_cli_fail(&diag);
    if (!options->quiet)
        printf("%s.key (for the relay; keep it secret)\n%s.pub (for the plan)\n", name, name);
    return EX_OK;
}

int lt_pack_cmd_outbox(int argc, char **argv)
{
    static const struct option LONG[] = {
        {"key", required_argument, NULL, 'k'},  {"config", required_argument, NULL, 'c'}, {"post", no_argument, NULL, 'p'},
        {"seen", required_argument, NULL, 's'}, {"quiet", no_argument, NULL, 'q'},        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0}};
    struct options options = {0};
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "c:qh", LONG, NULL)) != -1;) {
        switch (option) {
        case 'k':
            if (options.key_count == MAX_KEYS)
                return lt_cli_usage(PACK_PROGRAM, "outbox: more than %d keys", MAX_KEYS);
            options.keys[options.key_count++] = optarg;
            break;
        case 'c': options.config = optarg; break;
        case 'p': options.post = true; break;
        case 's': options.seen = optarg; break;
        case 'q': options.quiet = true; break;
        case 'h': return lt_cli_help(&HELP);
        default: return lt_cli_usage(PACK_PROGRAM, "outbox: unknown option: %s", argv[optind - 1]);
        }
    }
    const char *what = optind < argc ? argv[optind] : "";
    if (strcmp(what, "keygen") == 0 && argc - optind == 2)
        return run_keygen(&options, argv[optind + 1]);
    if (strcmp(what, "open") != 0)
        return lt_cli_usage(PACK_PROGRAM, "outbox: 'keygen NAME' or 'open'");
    if (!options.key_count)
        return lt_cli_usage(PACK_PROGRAM, "outbox open: no --key");
    if ((options.post && !options.config) || (options.seen && !options.post))
        return lt_cli_usage(PACK_PROGRAM, "outbox open: --post needs the plan (-c), and --seen needs --post");
    return run_open(&options, argv + optind + 1, argc - optind - 1);
}
