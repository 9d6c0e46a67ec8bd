/*
 * cli_article.c: an article of a bundle as readable text, comments included, as the press and the workshop print it.
 */
#include "cli.h"
#include "cli_article.h"

int lt_cli_article(struct lt_bundle *bundle, const char *name)
{
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    struct lt_buf out = {0};
    const struct lt_doc *doc;
    struct lt_thread thread;
    int64_t article;
    enum lt_err err = lt_bundle_find(bundle, name, &diag, &article);
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
    return code;
}
