/*
 * encode.c: packs a bundle with zstd, whole or as a patch against an older one, in a form that `zstd -d` reads.
 */
#include "encode.h"

#include "map.h"
#include "shelf.h"

#include <lutrin/arena.h>
#include <lutrin/file.h>

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

enum {
    FULL_WINDOW_LOG = 23, /* 8 MiB: what any kiosk can unpack in a stream */
    MAX_WINDOW_LOG = sizeof(size_t) == 4 ? 30 : 31,
};

/* A window that reaches from the end of the new file to the beginning of the old one. */
static int patch_window_log(size_t from, size_t prefix)
{
    int log = 10;
    while (log < MAX_WINDOW_LOG && ((uint64_t)1 << log) < (uint64_t)from + prefix)
        log++;
    return log;
}

static bool set_up(ZSTD_CCtx *context, const struct lt_mapping *from, const struct lt_mapping *prefix, int level)
{
    int window = prefix->data ? patch_window_log(from->size, prefix->size) : FULL_WINDOW_LOG;
    return !ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)) &&
           !ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window)) &&
           !ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)) &&
           !ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 1)) &&
           (!prefix->data ||
            (!ZSTD_isError(ZSTD_CCtx_setParameter(context, ZSTD_c_enableLongDistanceMatching, 1)) &&
             !ZSTD_isError(ZSTD_CCtx_refPrefix(context, prefix->data, prefix->size))));
}

static enum lt_err pack(const struct lt_mapping *from, const struct lt_mapping *prefix, const char *to, int level,
                        struct lt_diag *diag)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    size_t room = ZSTD_compressBound(from->size), size;
    void *data = lt_alloc(1, room);
    enum lt_err err = LT_OK;
    if (!context || !set_up(context, from, prefix, level))
        err = lt_fail(diag, LT_ERR_SOFTWARE, to, NULL, "zstd refuses its settings");
    if (err == LT_OK && ZSTD_isError(size = ZSTD_compress2(context, data, room, from->data, from->size)))
        err = lt_fail(diag, LT_ERR_OS, to, NULL, "cannot pack: %s", ZSTD_getErrorName(size));
    if (err == LT_OK)
        err = lt_file_write(to, (struct lt_bytes){data, size}, diag);
    free(data);
    ZSTD_freeCCtx(context);
    return err;
}

enum lt_err lt_encode(const char *from, const char *prefix, const char *to, int level, struct lt_diag *diag)
{
    struct lt_mapping in = {0}, base = {0};
    enum lt_err err = lt_map_file(from, true, &in, diag);
    if (err == LT_OK && prefix)
        err = lt_map_file(prefix, true, &base, diag);
    if (err == LT_OK)
        err = pack(&in, &base, to, level, diag);
    lt_unmap(&in);
    lt_unmap(&base);
    return err;
}

enum lt_err lt_unpack_checked(const char *from, const char *prefix, const char *to, int64_t size,
                              const unsigned char hash[32], struct lt_diag *diag)
{
    uint8_t got[LT_HASH_BYTES];
    int64_t got_size;
    int fd = open(to, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0)
        return lt_fail_errno(diag, LT_ERR_CANT_CREATE, to, errno, "cannot create");
    enum lt_err err = lt_decode(from, prefix, fd, size, diag);
    close(fd);
    if (err == LT_OK)
        err = lt_file_hash(to, size, sizeof got, diag, got, &got_size);
    if (err == LT_OK && memcmp(got, hash, sizeof got) != 0)
        err = lt_fail(diag, LT_ERR_SIGNATURE, from, NULL, "does not unpack to what was signed");
    return err;
}
