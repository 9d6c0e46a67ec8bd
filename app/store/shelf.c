/*
 * shelf.c: the shelf's folder, its state file, which generation is current, and going back to an older one.
 */
#include "shelf.h"

#include <lutrin/arena.h>
#include <lutrin/file.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATE_TYPE "lutrin-state 1"

enum { STATE_MAX_BYTES = 8192 };

static void put_state(const struct lt_shelf_state *state, struct lt_buf *out)
{
    lt_buf_printf(out, STATE_TYPE "\nchannel %s\nepoch %" PRId64 "\nversion %" PRId64 "\n",
                  state->channel[0] ? state->channel : "-", state->epoch, state->version);
    for (int i = 0; i < state->bad_count; i++)
        lt_buf_printf(out, "bad %" PRId64 "\n", state->bad[i]);
    lt_buf_printf(out, "sum %016" PRIx64 "\n", lt_hash(lt_buf_slice(out), 0));
}

/* Reads the state back the only way that cannot misread it: parse, write again, compare. */
static bool parse_state(const char *text, struct lt_shelf_state *ret_state)
{
    struct lt_shelf_state state = {0};
    const char *line = strchr(text, '\n');
    for (; line && line[1]; line = strchr(line + 1, '\n')) {
        const char *at = line + 1;
        if (strncmp(at, "channel ", 8) == 0 && at[8] != '-' && strcspn(at + 8, "\n") <= LT_CHANNEL_MAX)
            memcpy(state.channel, at + 8, strcspn(at + 8, "\n"));
        else if (strncmp(at, "epoch ", 6) == 0)
            state.epoch = strtoll(at + 6, NULL, 10);
        else if (strncmp(at, "version ", 8) == 0)
            state.version = strtoll(at + 8, NULL, 10);
        else if (strncmp(at, "bad ", 4) == 0 && state.bad_count < LT_SHELF_MAX_BAD)
            state.bad[state.bad_count++] = strtoll(at + 4, NULL, 10);
    }
    struct lt_buf again = {0};
    put_state(&state, &again);
    bool same = strcmp(again.data, text) == 0;
    lt_buf_finish(&again);
    if (same)
        *ret_state = state;
    return same;
}

static void path_below(const struct lt_shelf *shelf, const char *name, struct lt_buf *out)
{
    lt_buf_printf(out, "%s/%s", shelf->dir, name);
}

static void read_state(struct lt_shelf *shelf)
{
    struct lt_buf path = {0}, text = {0};
    path_below(shelf, "state", &path);
    bool good = lt_file_read(path.data, STATE_MAX_BYTES, NULL, &text) == LT_OK && text.size &&
                parse_state(text.data, &shelf->state);
    if (!good) {
        int64_t versions[LT_SHELF_MAX_GENERATIONS];
        int count = lt_shelf_generations(shelf, versions);
        shelf->state = (struct lt_shelf_state){.epoch = count > 0, .version = count > 0 ? versions[count - 1] : 0};
    }
    lt_buf_finish(&path);
    lt_buf_finish(&text);
}

static bool parse_version(const char *name, int64_t *ret_version)
{
    char *end;
    errno = 0;
    long long version = strtoll(name, &end, 10);
    if (name[0] < '1' || name[0] > '9' || *end != '\0' || errno != 0)
        return false;
    *ret_version = version;
    return true;
}

static int by_version(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static enum lt_err open_folders(struct lt_shelf *shelf, bool write, struct lt_diag *diag)
{
    if (write && mkdir(shelf->dir, 0755) != 0 && errno != EEXIST)
        return lt_fail_errno(diag, LT_ERR_CANT_CREATE, shelf->dir, errno, "cannot make the shelf");
    shelf->dir_fd = open(shelf->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (shelf->dir_fd < 0)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, shelf->dir, errno, "cannot open the shelf");
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

/* The version that the link `current` names, or 0. */
static int64_t linked_version(const struct lt_shelf *shelf)
{
    char target[LT_GENERATION_NAME_MAX];
    int64_t version = 0;
    ssize_t size = readlinkat(shelf->dir_fd, "current", target, sizeof target - 1);
    if (size > 4) {
        target[size] = '\0';
        if (strncmp(target, "gen/", 4) != 0 || !parse_version(target + 4, &version))
            version = 0;
    }
    return version;
}

void lt_generation_name(int64_t version, char ret_name[LT_GENERATION_NAME_MAX])
{
    snprintf(ret_name, LT_GENERATION_NAME_MAX, "gen/%" PRId64, version);
}

bool lt_shelf_is_bad(const struct lt_shelf_state *state, int64_t version)
{
    for (int i = 0; i < state->bad_count; i++)
        if (state->bad[i] == version)
            return true;
    return false;
}

bool lt_shelf_generation_good(const struct lt_shelf *shelf, int64_t version, const struct lt_public_key *key)
{
    struct lt_buf path = {0}, text = {0};
    struct lt_signature signature;
    struct lt_release release;
    struct stat st;
    lt_buf_printf(&path, "%s/gen/%" PRId64 "/bundle.minisig", shelf->dir, version);
    bool good = lt_file_read(path.data, LT_SIGNATURE_FILE_MAX, NULL, &text) == LT_OK &&
                lt_signature_parse(lt_buf_slice(&text), path.data, NULL, &signature) == LT_OK &&
                lt_signature_check_comment(&signature, key, path.data, NULL) == LT_OK &&
                lt_release_parse(signature.comment, path.data, NULL, &release) == LT_OK && release.version == version;
    lt_buf_clear(&path);
    lt_shelf_bundle_path(shelf, version, &path);
    good = good && lstat(path.data, &st) == 0 && S_ISREG(st.st_mode) && st.st_size == release.size;
    lt_buf_finish(&path);
    lt_buf_finish(&text);
    return good;
}

void lt_shelf_remove(const struct lt_shelf *shelf, const char *name)
{
    static const char *const FILES[] = {"bundle.db", "bundle.minisig"};
    int fd = openat(shelf->gen_fd, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return;
    for (size_t i = 0; i < sizeof FILES / sizeof *FILES; i++)
        unlinkat(fd, FILES[i], 0);
    close(fd);
    unlinkat(shelf->gen_fd, name, AT_REMOVEDIR);
}

enum lt_err lt_shelf_write_state(struct lt_shelf *shelf, struct lt_diag *diag)
{
    struct lt_buf text = {0}, path = {0};
    put_state(&shelf->state, &text);
    path_below(shelf, "state", &path);
    enum lt_err err = lt_file_write(path.data, lt_buf_slice(&text), diag);
    lt_buf_finish(&path);
    lt_buf_finish(&text);
    return err;
}

enum lt_err lt_shelf_switch(struct lt_shelf *shelf, int64_t version, struct lt_diag *diag)
{
    char name[LT_GENERATION_NAME_MAX];
    lt_generation_name(version, name);
    unlinkat(shelf->dir_fd, "current.new", 0);
    if (symlinkat(name, shelf->dir_fd, "current.new") != 0 ||
        renameat(shelf->dir_fd, "current.new", shelf->dir_fd, "current") != 0 || fsync(shelf->dir_fd) != 0)
        return lt_fail_errno(diag, LT_ERR_IO, shelf->dir, errno, "cannot switch to the new bundle");
    return LT_OK;
}

enum lt_err lt_shelf_open(const char *dir, bool write, struct lt_diag *diag, struct lt_shelf **ret_shelf)
{
    struct lt_shelf *shelf = lt_alloc(1, sizeof *shelf);
    shelf->dir = lt_strdup(dir);
    shelf->lock_fd = shelf->dir_fd = shelf->gen_fd = -1;
    enum lt_err err = open_folders(shelf, write, diag);
    if (err != LT_OK) {
        lt_shelf_close(shelf);
        return err;
    }
    read_state(shelf);
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

enum lt_err lt_shelf_current(const struct lt_shelf *shelf, const struct lt_public_key *key, struct lt_diag *diag,
                             int64_t *ret_version)
{
    int64_t versions[LT_SHELF_MAX_GENERATIONS], linked = linked_version(shelf);
    if (linked && lt_shelf_generation_good(shelf, linked, key)) {
        *ret_version = linked;
        return LT_OK;
    }
    for (int i = lt_shelf_generations(shelf, versions) - 1; i >= 0; i--) {
        if (lt_shelf_is_bad(&shelf->state, versions[i]) || !lt_shelf_generation_good(shelf, versions[i], key))
            continue;
        *ret_version = versions[i];
        return LT_OK;
    }
    return lt_fail(diag, LT_ERR_NO_INPUT, shelf->dir, "bring one with lutrin-sync import", "no bundle on the shelf");
}

void lt_shelf_bundle_path(const struct lt_shelf *shelf, int64_t version, struct lt_buf *out)
{
    lt_buf_printf(out, "%s/gen/%" PRId64 "/bundle.db", shelf->dir, version);
}

int lt_shelf_generations(const struct lt_shelf *shelf, int64_t ret_versions[LT_SHELF_MAX_GENERATIONS])
{
    int count = 0, fd = openat(shelf->dir_fd, "gen", O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    DIR *dir = fd >= 0 ? fdopendir(fd) : NULL;
    if (!dir)
        return 0;
    for (struct dirent *entry; count < LT_SHELF_MAX_GENERATIONS && (entry = readdir(dir));)
        count += parse_version(entry->d_name, &ret_versions[count]);
    closedir(dir);
    qsort(ret_versions, (size_t)count, sizeof *ret_versions, by_version);
    return count;
}

enum lt_err lt_shelf_roll_back(struct lt_shelf *shelf, const struct lt_public_key *key, struct lt_diag *diag,
                               int64_t *ret_version)
{
    int64_t versions[LT_SHELF_MAX_GENERATIONS], current, back = 0;
    enum lt_err err = lt_shelf_current(shelf, key, diag, &current);
    if (err != LT_OK)
        return err;
    int count = lt_shelf_generations(shelf, versions);
    for (int i = 0; i < count && versions[i] < current; i++)
        if (!lt_shelf_is_bad(&shelf->state, versions[i]) && lt_shelf_generation_good(shelf, versions[i], key))
            back = versions[i];
    if (!back)
        return lt_fail(diag, LT_ERR_NO_INPUT, shelf->dir, NULL, "no older bundle to go back to");
    struct lt_shelf_state *state = &shelf->state;
    if (state->bad_count == LT_SHELF_MAX_BAD)
        memmove(state->bad, state->bad + 1, (size_t)--state->bad_count * sizeof *state->bad);
    state->bad[state->bad_count++] = current;
    err = lt_shelf_write_state(shelf, diag);
    if (err == LT_OK)
        err = lt_shelf_switch(shelf, back, diag);
    if (err == LT_OK)
        *ret_version = back;
    return err;
}
