/*
 * trust.c: whose signatures count here: the configured key or key set, and every set it handed over to since, which are
 * kept as LIBRARY/root/K and K.sig.
 */
#include "cycle.h"

#include <lutrin/file.h>

#include <inttypes.h>

static enum lt_err first_root(const struct lt_sync_config *config, struct lt_diag *diag, struct lt_root *ret_root)
{
    struct lt_public_key key;
    struct lt_buf text = {0};
    enum lt_err err;
    if (config->key) {
        err = lt_public_key_read(config->key, diag, &key);
        if (err == LT_OK)
            lt_root_of_key(&key, ret_root);
        return err;
    }
    err = lt_file_read(config->root, LT_ROOT_MAX_BYTES, diag, &text);
    if (err == LT_OK)
        err = lt_root_parse(lt_buf_slice(&text), config->root, diag, ret_root);
    lt_buf_finish(&text);
    return err;
}

/* Reads LIBRARY/root/NUMBER with its signatures; LT_ERR_NO_INPUT where the chain ends. */
static enum lt_err read_step(const struct lt_sync_config *config, int64_t number, struct lt_buf *text,
                             struct lt_buf *signatures, struct lt_diag *diag)
{
    struct lt_buf path = {0};
    lt_buf_printf(&path, "%s/root/%" PRId64, config->library, number);
    enum lt_err err = lt_file_read(path.data, LT_ROOT_MAX_BYTES, diag, text);
    lt_buf_puts(&path, ".sig");
    if (err == LT_OK)
        err = lt_file_read(path.data, LT_ROOT_MAX_BYTES, diag, signatures);
    lt_buf_finish(&path);
    return err;
}

enum lt_err lt_sync_trust(const struct lt_sync_config *config, struct lt_diag *diag, struct lt_trust *ret_trust)
{
    struct lt_trust trust = {0};
    enum lt_err err = first_root(config, diag, &trust.root);
    if (err != LT_OK)
        return err;
    for (bool more = true; more;) {
        struct lt_buf text = {0}, signatures = {0};
        more = read_step(config, trust.root.number + 1, &text, &signatures, NULL) == LT_OK &&
               lt_trust_step(&trust, lt_buf_slice(&text), lt_buf_slice(&signatures), config->library, NULL) == LT_OK;
        lt_buf_finish(&text);
        lt_buf_finish(&signatures);
    }
    *ret_trust = trust;
    return LT_OK;
}

enum lt_err lt_sync_open(const struct lt_sync_config *config, struct lt_diag *diag, struct lt_trust *ret_trust,
                         struct lt_shelf **ret_shelf)
{
    struct lt_shelf *shelf = NULL;
    enum lt_err err = lt_sync_trust(config, diag, ret_trust);
    if (err == LT_OK)
        err = lt_shelf_open(config->library, true, diag, &shelf);
    if (err == LT_OK)
        err = lt_shelf_settle(shelf, ret_trust, config->factory, diag);
    if (err == LT_OK)
        *ret_shelf = shelf;
    else
        lt_shelf_close(shelf);
    return err;
}
