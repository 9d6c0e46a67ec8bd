/*
 * signed.h: the signed texts that stand between a publisher and a kiosk, and the one gate they all pass.
 *
 *   manifest   what release N is: the bundle's size and hash, the whole download and its segments, the patches
 *   stamp      the trusted comment of `latest`: which release is the newest, said by an online key, for a while
 *   root       a numbered set of keys; number K+1 is signed by the owners of K and of K+1
 *   bundle     the trusted comment of a bundle that travels alone, signed as a file
 *
 * Texts are ASCII lines in a fixed order, numbers decimal without leading zeros and limited, hashes BLAKE2b-256 in
 * lower-case hex. A signature is checked first and parsed after. The first word of every signed text and comment names
 * its type, so that none can stand for another. LT_ERR_SIGNATURE: not signed as it should be; LT_ERR_DATA: signed, but
 * not of the form.
 */
#ifndef LUTRIN_SIGNED_H
#define LUTRIN_SIGNED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lutrin/sign.h>

enum {
    LT_CHANNEL_MAX = 64,              /* bytes of a channel's name: a-z 0-9 . _ - */
    LT_MANIFEST_MAX_BYTES = 64 << 10,
    LT_MANIFEST_MAX_LINES = 1024,
    LT_MANIFEST_MAX_SEGMENTS = 768,
    LT_MANIFEST_MAX_PATCHES = 16,
    LT_MANIFEST_MAX_BAD = 64,
    LT_MANIFEST_MIN_SEGMENT = 1 << 20, /* bytes; a power of two */
    LT_KEYRING_MAX = 16,            /* keys of one role */
    LT_ROOT_MAX_BYTES = 16 << 10,      /* of the text, and of its signatures */
    LT_ROOT_MAX_LINES = 128,
    LT_ROOT_MAX_SIGNATURES = 32,
    LT_ROOT_MAX_STEPS = 64,            /* taken in one cycle */
    LT_STAMP_MAX_SECONDS = 7 * 86400,  /* of spread and poll */
    LT_HASH_BYTES = 32,
};
#define LT_BUNDLE_MAX_BYTES (INT64_C(16) << 30)
#define LT_SIGNED_MAX_NUMBER ((INT64_C(1) << 53) - 1)  /* of versions, epochs, root numbers */
#define LT_SIGNED_MAX_TIME INT64_C(253402300799)       /* the last second of the year 9999 */

/* The first words. */
#define LT_TYPE_BUNDLE "lutrin-bundle1"     /* comment of a bundle's signature */
#define LT_TYPE_MANIFEST "lutrin-manifest1" /* comment of a manifest's signature; the text begins "lutrin-manifest 1" */
#define LT_TYPE_STAMP "lutrin-stamp1"       /* comment of `latest` */
#define LT_TYPE_ROOT "lutrin-root1"         /* comment of a root's signatures; the text begins "lutrin-root 1" */

/* What a release is, however it came. As the trusted comment of a bundle's signature:
 * "lutrin-bundle1 channel=NAME epoch=E version=V created=SECONDS size=BYTES". */
struct lt_release {
    char channel[LT_CHANNEL_MAX + 1];
    int64_t epoch, version; /* 1 and up; compared epoch first */
    int64_t created;        /* seconds UTC */
    int64_t size;           /* of the bundle */
};

/* Is the name a channel's? */
bool lt_channel_valid(const char *name);

/* Parses and appends the trusted comment of a bundle's signature. */
enum lt_err lt_release_parse(const char *comment, const char *where, struct lt_diag *diag,
                             struct lt_release *ret_release);
void lt_release_format(const struct lt_release *release, struct lt_buf *out);

struct lt_patch {
    int64_t base;  /* the version it starts from, of the same epoch */
    int64_t bytes;
    uint8_t hash[LT_HASH_BYTES], base_hash[LT_HASH_BYTES]; /* of the patch, and of the bundle it starts from */
};

struct lt_manifest {
    struct lt_release release;
    int64_t format;                       /* of the bundle (LT_BUNDLE_FORMAT) */
    int64_t reader_major, reader_minor;   /* the oldest reader that can show it */
    uint8_t hash[LT_HASH_BYTES];          /* of the bundle */
    int64_t full_bytes, segment_bytes;    /* full.zst, and the pieces it is checked in */
    uint8_t full_hash[LT_HASH_BYTES];
    uint8_t segments[LT_MANIFEST_MAX_SEGMENTS][LT_HASH_BYTES];
    size_t segment_count;                 /* full_bytes / segment_bytes, rounded up */
    struct lt_patch patches[LT_MANIFEST_MAX_PATCHES]; /* the newest base first */
    size_t patch_count;
    int64_t bad[LT_MANIFEST_MAX_BAD];     /* older versions of this epoch known to be broken, the newest first */
    size_t bad_count;
};

/* Parses a manifest's text, which may hold lines beginning "x-" between its first and its last; appends one. */
enum lt_err lt_manifest_parse(struct lt_bytes text, const char *where, struct lt_diag *diag,
                              struct lt_manifest *ret_manifest);
void lt_manifest_format(const struct lt_manifest *manifest, struct lt_buf *out);

/* The segment size with which `full_bytes` has at most LT_MANIFEST_MAX_SEGMENTS segments. */
int64_t lt_manifest_segment_bytes(int64_t full_bytes);

struct lt_stamp {
    char channel[LT_CHANNEL_MAX + 1];
    int64_t epoch, root, version; /* root: the newest key set's number; 0: there is none */
    int64_t issued, expires;      /* seconds UTC */
    int64_t spread_s, poll_s;     /* wait a random part of it before fetching; ask again after */
};
enum lt_err lt_stamp_parse(const char *comment, const char *where, struct lt_diag *diag, struct lt_stamp *ret_stamp);
void lt_stamp_format(const struct lt_stamp *stamp, struct lt_buf *out);

struct lt_keyring {
    struct lt_public_key keys[LT_KEYRING_MAX];
    int count;
};

/* A set of keys. A publisher's single public key is set number 0, where it stands for all three roles. */
struct lt_root {
    char channel[LT_CHANNEL_MAX + 1]; /* "": any (number 0 only) */
    int64_t number, epoch;            /* releases of an older epoch are refused */
    int64_t created, expires;         /* seconds UTC; an expired set still hands over to the next */
    int threshold;                    /* how many root keys must sign the next set */
    struct lt_keyring root, release, stamp;
};
void lt_root_of_key(const struct lt_public_key *key, struct lt_root *ret_root);
enum lt_err lt_root_parse(struct lt_bytes text, const char *where, struct lt_diag *diag, struct lt_root *ret_root);
void lt_root_format(const struct lt_root *root, struct lt_buf *out);

/* Appends the trusted comment that every signature of a set bears: "lutrin-root1 channel=NAME number=K". */
void lt_root_comment(const struct lt_root *root, struct lt_buf *out);

/* Steps from *root to the next set: `text` must be number + 1, of the same channel and no lower epoch, and bear good
 * signatures (as many signature texts one after the other) of a threshold of the keys of *root and of its own. */
enum lt_err lt_root_step(struct lt_root *root, struct lt_bytes text, struct lt_bytes signatures, const char *where,
                         struct lt_diag *diag);

/* What a kiosk trusts: the newest key set, and the release keys of sets before it. What was brought here under a former
 * key may still be read; nothing new comes in with one. */
struct lt_trust {
    struct lt_root root;
    struct lt_keyring former;
};
enum lt_err lt_trust_step(struct lt_trust *trust, struct lt_bytes text, struct lt_bytes signatures, const char *where,
                          struct lt_diag *diag);

/* The gate: is `signature` one by a key of `role` over the file of this BLAKE2b-512 `digest`, and is its trusted comment
 * of `type`? With `digest` NULL only the comment is judged. */
enum lt_err lt_verify(const struct lt_keyring *role, const uint8_t *digest, struct lt_bytes signature, const char *type,
                      const char *where, struct lt_diag *diag, struct lt_signature *ret_signature);

/* The same over a text in memory. */
enum lt_err lt_verify_text(const struct lt_keyring *role, struct lt_bytes text, struct lt_bytes signature,
                           const char *type, const char *where, struct lt_diag *diag,
                           struct lt_signature *ret_signature);

#endif
