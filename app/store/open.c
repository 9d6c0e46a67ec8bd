/*
 * open.c: from a path to an opened bundle that can be trusted to be no worse than wrong.
 *
 * The header is judged first, by hand, so that the message can tell what the file is; then SQLite opens it with
 * everything shut that a bundle does not need; then its schema must be, word for word, what schema.sql makes.
 */
#include "store.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    HEADER_SIZE = 100,
    AT_PAGE_SIZE = 16,
    AT_PAGE_COUNT = 28,
    AT_ENCODING = 56,
    UTF_8 = 1,
    AT_USER_VERSION = 60,
    AT_APPLICATION_ID = 68,
    MAX_OFFSET_SECONDS = 24 * 3600,
    MAX_SCHEMA_BYTES = 64 << 10,
    MAX_META_KEYS = 64,
};

static const char NOT_A_BUNDLE[] = "give a file that lutrin-pack made";

static uint32_t big_endian(const unsigned char *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static enum lt_err judge_header(const unsigned char *header, size_t got, off_t file_size, const char *path,
                                struct lt_diag *diag)
{
    static const char magic[16] = "SQLite format 3";
    if (got == 0)
        return lt_fail(diag, LT_ERR_DATA, path, NOT_A_BUNDLE, "not a bundle: the file is empty");
    if (got < sizeof magic || memcmp(header, magic, sizeof magic) != 0)
        return lt_fail(diag, LT_ERR_DATA, path, NOT_A_BUNDLE,
                       "not a bundle: the file does not begin like an SQLite database");
    if (got < HEADER_SIZE)
        return lt_fail(diag, LT_ERR_DATA, path, NULL, "damaged: the file is cut short");
    if (big_endian(header + AT_APPLICATION_ID) != LT_BUNDLE_APPLICATION_ID)
        return lt_fail(diag, LT_ERR_DATA, path, NOT_A_BUNDLE, "not a bundle: an SQLite database of another kind");
    uint32_t format = big_endian(header + AT_USER_VERSION);
    if (format > LT_BUNDLE_FORMAT && format <= INT32_MAX)
        return lt_fail(diag, LT_ERR_VERSION, path, "update Lutrin, or build the bundle with an older lutrin-pack",
                       "made by a newer press (bundle format %u; this program knows %d)", (unsigned)format,
                       LT_BUNDLE_FORMAT);
    if (format > 0 && format < LT_BUNDLE_FORMAT)
        return lt_fail(diag, LT_ERR_VERSION, path, "build it again with this lutrin-pack",
                       "made by an older press (bundle format %u; this program reads %d)", (unsigned)format,
                       LT_BUNDLE_FORMAT);
    uint32_t pages = big_endian(header + AT_PAGE_COUNT);
    uint32_t page_size = (uint32_t)header[AT_PAGE_SIZE] << 8 | header[AT_PAGE_SIZE + 1];
    if (format != LT_BUNDLE_FORMAT || page_size != LT_STORE_PAGE_SIZE || big_endian(header + AT_ENCODING) != UTF_8)
        return lt_fail(diag, LT_ERR_DATA, path, NULL, "damaged: the header is not a bundle's");
    if (file_size != (off_t)pages * LT_STORE_PAGE_SIZE)
        return lt_fail(diag, LT_ERR_DATA, path, "copy or build it again",
                       "damaged: %lld bytes long, %lld are expected", (long long)file_size,
                       (long long)pages * LT_STORE_PAGE_SIZE);
    return LT_OK;
}

static enum lt_err check_header(const char *path, struct lt_diag *diag)
{
    unsigned char header[HEADER_SIZE];
    struct stat st;
    enum lt_err err;
    int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0 && errno == ELOOP)
        return lt_fail(diag, LT_ERR_NO_INPUT, path, "give the file's own name", "a symbolic link is not opened");
    if (fd < 0)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, path, errno, "cannot open");
    ssize_t got = -1;
    if (fstat(fd, &st) != 0)
        err = lt_fail_errno(diag, LT_ERR_NO_INPUT, path, errno, "cannot open");
    else if (!S_ISREG(st.st_mode))
        err = lt_fail(diag, LT_ERR_NO_INPUT, path, NOT_A_BUNDLE, "not a file");
    else if ((got = pread(fd, header, sizeof header, 0)) < 0)
        err = lt_fail_errno(diag, LT_ERR_IO, path, errno, "cannot read");
    else
        err = judge_header(header, (size_t)got, st.st_size, path, diag);
    close(fd);
    return err;
}

/* The path with its folder resolved (SQLite's NOFOLLOW refuses links in folders too, where they do no harm), as the URI
 * of a file that does not change. NULL when the folder is not there. */
static char *immutable_uri(const char *path)
{
    static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-~";
    const char *slash = strrchr(path, '/');
    char *folder = slash == path ? lt_strdup("/") : slash ? lt_strdup(path) : lt_strdup(".");
    if (slash && slash != path)
        folder[slash - path] = '\0';
    char *resolved = realpath(folder, NULL);
    free(folder);
    if (!resolved)
        return NULL;
    struct lt_buf whole = {0}, uri = {0};
    lt_buf_printf(&whole, "%s/%s", strcmp(resolved, "/") == 0 ? "" : resolved, slash ? slash + 1 : path);
    free(resolved);
    lt_buf_puts(&uri, "file://");
    for (size_t i = 0; i < whole.size; i++)
        if (strchr(plain, whole.data[i]))
            lt_buf_putc(&uri, whole.data[i]);
        else
            lt_buf_printf(&uri, "%%%02X", (unsigned char)whole.data[i]);
    lt_buf_puts(&uri, "?mode=ro&immutable=1");
    lt_buf_finish(&whole);
    return lt_buf_release(&uri);
}

static void shut(sqlite3 *db)
{
    static const int off[] = {
        SQLITE_DBCONFIG_TRUSTED_SCHEMA,  SQLITE_DBCONFIG_ENABLE_TRIGGER,         SQLITE_DBCONFIG_ENABLE_VIEW,
        SQLITE_DBCONFIG_WRITABLE_SCHEMA, SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER,  SQLITE_DBCONFIG_DQS_DML,
        SQLITE_DBCONFIG_DQS_DDL,         SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION,
    };
    static const int limits[][2] = {
        {SQLITE_LIMIT_LENGTH, LT_BUNDLE_MAX_ROW}, {SQLITE_LIMIT_SQL_LENGTH, 4096},    {SQLITE_LIMIT_COLUMN, 32},
        {SQLITE_LIMIT_EXPR_DEPTH, 20},            {SQLITE_LIMIT_COMPOUND_SELECT, 3},  {SQLITE_LIMIT_VDBE_OP, 25000},
        {SQLITE_LIMIT_FUNCTION_ARG, 8},           {SQLITE_LIMIT_ATTACHED, 0},         {SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 50},
        {SQLITE_LIMIT_VARIABLE_NUMBER, 16},       {SQLITE_LIMIT_TRIGGER_DEPTH, 1},    {SQLITE_LIMIT_WORKER_THREADS, 0},
    };
    for (size_t i = 0; i < sizeof off / sizeof *off; i++)
        sqlite3_db_config(db, off[i], 0, NULL);
    sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++)
        sqlite3_limit(db, limits[i][0], limits[i][1]);
}

/* Lists a database's schema, or fails with SQLite's code. */
static int list_schema(sqlite3 *db, struct lt_buf *out)
{
    sqlite3_stmt *stmt = NULL;
    int code = sqlite3_prepare_v2(db, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name", -1,
                                  &stmt, NULL);
    while ((code == SQLITE_OK || code == SQLITE_ROW) && out->size < MAX_SCHEMA_BYTES) {
        code = sqlite3_step(stmt);
        for (int i = 0; code == SQLITE_ROW && i < 4; i++) {
            const char *text = (const char *)sqlite3_column_text(stmt, i);
            if (!text && sqlite3_column_type(stmt, i) != SQLITE_NULL)
                code = SQLITE_NOMEM;
            lt_buf_puts(out, text);
            lt_buf_putc(out, '\0');
        }
    }
    sqlite3_finalize(stmt);
    return out->size < MAX_SCHEMA_BYTES ? code : SQLITE_CORRUPT;
}

/* The schema must equal what `schema` makes in an empty database. */
static enum lt_err check_schema(struct lt_bundle *bundle, const char *schema, struct lt_diag *diag)
{
    struct lt_buf ours = {0}, theirs = {0};
    sqlite3 *pattern = NULL;
    enum lt_err err = LT_OK;
    if (sqlite3_open(":memory:", &pattern) != SQLITE_OK ||
        sqlite3_exec(pattern, schema, NULL, NULL, NULL) != SQLITE_OK ||
        list_schema(pattern, &ours) != SQLITE_DONE)
        err = (sqlite3_errcode(pattern) & 0xFF) == SQLITE_NOMEM
                  ? lt_store_no_memory(bundle, diag)
                  : lt_fail(diag, LT_ERR_SOFTWARE, bundle->path, NULL, "cannot make the schema: %s", sqlite3_errmsg(pattern));
    else if (list_schema(bundle->db, &theirs) != SQLITE_DONE)
        err = lt_store_fail(bundle, diag);
    else if (!lt_bytes_equal(lt_buf_slice(&ours), lt_buf_slice(&theirs)))
        err = lt_store_damaged(bundle, diag, "its schema is not a bundle's");
    sqlite3_close(pattern);
    lt_buf_finish(&ours);
    lt_buf_finish(&theirs);
    return err;
}

/* Makes SQLite set the search's table up now: what it does for that the authorizer would refuse later. */
static enum lt_err connect_search(struct lt_bundle *bundle, struct lt_diag *diag)
{
    sqlite3_stmt *stmt = NULL;
    enum lt_err err = lt_store_prepare(bundle, "SELECT rowid FROM search LIMIT 0", diag, &stmt);
    sqlite3_finalize(stmt);
    return err;
}

static bool is_our_table(const char *name)
{
    static const char *const tables[] = {"meta", "section", "article", "listing", "block", "related", "comment", "picture",
                                         "search", "search_data", "search_idx", "search_docsize", "search_config", "made"};
    for (size_t i = 0; name && i < sizeof tables / sizeof *tables; i++)
        if (strcmp(name, tables[i]) == 0)
            return true;
    return false;
}

/* SELECT from our tables, the search's ranking, and nothing else. */
static int authorise(void *self, int action, const char *one, const char *two, const char *schema, const char *trigger)
{
    (void)self;
    (void)schema;
    (void)trigger;
    bool good = action == SQLITE_SELECT || (action == SQLITE_READ && is_our_table(one)) ||
                (action == SQLITE_FUNCTION && two && (strcmp(two, "bm25") == 0 || strcmp(two, "match") == 0 || strcmp(two, "fts5") == 0)) ||
                (action == SQLITE_PRAGMA && one && strcmp(one, "data_version") == 0);
    return good ? SQLITE_OK : SQLITE_DENY;
}

static enum lt_err read_meta(struct lt_bundle *bundle, struct lt_diag *diag)
{
    struct lt_bundle_info *info = &bundle->info;
    const char *logo = "";
    const struct {
        const char *key;
        const char **text;
    } keys[] = {{"title", &info->title}, {"lang", &info->lang}, {"url", &info->url}, {"credit", &info->credit},
                {"newsletter", &info->newsletter}, {"accent", &info->accent}, {"logo", &logo}, {"lost", &info->lost}};
    int64_t created = 0, utc_offset = 0, articles = 0, last_article = 0;
    sqlite3_stmt *stmt = NULL;
    int keys_read = 0;
    bool more = true;
    info->title = info->lang = info->url = info->credit = info->newsletter = info->accent = info->lost = "";
    enum lt_err err = lt_store_prepare(bundle, "SELECT key, value, CAST(value AS INTEGER) FROM meta", diag, &stmt);
    struct lt_row row = {stmt, &bundle->arena, NULL};
    while (err == LT_OK && !row.damage && (err = lt_store_step(bundle, stmt, diag, &more)) == LT_OK && more) {
        if (++keys_read > MAX_META_KEYS)
            row.damage = "too many keys";
        struct lt_bytes key = lt_row_lend(&row, 0);
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
            if (lt_bytes_equal(key, lt_bytes_of(keys[i].key)))
                *keys[i].text = lt_row_text(&row, 1);
        if (lt_bytes_equal(key, lt_bytes_of("created")))
            created = lt_row_int(&row, 2, INT64_C(-377705116800), INT64_C(253402300799));
        else if (lt_bytes_equal(key, lt_bytes_of("utc_offset")))
            utc_offset = lt_row_int(&row, 2, -MAX_OFFSET_SECONDS, MAX_OFFSET_SECONDS);
        else if (lt_bytes_equal(key, lt_bytes_of("articles")))
            articles = lt_row_int(&row, 2, 0, UINT32_MAX);
        else if (lt_bytes_equal(key, lt_bytes_of("last_article")))
            last_article = lt_row_int(&row, 2, 0, LT_STORE_MAX_ID);
    }
    sqlite3_finalize(stmt);
    if (!row.damage && logo[0] && !lt_logo_read(logo, &info->logo))
        row.damage = "its logo is not told in a bundle's words";
    if (err == LT_OK && row.damage)
        err = lt_store_damaged(bundle, diag, row.damage);
    info->created = created;
    info->utc_offset = (int32_t)utc_offset;
    info->articles = (uint32_t)articles;
    info->last_article = last_article;
    return err;
}

static enum lt_err read_sections(struct lt_bundle *bundle, struct lt_diag *diag)
{
    struct lt_section *sections = lt_arena_array(&bundle->arena, LT_BUNDLE_MAX_SECTIONS, sizeof *sections);
    size_t count = 0;
    sqlite3_stmt *stmt = NULL;
    bool more = true;
    enum lt_err err = lt_store_prepare(bundle, "SELECT id, name, articles FROM section ORDER BY id", diag, &stmt);
    struct lt_row row = {stmt, &bundle->arena, NULL};
    while (err == LT_OK && !row.damage && (err = lt_store_step(bundle, stmt, diag, &more)) == LT_OK && more) {
        if (count == LT_BUNDLE_MAX_SECTIONS) {
            err = lt_store_damaged(bundle, diag, "too many sections");
            break;
        }
        struct lt_section *section = &sections[count++];
        section->id = lt_row_int(&row, 0, 1, LT_BUNDLE_MAX_SECTIONS);
        section->name = lt_row_text(&row, 1);
        section->articles = (uint32_t)lt_row_int(&row, 2, 0, UINT32_MAX);
    }
    sqlite3_finalize(stmt);
    if (err == LT_OK && row.damage)
        err = lt_store_damaged(bundle, diag, row.damage);
    bundle->info.sections = sections;
    bundle->info.section_count = count;
    return err;
}

static enum lt_err open_database(struct lt_bundle *bundle, struct lt_diag *diag)
{
    char *uri = immutable_uri(bundle->path);
    if (!uri) /* want of memory says nothing of the bundle */
        return lt_fail_errno(diag, errno == ENOMEM ? LT_ERR_OS : LT_ERR_NO_INPUT, bundle->path, errno, "cannot open");
    int flags = SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_PRIVATECACHE;
    int code = sqlite3_open_v2(uri, &bundle->db, flags, NULL);
    free(uri);
    if (code != SQLITE_OK)
        return lt_store_fail(bundle, diag);
    sqlite3_hard_heap_limit64(LT_STORE_MAX_HEAP_BYTES);
    shut(bundle->db);
    /* SQLite wants chance with its first page. A machine without any, just started, makes it by a second of work: not the
     * bundle's fault, so it is done before the clock runs. */
    char chance;
    sqlite3_randomness(sizeof chance, &chance);
    lt_store_begin(bundle, LT_BUNDLE_DEADLINE_MS); /* reading a schema may be dear too */
    if (sqlite3_exec(bundle->db, "PRAGMA cell_size_check=ON; PRAGMA mmap_size=0", NULL, NULL, NULL) != SQLITE_OK)
        return lt_store_fail(bundle, diag);
    return LT_OK;
}

enum lt_err lt_store_open(struct lt_bundle *bundle, const char *schema, struct lt_diag *diag)
{
    enum lt_err err = open_database(bundle, diag);
    if (err == LT_OK)
        err = check_schema(bundle, schema, diag);
    if (err == LT_OK)
        err = connect_search(bundle, diag);
    if (err == LT_OK)
        sqlite3_set_authorizer(bundle->db, authorise, NULL);
    return err;
}

enum lt_err lt_bundle_open(const char *path, struct lt_diag *diag, struct lt_bundle **ret_bundle)
{
    enum lt_err err = check_header(path, diag);
    if (err != LT_OK)
        return err;
    struct lt_bundle *bundle = lt_alloc(1, sizeof *bundle);
    bundle->path = lt_strdup(path);
    err = lt_store_open(bundle, (const char *)lt_store_schema, diag);
    if (err == LT_OK)
        err = read_meta(bundle, diag);
    if (err == LT_OK)
        err = read_sections(bundle, diag);
    if (err != LT_OK) {
        lt_bundle_close(bundle);
        return err;
    }
    *ret_bundle = bundle;
    return LT_OK;
}

void lt_bundle_close(struct lt_bundle *bundle)
{
    if (!bundle)
        return;
    lt_bundle_close(bundle->index);
    sqlite3_close(bundle->db);
    lt_arena_finish(&bundle->arena);
    free(bundle->path);
    free(bundle);
}

const struct lt_bundle_info *lt_bundle_info(const struct lt_bundle *bundle)
{
    return &bundle->info;
}
