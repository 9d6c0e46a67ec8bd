/*
 * hasher.c: a hash of bytes that come piece by piece.
 */
#include <lutrin/sign.h>

#include <lutrin/arena.h>

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

struct lt_hasher {
    crypto_generichash_state *state; /* libsodium wants it aligned */
    size_t size;
};

struct lt_hasher *lt_hasher_create(size_t size)
{
    struct lt_hasher *hasher = lt_alloc(1, sizeof *hasher);
    size_t room = (sizeof *hasher->state + 63) / 64 * 64;
    hasher->state = aligned_alloc(64, room);
    if (!hasher->state)
        lt_out_of_memory(room);
    hasher->size = size;
    lt_hasher_reset(hasher);
    return hasher;
}

void lt_hasher_destroy(struct lt_hasher *hasher)
{
    if (hasher)
        free(hasher->state);
    free(hasher);
}

void lt_hasher_take(struct lt_hasher *hasher, struct lt_bytes bytes)
{
    crypto_generichash_update(hasher->state, (const unsigned char *)bytes.data, bytes.size);
}

bool lt_hasher_is(struct lt_hasher *hasher, const uint8_t *hash)
{
    uint8_t got[64];
    crypto_generichash_final(hasher->state, got, hasher->size);
    return memcmp(got, hash, hasher->size) == 0;
}

void lt_hasher_reset(struct lt_hasher *hasher)
{
    crypto_generichash_init(hasher->state, NULL, 0, hasher->size);
}
