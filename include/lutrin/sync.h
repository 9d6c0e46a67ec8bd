/*
 * sync.h: the postman: from a file (one day the network) to the shelf, by the rules of the kiosk's configuration.
 */
#ifndef LUTRIN_SYNC_H
#define LUTRIN_SYNC_H

#include <lutrin/arena.h>
#include <lutrin/shelf.h>

/* The configuration file, documented in lutrin-sync(1):
 *   [shelf] library = DIR, channel = NAME    [trust] key = FILE.pub    */
struct lt_sync_config {
    const char *library; /* the shelf's folder */
    const char *channel; /* what may be imported; NULL: whatever the first bundle is of */
    const char *key;     /* the publisher's public key file */
};

/* Reads a configuration file into the arena. A missing library or key is LT_ERR_CONFIG. */
enum lt_err lt_sync_config_read(const char *path, struct lt_arena *arena, struct lt_diag *diag,
                                struct lt_sync_config *ret_config);

/* Imports the bundle `path`, signed by the file PATH.minisig beside it. */
enum lt_err lt_sync_import(const struct lt_sync_config *config, const char *path, struct lt_diag *diag,
                           struct lt_release *ret_release);

/* What is on the shelf. */
struct lt_sync_status {
    int64_t current;                     /* version that is read; 0: none */
    char channel[LT_CHANNEL_MAX + 1];
    int64_t highest_epoch, highest_version;
    int64_t generations[LT_SHELF_MAX_GENERATIONS];
    int generation_count;
    int64_t bad[LT_SHELF_MAX_BAD];
    int bad_count;
};
enum lt_err lt_sync_status(const struct lt_sync_config *config, struct lt_diag *diag,
                           struct lt_sync_status *ret_status);

/* Goes back to the bundle that was read before; returns its version. */
enum lt_err lt_sync_roll_back(const struct lt_sync_config *config, struct lt_diag *diag, int64_t *ret_version);

#endif
