/*
 * trace_typo.c: `lutrin-trace typo`: plain text as the press sets it, a paragraph a line.
 */
#include "cli.h"
#include "trace.h"

#include <lutrin/file.h>
#include <lutrin/typo.h>
#include <lutrin/utf8.h>

#include <getopt.h>
#include <string.h>

enum { TEXT_MAX_BYTES = 64 << 20 };

static const struct lt_cli_help HELP = {
    .usage = "lutrin-trace typo --lang LANG [FILE...]",
    .purpose = "Prints plain text set right by the typography of its language, each line a paragraph.",
    .options = "  --lang LANG   language of the text: fr, fr-CH, fr-CA, en, de, de-CH, es; any other is left as it is\n"
               "  -h, --help    this help\n",
};

static enum lt_err set_file(const char *name, const char *lang, struct lt_diag *diag, struct lt_buf *out)
{
    struct lt_buf given = {0}, text = {0};
    enum lt_err err = lt_file_read(name, TEXT_MAX_BYTES, diag, &given);
    if (err == LT_OK)
        lt_utf8_clean(&text, lt_buf_slice(&given));
    for (size_t at = 0; at < text.size;) {
        const char *end = memchr(text.data + at, '\n', text.size - at);
        size_t stop = end ? (size_t)(end - text.data) : text.size;
        lt_typo_plain((struct lt_bytes){text.data + at, stop - at}, lang, out);
        if (end)
            lt_buf_putc(out, '\n');
        at = stop + (end ? 1 : 0);
    }
    lt_buf_finish(&given);
    lt_buf_finish(&text);
    return err;
}

int lt_trace_typo(int argc, char **argv)
{
    static const struct option options[] = {{"lang", required_argument, NULL, 'l'}, {"help", no_argument, NULL, 'h'}, {0}};
    const char *lang = NULL;
    int option;
    while ((option = getopt_long(argc, argv, "h", options, NULL)) != -1) {
        if (option == 'h')
            return lt_cli_help(&HELP);
        if (option != 'l')
            return lt_cli_usage("lutrin-trace typo", "unknown option");
        lang = optarg;
    }
    if (!lang)
        return lt_cli_usage("lutrin-trace typo", "no --lang");
    struct lt_diag diag = {0};
    struct lt_buf out = {0};
    enum lt_err err = optind == argc ? set_file("-", lang, &diag, &out) : LT_OK;
    for (int i = optind; err == LT_OK && i < argc; i++)
        err = set_file(argv[i], lang, &diag, &out);
    int status = err == LT_OK ? lt_cli_print(lt_buf_slice(&out)) : lt_cli_fail(&diag);
    lt_buf_finish(&out);
    return status;
}
