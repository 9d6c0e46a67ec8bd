/*
 * shelf_install.c: a bundle comes onto the shelf. The order of the steps is the design: each is durable before the
 * next, the state is written before the switch (else an old bundle could come back after a power cut), and the switch
 * is one rename.
 */
#include "shelf.h"

#include <lutrin/bundle.h>
#include <lutrin/file.h>

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
    const struct lt_public_key *key;
    struct lt_signature signature;
    struct lt_release release;
    char tmp[LT_GENERATION_NAME_MAX]; /* below gen/ */
    struct lt_buf bundle;             /* path of the copy */
};

static enum lt_err io_failure(struct install *in, const char *doing)
{
    return lt_fail_errno(in->diag, LT_ERR_IO, in->shelf->dir, errno, doing);
}

/* May this release be activated at all? */
static enum lt_err check_policy(struct install *in, const char *path)
{
    const struct lt_shelf_state *state = &in->shelf->state;
    const struct lt_release *release = &in->release;
    if (state->channel[0] && strcmp(state->channel, release->channel) != 0)
        return lt_fail(in->diag, LT_ERR_SIGNATURE, path, NULL, "of channel %s, but this shelf is of channel %s",
                       release->channel, state->channel);
    if (lt_shelf_is_bad(state, release->version))
        return lt_fail(in->diag, LT_ERR_SIGNATURE, path, "wait for a newer one",
                       "version %" PRId64 " was rolled back here", release->version);
    bool newer = release->epoch > state->epoch || (release->epoch == state->epoch && release->version > state->version);
    if (!newer)
        return lt_fail(in->diag, LT_ERR_SIGNATURE, path, "publish it under a higher version",
                       "version %" PRId64 " is not newer than %" PRId64 ", which was here already", release->version,
                       state->version);
    return LT_OK;
}

static enum lt_err check_space(struct install *in)
{
    struct statvfs vfs;
    if (fstatvfs(in->shelf->gen_fd, &vfs) != 0)
        return io_failure(in, "cannot tell how much room there is");
    uint64_t have = (uint64_t)vfs.f_bavail * vfs.f_frsize, need = (uint64_t)in->release.size + LT_SHELF_RESERVE_BYTES;
    if (have < need)
        return lt_fail(in->diag, LT_ERR_IO, in->shelf->dir, "make room on the disk",
                       "%" PRIu64 " MB are needed, %" PRIu64 " MB are free", need >> 20, have >> 20);
    return LT_OK;
}

static enum lt_err copy_bytes(struct install *in, int from, int to, const char *path)
{
    char step[COPY_STEP];
    int64_t left = in->release.size;
    for (;;) {
        ssize_t got = read(from, step, sizeof step);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return lt_fail_errno(in->diag, LT_ERR_IO, path, errno, "cannot read");
        if (got == 0)
            break;
        if (got > left)
            break;
        for (ssize_t put = 0, done = 0; done < got; done += put)
            if ((put = write(to, step + done, (size_t)(got - done))) < 0)
                return io_failure(in, "cannot write");
        left -= got;
        if (left == 0)
            return LT_OK;
    }
    return lt_fail(in->diag, LT_ERR_SIGNATURE, path, "fetch it again", "not of the signed size");
}

/* Copies the bundle into the temporary generation, durable, and asks the kernel to forget what it cached of it. */
static enum lt_err copy_bundle(struct install *in, const char *path)
{
    int from = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
    if (from < 0)
        return lt_fail_errno(in->diag, LT_ERR_NO_INPUT, path, errno, "cannot open");
    int to = open(in->bundle.data, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0644);
    enum lt_err err = to < 0 ? io_failure(in, "cannot write") : LT_OK;
    if (err == LT_OK && (errno = posix_fallocate(to, 0, in->release.size)) != 0)
        err = io_failure(in, "cannot make room");
    if (err == LT_OK)
        err = copy_bytes(in, from, to, path);
    if (err == LT_OK && fsync(to) != 0)
        err = io_failure(in, "cannot write");
    if (err == LT_OK)
        posix_fadvise(to, 0, 0, POSIX_FADV_DONTNEED);
    if (to >= 0)
        close(to);
    close(from);
    return err;
}

/* Reads the copy back from the disk and holds it against the signature: cards that lie are found here. */
static enum lt_err verify_copy(struct install *in)
{
    uint8_t digest[64];
    int64_t size;
    enum lt_err err = lt_file_digest(in->bundle.data, in->release.size, in->diag, digest, &size);
    if (err == LT_OK)
        err = lt_signature_check(&in->signature, in->key, digest, in->bundle.data, in->diag);
    if (err != LT_OK)
        return err;
    struct lt_bundle *bundle;
    err = lt_bundle_open(in->bundle.data, in->diag, &bundle);
    if (err == LT_OK)
        lt_bundle_close(bundle);
    return err;
}

/* Writes the signature beside the bundle and makes the folder durable. */
static enum lt_err put_signature(struct install *in, struct lt_bytes text)
{
    struct lt_buf path = {0};
    lt_buf_printf(&path, "%s/gen/%s/bundle.minisig", in->shelf->dir, in->tmp);
    enum lt_err err = lt_file_write(path.data, text, in->diag); /* syncs the folder too */
    lt_buf_finish(&path);
    return err;
}

static enum lt_err place_generation(struct install *in)
{
    char name[LT_GENERATION_NAME_MAX];
    snprintf(name, sizeof name, "%" PRId64, in->release.version);
    lt_shelf_remove(in->shelf, name); /* what an interrupted install of the same version left */
    if (renameat(in->shelf->gen_fd, in->tmp, in->shelf->gen_fd, name) != 0 || fsync(in->shelf->gen_fd) != 0)
        return io_failure(in, "cannot place the new bundle");
    return LT_OK;
}

static enum lt_err raise_state(struct install *in)
{
    struct lt_shelf_state *state = &in->shelf->state, before = *state;
    memcpy(state->channel, in->release.channel, sizeof state->channel);
    state->epoch = in->release.epoch;
    state->version = in->release.version;
    enum lt_err err = lt_shelf_write_state(in->shelf, in->diag);
    if (err != LT_OK)
        *state = before;
    return err;
}

/* Keeps the new generation and the one that was read before it. */
static void drop_old(struct install *in, int64_t before)
{
    int64_t versions[LT_SHELF_MAX_GENERATIONS];
    int count = lt_shelf_generations(in->shelf, versions);
    for (int i = 0; i < count; i++) {
        char name[LT_GENERATION_NAME_MAX];
        snprintf(name, sizeof name, "%" PRId64, versions[i]);
        if (versions[i] != in->release.version && versions[i] != before)
            lt_shelf_remove(in->shelf, name);
    }
}

static enum lt_err run_install(struct install *in, const char *path, struct lt_bytes signature)
{
    int64_t before = 0;
    enum lt_err err = check_space(in);
    if (err != LT_OK)
        return err;
    lt_shelf_remove(in->shelf, in->tmp);
    if (mkdirat(in->shelf->gen_fd, in->tmp, 0755) != 0)
        return io_failure(in, "cannot write");
    if ((err = copy_bundle(in, path)) != LT_OK || (err = verify_copy(in)) != LT_OK ||
        (err = put_signature(in, signature)) != LT_OK) {
        lt_shelf_remove(in->shelf, in->tmp);
        return err;
    }
    if (lt_shelf_current(in->shelf, in->key, NULL, &before) != LT_OK)
        before = 0;
    if ((err = place_generation(in)) != LT_OK || (err = raise_state(in)) != LT_OK ||
        (err = lt_shelf_switch(in->shelf, in->release.version, in->diag)) != LT_OK)
        return err;
    drop_old(in, before);
    return LT_OK;
}

enum lt_err lt_shelf_install(struct lt_shelf *shelf, const char *path, struct lt_bytes signature,
                             const struct lt_public_key *key, struct lt_diag *diag, struct lt_release *ret_release)
{
    struct install in = {.shelf = shelf, .diag = diag, .key = key, .tmp = "tmp"};
    if (shelf->lock_fd < 0)
        return lt_fail(diag, LT_ERR_SOFTWARE, shelf->dir, NULL, "the shelf is open for reading");
    enum lt_err err = lt_signature_parse(signature, path, diag, &in.signature);
    if (err == LT_OK)
        err = lt_signature_check_comment(&in.signature, key, path, diag);
    if (err == LT_OK)
        err = lt_release_parse(in.signature.comment, path, diag, &in.release);
    if (err == LT_OK)
        err = check_policy(&in, path);
    if (err != LT_OK)
        return err;
    lt_buf_printf(&in.bundle, "%s/gen/%s/bundle.db", shelf->dir, in.tmp);
    err = run_install(&in, path, signature);
    lt_buf_finish(&in.bundle);
    if (err == LT_OK)
        *ret_release = in.release;
    return err;
}
