/*
 * minisign.h: what the gate (verify.c) is made of: base64 as minisign's files use it, a signature's four lines and whether
 * they are true, keys by their id. Private to this room.
 */
#ifndef LUTRIN_STORE_MINISIGN_H
#define LUTRIN_STORE_MINISIGN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lutrin/signed.h>

/* Decodes exactly `size` bytes; false when the text is anything else. */
bool lt_base64_decode(struct lt_bytes text, uint8_t *out, size_t size);

/* Appends the base64 of at most 320 bytes. */
void lt_base64_put(struct lt_buf *buf, const uint8_t *data, size_t size);

/* Parses the four lines, each ended by one '\n'. LT_ERR_SIGNATURE for anything else, the legacy form included. `where` is
 * for the message. */
enum lt_err lt_signature_parse(struct lt_bytes text, const char *where, struct lt_diag *diag,
                               struct lt_signature *ret_signature);

/* Was the trusted comment signed by this key? Cheap: says nothing of the file. */
enum lt_err lt_signature_check_comment(const struct lt_signature *signature, const struct lt_public_key *key,
                                       const char *where, struct lt_diag *diag);

/* Was the file of this digest, and the comment, signed by this key? */
enum lt_err lt_signature_check(const struct lt_signature *signature, const struct lt_public_key *key,
                               const uint8_t digest[64], const char *where, struct lt_diag *diag);

/* The key of the role with this id, or NULL. */
const struct lt_public_key *lt_keyring_find(const struct lt_keyring *role, const uint8_t id[8]);

#endif
