/*
 * cycle.h: one look at a tree, wherever it is, and what is brought from it. Private to this room.
 */
#ifndef LUTRIN_SYNC_CYCLE_H
#define LUTRIN_SYNC_CYCLE_H

#include <lutrin/fetch.h>
#include <lutrin/sync.h>

/* Where the bytes of a large file go. What take() returns, unless LT_OK, ends the fetching. */
struct lt_sync_sink {
    void *self;
    enum lt_err (*restart)(void *self, struct lt_diag *diag); /* what comes begins at 0 again */
    enum lt_err (*take)(void *self, struct lt_bytes bytes, struct lt_diag *diag);
    const char *tag;                                  /* what remember() was told of the bytes that are there; "" */
    void (*remember)(void *self, const char *tag);    /* the entity tag of what comes */
};

/* A copy of the tree: a folder, or an address on the network. Names are built from numbers, never from data. */
struct lt_mirror {
    void *self;
    const char *name; /* for messages */
    /* Appends a small file of at most `ceiling` bytes; LT_ERR_NO_INPUT: it is not there. */
    enum lt_err (*text)(void *self, const char *file, size_t ceiling, struct lt_buf *out, struct lt_diag *diag);
    /* Hands bytes `from` to `size` of a large file to the sink; never more. */
    enum lt_err (*file)(void *self, const char *file, int64_t from, int64_t size, const struct lt_sync_sink *sink,
                        struct lt_diag *diag);
    /* Is told of every stamp that verifies. May be NULL. */
    void (*stamped)(void *self, const struct lt_stamp *stamp);
    /* A new release was found: waits a part of `spread_s` drawn by chance. May be NULL. */
    enum lt_err (*pause)(void *self, int64_t spread_s, struct lt_diag *diag);
    /* What is about to be brought, signed as it should be; unless LT_OK is returned, it is not. May be NULL. */
    enum lt_err (*found)(void *self, const struct lt_release *release, struct lt_diag *diag);
    /* Appends the names of bundles that lie in the uppermost folder, each with its NUL. NULL: that cannot be told. */
    enum lt_err (*names)(void *self, struct lt_buf *out, struct lt_diag *diag);
};

/* What is fetched: its name in the tree, its size and hash, and for the whole bundle the hashes of its segments. */
struct lt_wanted {
    const char *file;
    int64_t size, segment_bytes;                    /* segment_bytes 0: there are no segments */
    const uint8_t *hash;                            /* NULL: not known; whoever takes the file finds out */
    const uint8_t (*segments)[LT_HASH_BYTES];
};

/* Fetches into LIBRARY/dl/NAME.part, going on where an earlier attempt stopped, until it is whole and its hash right.
 * Appends its path to *path; *fetched counts what was handed over. */
enum lt_err lt_sync_download(const struct lt_sync_config *config, const struct lt_mirror *mirror,
                             const struct lt_wanted *wanted, const char *name, struct lt_buf *path, int64_t *fetched,
                             struct lt_diag *diag);

/* Removes every download but those of one release ({0, 0}: all): where a patch turns out to be missing, half of the whole
 * may be here already. */
void lt_sync_sweep(const struct lt_sync_config *config, struct lt_generation release);

/* Hands the download `path`, which is `parcel` but for its place and time, to the shelf. What is on the shelf then, or
 * turned out to be no good, is not kept. */
enum lt_err lt_sync_unpack(const struct lt_sync_config *config, struct lt_shelf *shelf, const struct lt_trust *trust,
                           const char *path, struct lt_parcel *parcel, struct lt_diag *diag,
                           struct lt_sync_report *report);

/* latest.c: keeps `latest` as LIBRARY/latest where it is newer than the one that is kept; says whether the one that is kept
 * is newer than the one of a tree that holds the release it tells of, and appends it. */
void lt_sync_keep_latest(const struct lt_sync_config *config, const struct lt_trust *trust, struct lt_bytes text,
                         const struct lt_stamp *stamp);
bool lt_sync_newer_latest(const struct lt_sync_config *config, const struct lt_trust *trust,
                          const struct lt_mirror *mirror, struct lt_buf *out);
/* The time between two rounds that the kept one wishes; 0: there is none. */
int64_t lt_sync_kept_poll_s(const struct lt_sync_config *config);

/* A tree in a folder. */
struct lt_folder_mirror {
    const char *path;
};
struct lt_mirror lt_folder_mirror(struct lt_folder_mirror *folder);

/* A tree on the network. */
struct lt_net_mirror {
    const struct lt_sync_config *config;
    struct lt_fetch_pool *pool;
    void *rounds;                  /* whose waiting it is, see once.c */
    const char *url;               /* without a '/' at its end */
    int64_t floor_s, tls_time_s;   /* it is not earlier than floor_s; TLS is judged at tls_time_s (0: the clock's) */
    bool by_stamp;                 /* the clock was no use for TLS: the publisher's time will be */
    int64_t deadline_ms;           /* of the whole cycle, by CLOCK_MONOTONIC */
    int64_t retry_after_s;         /* what the host asked for last; -1 */
    int64_t wire_bytes;            /* received in all */
    int64_t budget;                /* bytes that may still be received today; -1: no limit */
    bool spent;                    /* it is used up, and more was wanted */
    const struct lt_sync_totals *totals; /* as they were before */
    int failure;                   /* enum lt_fetch_outcome of the last exchange that failed, 0: none did */
};
struct lt_mirror lt_net_mirror(struct lt_net_mirror *net);

/* What is trusted here: the configured key or key set, and those that it handed over to (LIBRARY/root/K). */
enum lt_err lt_sync_trust(const struct lt_sync_config *config, struct lt_diag *diag, struct lt_trust *ret_trust);

/* Opens the shelf for writing and settles it. */
enum lt_err lt_sync_open(const struct lt_sync_config *config, struct lt_diag *diag, struct lt_trust *ret_trust,
                         struct lt_shelf **ret_shelf);

/* How long `watch` waits before its first round, at most. Where the power comes back all kiosks of a town begin in the same
 * minute: those that have something to show spread themselves over the time that their publisher wishes between two rounds
 * (0: not known), which he chose for their number. */
int64_t lt_sync_first_wait_ms(bool something, int64_t poll_s);

/* What is believed of a clock: the time it tells, unless that is before the floor or more than a year after it. A clock of
 * 2106 must not give up what has waited since yesterday. Nor must a floor that is more than a year ahead of a clock which is set:
 * a publisher's clock was wrong then. */
int64_t lt_sync_believe(int64_t clock_s, int64_t floor_s);

/* The time, never before the floor: for waits and a day's bytes, which must not stand still after years in a store. */
int64_t lt_sync_now_s(const struct lt_sync_config *config);

/* LIBRARY/totals; all zero where it is not there, or spoilt. */
void lt_sync_totals_read(const struct lt_sync_config *config, struct lt_sync_totals *ret_totals);
void lt_sync_totals_write(const struct lt_sync_config *config, const struct lt_sync_totals *totals);
void lt_sync_totals_add(struct lt_sync_totals *totals, enum lt_err err, const struct lt_sync_report *report, int64_t now_s);

/* LIBRARY/clock: a time that has been; whoever wakes up in 1970 knows better. */
int64_t lt_sync_clock_floor(const struct lt_sync_config *config);

/* Learns from a stamp that verifies: the floor rises to it, or goes back to it where it tells of a newer release than any
 * before. Returns the floor. */
int64_t lt_sync_clock_learn(const struct lt_sync_config *config, const struct lt_stamp *stamp);

/* Looks at the mirror and brings what is new onto the shelf. */
enum lt_err lt_sync_cycle(const struct lt_sync_config *config, struct lt_shelf *shelf, struct lt_trust *trust,
                          const struct lt_mirror *mirror, struct lt_diag *diag, struct lt_sync_report *ret_report);

#endif
