/*
 * volume.c: what the first sector of a volume says, and whether all of it can be true.
 */
#include "inside.h"

static bool is_power_of_two(uint32_t number)
{
    return number && !(number & (number - 1));
}

static int64_t round_up(int64_t number, int64_t step)
{
    return (number + step - 1) / step * step;
}

/* The fields of the sector, as they stand there. */
struct boot {
    uint32_t sector, cluster, reserved, tables, root_entries, total, table, root_cluster;
    bool wide; /* of the form of FAT32 */
};

static bool read_boot(const uint8_t *b, struct boot *boot)
{
    *boot = (struct boot){
        .sector = lt_le16(b + 11), .cluster = b[13], .reserved = lt_le16(b + 14), .tables = b[16],
        .root_entries = lt_le16(b + 17), .total = lt_le16(b + 19), .table = lt_le16(b + 22),
    };
    if (boot->total == 0)
        boot->total = lt_le32(b + 32);
    boot->wide = boot->table == 0;
    if (boot->wide) {
        boot->table = lt_le32(b + 36);
        boot->root_cluster = lt_le32(b + 44);
    }
    return b[510] == 0x55 && b[511] == 0xAA && (b[0] == 0xEB || b[0] == 0xE9) && is_power_of_two(boot->sector) &&
           boot->sector >= LT_STICK_SECTOR && boot->sector <= LT_STICK_MAX_SECTOR && is_power_of_two(boot->cluster) &&
           boot->reserved > 0 && boot->tables > 0 && boot->tables <= 4 && boot->total > 0 && boot->table > 0;
}

/* Lays out the parts of the volume one after the other; false when they do not fit into it. */
static bool lay_out(const struct boot *boot, struct lt_volume *volume)
{
    const int64_t sector = boot->sector;
    int64_t size = boot->total * sector;
    volume->cluster_bytes = boot->cluster * boot->sector;
    volume->table = boot->reserved * sector;
    volume->table_size = boot->table * sector;
    volume->root = volume->table + boot->tables * volume->table_size;
    volume->root_size = boot->root_entries * (int64_t)LT_FAT_ENTRY;
    volume->data = volume->root + round_up(volume->root_size, sector);
    if (size > volume->size || volume->data >= size)
        return false;
    int64_t clusters = (size - volume->data) / volume->cluster_bytes;
    if (clusters < 1 || clusters > LT_FAT32_MAX_CLUSTERS)
        return false;
    volume->clusters = (uint32_t)clusters;
    volume->bits = boot->wide ? 32 : clusters <= LT_FAT12_MAX_CLUSTERS ? 12 : 16;
    return true;
}

static bool is_sound(const struct boot *boot, const struct lt_volume *volume)
{
    int64_t last = (int64_t)volume->clusters + 1, need = ((last + 1) * volume->bits + 7) / 8;
    if (need > volume->table_size)
        return false;
    if (boot->wide)
        return volume->root_size == 0 && volume->root_cluster >= 2 && volume->root_cluster <= last;
    return volume->root_size > 0 && volume->clusters <= LT_FAT16_MAX_CLUSTERS;
}

enum lt_err lt_volume_read(struct lt_stick *stick, int64_t at, int64_t size, struct lt_diag *diag,
                           struct lt_volume *ret_volume)
{
    uint8_t first[LT_STICK_SECTOR];
    struct lt_volume volume = {.at = at, .size = size};
    struct boot boot;
    if (size < LT_STICK_SECTOR)
        return lt_stick_damaged(diag, "no volume: too small");
    enum lt_err err = lt_stick_pull(stick, at, first, sizeof first, diag);
    if (err != LT_OK)
        return err;
    bool exfat = lt_volume_is_exfat(first);
    if (!exfat && !read_boot(first, &boot))
        return lt_stick_damaged(diag, "no volume of a kind that is known");
    if (!exfat)
        volume.root_cluster = boot.root_cluster;
    if (exfat ? !lt_volume_exfat(first, &volume) : !lay_out(&boot, &volume) || !is_sound(&boot, &volume))
        return lt_stick_damaged(diag, "the volume's first sector contradicts itself");
    volume.table += at;
    volume.root += at;
    volume.data += at;
    *ret_volume = volume;
    return LT_OK;
}
