/*
 * shelf.h (private): what the files of the shelf share.
 */
#ifndef LUTRIN_STORE_SHELF_H
#define LUTRIN_STORE_SHELF_H

#include <lutrin/shelf.h>

enum { LT_GENERATION_NAME_MAX = 48, LT_SHELF_FILE_MAX = 8192 };

struct lt_shelf {
    char *dir;
    int lock_fd, dir_fd, gen_fd; /* lock: -1 when open for reading */
    struct lt_shelf_state state;
};

/* shelf_dir.c: names, links and small files below the shelf. */

/* "EPOCH-VERSION", there and back. */
void lt_generation_name(struct lt_generation generation, char ret_name[LT_GENERATION_NAME_MAX]);
bool lt_generation_parse(const char *name, struct lt_generation *ret_generation);

/* Makes the file `name` in the folder `fd` durable with this content: NAME.new, fsync, rename, fsync of the folder. */
enum lt_err lt_shelf_put(const struct lt_shelf *shelf, int fd, const char *name, struct lt_bytes text,
                         struct lt_diag *diag);

/* The same without the last step: the name is durable with the next lt_shelf_put() into the folder. */
enum lt_err lt_shelf_lay(const struct lt_shelf *shelf, int fd, const char *name, struct lt_bytes text,
                         struct lt_diag *diag);

/* Appends the content of the file `name` in the folder `fd`; LT_ERR_NO_INPUT: it is not there; LT_ERR_IO: it cannot be
 * read; LT_ERR_LIMIT: larger than `limit`. */
enum lt_err lt_shelf_take(const struct lt_shelf *shelf, int fd, const char *name, size_t limit, struct lt_buf *out,
                          struct lt_diag *diag);

/* The generation that `current` names, or {0, 0}. */
struct lt_generation lt_shelf_linked(const struct lt_shelf *shelf);

/* Points `current` at a target (current.new, rename, fsync of the directory). */
enum lt_err lt_shelf_link(struct lt_shelf *shelf, const char *target, struct lt_diag *diag);
enum lt_err lt_shelf_switch(struct lt_shelf *shelf, struct lt_generation generation, struct lt_diag *diag);

/* Removes gen/tmp with what is in it. */
void lt_shelf_clear(const struct lt_shelf *shelf);

/* Takes the search of the whole text away from a generation. */
void lt_shelf_drop_index(const struct lt_shelf *shelf, struct lt_generation generation);

/* Removes a generation: it is moved to gen/tmp first, so that half of one is never seen. */
void lt_shelf_remove(const struct lt_shelf *shelf, struct lt_generation generation);

/* Removes every generation but these two. */
void lt_shelf_keep(const struct lt_shelf *shelf, struct lt_generation one, struct lt_generation other);

/* shelf_state.c */
enum lt_err lt_shelf_read_state(struct lt_shelf *shelf, struct lt_diag *diag);
enum lt_err lt_shelf_write_state(struct lt_shelf *shelf, struct lt_diag *diag);
bool lt_shelf_is_bad(const struct lt_shelf_state *state, struct lt_generation generation);
void lt_shelf_add_bad(struct lt_shelf_state *state, struct lt_generation generation);
/* What must be on the disk before the switch: the state, and that the generation is on trial from `now`. */
enum lt_err lt_shelf_announce(struct lt_shelf *shelf, struct lt_generation generation, const struct lt_moment *now,
                              struct lt_diag *diag);

/* proof.c: what makes a file a release. */
struct lt_proof {
    struct lt_bytes manifest, signature; /* borrowed; no manifest: the bundle was signed itself */
    const struct lt_keyring *role;
    struct lt_release release;
    uint8_t hash[LT_HASH_BYTES];         /* of the bundle; with a manifest only */
    const struct lt_manifest *parsed;    /* NULL without a manifest; owned by the proof */
};
/* Are the texts signed by a release key of the trust (with `former`, one of earlier sets will do)? */
enum lt_err lt_proof_judge(struct lt_bytes manifest, struct lt_bytes signature, const struct lt_trust *trust,
                           bool former, const char *where, struct lt_diag *diag, struct lt_proof *ret_proof);
void lt_proof_finish(struct lt_proof *proof);
/* Is the file, read whole, the bundle that the proof speaks of? */
enum lt_err lt_proof_check_file(const struct lt_proof *proof, const char *path, struct lt_diag *diag);

/* Reads and judges a generation's proof. The texts go into *manifest and *signature, which the proof borrows. */
enum lt_err lt_shelf_proof(const struct lt_shelf *shelf, struct lt_generation generation,
                           const struct lt_trust *trust, struct lt_buf *manifest, struct lt_buf *signature,
                           struct lt_diag *diag, struct lt_proof *ret_proof);
bool lt_shelf_is_sound(const struct lt_shelf *shelf, struct lt_generation generation, const struct lt_trust *trust);

/* decode.c: unpacks the zstd frame in `path` into the open, empty file `to`, which becomes exactly `size` bytes; with
 * `prefix`, the path of the bundle that a patch starts from. */
enum lt_err lt_decode(const char *path, const char *prefix, int to, int64_t size, struct lt_diag *diag);

#endif
