/*
 * shelf.h: the shelf of generations on a kiosk's disk, and how a new one comes onto it without ever losing the old.
 *
 *   DIR/gen/EPOCH-VERSION/     a generation, immutable once there: bundle.db, and what proves it: manifest with
 *                              manifest.minisig, or bundle.minisig where the bundle came alone
 *   DIR/gen/tmp/               one that is coming or going; never looked into
 *   DIR/state                  channel, highest (epoch, version) seen, the ones known bad, and a checksum
 *   DIR/trial                  the generation that was switched to last, and how often the reader failed on it
 *   DIR/current -> gen/...     what is read; renamed last. The reader opens DIR/current/bundle.db and knows no more.
 *
 * Every step that must outlive a power cut is made durable before the next one is taken. One process at a time holds a
 * shelf open for writing (a lock on DIR/lock).
 */
#ifndef LUTRIN_SHELF_H
#define LUTRIN_SHELF_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/signed.h>

enum {
    LT_SHELF_MAX_BAD = 64,              /* generations on the bad list; the oldest goes first */
    LT_SHELF_MAX_GENERATIONS = 64,      /* looked at in DIR/gen */
    LT_SHELF_RESERVE_BYTES = 32 << 20,  /* kept free on the disk */
    LT_SHELF_TRIAL_MS = 600000,         /* after a switch, in which failures of the reader count */
    LT_SHELF_TRIAL_FAILURES = 3,        /* of the reader, that send it back */
};

/* A release's place in the order: epoch first. {0, 0} is none. */
struct lt_generation {
    int64_t epoch, version;
};
int lt_generation_compare(struct lt_generation a, struct lt_generation b);

struct lt_shelf_state {
    char channel[LT_CHANNEL_MAX + 1];            /* "" on a new shelf */
    struct lt_generation seen;                   /* the highest; {0, 0} on a new shelf */
    struct lt_generation bad[LT_SHELF_MAX_BAD];  /* must not be activated */
    int bad_count;
};

/* A moment that no wrong clock can spoil: which boot, and how long since it. */
struct lt_moment {
    char boot[40];
    int64_t ms;
};
void lt_moment_now(struct lt_moment *ret_moment);

struct lt_shelf;

/* Opens the shelf in `dir`, making an empty one when `write` is set. LT_ERR_UNAVAILABLE: somebody else is writing. */
enum lt_err lt_shelf_open(const char *dir, bool write, struct lt_diag *diag, struct lt_shelf **ret_shelf);
void lt_shelf_close(struct lt_shelf *shelf); /* NULL is allowed */

/* What has been seen so far. A damaged state file counts as the highest generation there is. Lent. */
const struct lt_shelf_state *lt_shelf_state(const struct lt_shelf *shelf);

/* The boot rule: where `current` points if that generation is sound and not bad; else the highest sound one that is not
 * bad; else the highest sound one. Sound: its proof is signed by a release key that is or was trusted here, and the
 * file has the signed size. LT_ERR_NO_INPUT: there is none. */
enum lt_err lt_shelf_current(const struct lt_shelf *shelf, const struct lt_trust *trust, struct lt_diag *diag,
                             struct lt_generation *ret_generation);

/* Appends the path of a generation's bundle. */
void lt_shelf_bundle_path(const struct lt_shelf *shelf, struct lt_generation generation, struct lt_buf *out);

/* The generations that are there, ascending; at most LT_SHELF_MAX_GENERATIONS. Returns how many. */
int lt_shelf_generations(const struct lt_shelf *shelf, struct lt_generation ret[LT_SHELF_MAX_GENERATIONS]);

/* Finishes or clears away what an interrupted process began, then makes `current` what the boot rule says: a newer
 * generation that was placed but not switched to is verified whole and switched to; a damaged one goes, and one that the
 * disk does not give stays and is tried again by the next call, while the old one is read on. What `current` comes to
 * point to was read whole, where there is such a one. With nothing on the shelf, `current` is made to point to `factory`,
 * the absolute path of a folder with a bundle.db (NULL: none). Whoever opens a shelf for writing calls this first. */
enum lt_err lt_shelf_settle(struct lt_shelf *shelf, const struct lt_trust *trust, const char *factory,
                            struct lt_diag *diag);

/* Reads a generation whole and holds it against its proof. LT_ERR_SIGNATURE: it is damaged. */
enum lt_err lt_shelf_verify(const struct lt_shelf *shelf, struct lt_generation generation,
                            const struct lt_trust *trust, struct lt_diag *diag);

/* The BLAKE2b-256 of a generation's bundle as its proof tells it (read from the file where it came alone). */
enum lt_err lt_shelf_hash(const struct lt_shelf *shelf, struct lt_generation generation, const struct lt_trust *trust,
                          struct lt_diag *diag, uint8_t ret_hash[LT_HASH_BYTES]);

/* What is to be installed. */
enum lt_parcel_form {
    LT_PARCEL_BUNDLE, /* the file is the bundle */
    LT_PARCEL_FULL,   /* ... is it, packed by zstd */
    LT_PARCEL_PATCH,  /* ... is what zstd needs beside the bundle of generation `base` */
};
struct lt_parcel {
    const char *path;
    enum lt_parcel_form form;
    struct lt_generation base;
    struct lt_bytes manifest;   /* its text; empty: the bundle came alone */
    struct lt_bytes signature;  /* of the manifest, or of the bundle */
    struct lt_moment now;       /* the trial begins then */
    bool keep_previous;         /* even if the disk is too full otherwise */
};

/* Installs and activates a parcel: checks that it may, makes the bundle beside the old ones (unpacked by a child that can
 * do nothing else), reads it back from the disk, verifies it, opens it as a reader would, then switches. The release
 * must be of this shelf's channel, of the trusted epoch or a later one, higher than anything seen (LT_ERR_SIGNATURE
 * otherwise: an old one is a downgrade) unless it is the highest seen and not the one that is read (it is gone, or the disk
 * does not give it), and not bad. A power cut at any instruction leaves the old generation or the new one current.
 * Generations but the one before go. */
enum lt_err lt_shelf_install(struct lt_shelf *shelf, const struct lt_parcel *parcel, const struct lt_trust *trust,
                             struct lt_diag *diag, struct lt_release *ret_release);

/* Sees that `bytes` and the reserve are free on the disk, if need be by giving up, in this order, generations that are
 * neither current nor `base` nor the one before the current, then that one too (unless `keep_previous`). Never the
 * current one. LT_ERR_IO: there is no room. */
enum lt_err lt_shelf_make_room(struct lt_shelf *shelf, const struct lt_trust *trust, int64_t bytes,
                               struct lt_generation base, bool keep_previous, struct lt_diag *diag);

/* Would a release be taken by lt_shelf_install()? The same refusals, before anything is fetched. */
enum lt_err lt_shelf_admits(const struct lt_shelf *shelf, const struct lt_release *release,
                            const struct lt_trust *trust, const char *where, struct lt_diag *diag);

/* Goes back to the highest sound generation below the current one and puts the current one on the bad list; what was
 * seen stays seen. LT_ERR_NO_INPUT when there is nothing to go back to. */
enum lt_err lt_shelf_roll_back(struct lt_shelf *shelf, const struct lt_trust *trust, struct lt_diag *diag,
                               struct lt_generation *ret_generation);

/* The reader failed. LT_SHELF_TRIAL_FAILURES of it within LT_SHELF_TRIAL_MS of the last switch (or of the boot after
 * it) roll back: *ret_generation is what is read then, {0, 0} when nothing changed. */
enum lt_err lt_shelf_reader_failed(struct lt_shelf *shelf, const struct lt_trust *trust, const struct lt_moment *now,
                                   struct lt_diag *diag, struct lt_generation *ret_generation);

/* Ends the trial when its time is over. */
void lt_shelf_end_trial(struct lt_shelf *shelf, const struct lt_moment *now);

#endif
