/*
 * minisign.h: base64 as minisign's files use it, and keys by their id. Private to this room.
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

/* The key of the role with this id, or NULL. */
const struct lt_public_key *lt_keyring_find(const struct lt_keyring *role, const uint8_t id[8]);

#endif
