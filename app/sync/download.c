/*
 * download.c: a large file comes in pieces, is checked as it comes, and goes on where it stopped.
 */
#include "cycle.h"

#include <lutrin/file.h>

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MAX_TAG_BYTES = 256 };

struct download {
    const struct lt_wanted *wanted;
    const char *path;
    int fd;
    int64_t size;            /* written and, where there are segments, good up to the last whole one */
    struct lt_hasher *hasher; /* of the segment that is coming */
    int64_t *fetched;
};

static enum lt_err io_failure(const struct download *down, const char *doing, struct lt_diag *diag)
{
    return lt_fail_errno(diag, LT_ERR_IO, down->path, errno, doing);
}

static enum lt_err cut(struct download *down, int64_t size, struct lt_diag *diag)
{
    lt_hasher_reset(down->hasher);
    down->size = size;
    if (ftruncate(down->fd, (off_t)size) != 0 || lseek(down->fd, (off_t)size, SEEK_SET) < 0)
        return io_failure(down, "cannot write", diag);
    return LT_OK;
}

static int64_t segment_end(const struct download *down)
{
    const struct lt_wanted *wanted = down->wanted;
    int64_t step = wanted->segment_bytes ? wanted->segment_bytes : wanted->size;
    int64_t end = (down->size / step + 1) * step;
    return end < wanted->size ? end : wanted->size;
}

/* Takes bytes that lie within one segment; at its end it must be the right one, else it is thrown away. */
static enum lt_err take_piece(struct download *down, struct lt_bytes piece, struct lt_diag *diag)
{
    const struct lt_wanted *wanted = down->wanted;
    int64_t step = wanted->segment_bytes ? wanted->segment_bytes : wanted->size, end = segment_end(down);
    size_t index = (size_t)(down->size / step);
    const uint8_t *right = wanted->segment_bytes ? wanted->segments[index] : wanted->hash;
    lt_hasher_take(down->hasher, piece);
    down->size += (int64_t)piece.size;
    if (down->size < end)
        return LT_OK;
    if (!right || lt_hasher_is(down->hasher, right)) {
        lt_hasher_reset(down->hasher);
        return LT_OK;
    }
    enum lt_err err = cut(down, (int64_t)index * step, diag);
    return err == LT_OK ? lt_fail(diag, LT_ERR_SIGNATURE, wanted->file, "try another mirror", "is not what was signed")
                        : err;
}

static enum lt_err write_all(struct download *down, struct lt_bytes bytes, struct lt_diag *diag)
{
    while (bytes.size) {
        ssize_t put = write(down->fd, bytes.data, bytes.size);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return io_failure(down, "cannot write", diag);
        bytes.data += put;
        bytes.size -= (size_t)put;
    }
    return LT_OK;
}

static enum lt_err take(void *self, struct lt_bytes bytes, struct lt_diag *diag)
{
    struct download *down = self;
    *down->fetched += (int64_t)bytes.size;
    while (bytes.size) {
        int64_t room = segment_end(down) - down->size;
        if (down->size >= down->wanted->size)
            return lt_fail(diag, LT_ERR_LIMIT, down->wanted->file, NULL, "more than the signed size");
        struct lt_bytes piece = {bytes.data, (int64_t)bytes.size < room ? bytes.size : (size_t)room};
        enum lt_err err = write_all(down, piece, diag);
        if (err == LT_OK)
            err = take_piece(down, piece, diag);
        if (err != LT_OK)
            return err;
        bytes.data += piece.size;
        bytes.size -= piece.size;
    }
    return LT_OK;
}

static void tag_path(const struct download *down, struct lt_buf *out)
{
    lt_buf_puts(out, down->path);
    lt_buf_puts(out, ".tag");
}

/* An entity tag that is lost costs bytes, no more: no care is taken of it. */
static void remember(void *self, const char *tag)
{
    struct lt_buf path = {0};
    tag_path(self, &path);
    if (lt_file_write(path.data, lt_bytes_of(tag), NULL) != LT_OK)
        unlink(path.data);
    lt_buf_finish(&path);
}

static void recall(const struct download *down, struct lt_buf *out)
{
    struct lt_buf path = {0};
    tag_path(down, &path);
    if (lt_file_read(path.data, MAX_TAG_BYTES, NULL, out) != LT_OK)
        lt_buf_clear(out);
    lt_buf_finish(&path);
}

static enum lt_err restart(void *self, struct lt_diag *diag)
{
    return cut(self, 0, diag);
}

/* Reads what an earlier attempt left, as if it came now; a bad or half segment at its end is cut off. */
static enum lt_err take_up(struct download *down, struct lt_diag *diag)
{
    char step[64 * 1024];
    struct stat st;
    if (fstat(down->fd, &st) != 0)
        return io_failure(down, "cannot read", diag);
    if (st.st_size > down->wanted->size)
        return cut(down, 0, diag);
    for (;;) {
        int64_t room = segment_end(down) - down->size;
        ssize_t got = down->size < down->wanted->size
                          ? read(down->fd, step, room < (int64_t)sizeof step ? (size_t)room : sizeof step) : 0;
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0) /* what cannot be read is fetched again */
            break;
        enum lt_err err = take_piece(down, (struct lt_bytes){step, (size_t)got}, diag);
        if (err != LT_OK)
            return err == LT_ERR_SIGNATURE ? LT_OK : err;
    }
    if (down->size == down->wanted->size || !down->wanted->segment_bytes)
        return lseek(down->fd, (off_t)down->size, SEEK_SET) < 0 ? io_failure(down, "cannot read", diag) : LT_OK;
    return cut(down, down->size / down->wanted->segment_bytes * down->wanted->segment_bytes, diag);
}

static enum lt_err open_part(const struct lt_sync_config *config, const char *name, struct lt_buf *path, int *ret_fd,
                             struct lt_diag *diag)
{
    struct lt_buf folder = {0};
    lt_buf_printf(&folder, "%s/dl", config->library);
    lt_buf_printf(path, "%s/%s.part", folder.data, name);
    enum lt_err err = LT_OK;
    if (mkdir(folder.data, 0755) != 0 && errno != EEXIST)
        err = lt_fail_errno(diag, LT_ERR_CANT_CREATE, folder.data, errno, "cannot make the folder");
    lt_buf_finish(&folder);
    if (err != LT_OK)
        return err;
    *ret_fd = open(path->data, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0644);
    return *ret_fd >= 0 ? LT_OK : lt_fail_errno(diag, LT_ERR_CANT_CREATE, path->data, errno, "cannot create");
}

enum lt_err lt_sync_download(const struct lt_sync_config *config, const struct lt_mirror *mirror,
                             const struct lt_wanted *wanted, const char *name, struct lt_buf *path, int64_t *fetched,
                             struct lt_diag *diag)
{
    struct download down = {.wanted = wanted, .fd = -1, .fetched = fetched};
    enum lt_err err = open_part(config, name, path, &down.fd, diag);
    if (err != LT_OK)
        return err;
    down.path = path->data;
    down.hasher = lt_hasher_create(LT_HASH_BYTES);
    struct lt_buf tag = {0};
    recall(&down, &tag);
    const struct lt_sync_sink sink = {.self = &down, .restart = restart, .take = take, .tag = tag.size ? tag.data : "",
                                      .remember = remember};
    err = take_up(&down, diag);
    if (err == LT_OK && down.size < wanted->size)
        err = mirror->file(mirror->self, wanted->file, down.size, wanted->size, &sink, diag);
    if (err == LT_OK && down.size != wanted->size)
        err = lt_fail(diag, LT_ERR_DATA, wanted->file, NULL, "shorter than its manifest says");
    if (close(down.fd) != 0 && err == LT_OK)
        err = io_failure(&down, "cannot write", diag);
    lt_hasher_destroy(down.hasher);
    lt_buf_finish(&tag);
    return err;
}

static void discard(const char *path)
{
    struct lt_buf tag = {0};
    lt_buf_printf(&tag, "%s.tag", path);
    unlink(path);
    unlink(tag.data);
    lt_buf_finish(&tag);
}

enum lt_err lt_sync_unpack(const struct lt_sync_config *config, struct lt_shelf *shelf, const struct lt_trust *trust,
                           const char *path, struct lt_parcel *parcel, struct lt_diag *diag,
                           struct lt_sync_report *report)
{
    parcel->path = path;
    parcel->keep_previous = config->keep_previous;
    lt_moment_now(&parcel->now);
    enum lt_err err = lt_shelf_install(shelf, parcel, trust, diag, &report->release);
    if (err == LT_OK)
        lt_sync_sweep(config, (struct lt_generation){0, 0});
    else if (err == LT_ERR_SIGNATURE || err == LT_ERR_DATA)
        discard(path);
    return err;
}

void lt_sync_sweep(const struct lt_sync_config *config, struct lt_generation release)
{
    struct lt_buf path = {0};
    char begin[64];
    int size = snprintf(begin, sizeof begin, "%" PRId64 "-%" PRId64 "-", release.epoch, release.version);
    lt_buf_printf(&path, "%s/dl", config->library);
    DIR *dir = opendir(path.data);
    struct dirent *entry;
    while (dir && (entry = readdir(dir)))
        if (entry->d_name[0] != '.' && !(release.epoch && strncmp(entry->d_name, begin, (size_t)size) == 0))
            unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
    lt_buf_finish(&path);
}
