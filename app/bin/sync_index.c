/*
 * sync_index.c: lutrin-sync index: the search of the whole text, with how far it is.
 */
#include "cli.h"
#include "sync.h"

#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>
#include <unistd.h>

#include <lutrin/log.h>

/* A line that grows on a terminal; otherwise nothing: it may take minutes, and a service is asked by its log. */
static void tell_index(void *self, uint32_t done, uint32_t all)
{
    const struct lt_sync_options *options = self;
    if (!options->quiet && isatty(STDERR_FILENO))
        fprintf(stderr, "\r%" PRIu32 " of %" PRIu32 " articles%s", done, all, done >= all ? "\n" : "");
}

int lt_sync_run_index(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    struct lt_diag diag;
    struct lt_sync_options told = *options;
    (void)path;
    enum lt_err err = lt_sync_index(config, tell_index, &told, &diag);
    if (err == LT_ERR_NO_INPUT) {
        lt_log(LT_LOG_INFO, "nothing on the shelf whose text could be searched");
        return EX_OK;
    }
    return err == LT_OK ? EX_OK : lt_cli_fail(&diag);
}
