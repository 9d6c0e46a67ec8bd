/*
 * index.c: knows the index beside a bundle: its schema, which bundle it is of, how it is opened.
 */
#include "index.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char lt_index_schema[] =
    "CREATE TABLE made(bundle TEXT NOT NULL, last INTEGER NOT NULL, done INTEGER NOT NULL) STRICT;"
    "CREATE VIRTUAL TABLE search USING fts5(title, standfirst, headings, tags, body, content='', detail=full,"
    " prefix='2 3', tokenize='unicode61 remove_diacritics 2');";

void lt_index_path(const char *bundle, const char *name, struct lt_buf *out)
{
    const char *slash = strrchr(bundle, '/');
    lt_buf_put(out, bundle, slash ? (size_t)(slash - bundle) + 1 : 0);
    lt_buf_puts(out, name);
}

void lt_index_mark(const struct lt_bundle *bundle, struct lt_buf *out)
{
    struct stat st = {.st_size = 0};
    const struct lt_bundle_info *info = &bundle->info;
    (void)stat(bundle->path, &st);
    lt_buf_printf(out, "%lld bytes, %" PRId64 ", %" PRIu32 " articles to %" PRId64, (long long)st.st_size, info->created,
                  info->articles, info->last_article);
}

/* Is it made of this very bundle? */
static bool is_of(struct lt_bundle *index, const struct lt_bundle *bundle)
{
    struct lt_arena arena = {0};
    struct lt_buf mark = {0};
    sqlite3_stmt *stmt = NULL;
    bool more = false;
    lt_index_mark(bundle, &mark);
    bool good = lt_store_prepare(index, "SELECT bundle FROM made", NULL, &stmt) == LT_OK &&
                lt_store_step(index, stmt, NULL, &more) == LT_OK && more;
    struct lt_row row = {stmt, &arena, NULL};
    good = good && lt_bytes_equal(lt_row_lend(&row, 0), lt_buf_slice(&mark));
    sqlite3_finalize(stmt);
    lt_buf_finish(&mark);
    lt_arena_finish(&arena);
    return good;
}

struct lt_bundle *lt_index_open(const struct lt_bundle *bundle)
{
    struct lt_buf path = {0};
    lt_index_path(bundle->path, LT_INDEX_NAME, &path);
    if (access(path.data, R_OK) != 0) {
        lt_buf_finish(&path);
        return NULL;
    }
    struct lt_bundle *index = lt_alloc(1, sizeof *index);
    index->path = lt_buf_release(&path);
    if (lt_store_open(index, lt_index_schema, NULL) == LT_OK && is_of(index, bundle))
        return index;
    lt_bundle_close(index);
    return NULL;
}
