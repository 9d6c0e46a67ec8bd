/*
 * store.h: what the files of this room share: the opened bundle, a row being read, and the compact texts of the schema.
 */
#ifndef LUTRIN_STORE_H
#define LUTRIN_STORE_H

#include <sqlite3.h>

#include <lutrin/bundle.h>

enum {
    LT_STORE_PAGE_SIZE = 16384,
    LT_STORE_KEY_SHIFT = 16,               /* keys of block and related: article << 16 | ordinal */
    LT_STORE_MAX_SPAN_DEPTH = 32,
    LT_STORE_PROGRESS_STEPS = 1000,        /* virtual machine steps between two looks at the clock */
    LT_STORE_MAX_HEAP_BYTES = 32 << 20,    /* of SQLite's memory in this process */
    LT_STORE_MAX_PICTURE_SIDE = 16384,
};
#define LT_STORE_MAX_ID ((INT64_C(1) << 47) - 1)

/* assets/schema.sql, embedded. */
extern const unsigned char lt_store_schema[];
extern const unsigned long lt_store_schema_size;

struct lt_bundle {
    sqlite3 *db;
    char *path;
    struct lt_arena arena; /* of info */
    struct lt_bundle_info info;
    int64_t deadline_ns;   /* in this thread's processor time; see lt_store_begin() */
    struct lt_bundle *index; /* the search of the whole text beside it, once it was found; else NULL */
};

/* Opens bundle->path, hardened, if its schema is the one that `schema` makes; the caller closes the bundle in any case. */
enum lt_err lt_store_open(struct lt_bundle *bundle, const char *schema, struct lt_diag *diag);

/* Fills diag from the database's last error and returns the code that stands for it. */
enum lt_err lt_store_fail(const struct lt_bundle *bundle, struct lt_diag *diag);

/* The machine has no memory left: LT_ERR_OS, which says nothing against the bundle. */
enum lt_err lt_store_no_memory(const struct lt_bundle *bundle, struct lt_diag *diag);

/* "damaged: WHAT" as LT_ERR_DATA. */
enum lt_err lt_store_damaged(const struct lt_bundle *bundle, struct lt_diag *diag, const char *what);

/* A call of the door begins: what it reads from now on may cost `ms` of processor time. Past that every step fails. */
void lt_store_begin(struct lt_bundle *bundle, int32_t ms);
/* How much of that is left, in ms. */
int64_t lt_store_left_ms(const struct lt_bundle *bundle);

/* Prepares a statement; finalize it with sqlite3_finalize(). */
enum lt_err lt_store_prepare(struct lt_bundle *bundle, const char *sql, struct lt_diag *diag, sqlite3_stmt **ret_stmt);

/* Takes one step. LT_ERR_DATA: damaged, or the call's time is over. */
enum lt_err lt_store_step(struct lt_bundle *bundle, sqlite3_stmt *stmt, struct lt_diag *diag, bool *ret_row);

/* A row that is read column after column; the first value that is not what the schema promises sticks in `damage`. */
struct lt_row {
    sqlite3_stmt *stmt;
    struct lt_arena *arena;
    const char *damage; /* NULL while all is well */
};
struct lt_bytes lt_row_lend(struct lt_row *row, int column);      /* valid clean UTF-8; until the next step */
const char *lt_row_text(struct lt_row *row, int column);         /* at most LT_BUNDLE_MAX_FIELD, copied into the arena */
int64_t lt_row_int(struct lt_row *row, int column, int64_t low, int64_t high);
int64_t lt_row_time(struct lt_row *row, int column);             /* NULL is LT_NO_TIME */

/* logo.c: a sign in the words of meta 'logo', and back; false when they are none. */
void lt_logo_put(const struct lt_logo *logo, struct lt_buf *out);
bool lt_logo_read(const char *text, struct lt_logo *ret_logo);

/* The columns that lt_card_read() expects, in order, for use in a SELECT from article. */
#define LT_CARD_COLUMNS                                                                                               \
    "id,title,standfirst,author,kicker,lang,url,rtl,article.section,published,utc_offset,words,picture,"              \
    "picture_width,picture_height,comment_count"
enum { LT_CARD_COLUMN_COUNT = 16 };
void lt_card_read(const struct lt_bundle *bundle, struct lt_row *row, struct lt_card *ret_card);
/* lt_bundle_card() as a part of a call that has begun. */
enum lt_err lt_card_find(struct lt_bundle *bundle, int64_t article, struct lt_arena *arena, struct lt_diag *diag,
                         struct lt_card *ret_card);

/* wire.c: `block.spans` and `block.geometry`. Each put_ appends; each read checks everything and returns NULL, or what
 * is wrong. */
void lt_wire_put_spans(const struct lt_doc *doc, const struct lt_block *block, struct lt_buf *out);
/* Counts the lines; then fills spans[] with offsets moved by `base`. */
size_t lt_wire_span_count(struct lt_bytes lines);
const char *lt_wire_read_spans(struct lt_bytes lines, struct lt_bytes text, uint32_t base, struct lt_arena *arena,
                               struct lt_span *spans);
void lt_wire_put_geometry(const struct lt_block *block, struct lt_buf *out);
const char *lt_wire_read_geometry(struct lt_bytes line, struct lt_block *block);
/* Checks the parts of a block that do not depend on its neighbours. */
const char *lt_wire_check_block(const struct lt_block *block);
/* Is the text valid UTF-8 without controls (but '\n', and '\t' too)? */
bool lt_wire_is_clean(struct lt_bytes text);
/* Is it a BCP 47 tag by its looks, or empty? */
bool lt_wire_is_lang(struct lt_bytes tag);

/* search_text.c: takes the next word of the text from *at, which moves past it, and puts it folded into *out (cleared
 * first; empty when there is none left). Returns where in the text it begins. A dense word is one character of a script
 * written without spaces. */
size_t lt_search_word(struct lt_bytes text, size_t *at, struct lt_buf *out, bool *ret_dense);
/* The same for a typed query: elided articles ("l'" of "l'eau") are passed over. */
size_t lt_search_term(struct lt_bytes query, size_t *at, struct lt_buf *out, bool *ret_dense);
/* Appends `text` as the search sees it (see the schema). */
void lt_search_text(struct lt_bytes text, struct lt_buf *out);
/* Appends what a person typed as an FTS5 expression; nothing when there is no word in it. */
void lt_search_expression(struct lt_bytes query, struct lt_buf *out);

#endif
