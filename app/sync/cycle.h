/*
 * cycle.h: one look at a tree, wherever it is, and what is brought from it. Private to this room.
 */
#ifndef LUTRIN_SYNC_CYCLE_H
#define LUTRIN_SYNC_CYCLE_H

#include <lutrin/sync.h>

/* Where the bytes of a large file go. What take() returns, unless LT_OK, ends the fetching. */
struct lt_sync_sink {
    void *self;
    enum lt_err (*restart)(void *self, struct lt_diag *diag); /* what comes begins at 0 again */
    enum lt_err (*take)(void *self, struct lt_bytes bytes, struct lt_diag *diag);
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
};

/* What is fetched: its name in the tree, its size and hash, and for the whole bundle the hashes of its segments. */
struct lt_wanted {
    const char *file;
    int64_t size, segment_bytes;                    /* segment_bytes 0: there are no segments */
    const uint8_t *hash;
    const uint8_t (*segments)[LT_HASH_BYTES];
};

/* Fetches into LIBRARY/dl/NAME.part, going on where an earlier attempt stopped, until it is whole and its hash right.
 * Appends its path to *path; *fetched counts what was handed over. */
enum lt_err lt_sync_download(const struct lt_sync_config *config, const struct lt_mirror *mirror,
                             const struct lt_wanted *wanted, const char *name, struct lt_buf *path, int64_t *fetched,
                             struct lt_diag *diag);

/* Removes every download but the one of this name (NULL: all). */
void lt_sync_sweep(const struct lt_sync_config *config, const char *name);

/* A tree in a folder. */
struct lt_folder_mirror {
    const char *path;
};
struct lt_mirror lt_folder_mirror(struct lt_folder_mirror *folder);

/* Looks at the mirror and brings what is new onto the shelf. */
enum lt_err lt_sync_cycle(const struct lt_sync_config *config, struct lt_shelf *shelf, struct lt_trust *trust,
                          const struct lt_mirror *mirror, struct lt_diag *diag, struct lt_sync_report *ret_report);

#endif
