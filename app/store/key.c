/*
 * key.c: minisign's key files: two lines each, of which the second is base64.
 *
 * A secret key is "Ed", a key derivation of two zero bytes (no password), "B2", 48 bytes that only a password would
 * use, then key id, secret key and the BLAKE2b-256 of ("Ed", id, key).
 */
#include <lutrin/sign.h>

#include "minisign.h"

#include <lutrin/file.h>

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

enum { PUBLIC_BYTES = 2 + 8 + 32, SECRET_BYTES = 2 + 2 + 2 + 48 + 8 + 64 + 32, SECRET_ID = 54 };

static void secret_checksum(const uint8_t id_and_key[72], uint8_t ret_sum[32])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, 32);
    crypto_generichash_update(&state, (const uint8_t *)"Ed", 2);
    crypto_generichash_update(&state, id_and_key, 72);
    crypto_generichash_final(&state, ret_sum, 32);
}

/* The base64 line of a key file: its last line that is not empty. */
static struct lt_bytes key_line(struct lt_bytes text)
{
    text = lt_bytes_trim(text);
    for (size_t i = text.size; i > 0; i--)
        if (text.data[i - 1] == '\n')
            return (struct lt_bytes){text.data + i, text.size - i};
    return text;
}

/* Creates a file that must not exist, durable before it returns. */
static enum lt_err create_file(const char *path, mode_t mode, const struct lt_buf *text, struct lt_diag *diag)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (fd < 0)
        return lt_fail_errno(diag, LT_ERR_CANT_CREATE, path, errno, "cannot create");
    bool good = write(fd, text->data, text->size) == (ssize_t)text->size && fsync(fd) == 0;
    int errnum = errno;
    close(fd);
    if (good)
        return LT_OK;
    unlink(path);
    return lt_fail_errno(diag, LT_ERR_IO, path, errnum, "cannot write");
}

static void put_public(struct lt_buf *out, const uint8_t id[8], const uint8_t key[32])
{
    uint8_t raw[PUBLIC_BYTES] = {'E', 'd'};
    char hex[17];
    uint8_t reversed[8]; /* minisign prints the id as a little-endian number */
    for (int i = 0; i < 8; i++)
        reversed[i] = id[7 - i];
    memcpy(raw + 2, id, 8);
    memcpy(raw + 10, key, 32);
    sodium_bin2hex(hex, sizeof hex, reversed, 8);
    for (char *c = hex; *c; c++)
        if (*c >= 'a')
            *c = (char)(*c - 'a' + 'A');
    lt_buf_printf(out, "untrusted comment: minisign public key %s\n", hex);
    lt_base64_put(out, raw, sizeof raw);
    lt_buf_putc(out, '\n');
}

static void put_secret(struct lt_buf *out, const uint8_t id[8], const uint8_t key[64])
{
    uint8_t raw[SECRET_BYTES] = {'E', 'd', 0, 0, 'B', '2'};
    memcpy(raw + SECRET_ID, id, 8);
    memcpy(raw + SECRET_ID + 8, key, 64);
    secret_checksum(raw + SECRET_ID, raw + SECRET_ID + 72);
    lt_buf_puts(out, "untrusted comment: minisign encrypted secret key\n");
    lt_base64_put(out, raw, sizeof raw);
    lt_buf_putc(out, '\n');
    sodium_memzero(raw, sizeof raw);
}

static void wipe(struct lt_buf *buf)
{
    if (buf->data)
        sodium_memzero(buf->data, buf->size);
    lt_buf_finish(buf);
}

enum lt_err lt_key_create(const char *name, struct lt_diag *diag)
{
    uint8_t id[8], public_key[32], secret_key[64];
    if (sodium_init() < 0)
        return lt_fail(diag, LT_ERR_OS, NULL, NULL, "no random numbers to be had");
    randombytes_buf(id, sizeof id);
    crypto_sign_keypair(public_key, secret_key);
    struct lt_buf secret = {0}, public = {0}, path = {0};
    put_secret(&secret, id, secret_key);
    put_public(&public, id, public_key);
    sodium_memzero(secret_key, sizeof secret_key);
    lt_buf_printf(&path, "%s.key", name);
    enum lt_err err = create_file(path.data, 0600, &secret, diag);
    if (err == LT_OK) {
        struct lt_buf public_path = {0};
        lt_buf_printf(&public_path, "%s.pub", name);
        err = create_file(public_path.data, 0644, &public, diag);
        if (err != LT_OK)
            unlink(path.data);
        lt_buf_finish(&public_path);
    }
    wipe(&secret);
    lt_buf_finish(&public);
    lt_buf_finish(&path);
    return err;
}

enum lt_err lt_public_key_read(const char *path, struct lt_diag *diag, struct lt_public_key *ret_key)
{
    struct lt_buf text = {0};
    uint8_t raw[PUBLIC_BYTES];
    enum lt_err err = lt_file_read(path, LT_KEY_FILE_MAX, diag, &text);
    if (err == LT_OK && (!lt_base64_decode(key_line(lt_buf_slice(&text)), raw, sizeof raw) ||
                         memcmp(raw, "Ed", 2) != 0))
        err = lt_fail(diag, LT_ERR_DATA, path, "lutrin-pack keygen makes one", "not a public key of minisign's form");
    if (err == LT_OK) {
        memcpy(ret_key->id, raw + 2, 8);
        memcpy(ret_key->key, raw + 10, 32);
    }
    lt_buf_finish(&text);
    return err;
}

enum lt_err lt_secret_key_read(const char *path, struct lt_diag *diag, struct lt_secret_key *ret_key)
{
    static const uint8_t NO_PASSWORD[6] = {'E', 'd', 0, 0, 'B', '2'};
    struct lt_buf text = {0};
    uint8_t raw[SECRET_BYTES], sum[32];
    enum lt_err err = lt_file_read(path, LT_KEY_FILE_MAX, diag, &text);
    if (err == LT_OK && (!lt_base64_decode(key_line(lt_buf_slice(&text)), raw, sizeof raw) ||
                         memcmp(raw, "Ed", 2) != 0))
        err = lt_fail(diag, LT_ERR_DATA, path, "lutrin-pack keygen makes one", "not a secret key of minisign's form");
    if (err == LT_OK && memcmp(raw, NO_PASSWORD, sizeof NO_PASSWORD) != 0)
        err = lt_fail(diag, LT_ERR_DATA, path, "take the password off with 'minisign -C -W'",
                      "the key is locked with a password");
    if (err == LT_OK) {
        secret_checksum(raw + SECRET_ID, sum);
        if (sodium_memcmp(sum, raw + SECRET_ID + 72, 32) != 0)
            err = lt_fail(diag, LT_ERR_DATA, path, NULL, "the secret key is damaged");
    }
    if (err == LT_OK) {
        memcpy(ret_key->id, raw + SECRET_ID, 8);
        memcpy(ret_key->key, raw + SECRET_ID + 8, 64);
    }
    sodium_memzero(raw, sizeof raw);
    wipe(&text);
    return err;
}

void lt_secret_key_wipe(struct lt_secret_key *key)
{
    sodium_memzero(key, sizeof *key);
}

void lt_secret_key_public(const struct lt_secret_key *key, struct lt_public_key *ret_key)
{
    memcpy(ret_key->id, key->id, 8);
    memcpy(ret_key->key, key->key + 32, 32); /* libsodium keeps it in the second half */
}
