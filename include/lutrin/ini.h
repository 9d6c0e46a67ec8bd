/*
 * ini.h: the one format of all configuration and plan files: [section name], key = value, # or ; comments on their own
 * lines. Strict: a line that is none of these is an error with its number. A value runs to the end of the line, white
 * space trimmed; a line that begins with white space continues the value above, joined by one '\n'.
 */
#ifndef LUTRIN_INI_H
#define LUTRIN_INI_H

#include <lutrin/bytes.h>
#include <lutrin/err.h>

enum {
    LT_INI_MAX_BYTES = 1 << 20, /* of a file */
    LT_INI_MAX_LINES = 100000,
};

/* One key as met. Slices are valid during the call only; `section` is empty before the first section line. */
struct lt_ini_line {
    struct lt_bytes section, key, value;
    const char *where; /* "FILE:LINE", for messages */
};

/* Is told each key in order; what it returns, unless LT_OK, ends the reading and is returned. */
typedef enum lt_err lt_ini_sink(void *self, const struct lt_ini_line *line, struct lt_diag *diag);

/* Reads the file `path`. LT_ERR_NO_INPUT: it is not there; LT_ERR_CONFIG: a line is wrong; LT_ERR_LIMIT;
 * else what the sink says. */
enum lt_err lt_ini_read(const char *path, lt_ini_sink *sink, void *self, struct lt_diag *diag);

/* The failure every sink gives for a key or section it does not know: LT_ERR_CONFIG naming it. */
enum lt_err lt_ini_unknown(const struct lt_ini_line *line, struct lt_diag *diag);

/* A whole decimal number within [low, high], or LT_ERR_CONFIG naming the key and the range. */
enum lt_err lt_ini_number(const struct lt_ini_line *line, int64_t low, int64_t high, struct lt_diag *diag,
                          int64_t *ret_number);

/* "yes" or "no", or LT_ERR_CONFIG naming the key. */
enum lt_err lt_ini_yes(const struct lt_ini_line *line, struct lt_diag *diag, bool *ret_yes);

#endif
