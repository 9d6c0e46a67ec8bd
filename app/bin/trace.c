/*
 * trace.c: lutrin-trace, the workshop: every stage of the road printed as text, JSON or PNG.
 */
#include "cli.h"
#include "trace.h"

#include <lutrin/log.h>

#include <stdio.h>
#include <string.h>
#include <sysexits.h>

/* A subcommand is added here when it is there. */
static const struct {
    const char *name, *purpose;
    int (*run)(int argc, char **argv);
} COMMANDS[] = {
    {"feed", "a feed and its entries, as JSON", lt_trace_feed},
    {"extract", "the article of a web page, as JSON", lt_trace_extract},
    {"doc", "an article of a bundle as text", lt_trace_doc},
    {"layout", "an article set as pages, line by line, as JSON", lt_trace_layout},
    {"outbox", "a sign-up into an outbox, and what became of it", lt_trace_outbox},
    {"page", "a page as the reader shows it, as PNG", lt_trace_page},
    {"replay", "plays a script of taps and keys to the reader", lt_trace_replay},
    {"search", "what the search finds, as JSON", lt_trace_search},
    {"typo", "a text set right by the typography of its language", lt_trace_typo},
};

static int help(void)
{
    printf("usage: lutrin-trace COMMAND [OPTION...] ARGUMENT...\n\nPrints every stage of the road from a feed to a page.\n\n");
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
        if (COMMANDS[i].run)
            printf("  %-9s %s\n", COMMANDS[i].name, COMMANDS[i].purpose);
    printf("\n  --help, --version; 'lutrin-trace COMMAND --help' tells about one of them\n");
    return EX_OK;
}

static int run(int argc, char **argv)
{
    if (argc < 2)
        return lt_cli_usage("lutrin-trace", "no command");
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)
        return help();
    if (strcmp(argv[1], "--version") == 0)
        return lt_cli_version("lutrin-trace");
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++)
        if (COMMANDS[i].run && strcmp(argv[1], COMMANDS[i].name) == 0)
            return COMMANDS[i].run(argc - 1, argv + 1);
    return lt_cli_usage("lutrin-trace", "no such command: %s", argv[1]);
}

int main(int argc, char **argv)
{
    lt_log_init("lutrin-trace", LT_LOG_WARN);
    lt_cli_json();
    return lt_cli_end(run(argc, argv));
}
