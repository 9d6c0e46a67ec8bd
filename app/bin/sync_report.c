/*
 * sync_report.c: `lutrin-sync report`: what the staff carries away from a kiosk on a stick. Numbers, names of releases and
 * the units' own log lines; nothing of who reads here, because nothing of it is known.
 */
#include "cli.h"
#include "sync.h"

#include <lutrin/file.h>
#include <lutrin/log.h>
#include <lutrin/usb.h>

#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <sysexits.h>
#include <time.h>

static enum lt_err make_status(const struct lt_sync_config *config, const char *host, struct lt_diag *diag,
                               struct lt_buf *out)
{
    struct lt_sync_status status;
    enum lt_err err = lt_sync_status(config, diag, &status);
    if (err != LT_OK)
        return err;
    json_t *object = lt_sync_status_json(config, &status);
    json_object_set_new(object, "host", json_string(host));
    json_object_set_new(object, "program", json_string("lutrin-sync " LUTRIN_VERSION));
    json_object_set_new(object, "time", json_integer((json_int_t)time(NULL)));
    json_object_set_new(object, "network", lt_sync_read_json(config->json));
    json_object_set_new(object, "stick", lt_sync_read_json(config->usb_progress));
    if (!lt_cli_put_json(object, JSON_INDENT(1), out))
        return lt_fail(diag, LT_ERR_SOFTWARE, NULL, NULL, "the status cannot be written down");
    return LT_OK;
}

int lt_sync_run_report(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path)
{
    struct lt_diag diag = {0}, why = {0};
    struct lt_buf status = {0}, journal = {0};
    struct utsname name = {.nodename = "kiosk"};
    bool latest = false;
    if (!path)
        return lt_cli_usage("lutrin-sync", "report: onto which device, image or folder?");
    uname(&name);
    enum lt_err err = make_status(config, name.nodename, &diag, &status);
    if (lt_sync_journal(&journal, &why) != LT_OK)
        lt_buf_printf(&journal, "no journal: %s: %s\n", why.where, why.what);
    const struct lt_sync_file files[] = {{"status.json", lt_buf_slice(&status)}, {"log.txt", lt_buf_slice(&journal)}};
    if (err == LT_OK)
        err = lt_sync_hand_out(config, path, name.nodename, files, sizeof files / sizeof *files, &diag, &latest);
    if (err == LT_OK && !options->quiet)
        printf("written: status and log%s\n", latest ? ", and a newer 'latest'" : "");
    lt_buf_finish(&status);
    lt_buf_finish(&journal);
    return err == LT_OK ? EX_OK : lt_cli_fail(&diag);
}
