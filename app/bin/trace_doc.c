/*
 * trace_doc.c: `lutrin-trace doc`: an article of a bundle as text.
 */
#include "cli.h"
#include "trace.h"

#include <lutrin/bundle.h>

#include <string.h>

static const struct lt_cli_help HELP = {
    "lutrin-trace doc BUNDLE ARTICLE",
    "Prints a document as text: metadata, then one block a paragraph, then its comments.",
    "  ARTICLE is its id, its slug, or its ordinal from 1 (#N when an id is in the way)\n"};

int lt_trace_doc(int argc, char **argv)
{
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    struct lt_buf out = {0};
    struct lt_bundle *bundle = NULL;
    const struct lt_doc *doc;
    struct lt_thread thread;
    int64_t article;
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
        return lt_cli_help(&HELP);
    if (argc != 3)
        return lt_cli_usage("lutrin-trace", "doc: a bundle and an article are needed");
    enum lt_err err = lt_bundle_open(argv[1], &diag, &bundle);
    if (err == LT_OK)
        err = lt_bundle_find(bundle, argv[2], &diag, &article);
    if (err == LT_OK)
        err = lt_bundle_article(bundle, article, &arena, &diag, &doc);
    if (err == LT_OK)
        err = lt_bundle_comments(bundle, article, &arena, &diag, &thread);
    if (err == LT_OK) {
        lt_doc_dump(doc, &out);
        lt_thread_dump(&thread, &out);
    }
    int code = err == LT_OK ? lt_cli_print(lt_buf_slice(&out)) : lt_cli_fail(&diag);
    lt_buf_finish(&out);
    lt_arena_finish(&arena);
    lt_bundle_close(bundle);
    return code;
}
