/*
 * article.c: rows become a document. Every count, offset and reference is checked before it is believed.
 */
#include "store.h"

#include <lutrin/utf8.h>

#include <stdlib.h>
#include <string.h>

enum { MAX_OFFSET_SECONDS = 24 * 3600 };

/* A document on its way out of the bundle; the arrays are on the heap until all is known. */
struct reading {
    struct lt_bundle *bundle;
    struct lt_arena *arena;
    struct lt_diag *diag;
    struct lt_buf text;
    struct lt_block *blocks;
    size_t block_count, block_capacity;
    struct lt_span *spans;
    size_t span_count, span_capacity, target_bytes;
    struct lt_picture *pictures;
    size_t picture_count, picture_capacity;
    uint16_t table_rows, table_columns; /* of the table whose cells may come now */
    const char *last_lang;
};

static enum lt_err damaged(struct reading *r, const char *what)
{
    return lt_store_damaged(r->bundle, r->diag, what);
}

/* Prepares a query over the rows of one article, whose keys carry its id. */
static enum lt_err prepare_range(struct reading *r, const char *sql, int64_t article, sqlite3_stmt **ret_stmt)
{
    enum lt_err err = lt_store_prepare(r->bundle, sql, r->diag, ret_stmt);
    if (err == LT_OK) {
        sqlite3_bind_int64(*ret_stmt, 1, article << LT_STORE_KEY_SHIFT);
        sqlite3_bind_int64(*ret_stmt, 2, (article << LT_STORE_KEY_SHIFT) + UINT16_MAX);
    }
    return err;
}

/* The index among the document's pictures of picture `id` that shows `alt`, which is copied; it must be in the bundle. */
static enum lt_err add_picture(struct reading *r, int64_t id, struct lt_bytes alt, int32_t *ret_index)
{
    for (size_t i = 0; i < r->picture_count; i++)
        if (r->pictures[i].id == id && lt_bytes_equal(lt_bytes_of(r->pictures[i].alt), alt)) {
            *ret_index = (int32_t)i;
            return LT_OK;
        }
    if (r->picture_count == LT_DOC_MAX_PICTURES)
        return damaged(r, "too many pictures in an article");
    sqlite3_stmt *stmt = NULL;
    bool found = false;
    enum lt_err err = lt_store_prepare(r->bundle, "SELECT width, height FROM picture WHERE id = ?1", r->diag, &stmt);
    if (err != LT_OK)
        return err;
    sqlite3_bind_int64(stmt, 1, id);
    struct lt_row row = {stmt, r->arena, NULL};
    err = lt_store_step(r->bundle, stmt, r->diag, &found);
    if (err == LT_OK && found) {
        r->pictures = lt_grow(r->pictures, &r->picture_capacity, r->picture_count + 1, sizeof *r->pictures);
        r->pictures[r->picture_count] =
            (struct lt_picture){.id = id,
                                .width = (int32_t)lt_row_int(&row, 0, 1, LT_STORE_MAX_PICTURE_SIDE),
                                .height = (int32_t)lt_row_int(&row, 1, 1, LT_STORE_MAX_PICTURE_SIDE),
                                .alt = lt_arena_strndup(r->arena, alt.data, alt.size)};
        *ret_index = (int32_t)r->picture_count++;
    }
    sqlite3_finalize(stmt);
    if (err == LT_OK && !found)
        return damaged(r, "a picture that is not in it");
    return err == LT_OK && row.damage ? damaged(r, row.damage) : err;
}

static enum lt_err read_meta(struct reading *r, int64_t article, struct lt_meta *meta)
{
    static const char sql[] = "SELECT " LT_CARD_COLUMNS ", site, updated, picture_alt, comments_url FROM article WHERE id = ?1";
    sqlite3_stmt *stmt = NULL;
    bool found = false;
    enum lt_err err = lt_store_prepare(r->bundle, sql, r->diag, &stmt);
    if (err != LT_OK)
        return err;
    sqlite3_bind_int64(stmt, 1, article);
    struct lt_row row = {stmt, r->arena, NULL};
    struct lt_card card = {0};
    const char *alt = "";
    err = lt_store_step(r->bundle, stmt, r->diag, &found);
    if (err == LT_OK && found) {
        lt_card_read(r->bundle, &row, &card);
        *meta = (struct lt_meta){.title = card.title, .standfirst = card.standfirst, .author = card.author,
                                 .kicker = card.kicker, .url = card.url, .lang = card.lang, .rtl = card.rtl,
                                 .published = card.published, .utc_offset = card.utc_offset,
                                 .comment_count = card.comment_count, .lead = -1};
        meta->site = lt_row_text(&row, LT_CARD_COLUMN_COUNT);
        meta->updated = lt_row_time(&row, LT_CARD_COLUMN_COUNT + 1);
        alt = lt_row_text(&row, LT_CARD_COLUMN_COUNT + 2);
        meta->comments_url = lt_row_text(&row, LT_CARD_COLUMN_COUNT + 3);
    }
    sqlite3_finalize(stmt);
    if (err == LT_OK && !found)
        err = lt_fail(r->diag, LT_ERR_NO_INPUT, r->bundle->path, NULL, "no article %lld in it", (long long)article);
    if (err == LT_OK && row.damage)
        err = damaged(r, row.damage);
    if (err == LT_OK && card.picture)
        err = add_picture(r, card.picture, lt_bytes_of(alt), &meta->lead);
    return err;
}

/* The spans of the block whose text has just been taken over. */
static const char *read_spans(struct reading *r, struct lt_row *row, int column, struct lt_block *block)
{
    struct lt_bytes lines = lt_row_lend(row, column);
    size_t count = lt_wire_span_count(lines);
    if (r->span_count + count > LT_DOC_MAX_SPANS)
        return "too many spans in an article";
    r->spans = lt_grow(r->spans, &r->span_capacity, r->span_count + count, sizeof *r->spans);
    block->first_span = (uint32_t)r->span_count;
    block->span_count = (uint32_t)count;
    struct lt_bytes text = {r->text.data + block->text.start, block->text.end - block->text.start};
    const char *wrong = lt_wire_read_spans(lines, text, block->text.start, r->arena, r->spans + r->span_count);
    for (size_t i = 0; !wrong && i < count; i++)
        r->target_bytes += r->spans[r->span_count + i].target ? strlen(r->spans[r->span_count + i].target) : 0;
    if (!wrong)
        r->span_count += count;
    return wrong ? wrong : r->target_bytes > LT_DOC_MAX_TARGETS ? "links that are too long" : NULL;
}

/* Cells come right after their table and lie inside it. */
static const char *check_table(struct reading *r, const struct lt_block *block)
{
    if (block->role == LT_ROLE_TABLE) {
        r->table_rows = block->rows;
        r->table_columns = block->columns;
    } else if (block->role != LT_ROLE_CELL) {
        r->table_rows = r->table_columns = 0;
    } else if (block->cell.row + block->cell.row_span > r->table_rows ||
               block->cell.column + block->cell.column_span > r->table_columns) {
        return "a cell outside its table";
    }
    return NULL;
}

static const char *read_lang(struct reading *r, struct lt_row *row, int column)
{
    struct lt_bytes lang = lt_row_lend(row, column);
    if (lt_bytes_equal(lang, lt_bytes_of(r->last_lang)))
        return r->last_lang;
    if (!lt_wire_is_lang(lang))
        row->damage = "a language that is no tag";
    return r->last_lang = lt_arena_strndup(r->arena, lang.data, lang.size);
}

/* Whose text cannot go on in another block. */
static bool is_one(enum lt_role role)
{
    return role == LT_ROLE_FIGURE || role == LT_ROLE_TABLE || role == LT_ROLE_CELL;
}

/* Where a piece that begins at `start` ends: at a line's end, else after a space, else between two characters. */
static uint32_t piece_end(const struct reading *r, uint32_t start, uint32_t end)
{
    if (end - start <= LT_DOC_MAX_PIECE)
        return end;
    struct lt_bytes text = {r->text.data + start, end - start};
    for (const char *at = "\n "; *at; at++)
        for (uint32_t i = LT_DOC_MAX_PIECE; i > LT_DOC_MAX_PIECE / 2; i--)
            if (text.data[i - 1] == *at)
                return start + i;
    return start + (uint32_t)lt_utf8_floor(text, LT_DOC_MAX_PIECE);
}

static struct lt_block *add_block(struct reading *r, const struct lt_block *block)
{
    r->blocks = lt_grow(r->blocks, &r->block_capacity, r->block_count + 1, sizeof *r->blocks);
    r->blocks[r->block_count] = *block;
    r->blocks[r->block_count].first_span = (uint32_t)r->span_count;
    r->blocks[r->block_count].span_count = 0;
    return &r->blocks[r->block_count++];
}

/* The part of a span that lies in the block. */
static void add_part(struct reading *r, struct lt_block *block, struct lt_span span)
{
    span.start = span.start > block->text.start ? span.start : block->text.start;
    span.end = span.end < block->text.end ? span.end : block->text.end;
    r->spans = lt_grow(r->spans, &r->span_capacity, r->span_count + 1, sizeof *r->spans);
    r->spans[r->span_count++] = span;
    block->span_count++;
}

/* Cuts the block that was read last, so that no page waits for the setting of megabytes. */
static const char *cut_into_pieces(struct reading *r)
{
    const struct lt_block whole = r->blocks[--r->block_count];
    struct lt_span *all = lt_alloc(whole.span_count, sizeof *all), open[LT_STORE_MAX_SPAN_DEPTH];
    size_t next = 0, depth = 0;
    if (whole.span_count)
        memcpy(all, r->spans + whole.first_span, whole.span_count * sizeof *all);
    r->span_count = whole.first_span;
    for (uint32_t start = whole.text.start; start < whole.text.end && r->block_count < LT_DOC_MAX_BLOCKS;) {
        struct lt_block *piece = add_block(r, &whole);
        piece->text = (struct lt_range){start, piece_end(r, start, whole.text.end)};
        if (piece->role == LT_ROLE_ITEM && start > whole.text.start)
            piece->number = LT_ITEM_CONTINUED;
        size_t kept = 0;
        for (size_t i = 0; i < depth; i++) {
            add_part(r, piece, open[i]);
            if (open[i].end > piece->text.end)
                open[kept++] = open[i];
        }
        for (depth = kept; next < whole.span_count && all[next].start < piece->text.end; next++) {
            add_part(r, piece, all[next]);
            if (all[next].end > piece->text.end && depth < LT_STORE_MAX_SPAN_DEPTH)
                open[depth++] = all[next];
        }
        start = piece->text.end;
    }
    free(all);
    bool fits = r->blocks[r->block_count - 1].text.end == whole.text.end && r->span_count <= LT_DOC_MAX_SPANS;
    return fits ? NULL : "too many blocks in an article";
}

static enum lt_err read_block(struct reading *r, struct lt_row *row)
{
    if (r->block_count == LT_DOC_MAX_BLOCKS)
        return damaged(r, "too many blocks in an article");
    r->blocks = lt_grow(r->blocks, &r->block_capacity, r->block_count + 1, sizeof *r->blocks);
    struct lt_block *block = &r->blocks[r->block_count++];
    *block = (struct lt_block){.role = lt_role_of(lt_row_lend(row, 0)), .picture = -1};
    block->level = (uint8_t)lt_row_int(row, 1, 0, LT_DOC_MAX_DEPTH);
    block->quote = (uint8_t)lt_row_int(row, 2, 0, LT_DOC_MAX_DEPTH);
    block->list = (uint8_t)lt_row_int(row, 3, 0, LT_DOC_MAX_DEPTH);
    block->number = (int32_t)lt_row_int(row, 4, LT_ITEM_CONTINUED, INT32_MAX);
    block->lang = read_lang(r, row, 5);
    block->rtl = lt_row_int(row, 6, 0, 1) == 1;
    struct lt_bytes text = lt_row_lend(row, 7);
    if (r->text.size + text.size > LT_DOC_MAX_TEXT)
        return damaged(r, "too much text in an article");
    block->text.start = (uint32_t)r->text.size;
    lt_buf_put(&r->text, text.data, text.size);
    block->text.end = (uint32_t)r->text.size;
    const char *wrong = read_spans(r, row, 8, block);
    wrong = wrong ? wrong : lt_wire_read_geometry(lt_row_lend(row, 9), block);
    wrong = wrong ? wrong : lt_wire_check_block(block);
    wrong = wrong ? wrong : check_table(r, block);
    int64_t picture = lt_row_int(row, 10, 0, LT_STORE_MAX_ID);
    struct lt_bytes alt = picture ? lt_row_lend(row, 11) : (struct lt_bytes){"", 0};
    wrong = row->damage ? row->damage : wrong;
    if (!wrong && alt.size > LT_BUNDLE_MAX_FIELD)
        wrong = "a text longer than any may be";
    if (wrong)
        return damaged(r, wrong);
    if (picture && block->role != LT_ROLE_FIGURE)
        return damaged(r, "a picture that is no figure");
    if (picture)
        return add_picture(r, picture, alt, &block->picture);
    if (block->text.end - block->text.start > LT_DOC_MAX_PIECE && !is_one(block->role) && (wrong = cut_into_pieces(r)))
        return damaged(r, wrong);
    return LT_OK;
}

static enum lt_err read_blocks(struct reading *r, int64_t article)
{
    static const char sql[] = "SELECT role, level, quote, list, number, lang, rtl, text, spans, geometry, picture, alt"
                              " FROM block WHERE key BETWEEN ?1 AND ?2 ORDER BY key";
    sqlite3_stmt *stmt = NULL;
    bool more = true;
    enum lt_err err = prepare_range(r, sql, article, &stmt);
    struct lt_row row = {stmt, r->arena, NULL};
    while (err == LT_OK && (err = lt_store_step(r->bundle, stmt, r->diag, &more)) == LT_OK && more)
        err = read_block(r, &row);
    sqlite3_finalize(stmt);
    return err;
}

static enum lt_err read_related(struct reading *r, int64_t article, struct lt_doc *doc)
{
    static const char sql[] = "SELECT article, title, teaser, author, url, picture FROM related"
                              " WHERE key BETWEEN ?1 AND ?2 ORDER BY key LIMIT 12";
    struct lt_related *related = lt_arena_array(r->arena, LT_DOC_MAX_RELATED, sizeof *related);
    sqlite3_stmt *stmt = NULL;
    bool more = true;
    enum lt_err err = prepare_range(r, sql, article, &stmt);
    struct lt_row row = {stmt, r->arena, NULL};
    doc->related = related;
    while (err == LT_OK && !row.damage && doc->related_count < LT_DOC_MAX_RELATED &&
           (err = lt_store_step(r->bundle, stmt, r->diag, &more)) == LT_OK && more) {
        struct lt_related *one = &related[doc->related_count++];
        one->article = lt_row_int(&row, 0, 0, LT_STORE_MAX_ID);
        one->title = lt_row_text(&row, 1);
        one->teaser = lt_row_text(&row, 2);
        one->author = lt_row_text(&row, 3);
        one->url = lt_row_text(&row, 4);
        one->picture = lt_row_int(&row, 5, 0, LT_STORE_MAX_ID);
        one->picture_url = "";
    }
    sqlite3_finalize(stmt);
    return err == LT_OK && row.damage ? damaged(r, row.damage) : err;
}

static const void *keep(struct lt_arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = lt_arena_array(arena, count, size);
    if (count)
        memcpy(copy, items, count * size);
    return copy;
}

enum lt_err lt_bundle_article(struct lt_bundle *bundle, int64_t article, struct lt_arena *arena, struct lt_diag *diag,
                              const struct lt_doc **ret_doc)
{
    struct reading r = {.bundle = bundle, .arena = arena, .diag = diag, .last_lang = ""};
    if (article < 1 || article > LT_STORE_MAX_ID)
        return lt_fail(diag, LT_ERR_NO_INPUT, bundle->path, NULL, "no article %lld in it", (long long)article);
    struct lt_doc *doc = lt_arena_alloc(arena, sizeof *doc);
    lt_store_begin(bundle, LT_BUNDLE_ARTICLE_DEADLINE_MS);
    enum lt_err err = read_meta(&r, article, &doc->meta);
    if (err == LT_OK)
        err = read_blocks(&r, article);
    if (err == LT_OK)
        err = read_related(&r, article, doc);
    if (err == LT_OK) {
        doc->text = r.text.size ? lt_arena_strndup(arena, r.text.data, r.text.size) : "";
        doc->text_size = (uint32_t)r.text.size;
        doc->blocks = keep(arena, r.blocks, r.block_count, sizeof *r.blocks);
        doc->block_count = (uint32_t)r.block_count;
        doc->spans = keep(arena, r.spans, r.span_count, sizeof *r.spans);
        doc->span_count = (uint32_t)r.span_count;
        doc->pictures = keep(arena, r.pictures, r.picture_count, sizeof *r.pictures);
        doc->picture_count = (uint32_t)r.picture_count;
        *ret_doc = doc;
    }
    lt_buf_finish(&r.text);
    free(r.blocks);
    free(r.spans);
    free(r.pictures);
    return err;
}

enum lt_err lt_bundle_picture(struct lt_bundle *bundle, int64_t picture, struct lt_diag *diag, struct lt_buf *out)
{
    sqlite3_stmt *stmt = NULL;
    bool found = false;
    lt_store_begin(bundle, LT_BUNDLE_DEADLINE_MS);
    enum lt_err err = lt_store_prepare(bundle, "SELECT data FROM picture WHERE id = ?1", diag, &stmt);
    if (err != LT_OK)
        return err;
    sqlite3_bind_int64(stmt, 1, picture);
    err = lt_store_step(bundle, stmt, diag, &found);
    if (err == LT_OK && !found)
        err = lt_fail(diag, LT_ERR_NO_INPUT, bundle->path, NULL, "no picture %lld in it", (long long)picture);
    else if (err == LT_OK && sqlite3_column_type(stmt, 0) != SQLITE_BLOB)
        err = lt_store_damaged(bundle, diag, "a picture that is none");
    else if (err == LT_OK)
        lt_buf_put(out, sqlite3_column_blob(stmt, 0), (size_t)sqlite3_column_bytes(stmt, 0));
    sqlite3_finalize(stmt);
    return err;
}
