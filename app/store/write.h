/*
 * write.h: the writer as its two files share it.
 */
#ifndef LUTRIN_STORE_WRITE_H
#define LUTRIN_STORE_WRITE_H

#include "store.h"

#include <lutrin/bundle_write.h>
#include <lutrin/file.h>

/* What the lists need to know of an article. */
struct lt_writer_entry {
    int64_t id, published;
    int32_t section, rank;
};

/* What is known of a picture that waits for its place at the end. */
struct lt_writer_picture {
    int64_t id;
    int32_t width, height;
    size_t size;
    int64_t at; /* where its bytes begin in the spool */
};

enum lt_writer_insert {
    LT_INSERT_META,
    LT_INSERT_SECTION,
    LT_INSERT_ARTICLE,
    LT_INSERT_LISTING,
    LT_INSERT_BLOCK,
    LT_INSERT_RELATED,
    LT_INSERT_COMMENT,
    LT_INSERT_SEARCH,
    LT_INSERT_PICTURE,
    LT_INSERT_COUNT
};

struct lt_bundle_writer {
    struct lt_file_out *out;
    char *path;
    sqlite3 *db;
    sqlite3_stmt *insert[LT_INSERT_COUNT];
    struct lt_buf title, lang, url, credit, newsletter, accent, logo, lost;
    int64_t created, last_article;
    int32_t utc_offset;
    char **sections;
    size_t section_count;
    struct lt_writer_entry *entries;
    size_t entry_count, entry_capacity;
    struct lt_writer_picture *pictures; /* by id */
    int64_t spool_bytes;
    size_t picture_count, picture_capacity;
    struct lt_file_out *spool; /* the pictures' bytes, one after another; never committed */
    struct lt_buf scratch;
};

/* Fills diag from the database's last error. */
enum lt_err lt_writer_fail(const struct lt_bundle_writer *writer, struct lt_diag *diag);

/* Binds the value `at` (from 1) of the statement that is about to run. Texts must live until it has run. */
/* Of a text longer than LT_BUNDLE_MAX_FIELD the beginning. */
void lt_writer_text(struct lt_bundle_writer *writer, enum lt_writer_insert what, int at, const char *text);
void lt_writer_bytes(struct lt_bundle_writer *writer, enum lt_writer_insert what, int at, struct lt_bytes text);
void lt_writer_int(struct lt_bundle_writer *writer, enum lt_writer_insert what, int at, int64_t value);

/* Runs the insert and makes it ready for the next row. */
enum lt_err lt_writer_run(struct lt_bundle_writer *writer, enum lt_writer_insert what, struct lt_diag *diag);

/* write_rows.c: the rows of one article. */
enum lt_err lt_writer_article(struct lt_bundle_writer *writer, const struct lt_bundle_article_row *row,
                              struct lt_diag *diag);

/* The picture of that id which the writer was given, or NULL. */
const struct lt_writer_picture *lt_writer_picture(const struct lt_bundle_writer *writer, int64_t id);

#endif
