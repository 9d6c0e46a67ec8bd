/*
 * import.c: from a file with its signature beside it, or a tree in a folder, onto the shelf.
 */
#include "usb.h"

#include <lutrin/file.h>

#include <string.h>
#include <sys/stat.h>

static enum lt_err import_bundle(const struct lt_sync_config *config, const char *path, struct lt_diag *diag,
                                 struct lt_sync_report *report)
{
    struct lt_trust trust;
    struct lt_release release;
    struct lt_buf signature_path = {0}, signature = {0};
    struct lt_shelf *shelf = NULL;
    lt_buf_printf(&signature_path, "%s.minisig", path);
    enum lt_err err = lt_sync_trust(config, diag, &trust);
    if (err == LT_OK)
        err = lt_file_read(signature_path.data, LT_SIGNATURE_FILE_MAX, diag, &signature);
    if (err == LT_OK) /* cheap, before anything is opened for writing */
        err = lt_sync_judge_alone(config, lt_buf_slice(&signature), &trust, path, diag, &release);
    if (err == LT_OK)
        err = lt_sync_open(config, diag, &trust, &shelf);
    if (err == LT_OK) {
        struct lt_parcel parcel = {.path = path, .form = LT_PARCEL_BUNDLE, .signature = lt_buf_slice(&signature),
                                   .keep_previous = config->keep_previous};
        lt_moment_now(&parcel.now);
        err = lt_shelf_install(shelf, &parcel, &trust, diag, &report->release);
        lt_shelf_close(shelf);
    }
    if (err == LT_OK)
        report->outcome = LT_SYNC_INSTALLED;
    lt_buf_finish(&signature_path);
    lt_buf_finish(&signature);
    return err;
}

static enum lt_err import_tree(const struct lt_sync_config *config, const char *path, struct lt_diag *diag,
                               struct lt_sync_report *report)
{
    struct lt_trust trust;
    struct lt_shelf *shelf;
    struct lt_folder_mirror folder = {.path = path};
    const struct lt_mirror mirror = lt_folder_mirror(&folder);
    enum lt_err err = lt_sync_open(config, diag, &trust, &shelf);
    if (err != LT_OK)
        return err;
    err = lt_sync_cycle(config, shelf, &trust, &mirror, diag, report);
    lt_shelf_close(shelf);
    return err;
}

const char *lt_sync_outcome_name(enum lt_sync_outcome outcome)
{
    static const char *const NAMES[] = {"failed", "installed", "up-to-date", "stale", "bad", "portal",
                                         "waiting", "off", "budget"};
    return NAMES[outcome];
}

enum lt_err lt_sync_import(const struct lt_sync_config *config, const char *path, struct lt_diag *diag,
                           struct lt_sync_report *ret_report)
{
    struct stat st;
    *ret_report = (struct lt_sync_report){.outcome = LT_SYNC_FAILED};
    bool folder = stat(path, &st) == 0 && S_ISDIR(st.st_mode);
    return (folder ? import_tree : import_bundle)(config, path, diag, ret_report);
}
