/*
 * index_build.c: writes the index beside a bundle, a step of some articles at a time; each step is one transaction that also
 * says how far it came, so that it may be cut off anywhere.
 */
#include "index.h"

#include <lutrin/index.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { STEP_ARTICLES = 128, TEXTS = 5 };

struct build {
    struct lt_bundle *bundle;
    sqlite3 *db;
    sqlite3_stmt *insert, *advance;
    const char *part;
    struct lt_diag *diag;
    int64_t last;  /* the article that was written last */
    uint32_t done;
};

/* LT_ERR_DATA: what there is of it is not what was written. */
static enum lt_err failed(const struct build *b)
{
    enum lt_err err = LT_ERR_IO;
    switch (sqlite3_errcode(b->db) & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return lt_fail(b->diag, LT_ERR_UNAVAILABLE, b->part, "wait for it", "another process makes this index");
    case SQLITE_FULL:
        err = LT_ERR_LIMIT;
        break;
    case SQLITE_ERROR:
    case SQLITE_CORRUPT:
    case SQLITE_CONSTRAINT:
    case SQLITE_NOTADB:
        err = LT_ERR_DATA;
        break;
    default:
        break;
    }
    return lt_fail(b->diag, err, b->part, NULL, "cannot write the index: %s", sqlite3_errmsg(b->db));
}

static enum lt_err run(const struct build *b, const char *sql)
{
    return sqlite3_exec(b->db, sql, NULL, NULL, NULL) == SQLITE_OK ? LT_OK : failed(b);
}

/* Runs a prepared statement that gives no rows. */
static enum lt_err run_once(const struct build *b, sqlite3_stmt *stmt)
{
    int code = sqlite3_step(stmt);
    sqlite3_reset(stmt);
    return code == SQLITE_DONE ? LT_OK : failed(b);
}

static enum lt_err check_room(const struct build *b)
{
    struct statvfs disk;
    struct stat st;
    if (stat(b->bundle->path, &st) != 0 || statvfs(b->bundle->path, &disk) != 0)
        return lt_fail_errno(b->diag, LT_ERR_IO, b->bundle->path, errno, "cannot look at");
    unsigned long long room = (unsigned long long)disk.f_bavail * disk.f_frsize;
    if (room < (unsigned long long)st.st_size + LT_INDEX_SPARE_BYTES)
        return lt_fail(b->diag, LT_ERR_LIMIT, b->part, "free some", "no room for the search of the whole text: %llu MB are free",
                       room >> 20);
    return LT_OK;
}

/* How far an earlier call came; false when what there is is not of this bundle, or damaged. */
static bool read_progress(struct build *b)
{
    struct lt_buf mark = {0};
    sqlite3_stmt *stmt = NULL;
    lt_index_mark(b->bundle, &mark);
    bool good = sqlite3_prepare_v2(b->db, "SELECT last, done FROM made WHERE bundle = ?1", -1, &stmt, NULL) == SQLITE_OK &&
                sqlite3_bind_text(stmt, 1, mark.data, (int)mark.size, SQLITE_STATIC) == SQLITE_OK &&
                sqlite3_step(stmt) == SQLITE_ROW;
    if (good) {
        b->last = sqlite3_column_int64(stmt, 0);
        b->done = (uint32_t)sqlite3_column_int64(stmt, 1);
    }
    sqlite3_finalize(stmt);
    lt_buf_finish(&mark);
    return good;
}

static enum lt_err begin_anew(struct build *b)
{
    struct lt_buf sql = {0}, mark = {0};
    lt_index_mark(b->bundle, &mark);
    lt_buf_printf(&sql, "BEGIN; %s INSERT INTO made VALUES('%s', 0, 0); COMMIT", lt_index_schema, mark.data);
    enum lt_err err = run(b, sql.data);
    lt_buf_finish(&sql);
    lt_buf_finish(&mark);
    return err;
}

/* A journal that was cut off comes back with the next start where its end is not durable, and half written over by the next
 * transaction it would be played back: hence FULL, which makes each end durable too. */
static enum lt_err open_part(struct build *b)
{
    if (sqlite3_open_v2(b->part, &b->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, NULL) != SQLITE_OK)
        return failed(b);
    return run(b, "PRAGMA page_size=16384; PRAGMA locking_mode=EXCLUSIVE; PRAGMA journal_mode=TRUNCATE;"
                  "PRAGMA synchronous=FULL; BEGIN IMMEDIATE; COMMIT");
}

static void shut(struct build *b)
{
    sqlite3_finalize(b->insert);
    sqlite3_finalize(b->advance);
    sqlite3_close(b->db);
    b->insert = b->advance = NULL;
    b->db = NULL;
}

/* Throws away what an earlier call left, and begins. */
static enum lt_err start_over(struct build *b)
{
    shut(b);
    b->last = 0;
    b->done = 0;
    if (unlink(b->part) != 0 && errno != ENOENT)
        return lt_fail_errno(b->diag, LT_ERR_IO, b->part, errno, "cannot begin the index");
    enum lt_err err = open_part(b);
    return err == LT_OK ? begin_anew(b) : err;
}

/* Opens what an earlier call left, or begins. */
static enum lt_err resume(struct build *b)
{
    bool fresh = access(b->part, F_OK) != 0;
    enum lt_err err = open_part(b);
    if (err != LT_OK && err != LT_ERR_DATA)
        return err;
    if (err == LT_OK && fresh)
        return begin_anew(b);
    return err == LT_OK && read_progress(b) ? LT_OK : start_over(b);
}

/* The texts of a document as the columns want them. */
static void put_texts(const struct lt_doc *doc, const char *tags, struct lt_buf texts[TEXTS])
{
    lt_search_text(lt_bytes_of(doc->meta.title), &texts[0]);
    lt_search_text(lt_bytes_of(doc->meta.standfirst), &texts[1]);
    lt_search_text(lt_bytes_of(tags), &texts[3]);
    for (uint32_t i = 0; i < doc->block_count; i++) {
        struct lt_buf *column = &texts[doc->blocks[i].role == LT_ROLE_HEADING ? 2 : 4];
        lt_search_text(lt_block_text(doc, &doc->blocks[i]), column);
        lt_buf_putc(column, ' ');
    }
}

static enum lt_err add(const struct build *b, const struct lt_bundle_name *name, struct lt_arena *arena)
{
    struct lt_buf texts[TEXTS] = {{0}};
    const struct lt_doc *doc = NULL;
    if (lt_bundle_article(b->bundle, name->id, arena, NULL, &doc) != LT_OK)
        return LT_OK; /* who cannot be read need not be found */
    put_texts(doc, name->tags, texts);
    sqlite3_bind_int64(b->insert, 1, name->id);
    for (int i = 0; i < TEXTS; i++)
        sqlite3_bind_text(b->insert, 2 + i, texts[i].data ? texts[i].data : "", (int)texts[i].size, SQLITE_STATIC);
    enum lt_err err = run_once(b, b->insert);
    for (int i = 0; i < TEXTS; i++)
        lt_buf_finish(&texts[i]);
    return err;
}

/* The next articles in one transaction. */
static enum lt_err step(struct build *b, const struct lt_bundle_name *names, size_t count)
{
    enum lt_err err = run(b, "BEGIN");
    for (size_t i = 0; i < count && err == LT_OK; i++) {
        struct lt_arena arena = {0};
        err = add(b, &names[i], &arena);
        lt_arena_finish(&arena);
    }
    b->last = names[count - 1].id;
    b->done += (uint32_t)count;
    sqlite3_bind_int64(b->advance, 1, b->last);
    sqlite3_bind_int64(b->advance, 2, b->done);
    if (err == LT_OK)
        err = run_once(b, b->advance);
    return err == LT_OK ? run(b, "COMMIT") : err;
}

static enum lt_err fill(struct build *b, lt_index_told *told, void *self)
{
    static const char insert[] = "INSERT INTO search(rowid, title, standfirst, headings, tags, body) VALUES(?,?,?,?,?,?)";
    enum lt_err err = LT_OK;
    if (sqlite3_prepare_v2(b->db, insert, -1, &b->insert, NULL) != SQLITE_OK ||
        sqlite3_prepare_v2(b->db, "UPDATE made SET last = ?1, done = ?2", -1, &b->advance, NULL) != SQLITE_OK)
        return failed(b);
    for (size_t count = 1; count > 0 && err == LT_OK;) {
        const struct lt_bundle_name *names = NULL;
        struct lt_arena arena = {0};
        err = lt_bundle_names(b->bundle, b->last, STEP_ARTICLES, &arena, b->diag, &names, &count);
        if (err == LT_OK && count > 0)
            err = step(b, names, count);
        if (err == LT_OK && count > 0 && told)
            told(self, b->done, b->bundle->info.articles);
        lt_arena_finish(&arena);
    }
    return err;
}

/* It is whole: gives it its name. What SQLite committed is on the disk already. */
static enum lt_err finish(struct build *b, const char *path)
{
    struct lt_buf folder = {0}, journal = {0};
    lt_index_path(b->bundle->path, ".", &folder);
    lt_buf_printf(&journal, "%s-journal", b->part);
    unlink(journal.data); /* empty */
    int fd = open(folder.data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    enum lt_err err = LT_OK;
    if (rename(b->part, path) != 0 || fd < 0 || fsync(fd) != 0)
        err = lt_fail_errno(b->diag, LT_ERR_IO, path, errno, "cannot finish the index");
    if (fd >= 0)
        close(fd);
    lt_buf_finish(&folder);
    lt_buf_finish(&journal);
    return err;
}

enum lt_err lt_index_build(const char *path, lt_index_told *told, void *self, struct lt_diag *diag)
{
    struct build b = {.diag = diag};
    struct lt_buf whole = {0}, part = {0};
    enum lt_err err = lt_bundle_open(path, diag, &b.bundle);
    if (err != LT_OK)
        return err;
    lt_index_path(path, LT_INDEX_NAME, &whole);
    lt_index_path(path, LT_INDEX_PART, &part);
    b.part = part.data;
    struct lt_bundle *there = lt_index_open(b.bundle);
    if (!there) {
        err = check_room(&b);
        if (err == LT_OK)
            err = resume(&b);
        if (err == LT_OK)
            err = fill(&b, told, self);
        if (err == LT_ERR_DATA) { /* the disk did not keep what an earlier call wrote */
            err = start_over(&b);
            if (err == LT_OK)
                err = fill(&b, told, self);
        }
        shut(&b);
        if (err == LT_OK)
            err = finish(&b, whole.data);
    }
    lt_bundle_close(there);
    lt_bundle_close(b.bundle);
    lt_buf_finish(&whole);
    lt_buf_finish(&part);
    return err;
}
