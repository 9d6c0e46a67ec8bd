/*
 * import.c: a bundle from a file, with its signature beside it, onto the shelf.
 */
#include <lutrin/sync.h>

#include <lutrin/file.h>

#include <string.h>

/* Is the signed release of the channel this kiosk is configured for? Cheap, before anything is copied. */
static enum lt_err check_channel(const struct lt_sync_config *config, struct lt_bytes signature_text,
                                 const struct lt_public_key *key, const char *path, struct lt_diag *diag)
{
    struct lt_signature signature;
    struct lt_release release;
    enum lt_err err = lt_signature_parse(signature_text, path, diag, &signature);
    if (err == LT_OK)
        err = lt_signature_check_comment(&signature, key, path, diag);
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
    struct lt_public_key key;
    struct lt_buf signature_path = {0}, signature = {0};
    struct lt_shelf *shelf = NULL;
    lt_buf_printf(&signature_path, "%s.minisig", path);
    enum lt_err err = lt_public_key_read(config->key, diag, &key);
    if (err == LT_OK)
        err = lt_file_read(signature_path.data, LT_SIGNATURE_FILE_MAX, diag, &signature);
    if (err == LT_OK)
        err = check_channel(config, lt_buf_slice(&signature), &key, path, diag);
    if (err == LT_OK)
        err = lt_shelf_open(config->library, true, diag, &shelf);
    if (err == LT_OK)
        err = lt_shelf_install(shelf, path, lt_buf_slice(&signature), &key, diag, ret_release);
    lt_shelf_close(shelf);
    lt_buf_finish(&signature_path);
    lt_buf_finish(&signature);
    return err;
}
