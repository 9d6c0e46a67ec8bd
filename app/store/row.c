/*
 * row.c: statements with a deadline, rows whose values are checked, SQLite's errors in our words.
 */
#include "store.h"

#include <time.h>

static int64_t processor_time_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* SQLite found no memory. Was that its own ceiling, which only a bundle that means ill comes near? What it had at most and the
 * most it ever asked for at once would then reach it. */
static bool is_machine_full(void)
{
    sqlite3_int64 now, most = 0, largest = 0;
    sqlite3_status64(SQLITE_STATUS_MEMORY_USED, &now, &most, 0);
    sqlite3_status64(SQLITE_STATUS_MALLOC_SIZE, &now, &largest, 0);
    return most + largest < LT_STORE_MAX_HEAP_BYTES;
}

enum lt_err lt_store_no_memory(const struct lt_bundle *bundle, struct lt_diag *diag)
{
    return lt_fail(diag, LT_ERR_OS, bundle->path, NULL, "no memory to read it with");
}

enum lt_err lt_store_fail(const struct lt_bundle *bundle, struct lt_diag *diag)
{
    static const struct {
        int code;
        enum lt_err err;
        const char *what;
    } words[] = {
        {SQLITE_NOTADB, LT_ERR_DATA, "not a bundle"},
        {SQLITE_CORRUPT, LT_ERR_DATA, "damaged"},
        {SQLITE_TOOBIG, LT_ERR_DATA, "damaged: a value is larger than a bundle may hold"},
        {SQLITE_AUTH, LT_ERR_DATA, "damaged: it asks for what a bundle may not do"},
        {SQLITE_INTERRUPT, LT_ERR_DATA, "damaged: a query takes too long"},
        {SQLITE_NOMEM, LT_ERR_DATA, "damaged: a query takes too much memory"},
        {SQLITE_IOERR, LT_ERR_IO, "cannot read"},
        {SQLITE_CANTOPEN, LT_ERR_NO_INPUT, "cannot open"},
    };
    int code = sqlite3_errcode(bundle->db) & 0xFF;
    if ((code == SQLITE_NOMEM || sqlite3_extended_errcode(bundle->db) == SQLITE_IOERR_NOMEM) && is_machine_full())
        return lt_store_no_memory(bundle, diag);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (words[i].code == code)
            return lt_fail(diag, words[i].err, bundle->path, NULL, "%s", words[i].what);
    return lt_fail(diag, LT_ERR_DATA, bundle->path, NULL, "damaged: %s", sqlite3_errmsg(bundle->db));
}

enum lt_err lt_store_damaged(const struct lt_bundle *bundle, struct lt_diag *diag, const char *what)
{
    if ((sqlite3_errcode(bundle->db) & 0xFF) == SQLITE_NOMEM && is_machine_full()) /* a value that could not be fetched */
        return lt_store_no_memory(bundle, diag);
    return lt_fail(diag, LT_ERR_DATA, bundle->path, NULL, "damaged: %s", what);
}

static int look_at_clock(void *self)
{
    const struct lt_bundle *bundle = self;
    return processor_time_ns() > bundle->deadline_ns;
}

void lt_store_begin(struct lt_bundle *bundle, int32_t ms)
{
    bundle->deadline_ns = processor_time_ns() + (int64_t)ms * 1000000;
    sqlite3_progress_handler(bundle->db, LT_STORE_PROGRESS_STEPS, look_at_clock, bundle);
}

int64_t lt_store_left_ms(const struct lt_bundle *bundle)
{
    int64_t left = (bundle->deadline_ns - processor_time_ns()) / 1000000;
    return left > 0 ? left : 0;
}

enum lt_err lt_store_prepare(struct lt_bundle *bundle, const char *sql, struct lt_diag *diag, sqlite3_stmt **ret_stmt)
{
    if (sqlite3_prepare_v2(bundle->db, sql, -1, ret_stmt, NULL) != SQLITE_OK)
        return lt_store_fail(bundle, diag);
    return LT_OK;
}

enum lt_err lt_store_step(struct lt_bundle *bundle, sqlite3_stmt *stmt, struct lt_diag *diag, bool *ret_row)
{
    if (look_at_clock(bundle)) /* many cheap steps are dear too */
        return lt_store_damaged(bundle, diag, "a query takes too long");
    int code = sqlite3_step(stmt);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return lt_store_fail(bundle, diag);
    *ret_row = code == SQLITE_ROW;
    return LT_OK;
}

struct lt_bytes lt_row_lend(struct lt_row *row, int column)
{
    if (sqlite3_column_type(row->stmt, column) != SQLITE_TEXT) {
        row->damage = row->damage ? row->damage : "a value that is not text";
        return (struct lt_bytes){"", 0};
    }
    const char *data = (const char *)sqlite3_column_text(row->stmt, column);
    struct lt_bytes text = {data ? data : "", data ? (size_t)sqlite3_column_bytes(row->stmt, column) : 0};
    if (!data || !lt_wire_is_clean(text)) {
        row->damage = row->damage ? row->damage : "text that is not clean UTF-8";
        return (struct lt_bytes){"", 0};
    }
    return text;
}

const char *lt_row_text(struct lt_row *row, int column)
{
    if (sqlite3_column_bytes(row->stmt, column) > LT_BUNDLE_MAX_FIELD) {
        row->damage = row->damage ? row->damage : "a text longer than any may be";
        return "";
    }
    struct lt_bytes text = lt_row_lend(row, column);
    return text.size ? lt_arena_strndup(row->arena, text.data, text.size) : "";
}

int64_t lt_row_int(struct lt_row *row, int column, int64_t low, int64_t high)
{
    int64_t value = sqlite3_column_int64(row->stmt, column);
    if (sqlite3_column_type(row->stmt, column) == SQLITE_INTEGER && value >= low && value <= high)
        return value;
    row->damage = row->damage ? row->damage : "a number out of its range";
    return low;
}

int64_t lt_row_time(struct lt_row *row, int column)
{
    /* year -9999 to 9999: what a calendar can show */
    const int64_t low = INT64_C(-377705116800), high = INT64_C(253402300799);
    if (sqlite3_column_type(row->stmt, column) == SQLITE_NULL)
        return LT_NO_TIME;
    return lt_row_int(row, column, low, high);
}
