/*
 * pack_rebuild.c: lutrin-pack verify --rebuild: makes a bundle anew from its plan and the cache, without the network, and
 * says whether the bytes are the same; if not, which articles are not.
 */
#include "cli.h"
#include "pack.h"

#include <lutrin/bundle.h>
#include <lutrin/file.h>
#include <lutrin/log.h>
#include <lutrin/pack.h>
#include <lutrin/signed.h>

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

enum { TOLD = 20, STEP = 64 }; /* differences printed; articles whose names are read at once */

struct pair {
    struct lt_bundle *bundles[2]; /* the one that was given, the one made anew */
    int different;
};

/* The article as text; an empty one where the bundle lacks it. */
static enum lt_err dump(struct lt_bundle *bundle, int64_t article, struct lt_diag *diag, struct lt_buf *out)
{
    struct lt_arena arena = {0};
    const struct lt_doc *doc = NULL;
    lt_buf_clear(out);
    enum lt_err err = lt_bundle_article(bundle, article, &arena, diag, &doc);
    if (err == LT_OK)
        lt_doc_dump(doc, out);
    lt_arena_finish(&arena);
    return err == LT_ERR_NO_INPUT ? LT_OK : err;
}

static void tell(struct pair *pair, int64_t article, const char *title, const char *what)
{
    if (pair->different++ < TOLD)
        printf("article %" PRId64 ", %s: %s\n", article, title, what);
}

static enum lt_err compare_article(struct pair *pair, const struct lt_bundle_name *name, int from, struct lt_diag *diag)
{
    struct lt_buf texts[2] = {{0}};
    enum lt_err err = dump(pair->bundles[0], name->id, diag, &texts[0]);
    if (err == LT_OK)
        err = dump(pair->bundles[1], name->id, diag, &texts[1]);
    if (err == LT_OK && texts[1 - from].size == 0)
        tell(pair, name->id, name->title, from == 0 ? "is not made any more" : "is made in addition");
    else if (err == LT_OK && from == 0 && !lt_bytes_equal(lt_buf_slice(&texts[0]), lt_buf_slice(&texts[1])))
        tell(pair, name->id, name->title, "is made otherwise");
    lt_buf_finish(&texts[0]);
    lt_buf_finish(&texts[1]);
    return err;
}

/* Every article of bundle `from`, held against the other bundle's. */
static enum lt_err compare_from(struct pair *pair, int from, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    size_t count = STEP;
    for (int64_t after = 0; err == LT_OK && count == STEP;) {
        struct lt_arena arena = {0};
        const struct lt_bundle_name *names = NULL;
        err = lt_bundle_names(pair->bundles[from], after, STEP, &arena, diag, &names, &count);
        for (size_t i = 0; err == LT_OK && i < count; i++) {
            err = compare_article(pair, &names[i], from, diag);
            after = names[i].id;
        }
        lt_arena_finish(&arena);
    }
    return err;
}

static enum lt_err tell_differences(const char *given, const char *made, struct lt_diag *diag)
{
    struct pair pair = {0};
    enum lt_err err = lt_bundle_open(given, diag, &pair.bundles[0]);
    if (err == LT_OK)
        err = lt_bundle_open(made, diag, &pair.bundles[1]);
    if (err == LT_OK)
        err = compare_from(&pair, 0, diag);
    if (err == LT_OK)
        err = compare_from(&pair, 1, diag);
    lt_bundle_close(pair.bundles[0]);
    lt_bundle_close(pair.bundles[1]);
    if (err != LT_OK)
        return err;
    if (pair.different > TOLD)
        printf("... and %d more\n", pair.different - TOLD);
    return lt_fail(diag, LT_ERR_DATA, given, pair.different ? "its sources, the plan or the program have changed since" :
                   "its pictures or head, or the libraries of the program (SQLite, libvips), are others",
                   "not what the plan makes now: %d of its articles differ", pair.different);
}

static enum lt_err build(const struct lt_pack_rebuild *how, const char *given, const char *made, struct lt_diag *diag)
{
    struct lt_plan plan = {.output = made, .base = how->base, .cache = how->cache, .offline = true};
    struct lt_arena arena = {0};
    struct lt_bundle *bundle = NULL;
    struct lt_pack_report report;
    const struct lt_pack_sink silent = {0};
    enum lt_err err = lt_bundle_open(given, diag, &bundle);
    if (err == LT_OK) {
        plan.created = lt_bundle_info(bundle)->created;
        err = lt_plan_read(how->config, &arena, diag, &plan);
    }
    lt_bundle_close(bundle);
    if (err == LT_OK)
        err = lt_pack_build(&plan, &silent, diag, &report);
    lt_arena_finish(&arena);
    return err;
}

static enum lt_err compare(const char *given, const char *made, struct lt_diag *diag)
{
    uint8_t digests[2][64];
    int64_t sizes[2];
    enum lt_err err = lt_file_digest(given, LT_BUNDLE_MAX_BYTES, diag, digests[0], &sizes[0]);
    if (err == LT_OK)
        err = lt_file_digest(made, LT_BUNDLE_MAX_BYTES, diag, digests[1], &sizes[1]);
    if (err != LT_OK || (sizes[0] == sizes[1] && memcmp(digests[0], digests[1], sizeof digests[0]) == 0))
        return err;
    return tell_differences(given, made, diag);
}

int lt_pack_rebuild(const struct lt_pack_rebuild *how, const char *bundle)
{
    struct lt_diag diag = {0};
    const char *where = getenv("TMPDIR");
    struct lt_buf folder = {0}, made = {0};
    lt_buf_printf(&folder, "%s/lutrin-rebuild-XXXXXX", where && where[0] ? where : "/tmp");
    if (!mkdtemp(folder.data)) {
        lt_fail_errno(&diag, LT_ERR_CANT_CREATE, folder.data, errno, "cannot make a folder");
        lt_buf_finish(&folder);
        return lt_cli_fail(&diag);
    }
    lt_buf_printf(&made, "%s/made.lutrin", folder.data);
    enum lt_err err = build(how, bundle, made.data, &diag);
    if (err == LT_OK)
        err = compare(bundle, made.data, &diag);
    if (err == LT_OK)
        printf("%s: the same bytes, made anew from %s\n", bundle, how->config);
    unlink(made.data);
    rmdir(folder.data);
    lt_buf_finish(&folder);
    lt_buf_finish(&made);
    return err == LT_OK ? EX_OK : lt_cli_fail(&diag);
}
