/*
 * root.c: sets of keys, and the step from one to the next.
 *
 *   lutrin-root 1
 *   channel city-library
 *   number 2
 *   epoch 1
 *   created 1795459000
 *   expires 1890000000
 *   threshold 2
 *   root RWQ...       one line a key, as in a minisign public key file; then `release` and `stamp` likewise
 *   end
 */
#include <lutrin/signed.h>

#include "line.h"
#include "minisign.h"

#include <inttypes.h>
#include <string.h>

#define FIRST_LINE "lutrin-root 1"

enum { SIGNATURE_LINES = 4, KEY_BYTES = 2 + 8 + 32 };

/* Adds a key unless its id or the key itself is there already. */
static bool add_key(struct lt_keyring *role, const struct lt_public_key *key)
{
    if (role->count == LT_KEYRING_MAX)
        return false;
    for (int i = 0; i < role->count; i++)
        if (memcmp(role->keys[i].id, key->id, 8) == 0 || memcmp(role->keys[i].key, key->key, 32) == 0)
            return false;
    role->keys[role->count++] = *key;
    return true;
}

static bool read_role(struct lt_bytes *text, const char *name, struct lt_keyring *role)
{
    struct lt_bytes word;
    while (lt_line_take_key(text, name, &word)) {
        uint8_t raw[KEY_BYTES];
        struct lt_public_key key;
        if (!lt_base64_decode(word, raw, sizeof raw) || memcmp(raw, "Ed", 2) != 0)
            return false;
        memcpy(key.id, raw + 2, 8);
        memcpy(key.key, raw + 10, 32);
        if (!add_key(role, &key))
            return false;
    }
    return role->count > 0;
}

static bool read_root(struct lt_bytes text, struct lt_root *root)
{
    struct lt_bytes line;
    int64_t threshold = 0;
    bool good = lt_bytes_starts(text, FIRST_LINE "\n") && lt_line_take(&text, &line) &&
                lt_line_channel(&text, "channel", root->channel) &&
                lt_line_number(&text, "number", 1, LT_SIGNED_MAX_NUMBER, &root->number) &&
                lt_line_number(&text, "epoch", 1, LT_SIGNED_MAX_NUMBER, &root->epoch) &&
                lt_line_number(&text, "created", 0, LT_SIGNED_MAX_TIME, &root->created) &&
                lt_line_number(&text, "expires", root->created, LT_SIGNED_MAX_TIME, &root->expires) &&
                lt_line_number(&text, "threshold", 1, LT_KEYRING_MAX, &threshold) &&
                read_role(&text, "root", &root->root) && read_role(&text, "release", &root->release) &&
                read_role(&text, "stamp", &root->stamp) && lt_line_take(&text, &line) &&
                lt_bytes_equal(line, lt_bytes_of("end")) && text.size == 0;
    root->threshold = (int)threshold;
    return good && root->threshold <= root->root.count;
}

static void put_role(struct lt_buf *out, const char *name, const struct lt_keyring *role)
{
    for (int i = 0; i < role->count; i++) {
        uint8_t raw[KEY_BYTES] = {'E', 'd'};
        memcpy(raw + 2, role->keys[i].id, 8);
        memcpy(raw + 10, role->keys[i].key, 32);
        lt_buf_printf(out, "%s ", name);
        lt_base64_put(out, raw, sizeof raw);
        lt_buf_putc(out, '\n');
    }
}

/* Takes one signature text, four lines, off the front. */
static bool take_signature(struct lt_bytes *text, struct lt_bytes *ret_signature)
{
    size_t size = 0;
    for (int line = 0; line < SIGNATURE_LINES; line++) {
        const char *end = size < text->size ? memchr(text->data + size, '\n', text->size - size) : NULL;
        if (!end)
            return false;
        size = (size_t)(end - text->data) + 1;
    }
    *ret_signature = (struct lt_bytes){text->data, size};
    text->data += size;
    text->size -= size;
    return true;
}

/* How many different keys of the role signed the text? A signature by somebody else counts for nothing. */
static int count_signers(const struct lt_keyring *role, struct lt_bytes text, struct lt_bytes signatures,
                         const char *comment)
{
    bool signed_by[LT_KEYRING_MAX] = {false};
    struct lt_bytes one;
    int count = 0;
    for (int i = 0; i < LT_ROOT_MAX_SIGNATURES && take_signature(&signatures, &one); i++) {
        struct lt_signature signature;
        if (lt_verify_text(role, text, one, LT_TYPE_ROOT, "", NULL, &signature) != LT_OK ||
            strcmp(signature.comment, comment) != 0)
            continue;
        signed_by[lt_keyring_find(role, signature.id) - role->keys] = true;
    }
    for (int i = 0; i < role->count; i++)
        count += signed_by[i];
    return count;
}

void lt_root_of_key(const struct lt_public_key *key, struct lt_root *ret_root)
{
    const struct lt_keyring role = {.keys = {*key}, .count = 1};
    *ret_root = (struct lt_root){.epoch = 1, .expires = LT_SIGNED_MAX_TIME, .threshold = 1, .root = role,
                                 .release = role, .stamp = role};
}

enum lt_err lt_root_parse(struct lt_bytes text, const char *where, struct lt_diag *diag, struct lt_root *ret_root)
{
    struct lt_root root = {0};
    if (!lt_lines_sound(text, LT_ROOT_MAX_BYTES, LT_ROOT_MAX_LINES) || !read_root(text, &root))
        return lt_fail(diag, LT_ERR_DATA, where, "lutrin-pack rotate makes one", "not a key set of Lutrin's form");
    *ret_root = root;
    return LT_OK;
}

void lt_root_format(const struct lt_root *root, struct lt_buf *out)
{
    lt_buf_printf(out, FIRST_LINE "\nchannel %s\nnumber %" PRId64 "\nepoch %" PRId64 "\ncreated %" PRId64
                  "\nexpires %" PRId64 "\nthreshold %d\n", root->channel, root->number, root->epoch, root->created,
                  root->expires, root->threshold);
    put_role(out, "root", &root->root);
    put_role(out, "release", &root->release);
    put_role(out, "stamp", &root->stamp);
    lt_buf_puts(out, "end\n");
}

void lt_root_comment(const struct lt_root *root, struct lt_buf *out)
{
    lt_buf_printf(out, LT_TYPE_ROOT " channel=%s number=%" PRId64, root->channel, root->number);
}

enum lt_err lt_root_step(struct lt_root *root, struct lt_bytes text, struct lt_bytes signatures, const char *where,
                         struct lt_diag *diag)
{
    struct lt_root next;
    struct lt_buf comment = {0};
    if (text.size > LT_ROOT_MAX_BYTES || signatures.size > LT_ROOT_MAX_BYTES)
        return lt_fail(diag, LT_ERR_LIMIT, where, NULL, "larger than %d bytes", LT_ROOT_MAX_BYTES);
    /* The old keys speak before the text is looked into; its own keys can only be known from it. */
    struct lt_bytes all = signatures, one;
    struct lt_signature first;
    bool spoken = false;
    while (!spoken && take_signature(&all, &one))
        spoken = lt_verify_text(&root->root, text, one, LT_TYPE_ROOT, where, NULL, &first) == LT_OK;
    if (!spoken)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, NULL, "no owner of the keys that are trusted here signed it");
    enum lt_err err = lt_root_parse(text, where, diag, &next);
    if (err != LT_OK)
        return err;
    lt_root_comment(&next, &comment);
    if (next.number != root->number + 1 || (root->channel[0] && strcmp(root->channel, next.channel) != 0) ||
        next.epoch < root->epoch)
        err = lt_fail(diag, LT_ERR_SIGNATURE, where, NULL, "not the key set that follows number %" PRId64,
                      root->number);
    else if (count_signers(&root->root, text, signatures, comment.data) < root->threshold ||
             count_signers(&next.root, text, signatures, comment.data) < next.threshold)
        err = lt_fail(diag, LT_ERR_SIGNATURE, where, "gather the missing signatures",
                      "not signed by enough of its owners");
    lt_buf_finish(&comment);
    if (err == LT_OK)
        *root = next;
    return err;
}

enum lt_err lt_trust_step(struct lt_trust *trust, struct lt_bytes text, struct lt_bytes signatures, const char *where,
                          struct lt_diag *diag)
{
    struct lt_keyring before = trust->root.release;
    enum lt_err err = lt_root_step(&trust->root, text, signatures, where, diag);
    if (err != LT_OK)
        return err;
    for (int i = 0; i < before.count; i++) {
        if (trust->former.count == LT_KEYRING_MAX) /* the oldest goes */
            memmove(trust->former.keys, trust->former.keys + 1, (size_t)--trust->former.count * sizeof *before.keys);
        add_key(&trust->former, &before.keys[i]);
    }
    return LT_OK;
}
