/*
 * shelf_install.c: a bundle comes onto the shelf. The order of the steps is the design: each is durable before the
 * next, the state is written before the switch (else an old bundle could come back after a power cut), and the switch
 * is one rename.
 */
#define _GNU_SOURCE /* renameat2(): two folders change places in one step */
#include "shelf.h"

#include <lutrin/bundle.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

enum { COPY_STEP = 256 * 1024 };

struct install {
    struct lt_shelf *shelf;
    struct lt_diag *diag;
    const struct lt_parcel *parcel;
    const struct lt_trust *trust;
    struct lt_proof proof;
    struct lt_generation generation, before; /* before: what was current */
    int tmp_fd;                              /* gen/tmp */
    struct lt_buf bundle;                    /* path of the bundle in it */
};

static enum lt_err io_failure(struct install *in, const char *doing)
{
    return lt_fail_errno(in->diag, LT_ERR_IO, in->shelf->dir, errno, doing);
}

/* LT_ERR_LIMIT: there is not enough room; LT_ERR_IO: that cannot be told. */
static enum lt_err check_room(const struct lt_shelf *shelf, int64_t bytes, struct lt_diag *diag)
{
    struct statvfs vfs;
    if (fstatvfs(shelf->gen_fd, &vfs) != 0)
        return lt_fail_errno(diag, LT_ERR_IO, shelf->dir, errno, "cannot tell how much room there is");
    uint64_t have = (uint64_t)vfs.f_bavail * vfs.f_frsize, need = (uint64_t)bytes + LT_SHELF_RESERVE_BYTES;
    if (have >= need)
        return LT_OK;
    lt_fail(diag, LT_ERR_IO, shelf->dir, "make room on the disk", "%" PRIu64 " MB are needed, %" PRIu64 " MB are free",
            need >> 20, have >> 20);
    return LT_ERR_LIMIT;
}

static enum lt_err copy_bytes(struct install *in, int from, int to)
{
    const char *path = in->parcel->path;
    char step[COPY_STEP];
    int64_t left = in->proof.release.size;
    while (left > 0) {
        ssize_t got = read(from, step, left < COPY_STEP ? (size_t)left : sizeof step);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return lt_fail_errno(in->diag, LT_ERR_IO, path, errno, "cannot read");
        if (got == 0)
            return lt_fail(in->diag, LT_ERR_SIGNATURE, path, "fetch it again", "not of the signed size");
        for (ssize_t put, done = 0; done < got; done += put)
            if ((put = write(to, step + done, (size_t)(got - done))) < 0) {
                if (errno != EINTR)
                    return io_failure(in, "cannot write");
                put = 0;
            }
        left -= got;
    }
    return LT_OK;
}

static enum lt_err copy_bundle(struct install *in, int to)
{
    struct stat st;
    int from = open(in->parcel->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (from < 0)
        return lt_fail_errno(in->diag, LT_ERR_NO_INPUT, in->parcel->path, errno, "cannot open");
    enum lt_err err = LT_OK;
    if (fstat(from, &st) != 0 || !S_ISREG(st.st_mode) || st.st_size != in->proof.release.size)
        err = lt_fail(in->diag, LT_ERR_SIGNATURE, in->parcel->path, "fetch it again", "not of the signed size");
    if (err == LT_OK && (errno = posix_fallocate(to, 0, in->proof.release.size)) != 0)
        err = io_failure(in, "cannot make room");
    if (err == LT_OK)
        err = copy_bytes(in, from, to);
    close(from);
    return err;
}

static enum lt_err unpack_bundle(struct install *in, int to)
{
    struct lt_buf base = {0};
    if (in->parcel->form == LT_PARCEL_PATCH)
        lt_shelf_bundle_path(in->shelf, in->parcel->base, &base);
    enum lt_err err = lt_decode(in->parcel->path, base.data, to, in->proof.release.size, in->diag);
    lt_buf_finish(&base);
    return err;
}

/* Makes the bundle in gen/tmp, durable, and asks the kernel to forget what it cached of it. */
static enum lt_err make_bundle(struct install *in)
{
    int to = openat(in->tmp_fd, "bundle.db", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (to < 0)
        return io_failure(in, "cannot write");
    enum lt_err err = in->parcel->form == LT_PARCEL_BUNDLE ? copy_bundle(in, to) : unpack_bundle(in, to);
    if (err == LT_OK && fsync(to) != 0)
        err = io_failure(in, "cannot write");
    if (err == LT_OK)
        posix_fadvise(to, 0, 0, POSIX_FADV_DONTNEED);
    close(to);
    return err;
}

/* Reads the bundle back from the disk and holds it against its proof: cards that lie are found here. Only then is it
 * opened. */
static enum lt_err verify_bundle(struct install *in)
{
    struct lt_bundle *bundle;
    enum lt_err err = lt_proof_check_file(&in->proof, in->bundle.data, in->diag);
    if (err == LT_OK)
        err = lt_bundle_open(in->bundle.data, in->diag, &bundle);
    if (err == LT_OK)
        lt_bundle_close(bundle);
    return err;
}

/* Writes the proof beside the bundle; the folder is durable after the last file: nobody looks into it before. */
static enum lt_err put_proof(struct install *in)
{
    const struct lt_parcel *parcel = in->parcel;
    if (!parcel->manifest.size)
        return lt_shelf_put(in->shelf, in->tmp_fd, "bundle.minisig", parcel->signature, in->diag);
    enum lt_err err = lt_shelf_lay(in->shelf, in->tmp_fd, "manifest", parcel->manifest, in->diag);
    return err == LT_OK ? lt_shelf_put(in->shelf, in->tmp_fd, "manifest.minisig", parcel->signature, in->diag) : err;
}

static enum lt_err place_generation(struct install *in)
{
    char name[LT_GENERATION_NAME_MAX];
    int fd = in->shelf->gen_fd;
    lt_generation_name(in->generation, name);
    int result = renameat(fd, "tmp", fd, name);
    if (result != 0 && (errno == EEXIST || errno == ENOTEMPTY)) {
        /* A damaged one of the same number: it may be current, so it is exchanged, not removed first. */
        result = renameat2(fd, "tmp", fd, name, RENAME_EXCHANGE);
        if (result != 0 && (errno == EINVAL || errno == ENOSYS)) {
            lt_shelf_remove(in->shelf, in->generation);
            result = renameat(fd, "tmp", fd, name);
        }
    }
    return result == 0 && fsync(fd) == 0 ? LT_OK : io_failure(in, "cannot place the new bundle");
}

/* What the manifest calls broken is not gone back to, if it is here. */
static void note_bad(struct install *in)
{
    const struct lt_manifest *manifest = in->proof.parsed;
    struct lt_generation all[LT_SHELF_MAX_GENERATIONS];
    int count = lt_shelf_generations(in->shelf, all);
    for (int i = 0; manifest && i < count; i++)
        for (size_t k = 0; k < manifest->bad_count; k++)
            if (all[i].epoch == in->generation.epoch && all[i].version == manifest->bad[k])
                lt_shelf_add_bad(&in->shelf->state, all[i]);
}

static enum lt_err raise_state(struct install *in)
{
    struct lt_shelf_state *state = &in->shelf->state, before = *state;
    memcpy(state->channel, in->proof.release.channel, sizeof state->channel);
    state->seen = in->generation;
    note_bad(in);
    enum lt_err err = lt_shelf_announce(in->shelf, in->generation, &in->parcel->now, in->diag);
    if (err != LT_OK)
        *state = before;
    return err;
}

static enum lt_err begin(struct install *in)
{
    lt_shelf_clear(in->shelf);
    if (mkdirat(in->shelf->gen_fd, "tmp", 0755) != 0)
        return io_failure(in, "cannot write");
    in->tmp_fd = openat(in->shelf->gen_fd, "tmp", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    return in->tmp_fd >= 0 ? LT_OK : io_failure(in, "cannot write");
}

static enum lt_err run(struct install *in)
{
    enum lt_err err = lt_shelf_make_room(in->shelf, in->trust, in->proof.release.size,
                                         in->parcel->form == LT_PARCEL_PATCH ? in->parcel->base : in->before,
                                         in->parcel->keep_previous, in->diag);
    if (err == LT_OK)
        err = begin(in);
    if (err == LT_OK)
        err = make_bundle(in);
    if (err == LT_OK)
        err = verify_bundle(in);
    if (err == LT_OK)
        err = put_proof(in);
    if (err == LT_OK)
        err = place_generation(in);
    if (err == LT_OK)
        err = raise_state(in);
    if (err == LT_OK)
        err = lt_shelf_switch(in->shelf, in->generation, in->diag);
    lt_shelf_clear(in->shelf);
    if (err == LT_OK)
        lt_shelf_keep(in->shelf, in->generation, in->before);
    return err;
}

enum lt_err lt_shelf_make_room(struct lt_shelf *shelf, const struct lt_trust *trust, int64_t bytes,
                               struct lt_generation base, bool keep_previous, struct lt_diag *diag)
{
    struct lt_generation all[LT_SHELF_MAX_GENERATIONS], previous = {0, 0}, current = {0, 0};
    enum lt_err err = check_room(shelf, bytes, diag);
    if (err != LT_ERR_LIMIT || lt_shelf_current(shelf, trust, NULL, &current) != LT_OK)
        return err == LT_ERR_LIMIT ? LT_ERR_IO : err;
    int count = lt_shelf_generations(shelf, all);
    for (int i = 0; i < count; i++) /* what can be made again goes first */
        lt_shelf_drop_index(shelf, all[i]);
    if ((err = check_room(shelf, bytes, diag)) != LT_ERR_LIMIT)
        return err;
    for (int i = 0; i < count; i++)
        if (lt_generation_compare(all[i], current) < 0 && !lt_shelf_is_bad(&shelf->state, all[i]))
            previous = all[i];
    for (int i = 0; i < count; i++)
        if (lt_generation_compare(all[i], current) != 0 && lt_generation_compare(all[i], base) != 0 &&
            lt_generation_compare(all[i], previous) != 0)
            lt_shelf_remove(shelf, all[i]);
    err = check_room(shelf, bytes, diag);
    if (err == LT_ERR_LIMIT && previous.epoch && !keep_previous && lt_generation_compare(previous, base) != 0) {
        lt_shelf_remove(shelf, previous);
        err = check_room(shelf, bytes, diag);
    }
    return err == LT_ERR_LIMIT ? LT_ERR_IO : err;
}

enum lt_err lt_shelf_admits(const struct lt_shelf *shelf, const struct lt_release *release,
                            const struct lt_trust *trust, const char *where, struct lt_diag *diag)
{
    const struct lt_shelf_state *state = &shelf->state;
    const struct lt_generation generation = {release->epoch, release->version};
    if (state->channel[0] && strcmp(state->channel, release->channel) != 0)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, NULL, "of channel %s, but this shelf is of channel %s",
                       release->channel, state->channel);
    if (release->epoch < trust->root.epoch)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, "publish it again",
                       "of epoch %" PRId64 ", which has been given up", release->epoch);
    if (lt_shelf_is_bad(state, generation))
        return lt_fail(diag, LT_ERR_SIGNATURE, where, "wait for a newer one",
                       "version %" PRId64 " was rolled back here", release->version);
    int order = lt_generation_compare(generation, state->seen);
    /* What was seen last, but is not read, is gone or cannot be read: it may come again. */
    bool here = order == 0 && lt_generation_compare(lt_shelf_linked(shelf), generation) == 0 &&
                lt_shelf_is_sound(shelf, generation, trust);
    if (order < 0 || here)
        return lt_fail(diag, LT_ERR_SIGNATURE, where, "publish it under a higher version",
                       "version %" PRId64 " is not newer than %" PRId64 ", which was here already", release->version,
                       state->seen.version);
    return LT_OK;
}

enum lt_err lt_shelf_install(struct lt_shelf *shelf, const struct lt_parcel *parcel, const struct lt_trust *trust,
                             struct lt_diag *diag, struct lt_release *ret_release)
{
    struct install in = {.shelf = shelf, .diag = diag, .parcel = parcel, .trust = trust, .tmp_fd = -1};
    if (shelf->lock_fd < 0)
        return lt_fail(diag, LT_ERR_SOFTWARE, shelf->dir, NULL, "the shelf is open for reading");
    enum lt_err err = lt_proof_judge(parcel->manifest, parcel->signature, trust, false, parcel->path, diag, &in.proof);
    if (err == LT_OK)
        err = lt_shelf_admits(shelf, &in.proof.release, trust, parcel->path, diag);
    if (err == LT_OK) {
        in.generation = (struct lt_generation){in.proof.release.epoch, in.proof.release.version};
        if (lt_shelf_current(shelf, trust, NULL, &in.before) != LT_OK)
            in.before = (struct lt_generation){0, 0};
        lt_buf_printf(&in.bundle, "%s/gen/tmp/bundle.db", shelf->dir);
        err = run(&in);
    }
    if (err == LT_OK)
        *ret_release = in.proof.release;
    if (in.tmp_fd >= 0)
        close(in.tmp_fd);
    lt_proof_finish(&in.proof);
    lt_buf_finish(&in.bundle);
    return err;
}
