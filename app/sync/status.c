/*
 * status.c: what is on the shelf, and going back to what was there before.
 */
#include <lutrin/sync.h>

#include <string.h>

enum lt_err lt_sync_status(const struct lt_sync_config *config, struct lt_diag *diag,
                           struct lt_sync_status *ret_status)
{
    struct lt_public_key key;
    struct lt_shelf *shelf = NULL;
    struct lt_sync_status status = {0};
    enum lt_err err = lt_public_key_read(config->key, diag, &key);
    if (err == LT_OK)
        err = lt_shelf_open(config->library, false, diag, &shelf);
    if (err != LT_OK)
        return err;
    const struct lt_shelf_state *state = lt_shelf_state(shelf);
    memcpy(status.channel, state->channel, sizeof status.channel);
    status.highest_epoch = state->epoch;
    status.highest_version = state->version;
    memcpy(status.bad, state->bad, sizeof status.bad);
    status.bad_count = state->bad_count;
    status.generation_count = lt_shelf_generations(shelf, status.generations);
    if (lt_shelf_current(shelf, &key, NULL, &status.current) != LT_OK)
        status.current = 0;
    lt_shelf_close(shelf);
    *ret_status = status;
    return LT_OK;
}

enum lt_err lt_sync_roll_back(const struct lt_sync_config *config, struct lt_diag *diag, int64_t *ret_version)
{
    struct lt_public_key key;
    struct lt_shelf *shelf = NULL;
    enum lt_err err = lt_public_key_read(config->key, diag, &key);
    if (err == LT_OK)
        err = lt_shelf_open(config->library, true, diag, &shelf);
    if (err == LT_OK)
        err = lt_shelf_roll_back(shelf, &key, diag, ret_version);
    lt_shelf_close(shelf);
    return err;
}
