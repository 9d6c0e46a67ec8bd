/*
 * trace_doc.c: `lutrin-trace doc`: an article of a bundle as text.
 */
#include "cli.h"
#include "cli_article.h"
#include "trace.h"

#include <string.h>

static const struct lt_cli_help HELP = {
    "lutrin-trace doc BUNDLE ARTICLE",
    "Prints a document as text: metadata, then one block a paragraph, then its comments.",
    "  ARTICLE is its id, its slug, or its ordinal from 1 (#N when an id is in the way)\n"};

int lt_trace_doc(int argc, char **argv)
{
    struct lt_diag diag = {0};
    struct lt_bundle *bundle = NULL;
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
        return lt_cli_help(&HELP);
    if (argc != 3)
        return lt_cli_usage("lutrin-trace", "doc: a bundle and an article are needed");
    enum lt_err err = lt_bundle_open(argv[1], &diag, &bundle);
    int code = err == LT_OK ? lt_cli_article(bundle, argv[2]) : lt_cli_fail(&diag);
    lt_bundle_close(bundle);
    return code;
}
