/*
 * decode.c: unpacks a zstd frame, or a patch against another file, in a child that can do nothing but compute.
 *
 * Both files are mapped, so the child needs next to no memory of its own; what it reads was fetched from strangers, and a
 * disk that fails under a mapping kills the process that touches it. The child has limits on time and memory and, where
 * the kernel offers it, may make no system call but the one to end itself.
 */
#include "map.h"
#include "shelf.h"

#include <lutrin/confine.h>

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zstd.h>

enum {
    FRAME_HEADER_MAX = 18,              /* bytes of a zstd frame's header */
    DECODE_SECONDS = 30,                /* of processor time, and one more for each ... */
    DECODE_BYTES_A_SECOND = 2 << 20,    /* ... of these */
    EXIT_DAMAGED = 1, EXIT_SIZE = 2,    /* how the child ends */
};

/* The frame must promise the signed size before anything is unpacked. */
static enum lt_err check_promise(const char *path, int64_t size, struct lt_diag *diag)
{
    uint8_t head[FRAME_HEADER_MAX];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    ssize_t got = fd >= 0 ? read(fd, head, sizeof head) : -1;
    int errnum = errno;
    if (fd >= 0)
        close(fd);
    if (got < 0)
        return lt_fail_errno(diag, LT_ERR_NO_INPUT, path, errnum, "cannot read");
    unsigned long long promised = ZSTD_getFrameContentSize(head, (size_t)got);
    if (promised != (unsigned long long)size)
        return lt_fail(diag, LT_ERR_SIGNATURE, path, NULL, "does not unpack to the signed size");
    return LT_OK;
}

static void child(ZSTD_DCtx *context, const struct lt_mapping *from, const struct lt_mapping *to, int64_t size)
{
    lt_confine(LT_CONFINE_COMPUTE, DECODE_SECONDS + size / DECODE_BYTES_A_SECOND);
    size_t got = ZSTD_decompressDCtx(context, to->data, to->size, from->data, from->size);
    lt_confined_exit(ZSTD_isError(got) ? EXIT_DAMAGED : got != to->size ? EXIT_SIZE : 0);
}

static enum lt_err wait_for(pid_t pid, const char *path, struct lt_diag *diag)
{
    int status;
    while (waitpid(pid, &status, 0) < 0)
        if (errno != EINTR)
            return lt_fail_errno(diag, LT_ERR_OS, path, errno, "cannot wait for the unpacker");
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return LT_OK;
    if (WIFEXITED(status))
        return lt_fail(diag, LT_ERR_SIGNATURE, path, "fetch it again", "cannot be unpacked: it is damaged");
    int by = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
    if (by == SIGBUS)
        return lt_fail(diag, LT_ERR_IO, path, "look at the disk", "the disk failed while it was unpacked");
    return lt_fail(diag, LT_ERR_DATA, path, NULL, "unpacking it was stopped by signal %d", by);
}

static enum lt_err run(const struct lt_mapping *from, const struct lt_mapping *prefix, const struct lt_mapping *to,
                       const char *path, int64_t size, struct lt_diag *diag)
{
    ZSTD_DCtx *context = ZSTD_createDCtx();
    if (!context || (prefix->data && ZSTD_isError(ZSTD_DCtx_refPrefix(context, prefix->data, prefix->size)))) {
        ZSTD_freeDCtx(context);
        return lt_fail(diag, LT_ERR_OS, path, NULL, "no memory to unpack it with");
    }
    pid_t pid = fork();
    if (pid == 0)
        child(context, from, to, size);
    enum lt_err err = pid > 0 ? wait_for(pid, path, diag)
                              : lt_fail_errno(diag, LT_ERR_OS, path, errno, "cannot start the unpacker");
    ZSTD_freeDCtx(context);
    return err;
}

enum lt_err lt_decode(const char *path, const char *prefix, int to, int64_t size, struct lt_diag *diag)
{
    struct lt_mapping in = {0}, base = {0}, out = {0};
    enum lt_err err = check_promise(path, size, diag);
    if (err == LT_OK && (uint64_t)size > SIZE_MAX / 4)
        err = lt_fail(diag, LT_ERR_LIMIT, path, NULL, "too large for this machine");
    if (err == LT_OK && (errno = posix_fallocate(to, 0, size)) != 0)
        err = lt_fail_errno(diag, LT_ERR_IO, path, errno, "cannot make room");
    if (err == LT_OK)
        err = lt_map_file(path, false, &in, diag);
    if (err == LT_OK && prefix)
        err = lt_map_file(prefix, false, &base, diag);
    if (err == LT_OK) {
        void *data = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_SHARED, to, 0);
        if (data == MAP_FAILED)
            err = lt_fail_errno(diag, LT_ERR_IO, path, errno, "cannot map");
        else
            out = (struct lt_mapping){data, (size_t)size};
    }
    if (err == LT_OK)
        err = run(&in, &base, &out, path, size, diag);
    lt_unmap(&in);
    lt_unmap(&base);
    lt_unmap(&out);
    return err;
}
