/*
 * file.h: files read whole within a limit, and files written whole or not at all.
 */
#ifndef LUTRIN_FILE_H
#define LUTRIN_FILE_H

#include <stddef.h>

#include <lutrin/bytes.h>
#include <lutrin/err.h>

/* Appends the content of the regular file `path` ("-" is standard input) to *buf. More than `limit_bytes` is
 * LT_ERR_LIMIT; a missing or unreadable file, or a directory, LT_ERR_NO_INPUT. On failure *buf is as it was. */
enum lt_err lt_file_read(const char *path, size_t limit_bytes, struct lt_diag *diag, struct lt_buf *buf);

/* A file being written: bytes go to a temporary name beside `path`; nothing is seen under `path` until commit. */
struct lt_file_out;

/* Begins to write `path`; the temporary file is PATH.XXXXXX.part in the same directory. */
enum lt_err lt_file_out_create(const char *path, struct lt_diag *diag, struct lt_file_out **ret_out);

/* The temporary file's path, for a library that wants to write it itself (SQLite, libvips). Lent. */
const char *lt_file_out_path(const struct lt_file_out *out);

/* Appends bytes to the temporary file. */
enum lt_err lt_file_out_write(struct lt_file_out *out, struct lt_bytes data, struct lt_diag *diag);

/* Makes it durable (fsync), renames it to its name, makes the directory durable, and destroys `out` whatever happens.
 * When this fails nothing is left behind and an older file under the name is untouched. */
enum lt_err lt_file_out_commit(struct lt_file_out *out, struct lt_diag *diag);

/* Gives up: removes the temporary file and destroys `out`. NULL is allowed. */
void lt_file_out_discard(struct lt_file_out *out);

/* Writes `data` to `path` whole: create, write, commit. */
enum lt_err lt_file_write(const char *path, struct lt_bytes data, struct lt_diag *diag);

/* Waits until what was written to `path` (a file, a device, the entries of a folder) is on the disk (fsync). LT_ERR_IO: it
 * is not. */
enum lt_err lt_file_sync(const char *path, struct lt_diag *diag);

/* What of a file must outlive a power cut once it was written. */
enum lt_file_care {
    LT_FILE_DURABLE,    /* all of it, as lt_file_write() does */
    LT_FILE_NAME_LATER, /* its bytes; its name with the next file that is written durably to the same folder */
    LT_FILE_NAME_ONLY,  /* that it was written; its bytes may be lost, and whoever reads what is left knows what that means */
    LT_FILE_SPARE,      /* nothing: the old one may be back then, or it is damaged, and whoever reads it will see that */
};

/* lt_file_write() with no more care than is needed: each fsync wears a memory card and takes a while on it. */
enum lt_err lt_file_write_with(const char *path, struct lt_bytes data, enum lt_file_care care, struct lt_diag *diag);

/* The same for what only its owner may read (mode 0600). */
enum lt_err lt_file_write_private(const char *path, struct lt_bytes data, struct lt_diag *diag);

#endif
