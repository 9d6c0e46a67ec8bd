/*
 * status.c: what is on the shelf, its search, and going back to what was there before.
 */
#include "cycle.h"

#include <lutrin/bundle.h>

#include <stdio.h>

/* Where it has sign-ups sent; "" if nowhere. */
static void read_form(const struct lt_bundle_info *info, char ret_form[LT_NEWSLETTER_MAX_URL + 1])
{
    struct lt_arena arena = {0};
    struct lt_newsletter newsletter;
    if (info->newsletter[0] && lt_newsletter_parse(lt_bytes_of(info->newsletter), NULL, &arena, NULL, &newsletter) == LT_OK)
        snprintf(ret_form, LT_NEWSLETTER_MAX_URL + 1, "%s", lt_newsletter_address(&newsletter));
    lt_arena_finish(&arena);
}

/* How old the bundle is that is read, and its form. LT_ERR_OS: the machine cannot tell now; a damaged one has no age. */
static enum lt_err read_bundle(const struct lt_sync_config *config, const struct lt_shelf *shelf, struct lt_diag *diag,
                            struct lt_sync_status *status)
{
    struct lt_bundle *bundle = NULL;
    struct lt_buf path = {0};
    lt_shelf_bundle_path(shelf, status->current, &path);
    enum lt_err err = lt_bundle_open(path.data, diag, &bundle);
    if (err == LT_OK) {
        int64_t now_s = lt_sync_now_s(config);
        status->created = lt_bundle_info(bundle)->created;
        status->age_s = now_s > status->created ? now_s - status->created : 0;
        read_form(lt_bundle_info(bundle), status->outbox_form);
    }
    lt_bundle_close(bundle);
    lt_buf_finish(&path);
    return err == LT_ERR_OS ? err : LT_OK;
}

enum lt_err lt_sync_status(const struct lt_sync_config *config, struct lt_diag *diag,
                           struct lt_sync_status *ret_status)
{
    struct lt_trust trust;
    struct lt_shelf *shelf = NULL;
    struct lt_sync_status status = {0};
    enum lt_err err = lt_sync_trust(config, diag, &trust);
    if (err == LT_OK)
        err = lt_shelf_open(config->library, false, diag, &shelf);
    if (err != LT_OK)
        return err;
    status.state = *lt_shelf_state(shelf);
    status.generation_count = lt_shelf_generations(shelf, status.generations);
    status.root = trust.root.number;
    if (lt_shelf_current(shelf, &trust, NULL, &status.current) != LT_OK)
        status.current = (struct lt_generation){0, 0};
    if (status.current.epoch)
        err = read_bundle(config, shelf, diag, &status);
    lt_shelf_close(shelf);
    if (err != LT_OK)
        return err;
    lt_sync_totals_read(config, &status.totals);
    if (config->outbox)
        lt_outbox_count(config->outbox, &status.outbox);
    *ret_status = status;
    return LT_OK;
}

enum lt_err lt_sync_settle(const struct lt_sync_config *config, struct lt_diag *diag)
{
    struct lt_trust trust;
    struct lt_shelf *shelf;
    struct lt_outbox *box = NULL;
    enum lt_err err = lt_sync_open(config, diag, &trust, &shelf);
    if (err == LT_OK)
        lt_shelf_close(shelf);
    if (err == LT_OK && config->outbox) {
        err = lt_outbox_open(config->outbox, diag, &box);
        err = err == LT_ERR_UNAVAILABLE ? LT_OK : err; /* whoever is at it has set it up */
    }
    lt_outbox_close(box);
    return err;
}

enum lt_err lt_sync_index(const struct lt_sync_config *config, lt_index_told *told, void *self, struct lt_diag *diag)
{
    struct lt_trust trust;
    struct lt_shelf *shelf = NULL;
    struct lt_generation current;
    struct lt_buf path = {0};
    enum lt_err err = lt_sync_trust(config, diag, &trust);
    if (err == LT_OK)
        err = lt_shelf_open(config->library, false, diag, &shelf);
    if (err == LT_OK && (err = lt_shelf_current(shelf, &trust, diag, &current)) == LT_OK)
        lt_shelf_bundle_path(shelf, current, &path);
    lt_shelf_close(shelf);
    if (err == LT_OK)
        err = lt_index_build(path.data, told, self, diag);
    lt_buf_finish(&path);
    return err;
}

enum lt_err lt_sync_roll_back(const struct lt_sync_config *config, struct lt_diag *diag,
                              struct lt_generation *ret_generation)
{
    struct lt_trust trust;
    struct lt_shelf *shelf;
    enum lt_err err = lt_sync_open(config, diag, &trust, &shelf);
    if (err != LT_OK)
        return err;
    err = lt_shelf_roll_back(shelf, &trust, diag, ret_generation);
    lt_shelf_close(shelf);
    return err;
}

enum lt_err lt_sync_reader_failed(const struct lt_sync_config *config, struct lt_diag *diag,
                                  struct lt_generation *ret_generation)
{
    struct lt_trust trust;
    struct lt_shelf *shelf;
    struct lt_moment now;
    enum lt_err err = lt_sync_open(config, diag, &trust, &shelf);
    if (err != LT_OK)
        return err;
    lt_moment_now(&now);
    err = lt_shelf_reader_failed(shelf, &trust, &now, diag, ret_generation);
    lt_shelf_close(shelf);
    return err;
}
