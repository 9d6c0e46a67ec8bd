/*
 * sign.c: minisign's signatures on libsodium: a file's digest, the four lines of a signature, and whether they are true.
 */
#include <lutrin/sign.h>

#include "minisign.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define UNTRUSTED "untrusted comment: "
#define TRUSTED "trusted comment: "

enum { READ_STEP = 64 * 1024, SIGNATURE_BYTES = 2 + 8 + 64 };

static const uint8_t PREHASHED[2] = {'E', 'D'};

static enum lt_err hash_fd(int fd, const char *path, int64_t limit, size_t hash_size, struct lt_diag *diag,
                           uint8_t *ret_hash, int64_t *ret_size)
{
    crypto_generichash_state state;
    uint8_t step[READ_STEP];
    int64_t size = 0;
    crypto_generichash_init(&state, NULL, 0, hash_size);
    for (;;) {
        ssize_t got = read(fd, step, sizeof step);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return lt_fail_errno(diag, LT_ERR_IO, path, errno, "cannot read");
        if (got == 0)
            break;
        size += got;
        if (size > limit)
            return lt_fail(diag, LT_ERR_LIMIT, path, NULL, "larger than %lld bytes", (long long)limit);
        crypto_generichash_update(&state, step, (unsigned long long)got);
    }
    crypto_generichash_final(&state, ret_hash, hash_size);
    *ret_size = size;
    return LT_OK;
}

/* Takes one ended line off the front of *text; false at its end. */
static bool take_line(struct lt_bytes *text, struct lt_bytes *ret_line)
{
    const char *end = text->size ? memchr(text->data, '\n', text->size) : NULL;
    if (!end)
        return false;
    *ret_line = (struct lt_bytes){text->data, (size_t)(end - text->data)};
    text->data += ret_line->size + 1;
    text->size -= ret_line->size + 1;
    return true;
}

/* sig[64] followed by the trusted comment: what the global signature covers. */
static size_t global_message(const uint8_t signature[64], const char *comment, uint8_t *out)
{
    size_t size = strlen(comment);
    memcpy(out, signature, 64);
    memcpy(out + 64, comment, size);
    return 64 + size;
}

/* libsodium's decoder takes some bytes above 0x7F for letters: let none of them near it. */
static bool is_ascii(struct lt_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] >= 0x80)
            return false;
    return true;
}

bool lt_base64_decode(struct lt_bytes text, uint8_t *out, size_t size)
{
    size_t got;
    return text.size && is_ascii(text) && sodium_base642bin(out, size, text.data, text.size, NULL, &got, NULL,
                                          sodium_base64_VARIANT_ORIGINAL) == 0 && got == size;
}

void lt_base64_put(struct lt_buf *buf, const uint8_t *data, size_t size)
{
    char text[512];
    sodium_bin2base64(text, sizeof text, data, size, sodium_base64_VARIANT_ORIGINAL);
    lt_buf_puts(buf, text);
    sodium_memzero(text, sizeof text);
}

enum lt_err lt_file_hash(const char *path, int64_t limit_bytes, size_t hash_size, struct lt_diag *diag,
                         uint8_t *ret_hash, int64_t *ret_size)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (fd < 0)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, path, errno, "cannot open");
    enum lt_err err = hash_fd(fd, path, limit_bytes, hash_size, diag, ret_hash, ret_size);
    close(fd);
    return err;
}

enum lt_err lt_file_digest(const char *path, int64_t limit_bytes, struct lt_diag *diag, uint8_t ret_digest[64],
                           int64_t *ret_size)
{
    return lt_file_hash(path, limit_bytes, 64, diag, ret_digest, ret_size);
}

enum lt_err lt_sign_digest(const uint8_t digest[64], const struct lt_secret_key *key, const char *comment,
                           struct lt_diag *diag, struct lt_buf *out)
{
    uint8_t raw[SIGNATURE_BYTES], message[64 + LT_TRUSTED_COMMENT_MAX], global[64];
    if (strlen(comment) > LT_TRUSTED_COMMENT_MAX || strpbrk(comment, "\r\n"))
        return lt_fail(diag, LT_ERR_USAGE, NULL, NULL, "a trusted comment is one line of at most %d bytes",
                       LT_TRUSTED_COMMENT_MAX);
    if (sodium_init() < 0)
        return lt_fail(diag, LT_ERR_OS, NULL, NULL, "no random numbers to be had");
    memcpy(raw, PREHASHED, 2);
    memcpy(raw + 2, key->id, 8);
    crypto_sign_detached(raw + 10, NULL, digest, 64, key->key);
    size_t size = global_message(raw + 10, comment, message);
    crypto_sign_detached(global, NULL, message, size, key->key);
    lt_buf_puts(out, UNTRUSTED "lutrin\n");
    lt_base64_put(out, raw, sizeof raw);
    lt_buf_printf(out, "\n" TRUSTED "%s\n", comment);
    lt_base64_put(out, global, sizeof global);
    lt_buf_putc(out, '\n');
    return LT_OK;
}

enum lt_err lt_sign_text(struct lt_bytes text, const struct lt_secret_key *key, const char *comment,
                         struct lt_diag *diag, struct lt_buf *out)
{
    uint8_t digest[64];
    crypto_generichash(digest, sizeof digest, (const unsigned char *)text.data, text.size, NULL, 0);
    return lt_sign_digest(digest, key, comment, diag, out);
}

enum lt_err lt_signature_parse(struct lt_bytes text, const char *where, struct lt_diag *diag,
                               struct lt_signature *ret_signature)
{
    struct lt_signature parsed = {0};
    struct lt_bytes untrusted, signature, comment, global;
    uint8_t raw[SIGNATURE_BYTES];
    if (text.size > LT_SIGNATURE_FILE_MAX || !take_line(&text, &untrusted) || !take_line(&text, &signature) ||
        !take_line(&text, &comment) || !take_line(&text, &global) || text.size ||
        !lt_bytes_starts(untrusted, UNTRUSTED) || !lt_bytes_starts(comment, TRUSTED) ||
        !lt_base64_decode(signature, raw, sizeof raw) || !lt_base64_decode(global, parsed.global, 64))
        return lt_fail(diag, LT_ERR_SIGNATURE, where, NULL, "not a signature of minisign's form");
    if (memcmp(raw, PREHASHED, 2) != 0)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, "sign it again without -l",
                       "a signature of the legacy form, which is not accepted");
    comment.data += sizeof TRUSTED - 1;
    comment.size -= sizeof TRUSTED - 1;
    if (comment.size > LT_TRUSTED_COMMENT_MAX || memchr(comment.data, '\0', comment.size))
        return lt_fail(diag, LT_ERR_SIGNATURE, where, NULL, "the trusted comment is too long");
    memcpy(parsed.id, raw + 2, 8);
    memcpy(parsed.signature, raw + 10, 64);
    memcpy(parsed.comment, comment.data, comment.size);
    *ret_signature = parsed;
    return LT_OK;
}

enum lt_err lt_signature_check_comment(const struct lt_signature *signature, const struct lt_public_key *key,
                                       const char *where, struct lt_diag *diag)
{
    uint8_t message[64 + LT_TRUSTED_COMMENT_MAX];
    if (memcmp(signature->id, key->id, 8) != 0)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, "give the publisher's public key", "signed by another key");
    size_t size = global_message(signature->signature, signature->comment, message);
    if (crypto_sign_verify_detached(signature->global, message, size, key->key) != 0)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, NULL, "the signature's comment is forged");
    return LT_OK;
}

enum lt_err lt_signature_check(const struct lt_signature *signature, const struct lt_public_key *key,
                               const uint8_t digest[64], const char *where, struct lt_diag *diag)
{
    enum lt_err err = lt_signature_check_comment(signature, key, where, diag);
    if (err != LT_OK)
        return err;
    if (crypto_sign_verify_detached(signature->signature, digest, 64, key->key) != 0)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, "fetch it again from its publisher",
                       "the file is not what was signed");
    return LT_OK;
}
