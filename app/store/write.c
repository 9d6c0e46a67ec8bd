/*
 * write.c: a bundle from its creation to the moment it bears its name. What an article's rows look like is write_rows.c's
 * business; here are the order of things and what makes the bytes the same each time.
 */
#include "write.h"

#include <lutrin/utf8.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const INSERTS[LT_INSERT_COUNT] = {
    [LT_INSERT_META] = "INSERT INTO meta VALUES(?,?)",
    [LT_INSERT_SECTION] = "INSERT INTO section VALUES(?,?,?)",
    [LT_INSERT_ARTICLE] = "INSERT INTO article VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [LT_INSERT_LISTING] = "INSERT INTO listing VALUES(?,?,?)",
    [LT_INSERT_BLOCK] = "INSERT INTO block VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?)",
    [LT_INSERT_RELATED] = "INSERT INTO related VALUES(?,?,?,?,?,?,?)",
    [LT_INSERT_COMMENT] = "INSERT INTO comment VALUES(?,?,?,?,?,?)",
    [LT_INSERT_SEARCH] = "INSERT INTO search(rowid,title,standfirst,headings,tags) VALUES(?,?,?,?,?)",
    [LT_INSERT_PICTURE] = "INSERT INTO picture VALUES(?,?,?,?)",
};

enum lt_err lt_writer_fail(const struct lt_bundle_writer *writer, struct lt_diag *diag)
{
    int code = sqlite3_errcode(writer->db) & 0xFF;
    enum lt_err err = code == SQLITE_CONSTRAINT                       ? LT_ERR_DATA
                      : code == SQLITE_CANTOPEN                       ? LT_ERR_CANT_CREATE
                      : code == SQLITE_IOERR || code == SQLITE_FULL   ? LT_ERR_IO
                      : code == SQLITE_TOOBIG || code == SQLITE_NOMEM ? LT_ERR_LIMIT
                                                                      : LT_ERR_SOFTWARE;
    return lt_fail(diag, err, writer->path, NULL, "cannot write: %s", sqlite3_errmsg(writer->db));
}

void lt_writer_bytes(struct lt_bundle_writer *writer, enum lt_writer_insert what, int at, struct lt_bytes text)
{
    sqlite3_bind_text(writer->insert[what], at, text.data ? text.data : "", (int)text.size, SQLITE_STATIC);
}

void lt_writer_text(struct lt_bundle_writer *writer, enum lt_writer_insert what, int at, const char *text)
{
    struct lt_bytes bytes = lt_bytes_of(text);
    if (bytes.size > LT_BUNDLE_MAX_FIELD)
        bytes.size = lt_utf8_floor(bytes, LT_BUNDLE_MAX_FIELD);
    lt_writer_bytes(writer, what, at, bytes);
}

void lt_writer_int(struct lt_bundle_writer *writer, enum lt_writer_insert what, int at, int64_t value)
{
    sqlite3_bind_int64(writer->insert[what], at, value);
}

enum lt_err lt_writer_run(struct lt_bundle_writer *writer, enum lt_writer_insert what, struct lt_diag *diag)
{
    sqlite3_stmt *stmt = writer->insert[what];
    enum lt_err err = sqlite3_step(stmt) == SQLITE_DONE ? LT_OK : lt_writer_fail(writer, diag);
    sqlite3_reset(stmt);
    sqlite3_clear_bindings(stmt);
    return err;
}

const struct lt_writer_picture *lt_writer_picture(const struct lt_bundle_writer *writer, int64_t id)
{
    size_t low = 0, high = writer->picture_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (writer->pictures[middle].id < id)
            low = middle + 1;
        else
            high = middle;
    }
    return low < writer->picture_count && writer->pictures[low].id == id ? &writer->pictures[low] : NULL;
}

static enum lt_err open_database(struct lt_bundle_writer *writer, struct lt_diag *diag)
{
    struct lt_buf sql = {0};
    enum lt_err err = LT_OK;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_PRIVATECACHE;
    lt_buf_printf(&sql,
                  "PRAGMA page_size=%d; PRAGMA auto_vacuum=0; PRAGMA encoding='UTF-8'; PRAGMA journal_mode=OFF;"
                  "PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA temp_store=MEMORY; BEGIN EXCLUSIVE;"
                  "PRAGMA application_id=%d; PRAGMA user_version=%d;",
                  LT_STORE_PAGE_SIZE, LT_BUNDLE_APPLICATION_ID, LT_BUNDLE_FORMAT);
    if (sqlite3_open_v2(lt_file_out_path(writer->out), &writer->db, flags, NULL) != SQLITE_OK ||
        sqlite3_exec(writer->db, sql.data, NULL, NULL, NULL) != SQLITE_OK ||
        sqlite3_exec(writer->db, (const char *)lt_store_schema, NULL, NULL, NULL) != SQLITE_OK)
        err = lt_writer_fail(writer, diag);
    lt_buf_finish(&sql);
    for (size_t i = 0; err == LT_OK && i < LT_INSERT_COUNT; i++)
        if (sqlite3_prepare_v2(writer->db, INSERTS[i], -1, &writer->insert[i], NULL) != SQLITE_OK)
            err = lt_writer_fail(writer, diag);
    return err;
}

static void copy_head(struct lt_bundle_writer *writer, const struct lt_bundle_head *head)
{
    lt_buf_puts(&writer->title, head->title);
    lt_buf_puts(&writer->lang, head->lang);
    lt_buf_puts(&writer->url, head->url);
    lt_buf_puts(&writer->credit, head->credit);
    lt_buf_puts(&writer->newsletter, head->newsletter);
    lt_buf_puts(&writer->accent, head->accent);
    writer->created = head->created;
    writer->utc_offset = head->utc_offset;
    writer->last_article = head->last_article;
    writer->section_count = head->section_count;
    writer->sections = lt_alloc(head->section_count, sizeof *writer->sections);
    for (size_t i = 0; i < head->section_count; i++)
        writer->sections[i] = lt_strdup(head->sections[i]);
}

enum lt_err lt_bundle_create(const char *path, const struct lt_bundle_head *head, struct lt_diag *diag,
                             struct lt_bundle_writer **ret_writer)
{
    if (head->section_count > LT_BUNDLE_MAX_SECTIONS)
        return lt_fail(diag, LT_ERR_LIMIT, path, NULL, "more than %d sections", LT_BUNDLE_MAX_SECTIONS);
    if (head->created == LT_NO_TIME)
        return lt_fail(diag, LT_ERR_USAGE, path, NULL, "a bundle needs the time of its edition");
    struct lt_bundle_writer *writer = lt_alloc(1, sizeof *writer);
    writer->path = lt_strdup(path);
    copy_head(writer, head);
    enum lt_err err = lt_file_out_create(path, diag, &writer->out);
    if (err == LT_OK)
        err = open_database(writer, diag);
    if (err != LT_OK) {
        lt_bundle_discard(writer);
        return err;
    }
    *ret_writer = writer;
    return LT_OK;
}

static enum lt_err open_spool(struct lt_bundle_writer *writer, struct lt_diag *diag)
{
    struct lt_buf name = {0};
    lt_buf_printf(&name, "%s.pictures", writer->path);
    enum lt_err err = lt_file_out_create(name.data, diag, &writer->spool);
    lt_buf_finish(&name);
    return err;
}

enum lt_err lt_bundle_add_picture(struct lt_bundle_writer *writer, int64_t id, int32_t width, int32_t height,
                                  struct lt_bytes data, struct lt_diag *diag)
{
    if (id < 1 || lt_writer_picture(writer, id) || id > LT_STORE_MAX_ID || width < 1 || height < 1 || width > LT_STORE_MAX_PICTURE_SIDE ||
        height > LT_STORE_MAX_PICTURE_SIDE)
        return lt_fail(diag, LT_ERR_SOFTWARE, writer->path, NULL, "picture %lld cannot be stored", (long long)id);
    if (data.size > LT_BUNDLE_MAX_ROW - 1024)
        return lt_fail(diag, LT_ERR_LIMIT, writer->path, NULL, "picture %lld is larger than a bundle may hold",
                       (long long)id);
    enum lt_err err = writer->spool ? LT_OK : open_spool(writer, diag);
    if (err == LT_OK)
        err = lt_file_out_write(writer->spool, data, diag);
    if (err != LT_OK)
        return err;
    writer->pictures =
        lt_grow(writer->pictures, &writer->picture_capacity, writer->picture_count + 1, sizeof *writer->pictures);
    size_t at = writer->picture_count++;
    for (; at > 0 && writer->pictures[at - 1].id > id; at--)
        writer->pictures[at] = writer->pictures[at - 1];
    writer->pictures[at] = (struct lt_writer_picture){id, width, height, data.size, writer->spool_bytes};
    writer->spool_bytes += (int64_t)data.size;
    return LT_OK;
}

enum lt_err lt_bundle_set_logo(struct lt_bundle_writer *writer, const struct lt_logo *logo, struct lt_diag *diag)
{
    if (!lt_writer_picture(writer, logo->picture) || logo->kind == LT_LOGO_NONE)
        return lt_fail(diag, LT_ERR_SOFTWARE, writer->path, NULL, "picture %lld cannot be the logo", (long long)logo->picture);
    lt_buf_clear(&writer->logo);
    lt_logo_put(logo, &writer->logo);
    return LT_OK;
}

void lt_bundle_note_lost(struct lt_bundle_writer *writer, int64_t article, const char *url)
{
    struct lt_buf line = {0};
    lt_buf_printf(&line, "%s%lld %s", writer->lost.size ? "\n" : "", (long long)article, url);
    if (writer->lost.size + line.size <= LT_BUNDLE_MAX_FIELD && !strpbrk(url, "\n\r"))
        lt_buf_put(&writer->lost, line.data, line.size);
    lt_buf_finish(&line);
}

enum lt_err lt_bundle_add_article(struct lt_bundle_writer *writer, const struct lt_bundle_article_row *row,
                                  struct lt_diag *diag)
{
    int64_t last = writer->entry_count ? writer->entries[writer->entry_count - 1].id : 0;
    if (row->id <= last || row->id > LT_STORE_MAX_ID || row->section < 0 ||
        (size_t)row->section > writer->section_count || !row->slug || !row->slug[0])
        return lt_fail(diag, LT_ERR_SOFTWARE, writer->path, NULL, "article %lld cannot be stored", (long long)row->id);
    enum lt_err err = lt_writer_article(writer, row, diag);
    if (err != LT_OK)
        return err;
    writer->entries =
        lt_grow(writer->entries, &writer->entry_capacity, writer->entry_count + 1, sizeof *writer->entries);
    writer->last_article = row->id > writer->last_article ? row->id : writer->last_article;
    writer->entries[writer->entry_count++] =
        (struct lt_writer_entry){row->id, row->doc->meta.published, (int32_t)row->section, row->rank};
    return LT_OK;
}

/* The publisher's order first, then the newest (unknown dates are oldest), then the lower id. */
static int compare_entries(const void *a, const void *b)
{
    const struct lt_writer_entry *one = a, *two = b;
    int64_t rank_one = one->rank > 0 ? one->rank : INT64_MAX, rank_two = two->rank > 0 ? two->rank : INT64_MAX;
    if (rank_one != rank_two)
        return rank_one < rank_two ? -1 : 1;
    if (one->published != two->published)
        return one->published > two->published ? -1 : 1;
    return (one->id > two->id) - (one->id < two->id);
}

static enum lt_err write_list(struct lt_bundle_writer *writer, int32_t section, struct lt_diag *diag, int64_t *ret_count)
{
    int64_t ordinal = 0;
    for (size_t i = 0; i < writer->entry_count; i++) {
        if (section != 0 && writer->entries[i].section != section)
            continue;
        lt_writer_int(writer, LT_INSERT_LISTING, 1, section);
        lt_writer_int(writer, LT_INSERT_LISTING, 2, ++ordinal);
        lt_writer_int(writer, LT_INSERT_LISTING, 3, writer->entries[i].id);
        enum lt_err err = lt_writer_run(writer, LT_INSERT_LISTING, diag);
        if (err != LT_OK)
            return err;
    }
    *ret_count = ordinal;
    return LT_OK;
}

static enum lt_err write_lists(struct lt_bundle_writer *writer, struct lt_diag *diag)
{
    int64_t count;
    if (writer->entry_count)
        qsort(writer->entries, writer->entry_count, sizeof *writer->entries, compare_entries);
    enum lt_err err = write_list(writer, 0, diag, &count);
    for (size_t i = 0; err == LT_OK && i < writer->section_count; i++) {
        err = write_list(writer, (int32_t)i + 1, diag, &count);
        if (err != LT_OK)
            break;
        lt_writer_int(writer, LT_INSERT_SECTION, 1, (int64_t)i + 1);
        lt_writer_text(writer, LT_INSERT_SECTION, 2, writer->sections[i]);
        lt_writer_int(writer, LT_INSERT_SECTION, 3, count);
        err = lt_writer_run(writer, LT_INSERT_SECTION, diag);
    }
    return err;
}

static enum lt_err write_meta(struct lt_bundle_writer *writer, struct lt_diag *diag)
{
    char created[24], utc_offset[24], articles[24], last_article[24];
    struct lt_buf number = {0};
    const struct {
        const char *key, *value;
    } rows[] = {
        {"title", writer->title.data}, {"lang", writer->lang.data}, {"url", writer->url.data},
        {"credit", writer->credit.data}, {"created", created}, {"utc_offset", utc_offset}, {"articles", articles},
        {"last_article", last_article}, {"newsletter", writer->newsletter.size ? writer->newsletter.data : NULL},
        {"accent", writer->accent.size ? writer->accent.data : NULL}, /* no row of what there is not */
        {"logo", writer->logo.size ? writer->logo.data : NULL},
        {"lost", writer->lost.size ? writer->lost.data : NULL},
    };
    const struct {
        char *text;
        int64_t value;
    } numbers[] = {{created, writer->created},
                   {utc_offset, writer->utc_offset},
                   {articles, (int64_t)writer->entry_count},
                   {last_article, writer->last_article}};
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        lt_buf_clear(&number);
        lt_buf_printf(&number, "%lld", (long long)numbers[i].value);
        memcpy(numbers[i].text, number.data, number.size + 1);
    }
    lt_buf_finish(&number);
    enum lt_err err = LT_OK;
    for (size_t i = 0; err == LT_OK && i < sizeof rows / sizeof *rows; i++) {
        if (!rows[i].value)
            continue;
        lt_writer_text(writer, LT_INSERT_META, 1, rows[i].key);
        lt_writer_text(writer, LT_INSERT_META, 2, rows[i].value);
        err = lt_writer_run(writer, LT_INSERT_META, diag);
    }
    return err;
}

/* Moves the pictures from the spool to the end of the file. */
static enum lt_err write_pictures(struct lt_bundle_writer *writer, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    int fd = writer->spool ? open(lt_file_out_path(writer->spool), O_RDONLY | O_CLOEXEC) : -1;
    if (writer->spool && fd < 0)
        return lt_fail_errno(diag, LT_ERR_IO, writer->path, errno, "cannot read the pictures back");
    for (size_t i = 0; err == LT_OK && i < writer->picture_count; i++) {
        const struct lt_writer_picture *picture = &writer->pictures[i];
        char *data = lt_alloc(picture->size, 1);
        size_t got = 0;
        ssize_t n = 1;
        while (got < picture->size && (n = pread(fd, data + got, picture->size - got, (off_t)picture->at + (off_t)got)) > 0)
            got += (size_t)n;
        lt_writer_int(writer, LT_INSERT_PICTURE, 1, picture->id);
        lt_writer_int(writer, LT_INSERT_PICTURE, 2, picture->width);
        lt_writer_int(writer, LT_INSERT_PICTURE, 3, picture->height);
        sqlite3_bind_blob(writer->insert[LT_INSERT_PICTURE], 4, data, (int)picture->size, SQLITE_STATIC);
        if (got < picture->size)
            err = lt_fail(diag, LT_ERR_IO, writer->path, NULL, "cannot read the pictures back");
        else
            err = lt_writer_run(writer, LT_INSERT_PICTURE, diag);
        free(data);
    }
    if (fd >= 0)
        close(fd);
    return err;
}

/* Asks SQLite whether the finished file is whole. */
static enum lt_err check(struct lt_bundle_writer *writer, struct lt_diag *diag)
{
    sqlite3_stmt *stmt = NULL;
    enum lt_err err = LT_OK;
    if (sqlite3_prepare_v2(writer->db, "PRAGMA quick_check", -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW)
        err = lt_writer_fail(writer, diag);
    else if (strcmp((const char *)sqlite3_column_text(stmt, 0), "ok") != 0)
        err = lt_fail(diag, LT_ERR_IO, writer->path, NULL, "the written file is damaged: %s",
                      (const char *)sqlite3_column_text(stmt, 0));
    sqlite3_finalize(stmt);
    return err;
}

static void close_database(struct lt_bundle_writer *writer)
{
    for (size_t i = 0; i < LT_INSERT_COUNT; i++) {
        sqlite3_finalize(writer->insert[i]);
        writer->insert[i] = NULL;
    }
    sqlite3_close(writer->db);
    writer->db = NULL;
}

enum lt_err lt_bundle_finish(struct lt_bundle_writer *writer, struct lt_diag *diag)
{
    enum lt_err err = write_meta(writer, diag);
    if (err == LT_OK)
        err = write_lists(writer, diag);
    if (err == LT_OK)
        err = write_pictures(writer, diag);
    if (err == LT_OK && sqlite3_exec(writer->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
        err = lt_writer_fail(writer, diag);
    if (err == LT_OK)
        err = check(writer, diag);
    close_database(writer);
    if (err == LT_OK) {
        err = lt_file_out_commit(writer->out, diag);
        writer->out = NULL;
    }
    lt_bundle_discard(writer);
    return err;
}

void lt_bundle_discard(struct lt_bundle_writer *writer)
{
    if (!writer)
        return;
    close_database(writer);
    lt_file_out_discard(writer->out);
    lt_file_out_discard(writer->spool);
    for (size_t i = 0; i < writer->section_count; i++)
        free(writer->sections[i]);
    struct lt_buf *bufs[] = {&writer->title, &writer->lang, &writer->url, &writer->credit, &writer->newsletter, &writer->accent,
                             &writer->logo, &writer->lost, &writer->scratch};
    for (size_t i = 0; i < sizeof bufs / sizeof *bufs; i++)
        lt_buf_finish(bufs[i]);
    free(writer->sections);
    free(writer->entries);
    free(writer->pictures);
    free(writer->path);
    free(writer);
}
