/*
 * spill.c: memory in an unnamed file, mapped piece by piece. The disk's room is asked for before a piece is mapped, so
 * that a full disk is found here and not by a signal later.
 */
#include <lutrin/spill.h>

#include <lutrin/bytes.h>

#include <errno.h>
#include <fcntl.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PIECE_BYTES = 16 << 20 };

struct piece {
    unsigned char *data;
    size_t size, used;
};

struct lt_spill {
    struct lt_arena_source source;
    int fd;
    struct piece *pieces;
    size_t count, capacity, file_bytes, taken_bytes;
    bool full; /* the disk is */
};

static bool add_piece(struct lt_spill *spill, size_t size)
{
    size = size > PIECE_BYTES ? (size + PIECE_BYTES - 1) / PIECE_BYTES * PIECE_BYTES : PIECE_BYTES;
    if (spill->full || posix_fallocate(spill->fd, (off_t)spill->file_bytes, (off_t)size) != 0) {
        spill->full = true;
        return false;
    }
    void *data = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED, spill->fd, (off_t)spill->file_bytes);
    if (data == MAP_FAILED)
        return false;
    spill->pieces = lt_grow(spill->pieces, &spill->capacity, spill->count + 1, sizeof *spill->pieces);
    spill->pieces[spill->count++] = (struct piece){data, size, 0};
    spill->file_bytes += size;
    return true;
}

static void *take(void *self, size_t size)
{
    struct lt_spill *spill = self;
    const size_t align = alignof(max_align_t);
    size = (size + align - 1) / align * align;
    struct piece *last = spill->count ? &spill->pieces[spill->count - 1] : NULL;
    if (!last || last->size - last->used < size) {
        if (!add_piece(spill, size))
            return NULL;
        last = &spill->pieces[spill->count - 1];
    }
    void *memory = last->data + last->used; /* zero, as a file's unwritten part is */
    last->used += size;
    spill->taken_bytes += size;
    return memory;
}

enum lt_err lt_spill_create(const char *beside, struct lt_diag *diag, struct lt_spill **ret_spill)
{
    struct lt_buf name = {0};
    lt_buf_printf(&name, "%s.XXXXXX.part", beside);
    int fd = mkstemps(name.data, (int)strlen(".part"));
    enum lt_err err = fd >= 0 ? LT_OK : lt_fail_errno(diag, LT_ERR_CANT_CREATE, name.data, errno, "cannot create");
    if (err == LT_OK) {
        unlink(name.data);
        fcntl(fd, F_SETFD, FD_CLOEXEC);
        struct lt_spill *spill = lt_alloc(1, sizeof *spill);
        spill->fd = fd;
        spill->source = (struct lt_arena_source){take, spill};
        *ret_spill = spill;
    }
    lt_buf_finish(&name);
    return err;
}

void lt_spill_destroy(struct lt_spill *spill)
{
    if (!spill)
        return;
    for (size_t i = 0; i < spill->count; i++)
        munmap(spill->pieces[i].data, spill->pieces[i].size);
    close(spill->fd);
    free(spill->pieces);
    free(spill);
}

const struct lt_arena_source *lt_spill_source(struct lt_spill *spill)
{
    return &spill->source;
}

void lt_spill_rest(struct lt_spill *spill)
{
    for (size_t i = 0; spill && i < spill->count; i++)
        madvise(spill->pieces[i].data, spill->pieces[i].size, MADV_DONTNEED); /* of a shared mapping: the file keeps it */
}

size_t lt_spill_bytes(const struct lt_spill *spill)
{
    return spill->taken_bytes;
}
