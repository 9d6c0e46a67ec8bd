/*
 * comments.c: what readers wrote under an article. Every ordinal is checked: a comment answers one before it.
 */
#include "store.h"

#include <stdlib.h>
#include <string.h>

enum { MAX_OFFSET_SECONDS = 24 * 3600 };

static void read_comment(struct lt_row *row, struct lt_comment *comment, size_t index)
{
    int64_t key = lt_row_int(row, 0, 0, INT64_MAX);
    if ((size_t)(key & UINT16_MAX) != index)
        row->damage = row->damage ? row->damage : "comments with gaps";
    *comment = (struct lt_comment){.parent = (int32_t)lt_row_int(row, 1, -1, (int64_t)index - 1)};
    comment->author = lt_row_text(row, 2);
    comment->published = lt_row_time(row, 3);
    comment->utc_offset = (int32_t)lt_row_int(row, 4, -MAX_OFFSET_SECONDS, MAX_OFFSET_SECONDS);
    comment->text = lt_row_text(row, 5);
    if (!comment->text[0] || strlen(comment->text) > LT_COMMENT_MAX_BYTES)
        row->damage = row->damage ? row->damage : "a comment that is empty or too long";
}

enum lt_err lt_bundle_comments(struct lt_bundle *bundle, int64_t article, struct lt_arena *arena, struct lt_diag *diag,
                               struct lt_thread *ret_thread)
{
    static const char sql[] = "SELECT key, parent, author, published, utc_offset, text FROM comment"
                              " WHERE key BETWEEN ?1 AND ?2 ORDER BY key";
    struct lt_comment *list = NULL;
    size_t count = 0, capacity = 0;
    sqlite3_stmt *stmt = NULL;
    bool more = true;
    lt_store_begin(bundle, LT_BUNDLE_DEADLINE_MS);
    enum lt_err err = lt_store_prepare(bundle, sql, diag, &stmt);
    if (err != LT_OK)
        return err;
    sqlite3_bind_int64(stmt, 1, article << LT_STORE_KEY_SHIFT);
    sqlite3_bind_int64(stmt, 2, (article << LT_STORE_KEY_SHIFT) + UINT16_MAX);
    struct lt_row row = {stmt, arena, NULL};
    while ((err = lt_store_step(bundle, stmt, diag, &more)) == LT_OK && more && !row.damage) {
        if (count == LT_COMMENTS_MAX) {
            row.damage = "too many comments";
            break;
        }
        list = lt_grow(list, &capacity, count + 1, sizeof *list);
        read_comment(&row, &list[count], count);
        count++;
    }
    sqlite3_finalize(stmt);
    if (err == LT_OK && row.damage)
        err = lt_store_damaged(bundle, diag, row.damage);
    if (err == LT_OK) {
        struct lt_comment *kept = lt_arena_array(arena, count, sizeof *kept);
        if (count)
            memcpy(kept, list, count * sizeof *kept);
        *ret_thread = (struct lt_thread){kept, count};
    }
    free(list);
    return err;
}
