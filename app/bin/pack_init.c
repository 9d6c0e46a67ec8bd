/*
 * pack_init.c: `lutrin-pack init`: a first plan of a site, to be read and changed by a person.
 */
#include "cli.h"
#include "pack.h"

#include <lutrin/doc.h>
#include <lutrin/file.h>
#include <lutrin/pack.h>

#include <errno.h>
#include <getopt.h>
#include <sysexits.h>
#include <unistd.h>

static const struct lt_cli_help HELP = {
    "lutrin-pack init [-o SITE.ini] URL|FILE",
    "Writes a first plan for a site by looking at one of its pages or feeds.",
    "  -o, --output FILE   the plan to write; one that is there is not touched (default: standard output)\n"
    "      --offline       fetch nothing: the cache is all there is\n"
    "      --cache DIR     where fetched things are kept (default: $XDG_CACHE_HOME/lutrin, ~/.cache/lutrin)\n"
    "      --allow-local   addresses of the local network may be fetched\n"
    "  -h, --help          this text\n"};

static enum lt_err draft(const char *source, const struct lt_plan *how, struct lt_diag *diag)
{
    struct lt_buf text = {0};
    if (how->output && access(how->output, F_OK) == 0)
        return lt_fail(diag, LT_ERR_CANT_CREATE, how->output, "remove it, or give another name", "there is one already");
    enum lt_err err = lt_plan_draft(source, how, NULL, diag, &text);
    if (err == LT_OK && how->output)
        err = lt_file_write(how->output, lt_buf_slice(&text), diag);
    else if (err == LT_OK && lt_cli_print(lt_buf_slice(&text)) != EX_OK)
        err = lt_fail(diag, LT_ERR_IO, NULL, NULL, "the plan was not printed");
    lt_buf_finish(&text);
    return err;
}

int lt_pack_cmd_init(int argc, char **argv)
{
    static const struct option LONG[] = {
        {"output", required_argument, NULL, 'o'}, {"offline", no_argument, NULL, 'O'},
        {"cache", required_argument, NULL, 'C'},  {"allow-local", no_argument, NULL, 'L'},
        {"help", no_argument, NULL, 'h'},         {NULL, 0, NULL, 0}};
    struct lt_plan how = {.created = LT_NO_TIME};
    struct lt_diag diag = {0};
    opterr = 0;
    for (int option; (option = getopt_long(argc, argv, "o:h", LONG, NULL)) != -1;) {
        switch (option) {
        case 'o': how.output = optarg; break;
        case 'O': how.offline = true; break;
        case 'C': how.cache = optarg; break;
        case 'L': how.allow_local = true; break;
        case 'h': return lt_cli_help(&HELP);
        default: return lt_cli_usage(PACK_PROGRAM, "init: unknown or incomplete option: %s", argv[optind - 1]);
        }
    }
    if (argc - optind != 1)
        return lt_cli_usage(PACK_PROGRAM, "init: one address or file is needed");
    return draft(argv[optind], &how, &diag) == LT_OK ? EX_OK : lt_cli_fail(&diag);
}
