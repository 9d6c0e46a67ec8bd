/*
 * volume_exfat.c: what the first sector of an exFAT volume says, and whether all of it can be true.
 */
#include "inside.h"

#include <string.h>

enum { MIN_SECTOR_SHIFT = 9, MAX_SECTOR_SHIFT = 12, MAX_CLUSTER_SHIFT = 25, ZEROS_BEGIN = 11, ZEROS_END = 64 };

/* The bytes where older kinds have their measures are zeros here. */
static bool has_zeros(const uint8_t *boot)
{
    for (int i = ZEROS_BEGIN; i < ZEROS_END; i++)
        if (boot[i])
            return false;
    return true;
}

bool lt_volume_is_exfat(const uint8_t *boot)
{
    return memcmp(boot + 3, "EXFAT   ", 8) == 0;
}

bool lt_volume_exfat(const uint8_t *boot, struct lt_volume *volume)
{
    const uint32_t sector_shift = boot[108], cluster_shift = boot[109], tables = boot[110];
    if (!has_zeros(boot) || boot[510] != 0x55 || boot[511] != 0xAA || sector_shift < MIN_SECTOR_SHIFT ||
        sector_shift > MAX_SECTOR_SHIFT || cluster_shift > MAX_CLUSTER_SHIFT - sector_shift || tables < 1 || tables > 2)
        return false;
    const uint64_t length = lt_le64(boot + 72);
    const int64_t table = (int64_t)lt_le32(boot + 80) << sector_shift, data = (int64_t)lt_le32(boot + 88) << sector_shift;
    if (length > (uint64_t)volume->size >> sector_shift)
        return false;
    const uint32_t second = lt_le16(boot + 106) & 1; /* which of two tables counts */
    const int64_t all = (int64_t)(length << sector_shift), table_size = (int64_t)lt_le32(boot + 84) << sector_shift;
    *volume = (struct lt_volume){.at = volume->at, .size = volume->size, .bits = 32, .exfat = true, .table_size = table_size,
                                 .table = table + (second && tables == 2 ? table_size : 0), .data = data,
                                 .cluster_bytes = 1u << (sector_shift + cluster_shift), .clusters = lt_le32(boot + 92),
                                 .root_cluster = lt_le32(boot + 96)};
    const int64_t clusters = volume->clusters;
    return table > 0 && clusters > 0 && clusters <= LT_EXFAT_MAX_CLUSTERS && volume->table + table_size <= data &&
           data < all && clusters <= (all - data) / volume->cluster_bytes && (clusters + 2) * 4 <= table_size &&
           volume->root_cluster >= 2 && volume->root_cluster <= clusters + 1;
}
