/*
 * verify.c: the gate that every signed thing passes: a key of the role, a true signature, a comment of the right type.
 */
#include <lutrin/signed.h>

#include "minisign.h"

#include <sodium.h>
#include <string.h>

const struct lt_public_key *lt_keyring_find(const struct lt_keyring *role, const uint8_t id[8])
{
    for (int i = 0; i < role->count; i++)
        if (memcmp(role->keys[i].id, id, 8) == 0)
            return &role->keys[i];
    return NULL;
}

enum lt_err lt_verify(const struct lt_keyring *role, const uint8_t *digest, struct lt_bytes signature, const char *type,
                      const char *where, struct lt_diag *diag, struct lt_signature *ret_signature)
{
    struct lt_signature parsed;
    enum lt_err err = lt_signature_parse(signature, where, diag, &parsed);
    if (err != LT_OK)
        return err;
    const struct lt_public_key *key = lt_keyring_find(role, parsed.id);
    if (!key)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, "give the publisher's public key", "signed by another key");
    err = digest ? lt_signature_check(&parsed, key, digest, where, diag)
                 : lt_signature_check_comment(&parsed, key, where, diag);
    if (err != LT_OK)
        return err;
    size_t size = strlen(type);
    if (strncmp(parsed.comment, type, size) != 0 || parsed.comment[size] != ' ')
        return lt_fail(diag, LT_ERR_SIGNATURE, where, NULL, "a signature of another kind than %s", type);
    *ret_signature = parsed;
    return LT_OK;
}

enum lt_err lt_verify_text(const struct lt_keyring *role, struct lt_bytes text, struct lt_bytes signature,
                           const char *type, const char *where, struct lt_diag *diag,
                           struct lt_signature *ret_signature)
{
    uint8_t digest[64];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)text.data, text.size, NULL, 0);
    return lt_verify(role, digest, signature, type, where, diag, ret_signature);
}
