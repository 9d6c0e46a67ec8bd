/*
 * err.c: failures in words, and the exit codes of sysexits.h that they become.
 */
#include <lutrin/err.h>

#include <lutrin/bytes.h>
#include <lutrin/utf8.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sysexits.h>

static const struct {
    const char *name;
    int exit_code;
} KINDS[] = {
    [LT_OK] = {"ok", EX_OK},
    [LT_ERR_USAGE] = {"usage", EX_USAGE},
    [LT_ERR_DATA] = {"bad data", EX_DATAERR},
    [LT_ERR_NO_INPUT] = {"no input", EX_NOINPUT},
    [LT_ERR_UNAVAILABLE] = {"unavailable", EX_UNAVAILABLE},
    [LT_ERR_SOFTWARE] = {"internal error", EX_SOFTWARE},
    [LT_ERR_OS] = {"system error", EX_OSERR},
    [LT_ERR_CANT_CREATE] = {"cannot create", EX_CANTCREAT},
    [LT_ERR_IO] = {"input/output error", EX_IOERR},
    [LT_ERR_LIMIT] = {"over a limit", EX_DATAERR},
    [LT_ERR_VERSION] = {"newer format", EX_DATAERR},
    [LT_ERR_SIGNATURE] = {"signature", EX_NOPERM},
    [LT_ERR_CONFIG] = {"configuration", EX_CONFIG},
};

/* Copies at most limit - 1 bytes, never half a character, and never a line end: a diag is one line. */
static void set_text(char *to, size_t limit, const char *text)
{
    struct lt_bytes all = lt_bytes_of(text);
    size_t size = lt_utf8_floor(all, limit - 1);
    for (size_t i = 0; i < size; i++)
        to[i] = (unsigned char)text[i] < 0x20 ? ' ' : text[i];
    to[size] = '\0';
}

static void fill(struct lt_diag *diag, enum lt_err err, const char *where, const char *hint, const char *what)
{
    diag->err = err;
    set_text(diag->what, sizeof diag->what, what);
    set_text(diag->where, sizeof diag->where, where ? where : "");
    set_text(diag->hint, sizeof diag->hint, hint ? hint : "");
}

enum lt_err lt_fail(struct lt_diag *diag, enum lt_err err, const char *where, const char *hint, const char *format, ...)
{
    if (!diag)
        return err;
    char what[LT_DIAG_WHAT_MAX * 2];
    va_list args;
    va_start(args, format);
    vsnprintf(what, sizeof what, format, args);
    va_end(args);
    fill(diag, err, where, hint, what);
    return err;
}

enum lt_err lt_fail_errno(struct lt_diag *diag, enum lt_err err, const char *where, int errnum, const char *doing)
{
    char words[128];
    if (strerror_r(errnum, words, sizeof words) != 0)
        snprintf(words, sizeof words, "error %d", errnum);
    return lt_fail(diag, err, where, NULL, "%s: %s", doing, words);
}

int lt_err_exit_code(enum lt_err err)
{
    return (size_t)err < sizeof KINDS / sizeof *KINDS ? KINDS[err].exit_code : EX_SOFTWARE;
}

const char *lt_err_name(enum lt_err err)
{
    return (size_t)err < sizeof KINDS / sizeof *KINDS ? KINDS[err].name : "unknown";
}
