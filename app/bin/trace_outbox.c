/*
 * trace_outbox.c: `lutrin-trace outbox`: puts a sign-up into an outbox, as the reader's form will, and shows what is there.
 */
#include "cli.h"
#include "trace.h"

#include <lutrin/bundle.h>
#include <lutrin/outbox.h>

#include <getopt.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

static const struct lt_cli_help HELP = {
    "lutrin-trace outbox add BUNDLE DIR EMAIL [--name NAME]\n"
    "       lutrin-trace outbox list DIR [ID]",
    "Puts a sign-up for BUNDLE's newsletter into the outbox DIR, sealed, and prints its id; or prints what is in DIR (or\n"
    "what became of ID), one JSON object a line. Nobody can list who signed up: that is sealed.",
    "      --name NAME   with a name, where the publication asks for one\n"
    "  -h, --help        this text\n"};

static int run_add(const char *path, const char *dir, const char *email, const char *name)
{
    struct lt_diag diag;
    struct lt_arena arena = {0};
    struct lt_bundle *bundle = NULL;
    struct lt_newsletter newsletter;
    char id[LT_SIGNUP_ID_BYTES + 1];
    enum lt_err err = lt_bundle_open(path, &diag, &bundle);
    if (err == LT_OK && !lt_bundle_info(bundle)->newsletter[0])
        err = lt_fail(&diag, LT_ERR_UNAVAILABLE, path, "add [newsletter] to its plan", "takes no sign-ups");
    if (err == LT_OK)
        err = lt_newsletter_parse(lt_bytes_of(lt_bundle_info(bundle)->newsletter), path, &arena, &diag, &newsletter);
    if (err == LT_OK)
        err = lt_outbox_add(dir, &newsletter, email, name, &diag, id);
    lt_bundle_close(bundle);
    lt_arena_finish(&arena);
    if (err != LT_OK)
        return lt_cli_fail(&diag);
    puts(id);
    return EX_OK;
}

static int print_item(const struct lt_outbox_item *item)
{
    json_t *object = json_pack("{s:s,s:s,s:b,s:b,s:b,s:i,s:I,s:I,s:s}", "id", item->id, "state",
                               lt_outbox_state_name(item->state), "here", item->here, "doubt", item->doubt, "held",
                               item->held, "tries", (int)item->tries, "first", (json_int_t)item->first_s, "last", (json_int_t)item->last_s,
                               "why", item->why);
    return lt_cli_print_json(object, 0);
}

static int run_list(const char *dir, const char *id)
{
    struct lt_diag diag;
    struct lt_outbox_item one, *items = NULL;
    size_t count = 0;
    int code = EX_OK;
    enum lt_err err = id ? lt_outbox_look(dir, id, &diag, &one) : lt_outbox_list(dir, &diag, &items, &count);
    if (err != LT_OK)
        return lt_cli_fail(&diag);
    if (id)
        code = print_item(&one);
    for (size_t i = 0; code == EX_OK && i < count; i++)
        code = print_item(&items[i]);
    free(items);
    return code;
}

int lt_trace_outbox(int argc, char **argv)
{
    static const struct option LONG[] = {{"name", required_argument, NULL, 'n'}, {"help", no_argument, NULL, 'h'}, {NULL, 0, NULL, 0}};
    const char *name = NULL;
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "h", LONG, NULL)) != -1;) {
        switch (option) {
        case 'n': name = optarg; break;
        case 'h': return lt_cli_help(&HELP);
        default: return lt_cli_usage("lutrin-trace", "outbox: unknown option: %s", argv[optind - 1]);
        }
    }
    char **rest = argv + optind;
    int count = argc - optind;
    if (count == 4 && strcmp(rest[0], "add") == 0)
        return run_add(rest[1], rest[2], rest[3], name);
    if ((count == 2 || count == 3) && strcmp(rest[0], "list") == 0 && !name)
        return run_list(rest[1], count == 3 ? rest[2] : NULL);
    return lt_cli_usage("lutrin-trace", "outbox: 'add BUNDLE DIR EMAIL' or 'list DIR'");
}
