/*
 * import.c: a bundle from a file, with its signature beside it, onto the shelf.
 */
#include <lutrin/sync.h>

#include <lutrin/file.h>

#include <string.h>

/* Is the signed release of the channel this kiosk is configured for? Cheap, before anything is opened for writing. */
static enum lt_err check_channel(const struct lt_sync_config *config, struct lt_bytes text,
                                 const struct lt_trust *trust, const char *path, struct lt_diag *diag)
{
    struct lt_signature signature;
    struct lt_release release;
    enum lt_err err = lt_verify(&trust->root.release, NULL, text, LT_TYPE_BUNDLE, path, diag, &signature);
    if (err == LT_OK)
        err = lt_release_parse(signature.comment, path, diag, &release);
    if (err == LT_OK && config->channel && strcmp(config->channel, release.channel) != 0)
        err = lt_fail(diag, LT_ERR_SIGNATURE, path, NULL, "of channel %s, but this kiosk takes %s", release.channel,
                      config->channel);
    return err;
}

enum lt_err lt_sync_import(const struct lt_sync_config *config, const char *path, struct lt_diag *diag,
                           struct lt_release *ret_release)
{
    struct lt_trust trust;
    struct lt_buf signature_path = {0}, signature = {0};
    struct lt_shelf *shelf = NULL;
    lt_buf_printf(&signature_path, "%s.minisig", path);
    enum lt_err err = lt_sync_trust(config, diag, &trust);
    if (err == LT_OK)
        err = lt_file_read(signature_path.data, LT_SIGNATURE_FILE_MAX, diag, &signature);
    if (err == LT_OK)
        err = check_channel(config, lt_buf_slice(&signature), &trust, path, diag);
    if (err == LT_OK)
        err = lt_sync_open(config, diag, &trust, &shelf);
    if (err == LT_OK) {
        struct lt_parcel parcel = {.path = path, .form = LT_PARCEL_BUNDLE, .signature = lt_buf_slice(&signature),
                                   .keep_previous = config->keep_previous};
        lt_moment_now(&parcel.now);
        err = lt_shelf_install(shelf, &parcel, &trust, diag, ret_release);
        lt_shelf_close(shelf);
    }
    lt_buf_finish(&signature_path);
    lt_buf_finish(&signature);
    return err;
}
