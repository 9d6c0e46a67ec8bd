/*
 * shelf.h: the shelf of generations on a kiosk's disk, and how a new one comes onto it without ever losing the old.
 *
 *   DIR/gen/VERSION/bundle.db, bundle.minisig    immutable once there
 *   DIR/state                                    highest (epoch, version) seen and the versions known bad, with a checksum
 *   DIR/current -> gen/VERSION                   what is read; renamed last
 *
 * Every step that must outlive a power cut is made durable before the next one is taken. One process at a time holds a
 * shelf open for writing (a lock on DIR/lock).
 */
#ifndef LUTRIN_SHELF_H
#define LUTRIN_SHELF_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/sign.h>

enum {
    LT_CHANNEL_MAX = 64,              /* bytes of a channel's name: a-z 0-9 . _ - */
    LT_SHELF_MAX_BAD = 64,            /* versions on the bad list; the oldest goes first */
    LT_SHELF_MAX_GENERATIONS = 64,    /* looked at in DIR/gen */
    LT_SHELF_RESERVE_BYTES = 32 << 20 /* kept free on the disk */
};
#define LT_BUNDLE_MAX_BYTES (INT64_C(16) << 30)

/* What the trusted comment of a bundle's signature says:
 * "lutrin-bundle1 channel=NAME epoch=E version=V created=SECONDS size=BYTES". */
struct lt_release {
    char channel[LT_CHANNEL_MAX + 1];
    int64_t epoch, version; /* 1 and up; compared epoch first */
    int64_t created;        /* seconds UTC */
    int64_t size;           /* of the bundle */
};

/* Is the name a channel's? */
bool lt_channel_valid(const char *name);

/* Parses a trusted comment; anything but exactly that form is LT_ERR_SIGNATURE. */
enum lt_err lt_release_parse(const char *comment, const char *where, struct lt_diag *diag,
                             struct lt_release *ret_release);

/* Appends the trusted comment of a release. */
void lt_release_format(const struct lt_release *release, struct lt_buf *out);

struct lt_shelf_state {
    char channel[LT_CHANNEL_MAX + 1]; /* "" on a new shelf */
    int64_t epoch, version;           /* the highest seen; 0 on a new shelf */
    int64_t bad[LT_SHELF_MAX_BAD];    /* versions that must not be activated */
    int bad_count;
};

struct lt_shelf;

/* Opens the shelf in `dir`, making an empty one when `write` is set. LT_ERR_UNAVAILABLE: somebody else is writing. */
enum lt_err lt_shelf_open(const char *dir, bool write, struct lt_diag *diag, struct lt_shelf **ret_shelf);
void lt_shelf_close(struct lt_shelf *shelf); /* NULL is allowed */

/* What has been seen so far. A damaged state file counts as the highest generation there is. Lent. */
const struct lt_shelf_state *lt_shelf_state(const struct lt_shelf *shelf);

/* The version that is current by the boot rule: where `current` points if its signature's comment is by `key` and its
 * size is the signed one; else the highest generation of which that is true. LT_ERR_NO_INPUT: there is none. */
enum lt_err lt_shelf_current(const struct lt_shelf *shelf, const struct lt_public_key *key, struct lt_diag *diag,
                             int64_t *ret_version);

/* Appends the path of a generation's bundle. */
void lt_shelf_bundle_path(const struct lt_shelf *shelf, int64_t version, struct lt_buf *out);

/* The generations that are there, ascending; at most LT_SHELF_MAX_GENERATIONS. Returns how many. */
int lt_shelf_generations(const struct lt_shelf *shelf, int64_t ret_versions[LT_SHELF_MAX_GENERATIONS]);

/* Installs and activates the bundle at `path`, whose signature text is `signature`: copies it, reads it back from the
 * disk, verifies it against `key`, opens it as a reader would, then switches. The release must be of this shelf's
 * channel and higher than anything seen (LT_ERR_SIGNATURE otherwise: an old one is a downgrade), and not bad. A power
 * cut at any instruction leaves the old generation or the new one current. Old generations but the one before go. */
enum lt_err lt_shelf_install(struct lt_shelf *shelf, const char *path, struct lt_bytes signature,
                             const struct lt_public_key *key, struct lt_diag *diag, struct lt_release *ret_release);

/* Goes back to the highest generation below the current one and puts the current one on the bad list; what was seen
 * stays seen. LT_ERR_NO_INPUT when there is nothing to go back to. */
enum lt_err lt_shelf_roll_back(struct lt_shelf *shelf, const struct lt_public_key *key, struct lt_diag *diag,
                               int64_t *ret_version);

#endif
