/*
 * chain.c: which cluster follows which. A chain is never longer than what it holds allows, so one that runs in a circle
 * is found by its length.
 */
#include "inside.h"

#include <string.h>

/* Bytes of the table, through the window. `at` counts from its beginning and lies within it, as volume.c made sure. */
static enum lt_err look_up(struct lt_stick *stick, int64_t at, size_t size, struct lt_diag *diag,
                           const uint8_t **ret_bytes)
{
    const struct lt_volume *volume = &stick->volume;
    int64_t place = volume->table + at, end = volume->table + volume->table_size;
    if (!stick->window_size || place < stick->window_at ||
        place + (int64_t)size > stick->window_at + (int64_t)stick->window_size) {
        int64_t begin = volume->table + at / LT_STICK_SECTOR * LT_STICK_SECTOR;
        size_t room = end - begin < LT_STICK_WINDOW ? (size_t)(end - begin) : (size_t)LT_STICK_WINDOW;
        stick->window_size = 0;
        enum lt_err err = lt_stick_pull(stick, begin, stick->window, room, diag);
        if (err != LT_OK)
            return err;
        stick->window_at = begin;
        stick->window_size = room;
    }
    *ret_bytes = stick->window + (place - stick->window_at);
    return LT_OK;
}

enum lt_err lt_chain_next(struct lt_stick *stick, uint32_t cluster, struct lt_diag *diag, uint32_t *ret_next)
{
    const struct lt_volume *volume = &stick->volume;
    const uint8_t *bytes;
    const int64_t at = (int64_t)cluster * volume->bits / 8;
    uint32_t next, end = volume->bits == 12 ? 0xFF8 : volume->bits == 16 ? 0xFFF8 : volume->exfat ? 0xFFFFFFF8 : 0x0FFFFFF8;
    if (cluster < 2 || cluster > volume->clusters + 1)
        return lt_stick_damaged(diag, "a chain leads out of the volume");
    enum lt_err err = look_up(stick, at, volume->bits == 32 ? 4 : 2, diag, &bytes);
    if (err != LT_OK)
        return err;
    if (volume->bits == 12)
        next = cluster & 1 ? lt_le16(bytes) >> 4 : lt_le16(bytes) & 0xFFF;
    else
        next = volume->bits == 16 ? lt_le16(bytes) : lt_le32(bytes) & (volume->exfat ? 0xFFFFFFFF : 0x0FFFFFFF);
    if (next >= end)
        next = 0;
    else if (next < 2 || next > volume->clusters + 1)
        return lt_stick_damaged(diag, "a chain leads out of the volume");
    *ret_next = next;
    return LT_OK;
}

enum lt_err lt_chain_check(struct lt_stick *stick, const struct lt_stick_file *file, struct lt_diag *diag)
{
    const int64_t step = stick->volume.cluster_bytes, need = (file->size + step - 1) / step;
    int64_t most = need + LT_STICK_SPARE_CLUSTERS, count = 0;
    if (most > stick->volume.clusters)
        most = stick->volume.clusters;
    if (file->size == 0)
        return LT_OK;
    if (file->run)
        return file->first >= 2 && need <= (int64_t)stick->volume.clusters - (file->first - 2)
                   ? LT_OK : lt_stick_damaged(diag, "a file leads out of the volume");
    for (uint32_t cluster = file->first, next; cluster; cluster = next, count++) {
        if (count >= most)
            return lt_stick_damaged(diag, "a file's chain is too long, or runs in a circle");
        enum lt_err err = lt_chain_next(stick, cluster, diag, &next);
        if (err != LT_OK)
            return err;
    }
    return count >= need ? LT_OK : lt_stick_damaged(diag, "a file's chain is shorter than the file");
}

static enum lt_err place_fixed(const struct lt_stick *stick, int64_t at, int64_t *ret_at, int64_t *ret_size)
{
    int64_t left = stick->volume.root_size - at;
    *ret_at = left > 0 ? stick->volume.root + at : -1;
    *ret_size = left > 0 ? left : 0;
    return LT_OK;
}

/* A file whose clusters follow each other without a chain: its size is its end. */
static enum lt_err place_run(const struct lt_volume *volume, const struct lt_stick_file *file, int64_t at, int64_t *ret_at,
                             int64_t *ret_size, struct lt_diag *diag)
{
    const int64_t end = ((int64_t)volume->clusters - (file->first - 2)) * volume->cluster_bytes;
    if (file->first < 2 || file->first > volume->clusters + 1 || file->size > end)
        return lt_stick_damaged(diag, "a file leads out of the volume");
    *ret_at = at < file->size ? volume->data + (int64_t)(file->first - 2) * volume->cluster_bytes + at : -1;
    *ret_size = at < file->size ? file->size - at : 0;
    return LT_OK;
}

enum lt_err lt_chain_place(struct lt_stick *stick, struct lt_stick_file *file, int64_t at, struct lt_diag *diag,
                           int64_t *ret_at, int64_t *ret_size)
{
    const struct lt_volume *volume = &stick->volume;
    const uint32_t step = volume->cluster_bytes;
    if (file->fixed)
        return place_fixed(stick, at, ret_at, ret_size);
    if (at / step >= volume->clusters)
        return lt_stick_damaged(diag, "a chain is longer than the volume");
    const uint32_t index = (uint32_t)(at / step);
    if (file->run)
        return place_run(volume, file, at, ret_at, ret_size, diag);
    if (file->cluster == 0 || index < file->index) {
        file->cluster = file->first;
        file->index = 0;
    }
    while (file->cluster && file->index < index) {
        enum lt_err err = lt_chain_next(stick, file->cluster, diag, &file->cluster);
        if (err != LT_OK) {
            file->cluster = 0;
            return err;
        }
        file->index++;
    }
    if (file->cluster && (file->cluster < 2 || file->cluster > volume->clusters + 1))
        return lt_stick_damaged(diag, "a chain leads out of the volume");
    *ret_at = file->cluster ? volume->data + (int64_t)(file->cluster - 2) * step + at % step : -1;
    *ret_size = file->cluster ? step - at % step : 0;
    return LT_OK;
}
