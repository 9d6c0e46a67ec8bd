/*
 * cli.c: help, errors and numbers of the command line, alike in all programs.
 */
#include "cli.h"

#include <lutrin/log.h>

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

int lt_cli_help(const struct lt_cli_help *help)
{
    printf("usage: %s\n\n%s\n", help->usage, help->purpose);
    if (help->options)
        printf("\n%s", help->options);
    return EX_OK;
}

int lt_cli_version(const char *program)
{
    printf("%s %s\n", program, LUTRIN_VERSION);
    return EX_OK;
}

int lt_cli_usage(const char *program, const char *format, ...)
{
    struct lt_buf line = {0};
    va_list args;
    va_start(args, format);
    lt_buf_vprintf(&line, format, args);
    va_end(args);
    lt_log(LT_LOG_ERROR, "%s: see '%s --help'", line.data ? line.data : "", program);
    lt_buf_finish(&line);
    return EX_USAGE;
}

int lt_cli_fail(const struct lt_diag *diag)
{
    lt_log_diag(LT_LOG_ERROR, diag);
    return lt_err_exit_code(diag->err);
}

const char *lt_cli_s(uint64_t count)
{
    return count == 1 ? "" : "s";
}

bool lt_cli_number(const char *text, int64_t low, int64_t high, int64_t *ret_number)
{
    char *end;
    errno = 0;
    long long number = strtoll(text, &end, 10);
    if (errno != 0 || end == text || *end != '\0' || number < low || number > high)
        return false;
    *ret_number = number;
    return true;
}

bool lt_cli_size(const char *text, int32_t low, int32_t high, int32_t *ret_width, int32_t *ret_height)
{
    const char *cross = strchr(text, 'x');
    char width[16];
    int64_t w, h;
    if (!cross || cross == text || (size_t)(cross - text) >= sizeof width)
        return false;
    memcpy(width, text, (size_t)(cross - text));
    width[cross - text] = '\0';
    if (!lt_cli_number(width, low, high, &w) || !lt_cli_number(cross + 1, low, high, &h))
        return false;
    *ret_width = (int32_t)w;
    *ret_height = (int32_t)h;
    return true;
}

int lt_cli_print(struct lt_bytes text)
{
    return (text.size && fwrite(text.data, 1, text.size, stdout) != text.size) || fflush(stdout) != 0 ? EX_IOERR : EX_OK;
}

int lt_cli_end(int code)
{
    if (fflush(stdout) == 0 && !ferror(stdout))
        return code;
    lt_log(LT_LOG_ERROR, "cannot write: standard output: is the disk full?");
    return code == EX_OK ? EX_IOERR : code;
}
