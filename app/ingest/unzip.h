/*
 * unzip.h: the files in a packed book, within limits. Private to this room.
 */
#ifndef LUTRIN_INGEST_UNZIP_H
#define LUTRIN_INGEST_UNZIP_H

#include <lutrin/export.h>

struct lt_zip;

/* Opens a zip archive that lies in memory, which must outlive it. Refused: no zip, too many files, names that lead out
 * of it ("../", "/", "\"). Nothing is ever written to disk. */
enum lt_err lt_zip_open(struct lt_bytes data, struct lt_diag *diag, struct lt_zip **ret_book);
void lt_zip_close(struct lt_zip *book); /* NULL is allowed */

/* Appends the file `path`. LT_ERR_NO_INPUT when it is not there; LT_ERR_LIMIT past `limit_bytes`, past what may come out
 * of one book, or when it is packed tighter than honest files are. */
enum lt_err lt_zip_read(struct lt_zip *book, const char *path, size_t limit_bytes, struct lt_diag *diag,
                         struct lt_buf *out);

/* The path that `href` (its fragment left out, percent signs decoded) means in the file `from`; NULL when it leads out
 * of the book. In the arena. */
const char *lt_zip_path(const char *from, const char *href, struct lt_arena *arena);

#endif
