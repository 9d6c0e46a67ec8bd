/*
 * cli.h: what the four programs share on the command line. Private to this room.
 */
#ifndef LUTRIN_CLI_H
#define LUTRIN_CLI_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/bytes.h>
#include <lutrin/err.h>

/* The --help text of a program or subcommand; printed by lt_cli_help(). */
struct lt_cli_help {
    const char *usage;   /* "lutrin-trace layout BUNDLE ARTICLE --size WxH [--text-size N]" */
    const char *purpose; /* one sentence */
    const char *options; /* one a line, two spaces in front */
};

/* Prints the help on standard output; returns 0. */
int lt_cli_help(const struct lt_cli_help *help);

/* Prints "program X.Y.Z" on standard output; returns 0. */
int lt_cli_version(const char *program);

/* Says that the command line is wrong and how to get help; returns EX_USAGE. */
int lt_cli_usage(const char *program, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Logs the diag as an error and returns its exit code. */
int lt_cli_fail(const struct lt_diag *diag);

/* Parses a whole decimal number within [low, high]; the whole text must be one. */
bool lt_cli_number(const char *text, int64_t low, int64_t high, int64_t *ret_number);

/* Parses "WxH" with both sides within [low, high]. */
bool lt_cli_size(const char *text, int32_t low, int32_t high, int32_t *ret_width, int32_t *ret_height);

/* To be called before any JSON is made: from then on it is whole, or the process ended for want of memory. In cli_json.c, which
 * the programs that make JSON name among their sources. */
void lt_cli_json(void);

/* Appends a JSON object and a line's end, with jansson's flags, and releases the object. false: there is none, or it cannot be
 * written. */
struct json_t;
bool lt_cli_put_json(struct json_t *object, size_t flags, struct lt_buf *out);

/* The same to standard output, as lt_cli_print() does; EX_SOFTWARE where it cannot be written. */
int lt_cli_print_json(struct json_t *object, size_t flags);

/* The end of an English plural: "" for 1, else "s". */
const char *lt_cli_s(uint64_t count);

/* Writes bytes to standard output now; returns 0, or EX_IOERR (lt_cli_end() says so in words). */
int lt_cli_print(struct lt_bytes text);

/* What main() returns for a program that ends with `code`: EX_IOERR with a message when not all that was printed could be
 * written. */
int lt_cli_end(int code);

#endif
