/*
 * sync_usb.c: `lutrin-sync usb`: a stick was put in. What the screen is told goes into a file that is always whole.
 */
#include "cli.h"
#include "sync.h"

#include <lutrin/file.h>
#include <lutrin/log.h>
#include <lutrin/usb.h>

#include <inttypes.h>
#include <stdio.h>
#include <sysexits.h>
#include <time.h>

static void told(void *self, const struct lt_sync_progress *progress)
{
    const struct lt_sync_config *config = self;
    struct lt_buf text = {0};
    struct lt_diag diag;
    lt_sync_progress_format(progress, (int64_t)time(NULL), &text);
    if (lt_file_write(config->usb_progress, lt_buf_slice(&text), &diag) != LT_OK)
        lt_log_diag(LT_LOG_WARN, &diag);
    lt_buf_finish(&text);
}

static void say(const struct lt_sync_report *report)
{
    if (report->outcome == LT_SYNC_INSTALLED)
        printf("imported %s version %" PRId64 ", %" PRId64 " bytes%s\n", report->release.channel,
               report->release.version, report->release.size, report->patched ? " (by a patch)" : "");
    else if (report->outcome == LT_SYNC_WAITING)
        puts("the stick brings something new: confirm with --yes");
    else if (report->outcome == LT_SYNC_OFF)
        puts("sticks are not taken here: 'take' is off under [usb]");
    else
        printf("nothing to import: %s\n", lt_sync_outcome_name(report->outcome));
}

int lt_sync_run_usb(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    struct lt_diag diag;
    struct lt_sync_report report;
    struct lt_sync_config lent = *config;
    const struct lt_sync_usb how = {.path = path, .yes = options->yes, .told = config->usb_progress ? told : NULL,
                                    .self = &lent};
    if (!path)
        return lt_cli_usage("lutrin-sync", "usb: which device, image or folder?");
    if (lt_sync_usb(config, &how, &diag, &report) != LT_OK)
        return lt_cli_fail(&diag);
    if (!options->quiet)
        say(&report);
    return EX_OK;
}
