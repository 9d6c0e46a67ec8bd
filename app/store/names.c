/*
 * names.c: what a bundle calls its articles and pictures: what the press asks of the last bundle before it makes the
 * next one.
 */
#include "store.h"

enum lt_err lt_bundle_names(struct lt_bundle *bundle, int64_t after, uint32_t limit, struct lt_arena *arena,
                            struct lt_diag *diag, const struct lt_bundle_name **ret_names, size_t *ret_count)
{
    static const char sql[] = "SELECT id, slug, url, title, words, tags FROM article WHERE id > ?1 ORDER BY id LIMIT ?2";
    if (limit > bundle->info.articles)
        limit = bundle->info.articles;
    sqlite3_stmt *stmt = NULL;
    lt_store_begin(bundle, LT_BUNDLE_DEADLINE_MS);
    enum lt_err err = lt_store_prepare(bundle, sql, diag, &stmt);
    if (err != LT_OK)
        return err;
    sqlite3_bind_int64(stmt, 1, after);
    sqlite3_bind_int64(stmt, 2, limit);
    struct lt_row row = {stmt, arena, NULL};
    struct lt_bundle_name *names = lt_arena_array(arena, limit, sizeof *names);
    size_t count = 0;
    bool more = true;
    while (count < limit && !row.damage && (err = lt_store_step(bundle, stmt, diag, &more)) == LT_OK && more) {
        struct lt_bundle_name *name = &names[count++];
        name->id = lt_row_int(&row, 0, 1, LT_STORE_MAX_ID);
        name->slug = lt_row_text(&row, 1);
        name->url = lt_row_text(&row, 2);
        name->title = lt_row_text(&row, 3);
        name->words = (uint32_t)lt_row_int(&row, 4, 0, UINT32_MAX);
        name->tags = lt_row_text(&row, 5);
    }
    sqlite3_finalize(stmt);
    if (err == LT_OK && row.damage)
        err = lt_store_damaged(bundle, diag, row.damage);
    if (err == LT_OK) {
        *ret_names = names;
        *ret_count = count;
    }
    return err;
}

enum lt_err lt_bundle_next_picture(struct lt_bundle *bundle, int64_t after, struct lt_diag *diag, int64_t *ret_picture)
{
    sqlite3_stmt *stmt = NULL;
    bool found = false;
    lt_store_begin(bundle, LT_BUNDLE_DEADLINE_MS);
    enum lt_err err =
        lt_store_prepare(bundle, "SELECT id FROM picture WHERE id > ?1 ORDER BY id LIMIT 1", diag, &stmt);
    if (err != LT_OK)
        return err;
    sqlite3_bind_int64(stmt, 1, after);
    err = lt_store_step(bundle, stmt, diag, &found);
    if (err == LT_OK)
        *ret_picture = found ? sqlite3_column_int64(stmt, 0) : 0;
    sqlite3_finalize(stmt);
    return err;
}
