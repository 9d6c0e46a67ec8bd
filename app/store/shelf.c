/*
 * shelf.c: the shelf opened and closed, which generation is current, and what is done after an interruption.
 */
#include "shelf.h"

#include <lutrin/arena.h>

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

static int sync_folder(int fd, const char *name)
{
    int folder = openat(fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int result = folder < 0 ? -1 : fsync(folder);
    if (folder >= 0)
        close(folder);
    return result;
}

static enum lt_err open_folders(struct lt_shelf *shelf, bool write, struct lt_diag *diag)
{
    bool made = write && mkdir(shelf->dir, 0755) == 0;
    if (write && !made && errno != EEXIST)
        return lt_fail_errno(diag, LT_ERR_CANT_CREATE, shelf->dir, errno, "cannot make the shelf");
    shelf->dir_fd = open(shelf->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (shelf->dir_fd < 0)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, shelf->dir, errno, "cannot open the shelf");
    if (made && sync_folder(shelf->dir_fd, "..") != 0)
        return lt_fail_errno(diag, LT_ERR_IO, shelf->dir, errno, "cannot make the shelf durable");
    if (write && mkdirat(shelf->dir_fd, "gen", 0755) != 0 && errno != EEXIST)
        return lt_fail_errno(diag, LT_ERR_CANT_CREATE, shelf->dir, errno, "cannot make the shelf");
    shelf->gen_fd = openat(shelf->dir_fd, "gen", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (shelf->gen_fd < 0)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, shelf->dir, errno, "not a shelf");
    if (!write)
        return LT_OK;
    shelf->lock_fd = openat(shelf->dir_fd, "lock", O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    if (shelf->lock_fd < 0)
        return lt_fail_errno(diag, LT_ERR_CANT_CREATE, shelf->dir, errno, "cannot lock the shelf");
    if (flock(shelf->lock_fd, LOCK_EX | LOCK_NB) != 0)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, shelf->dir, "wait until it is done",
                       "another lutrin-sync is writing to the shelf");
    return LT_OK;
}

/* The highest sound generation below `below` ({0, 0}: any); with `bad`, one on the bad list will do. */
static struct lt_generation highest(const struct lt_shelf *shelf, const struct lt_trust *trust,
                                    struct lt_generation below, bool bad)
{
    struct lt_generation all[LT_SHELF_MAX_GENERATIONS];
    for (int i = lt_shelf_generations(shelf, all) - 1; i >= 0; i--) {
        if ((below.epoch && lt_generation_compare(all[i], below) >= 0) ||
            (!bad && lt_shelf_is_bad(&shelf->state, all[i])))
            continue;
        if (lt_shelf_is_sound(shelf, all[i], trust))
            return all[i];
    }
    return (struct lt_generation){0, 0};
}

/* What was read is not what was signed. A disk that cannot be read now proves nothing. */
static bool is_damage(enum lt_err err)
{
    return err == LT_ERR_SIGNATURE || err == LT_ERR_DATA;
}

static enum lt_err read_whole(const struct lt_shelf *shelf, const struct lt_trust *trust, struct lt_generation generation)
{
    enum lt_err err = lt_shelf_verify(shelf, generation, trust, NULL);
    if (err != LT_OK && !is_damage(err)) /* a disk may stumble once */
        err = lt_shelf_verify(shelf, generation, trust, NULL);
    return err;
}

/* The highest sound generation that can be read whole; a damaged one goes, one that the disk does not give stays. */
static struct lt_generation highest_whole(struct lt_shelf *shelf, const struct lt_trust *trust, bool bad)
{
    struct lt_generation found = {0, 0};
    while ((found = highest(shelf, trust, found, bad)).epoch) {
        enum lt_err err = read_whole(shelf, trust, found);
        if (err == LT_OK)
            break;
        if (is_damage(err))
            lt_shelf_remove(shelf, found);
    }
    return found;
}

/* A generation above the current one was placed, but the power went before the switch: the rest of the installation. What
 * the disk does not give stays where it is: the current one is read on, the next start tries again, and the same release
 * may be brought once more, which puts another in its place. */
static enum lt_err finish_install(struct lt_shelf *shelf, const struct lt_trust *trust, struct lt_generation current,
                                  struct lt_diag *diag)
{
    struct lt_generation top = highest(shelf, trust, (struct lt_generation){0, 0}, false);
    struct lt_moment now;
    if (!top.epoch || lt_generation_compare(top, current) <= 0 ||
        lt_generation_compare(top, shelf->state.seen) < 0)
        return LT_OK;
    enum lt_err err = read_whole(shelf, trust, top);
    if (is_damage(err))
        lt_shelf_remove(shelf, top);
    if (err != LT_OK)
        return LT_OK;
    shelf->state.seen = top;
    lt_moment_now(&now);
    err = lt_shelf_announce(shelf, top, &now, diag);
    return err == LT_OK ? lt_shelf_switch(shelf, top, diag) : err;
}

enum lt_err lt_shelf_open(const char *dir, bool write, struct lt_diag *diag, struct lt_shelf **ret_shelf)
{
    struct lt_shelf *shelf = lt_alloc(1, sizeof *shelf);
    shelf->dir = lt_strdup(dir);
    shelf->lock_fd = shelf->dir_fd = shelf->gen_fd = -1;
    enum lt_err err = open_folders(shelf, write, diag);
    if (err == LT_OK)
        err = lt_shelf_read_state(shelf, diag);
    if (err != LT_OK) {
        lt_shelf_close(shelf);
        return err;
    }
    *ret_shelf = shelf;
    return LT_OK;
}

void lt_shelf_close(struct lt_shelf *shelf)
{
    if (!shelf)
        return;
    const int fds[] = {shelf->lock_fd, shelf->gen_fd, shelf->dir_fd};
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        if (fds[i] >= 0)
            close(fds[i]);
    free(shelf->dir);
    free(shelf);
}

const struct lt_shelf_state *lt_shelf_state(const struct lt_shelf *shelf)
{
    return &shelf->state;
}

enum lt_err lt_shelf_current(const struct lt_shelf *shelf, const struct lt_trust *trust, struct lt_diag *diag,
                             struct lt_generation *ret_generation)
{
    struct lt_generation none = {0, 0}, found = lt_shelf_linked(shelf);
    if (!found.epoch || lt_shelf_is_bad(&shelf->state, found) || !lt_shelf_is_sound(shelf, found, trust))
        found = highest(shelf, trust, none, false);
    if (!found.epoch)
        found = highest(shelf, trust, none, true);
    if (!found.epoch)
        return lt_fail(diag, LT_ERR_NO_INPUT, shelf->dir, "bring one with lutrin-sync import",
                       "no bundle on the shelf");
    *ret_generation = found;
    return LT_OK;
}

void lt_shelf_bundle_path(const struct lt_shelf *shelf, struct lt_generation generation, struct lt_buf *out)
{
    char name[LT_GENERATION_NAME_MAX];
    lt_generation_name(generation, name);
    lt_buf_printf(out, "%s/gen/%s/bundle.db", shelf->dir, name);
}

/* Nothing of the shelf is read yet: the power went before its first switch, and what is noted before that may be missing too. */
static enum lt_err announce_first(struct lt_shelf *shelf, const struct lt_trust *trust, struct lt_generation first,
                                  struct lt_diag *diag)
{
    struct lt_buf manifest = {0}, signature = {0};
    struct lt_proof proof = {0};
    struct lt_moment now;
    if (lt_generation_compare(first, shelf->state.seen) < 0) /* what came later is not here any more */
        return LT_OK;
    enum lt_err err = lt_shelf_proof(shelf, first, trust, &manifest, &signature, diag, &proof);
    if (err == LT_OK) {
        memcpy(shelf->state.channel, proof.release.channel, sizeof shelf->state.channel);
        shelf->state.seen = first;
        lt_moment_now(&now);
        err = lt_shelf_announce(shelf, first, &now, diag);
    }
    lt_proof_finish(&proof);
    lt_buf_finish(&manifest);
    lt_buf_finish(&signature);
    return err;
}

static enum lt_err link_factory(struct lt_shelf *shelf, const char *factory, struct lt_diag *diag)
{
    char target[LT_GENERATION_NAME_MAX];
    ssize_t size = readlinkat(shelf->dir_fd, "current", target, sizeof target);
    bool there = size > 0 && (size_t)size == strlen(factory) && (size_t)size < sizeof target &&
                 memcmp(target, factory, (size_t)size) == 0;
    return there ? LT_OK : lt_shelf_link(shelf, factory, diag);
}

enum lt_err lt_shelf_settle(struct lt_shelf *shelf, const struct lt_trust *trust, const char *factory,
                            struct lt_diag *diag)
{
    struct lt_generation linked = lt_shelf_linked(shelf), current = linked;
    lt_shelf_clear(shelf);
    if (!linked.epoch || lt_shelf_is_bad(&shelf->state, linked) || !lt_shelf_is_sound(shelf, linked, trust)) {
        current = highest_whole(shelf, trust, false);
        if (!current.epoch)
            current = highest_whole(shelf, trust, true);
        if (!current.epoch && (!linked.epoch || lt_shelf_current(shelf, trust, NULL, &current) != LT_OK))
            return factory ? link_factory(shelf, factory, diag) : LT_OK;
    }
    if (lt_generation_compare(linked, current) != 0) {
        enum lt_err err = linked.epoch ? LT_OK : announce_first(shelf, trust, current, diag);
        if (err == LT_OK)
            err = lt_shelf_switch(shelf, current, diag);
        if (err != LT_OK)
            return err;
    }
    return finish_install(shelf, trust, current, diag);
}

enum lt_err lt_shelf_roll_back(struct lt_shelf *shelf, const struct lt_trust *trust, struct lt_diag *diag,
                               struct lt_generation *ret_generation)
{
    struct lt_generation current;
    enum lt_err err = lt_shelf_current(shelf, trust, diag, &current);
    if (err != LT_OK)
        return err;
    struct lt_generation back = highest(shelf, trust, current, false);
    if (!back.epoch)
        return lt_fail(diag, LT_ERR_NO_INPUT, shelf->dir, NULL, "no older bundle to go back to");
    struct lt_shelf_state before = shelf->state;
    lt_shelf_add_bad(&shelf->state, current);
    err = lt_shelf_write_state(shelf, diag);
    if (err != LT_OK)
        shelf->state = before;
    else
        err = lt_shelf_switch(shelf, back, diag);
    if (err == LT_OK)
        *ret_generation = back;
    return err;
}
