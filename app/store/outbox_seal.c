/*
 * outbox_seal.c: sign-ups sealed to a key, and the files such keys live in.
 *
 * A sealed sign-up is libsodium's sealed box (X25519, XSalsa20-Poly1305, a key of its own each) over a text filled up to
 * SIGNUP_BYTES, so that all are of one length and tell nothing of who is in them.
 */
#include <lutrin/outbox.h>

#include "line.h"
#include "outbox.h"

#include <lutrin/file.h>

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

enum {
    SIGNUP_BYTES = 640, /* the longest address and name with their words */
    SEALED_BYTES = SIGNUP_BYTES + crypto_box_SEALBYTES,
    KEY_FILE_BYTES = 256,
};
#define SIGNUP_HEAD "lutrin-signup 1"
#define PUBLIC_HEAD "lutrin-outbox-public 1"
#define SECRET_HEAD "lutrin-outbox-secret 1"
#define BASE64 sodium_base64_VARIANT_URLSAFE_NO_PADDING

static enum lt_err start(struct lt_diag *diag)
{
    return sodium_init() < 0 ? lt_fail(diag, LT_ERR_OS, NULL, NULL, "no random numbers to be had") : LT_OK;
}

enum lt_err lt_outbox_draw_id(struct lt_diag *diag, char ret_id[LT_SIGNUP_ID_BYTES + 1])
{
    uint8_t raw[LT_SIGNUP_ID_BYTES / 2];
    enum lt_err err = start(diag);
    if (err != LT_OK)
        return err;
    randombytes_buf(raw, sizeof raw);
    sodium_bin2hex(ret_id, LT_SIGNUP_ID_BYTES + 1, raw, sizeof raw);
    return LT_OK;
}

void lt_outbox_wipe(struct lt_buf *buf)
{
    if (buf->data)
        sodium_memzero(buf->data, buf->capacity);
    lt_buf_finish(buf);
}

static void put_key(struct lt_buf *out, const char *head, const uint8_t *key)
{
    lt_buf_printf(out, "%s\n", head);
    lt_put_hex(out, key, LT_SEAL_KEY_BYTES);
    lt_buf_puts(out, "\nend\n");
}

static enum lt_err read_key(const char *path, const char *head, struct lt_diag *diag, uint8_t *ret_key)
{
    struct lt_buf text = {0};
    enum lt_err err = lt_file_read(path, KEY_FILE_BYTES, diag, &text);
    struct lt_bytes rest = lt_buf_slice(&text), line;
    if (err == LT_OK && (!lt_lines_sound(rest, KEY_FILE_BYTES, 3) || !lt_line_take(&rest, &line) ||
                         !lt_bytes_equal(line, lt_bytes_of(head)) || !lt_line_take(&rest, &line) ||
                         !lt_word_hex(line, ret_key, LT_SEAL_KEY_BYTES)))
        err = lt_fail(diag, LT_ERR_DATA, path, "'lutrin-pack outbox keygen' makes a pair", "not a key to seal with (%s)",
                      head);
    lt_outbox_wipe(&text);
    return err;
}

enum lt_err lt_outbox_write_pair(const char *public_path, const char *secret_path, struct lt_diag *diag)
{
    struct lt_seal_pair pair;
    struct lt_buf public = {0}, secret = {0};
    enum lt_err err = start(diag);
    if (err != LT_OK)
        return err;
    if (access(secret_path, F_OK) == 0) { /* an earlier start got this far */
        err = lt_seal_read_pair(secret_path, diag, &pair);
    } else {
        crypto_box_keypair(pair.public_key, pair.secret_key);
        put_key(&secret, SECRET_HEAD, pair.secret_key);
        err = lt_file_write_private(secret_path, lt_buf_slice(&secret), diag);
    }
    if (err == LT_OK) {
        put_key(&public, PUBLIC_HEAD, pair.public_key);
        err = lt_file_write_with(public_path, lt_buf_slice(&public), LT_FILE_NAME_LATER, diag);
    }
    lt_outbox_wipe(&secret);
    lt_buf_finish(&public);
    lt_seal_wipe(&pair);
    return err;
}

enum lt_err lt_seal_create(const char *name, struct lt_diag *diag)
{
    struct lt_buf public = {0}, secret = {0};
    lt_buf_printf(&public, "%s.pub", name);
    lt_buf_printf(&secret, "%s.key", name);
    const char *there = access(public.data, F_OK) == 0 ? public.data : access(secret.data, F_OK) == 0 ? secret.data : NULL;
    enum lt_err err = there ? lt_fail_errno(diag, LT_ERR_CANT_CREATE, there, EEXIST, "cannot create")
                            : lt_outbox_write_pair(public.data, secret.data, diag);
    lt_buf_finish(&public);
    lt_buf_finish(&secret);
    return err;
}

enum lt_err lt_seal_read_public(const char *path, struct lt_diag *diag, uint8_t ret_key[LT_SEAL_KEY_BYTES])
{
    return read_key(path, PUBLIC_HEAD, diag, ret_key);
}

enum lt_err lt_seal_read_pair(const char *path, struct lt_diag *diag, struct lt_seal_pair *ret_pair)
{
    enum lt_err err = start(diag);
    if (err == LT_OK)
        err = read_key(path, SECRET_HEAD, diag, ret_pair->secret_key);
    if (err == LT_OK && crypto_scalarmult_base(ret_pair->public_key, ret_pair->secret_key) != 0)
        err = lt_fail(diag, LT_ERR_DATA, path, NULL, "the secret key is damaged");
    return err;
}

void lt_seal_wipe(struct lt_seal_pair *pair)
{
    sodium_memzero(pair, sizeof *pair);
}

void lt_signup_wipe(struct lt_signup *signup)
{
    sodium_memzero(signup, sizeof *signup);
}

enum lt_err lt_signup_seal(const struct lt_signup *signup, const uint8_t key[LT_SEAL_KEY_BYTES], struct lt_diag *diag,
                           struct lt_buf *out)
{
    struct lt_buf text = {0};
    uint8_t plain[SIGNUP_BYTES] = {0}, sealed[SEALED_BYTES];
    char base64[sodium_base64_ENCODED_LEN(SEALED_BYTES, BASE64)];
    enum lt_err err = start(diag);
    if (err != LT_OK)
        return err;
    lt_buf_printf(&text, SIGNUP_HEAD "\n%s\n%s\n%s\n", signup->id, signup->email, signup->name);
    if (text.size > sizeof plain)
        err = lt_fail(diag, LT_ERR_SOFTWARE, NULL, NULL, "a sign-up of %zu bytes", text.size);
    else
        memcpy(plain, text.data, text.size);
    lt_outbox_wipe(&text);
    if (err == LT_OK && crypto_box_seal(sealed, plain, sizeof plain, key) != 0)
        err = lt_fail(diag, LT_ERR_DATA, NULL, "make another pair", "this key cannot be sealed to");
    sodium_memzero(plain, sizeof plain);
    if (err == LT_OK)
        lt_buf_puts(out, sodium_bin2base64(base64, sizeof base64, sealed, sizeof sealed, BASE64));
    return err;
}

/* Takes a line of at most `size` - 1 bytes into `to`. */
static bool take_text(struct lt_bytes *text, char *to, size_t size)
{
    const char *end = memchr(text->data, '\n', text->size);
    size_t length = end ? (size_t)(end - text->data) : size;
    if (length >= size)
        return false;
    memcpy(to, text->data, length);
    to[length] = '\0';
    text->data += length + 1;
    text->size -= length + 1;
    return true;
}

enum lt_err lt_signup_open(struct lt_bytes sealed, const struct lt_seal_pair *pair, const char *where,
                           struct lt_diag *diag, struct lt_signup *ret_signup)
{
    uint8_t box[SEALED_BYTES], plain[SIGNUP_BYTES];
    char head[sizeof SIGNUP_HEAD];
    struct lt_signup signup = {0};
    size_t got = 0;
    enum lt_err err = start(diag);
    if (err != LT_OK)
        return err;
    if (sodium_base642bin(box, sizeof box, sealed.data, sealed.size, NULL, &got, NULL, BASE64) != 0 || got != sizeof box ||
        crypto_box_seal_open(plain, box, sizeof box, pair->public_key, pair->secret_key) != 0)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, "try the key that was in the plan then",
                       "sealed to another key, or damaged");
    struct lt_bytes text = {(const char *)plain, sizeof plain};
    bool good = take_text(&text, head, sizeof head) && strcmp(head, SIGNUP_HEAD) == 0 &&
                take_text(&text, signup.id, sizeof signup.id) && lt_outbox_is_id(signup.id) &&
                take_text(&text, signup.email, sizeof signup.email) &&
                take_text(&text, signup.name, sizeof signup.name) &&
                lt_signup_check(signup.email, signup.name, NULL) == LT_OK;
    sodium_memzero(plain, sizeof plain);
    if (good)
        *ret_signup = signup;
    else
        err = lt_fail(diag, LT_ERR_DATA, where, NULL, "what was sealed is no sign-up");
    lt_signup_wipe(&signup);
    return err;
}
