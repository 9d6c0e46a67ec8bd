/*
 * pack.c: lutrin-pack, the press's command line.
 */
#include "cli.h"
#include "pack.h"

#include <lutrin/log.h>

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* A subcommand is added here when it is there. */
static const struct {
    const char *name, *purpose;
    int (*run)(int argc, char **argv);
} COMMANDS[] = {
    {"build", "feeds, pages and folders of them become a bundle", lt_pack_cmd_build},
    {"check", "may a bundle ship?", lt_pack_cmd_check},
    {"init", "a first plan for a site", lt_pack_cmd_init},
    {"inspect", "what a bundle holds", lt_pack_cmd_inspect},
    {"keygen", "a key pair to sign with", lt_pack_cmd_keygen},
    {"outbox", "the keys that sign-ups are sealed to, and opening them", lt_pack_cmd_outbox},
    {"sign", "a bundle's signature beside it", lt_pack_cmd_sign},
    {"verify", "is a bundle what was signed?", lt_pack_cmd_verify},
    {"publish", "a bundle becomes a release in a static tree", lt_pack_cmd_publish},
    {"stamp", "the tree's note of its newest release, anew", lt_pack_cmd_stamp},
    {"rotate", "the tree's next set of keys", lt_pack_cmd_rotate},
};

static int help(void)
{
    printf("usage: " PACK_PROGRAM " COMMAND [OPTION...] ARGUMENT...\n\n"
           "Makes the one file, the bundle, that the reader shows.\n\n");
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
        printf("  %-9s %s\n", COMMANDS[i].name, COMMANDS[i].purpose);
    printf("\n  --help, --version; '" PACK_PROGRAM " COMMAND --help' tells about one of them\n");
    return EX_OK;
}

static int run(int argc, char **argv)
{
    if (argc < 2)
        return lt_cli_usage(PACK_PROGRAM, "no command");
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return help();
    if (strcmp(argv[1], "--version") == 0)
        return lt_cli_version(PACK_PROGRAM);
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
        if (strcmp(argv[1], COMMANDS[i].name) == 0)
            return COMMANDS[i].run(argc - 1, argv + 1);
    return lt_cli_usage(PACK_PROGRAM, "no such command: %s", argv[1]);
}

int main(int argc, char **argv)
{
    lt_log_init(PACK_PROGRAM, LT_LOG_WARN);
    lt_cli_json();
    return lt_cli_end(run(argc, argv));
}
