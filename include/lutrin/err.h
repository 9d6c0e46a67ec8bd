/*
 * err.h: how Lutrin says that something went wrong.
 *
 * A function that can fail returns an enum lt_err; zero is success. The details a person needs (what, where, what to
 * do) travel beside it in a struct lt_diag that the caller lends. Libraries return, programs speak: nothing below
 * `screen` prints. A parameter named ret_... stands last and is untouched when the function fails.
 *
 * Running out of memory is not an error here: lt_alloc() and its kin print one line and end the process with EX_OSERR.
 * Nothing from outside can cause it, because every loop that grows with its input has a named limit and returns
 * LT_ERR_LIMIT.
 */
#ifndef LUTRIN_ERR_H
#define LUTRIN_ERR_H

#include <stdarg.h>
#include <stddef.h>

enum lt_err {
    LT_OK = 0,
    LT_ERR_USAGE,       /* the caller or the command line asked for what makes no sense (EX_USAGE) */
    LT_ERR_DATA,        /* the input is not what it should be: malformed, truncated, of no known kind (EX_DATAERR) */
    LT_ERR_NO_INPUT,    /* the named thing does not exist or cannot be read (EX_NOINPUT) */
    LT_ERR_UNAVAILABLE, /* something needed is missing for now: display, network, face (EX_UNAVAILABLE) */
    LT_ERR_SOFTWARE,    /* our own mistake: an invariant does not hold (EX_SOFTWARE) */
    LT_ERR_OS,          /* the system refused: no descriptors, no processes (EX_OSERR) */
    LT_ERR_CANT_CREATE, /* the output cannot be made (EX_CANTCREAT) */
    LT_ERR_IO,          /* reading or writing failed half way: EIO, ENOSPC (EX_IOERR) */
    LT_ERR_LIMIT,       /* the input is larger, deeper or more than a named limit allows (EX_DATAERR) */
    LT_ERR_VERSION,     /* a bundle of a newer format than this program knows (EX_DATAERR) */
    LT_ERR_SIGNATURE,   /* a signature is missing, of an unknown key, or wrong (EX_NOPERM) */
    LT_ERR_CONFIG,      /* a configuration or plan file has an error (EX_CONFIG) */
};

enum {
    LT_DIAG_WHAT_MAX = 512,
    LT_DIAG_WHERE_MAX = 512,
    LT_DIAG_HINT_MAX = 256,
};

/* One failure in words. Each text is UTF-8, NUL-terminated, cut at its limit on a character boundary; "" if unset. */
struct lt_diag {
    enum lt_err err;
    char what[LT_DIAG_WHAT_MAX];   /* "not a bundle: the file does not begin like an SQLite database" */
    char where[LT_DIAG_WHERE_MAX]; /* "news.lutrin", "feed.xml:12", "article 3" */
    char hint[LT_DIAG_HINT_MAX];   /* "build it again with this version of lutrin-pack" */
};

/* Fills *diag (which may be NULL: then only the code is returned) and returns err, so that a failure is one statement:
 * `return lt_fail(diag, LT_ERR_DATA, path, "what to do", "line %d: no closing tag", n);` `where` and `hint` may be
 * NULL. `format` and its arguments are printf's. */
enum lt_err lt_fail(struct lt_diag *diag, enum lt_err err, const char *where, const char *hint, const char *format, ...)
    __attribute__((format(printf, 5, 6)));

/* As lt_fail() for a failed system call: appends the words of `errnum` (an errno value) to the message. */
enum lt_err lt_fail_errno(struct lt_diag *diag, enum lt_err err, const char *where, int errnum, const char *doing);

/* The process exit code of sysexits.h that stands for err; 0 for LT_OK. */
int lt_err_exit_code(enum lt_err err);

/* A short English name of err ("bad data"), for logs and JSON. Static storage. */
const char *lt_err_name(enum lt_err err);

#endif
