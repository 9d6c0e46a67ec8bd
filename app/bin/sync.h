/*
 * sync.h: what the files of lutrin-sync's command line share.
 */
#ifndef LUTRIN_BIN_SYNC_H
#define LUTRIN_BIN_SYNC_H

#include <jansson.h>

#include <lutrin/sync.h>

struct lt_sync_options {
    const char *config;
    bool json, quiet, yes;
    int verbose;
};

/* "WHAT: version N" on standard output. */
void lt_sync_print_generation(const char *what, struct lt_generation item);

/* What another file of ours says, as it stands there; null when it is not there or is no JSON. */
json_t *lt_sync_read_json(const char *path);

/* How the press's last turn went (direct mode), or null. */
json_t *lt_sync_press_json(const struct lt_sync_config *config);

/* The status as a JSON object, which the caller gives back with json_decref(). */
json_t *lt_sync_status_json(const struct lt_sync_config *config, const struct lt_sync_status *status);

/* Is it root, and are the folders that this command writes into somebody else's? LT_ERR_USAGE with the command as it is to be
 * run. `press`: it writes into the press's folder, else into the shelf and the outbox. (sync_owner.c) */
enum lt_err lt_sync_check_owner(const struct lt_sync_config *config, const char *command, bool press, struct lt_diag *diag);

int lt_sync_run_index(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path);
int lt_sync_run_press(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path);
int lt_sync_run_report(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path);
int lt_sync_run_status(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path);
int lt_sync_run_once(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path);
int lt_sync_run_usb(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path);
int lt_sync_run_watch(const struct lt_sync_config *config, const struct lt_sync_options *options, const char *path);

#endif
