/*
 * sign.h: signatures that stock minisign makes and verifies (prehashed form: Ed25519 over BLAKE2b-512, with a trusted
 * comment that the global signature covers). The legacy form is refused. Keys without a password only: a key that may
 * be used by a cron job lives in a file that only its owner can read.
 */
#ifndef LUTRIN_SIGN_H
#define LUTRIN_SIGN_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/bytes.h>
#include <lutrin/err.h>

enum {
    LT_KEY_FILE_MAX = 1024,        /* bytes of a key file */
    LT_SIGNATURE_FILE_MAX = 8192,  /* bytes of a .minisig file */
    LT_TRUSTED_COMMENT_MAX = 1024, /* bytes of a trusted comment */
};

struct lt_public_key {
    uint8_t id[8];
    uint8_t key[32];
};

struct lt_secret_key {
    uint8_t id[8];
    uint8_t key[64];
};

/* Makes a new pair: NAME.pub, and NAME.key with mode 0600. Neither may exist yet (LT_ERR_CANT_CREATE). */
enum lt_err lt_key_create(const char *name, struct lt_diag *diag);

/* Reads a public key file: minisign's two lines, or the second of them alone. */
enum lt_err lt_public_key_read(const char *path, struct lt_diag *diag, struct lt_public_key *ret_key);

/* Reads a secret key file without a password. Wipe it with lt_secret_key_wipe(). */
enum lt_err lt_secret_key_read(const char *path, struct lt_diag *diag, struct lt_secret_key *ret_key);
void lt_secret_key_wipe(struct lt_secret_key *key);

/* The public key of a secret one. */
void lt_secret_key_public(const struct lt_secret_key *key, struct lt_public_key *ret_key);

/* The BLAKE2b-512 of a file of at most `limit_bytes`, and its size. */
enum lt_err lt_file_digest(const char *path, int64_t limit_bytes, struct lt_diag *diag, uint8_t ret_digest[64],
                           int64_t *ret_size);

/* The BLAKE2b of `hash_size` bytes (16 to 64) of a file. */
enum lt_err lt_file_hash(const char *path, int64_t limit_bytes, size_t hash_size, struct lt_diag *diag,
                         uint8_t *ret_hash, int64_t *ret_size);

/* A BLAKE2b hash of bytes that come piece by piece, `size` of 16 to 64 bytes long. */
struct lt_hasher;
struct lt_hasher *lt_hasher_create(size_t size);
void lt_hasher_destroy(struct lt_hasher *hasher); /* NULL is allowed */
void lt_hasher_take(struct lt_hasher *hasher, struct lt_bytes bytes);
bool lt_hasher_is(struct lt_hasher *hasher, const uint8_t *hash); /* of all that was taken? Reset it then. */
void lt_hasher_reset(struct lt_hasher *hasher);

/* Appends the signature text of a digest to *out; `comment` is the trusted comment: one line, at most
 * LT_TRUSTED_COMMENT_MAX bytes. */
enum lt_err lt_sign_digest(const uint8_t digest[64], const struct lt_secret_key *key, const char *comment,
                           struct lt_diag *diag, struct lt_buf *out);

/* The same for a text in memory. */
enum lt_err lt_sign_text(struct lt_bytes text, const struct lt_secret_key *key, const char *comment,
                         struct lt_diag *diag, struct lt_buf *out);

/* What a signature file says. Whether it is true says the gate alone: lt_verify() of signed.h. */
struct lt_signature {
    uint8_t id[8];
    uint8_t signature[64], global[64];
    char comment[LT_TRUSTED_COMMENT_MAX + 1]; /* the trusted one */
};

#endif
