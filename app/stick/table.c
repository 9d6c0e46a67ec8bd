/*
 * table.c: where on the stick volumes lie: from its first byte on, or in the partitions of an MBR or of a GUID partition table.
 */
#include "inside.h"

#include <string.h>

enum {
    MBR_ENTRIES = 446, MBR_ENTRY = 16, MBR_COUNT = 4, MBR_GUID = 0xEE,
    GUID_ENTRY_MIN = 128, GUID_ENTRY_MAX = 4096,
};

/* Counts the volumes that can be read down to the one that is wanted. */
struct search {
    struct lt_stick *stick;
    int left;
    bool found;
};

/* A partition that holds no volume of ours is passed over; a stick that cannot be read is not. */
static enum lt_err try_volume(struct search *search, uint64_t first, uint64_t sectors, int64_t sector,
                              struct lt_diag *diag)
{
    struct lt_stick *stick = search->stick;
    struct lt_volume volume;
    uint64_t all = (uint64_t)(stick->bytes.size / sector);
    if (search->found || first >= all || sectors == 0)
        return LT_OK;
    if (sectors > all - first) /* images are cut, and some sticks lie about their end */
        sectors = all - first;
    enum lt_err err = lt_volume_read(stick, (int64_t)first * sector, (int64_t)sectors * sector, diag, &volume);
    if (err == LT_ERR_DATA)
        return LT_OK;
    if (err == LT_OK && search->left-- == 0) {
        stick->volume = volume;
        search->found = true;
    }
    return err;
}

static enum lt_err search_guid(struct search *search, int64_t sector, struct lt_diag *diag)
{
    struct lt_stick *stick = search->stick;
    uint8_t head[92], entry[GUID_ENTRY_MIN];
    if (stick->bytes.size < 2 * sector)
        return LT_OK;
    enum lt_err err = lt_stick_pull(stick, sector, head, sizeof head, diag);
    if (err != LT_OK || memcmp(head, "EFI PART", 8) != 0)
        return err;
    uint64_t at = lt_le64(head + 72);
    uint32_t count = lt_le32(head + 80), size = lt_le32(head + 84);
    if (at >= (uint64_t)(stick->bytes.size / sector) || size < GUID_ENTRY_MIN || size > GUID_ENTRY_MAX)
        return LT_OK;
    for (uint32_t i = 0; err == LT_OK && !search->found && i < count && i < LT_STICK_MAX_PARTITIONS; i++) {
        static const uint8_t NONE[16];
        int64_t place = (int64_t)at * sector + (int64_t)i * size;
        if (place > stick->bytes.size - (int64_t)sizeof entry)
            break;
        err = lt_stick_pull(stick, place, entry, sizeof entry, diag);
        uint64_t first = lt_le64(entry + 32), last = lt_le64(entry + 40);
        if (err == LT_OK && memcmp(entry, NONE, sizeof NONE) != 0 && last >= first && last < UINT64_MAX)
            err = try_volume(search, first, last - first + 1, sector, diag);
    }
    return err;
}

static enum lt_err search_mbr(struct search *search, struct lt_diag *diag)
{
    uint8_t table[LT_STICK_SECTOR];
    enum lt_err err = lt_stick_pull(search->stick, 0, table, sizeof table, diag);
    if (err != LT_OK || table[510] != 0x55 || table[511] != 0xAA)
        return err;
    for (int i = 0; err == LT_OK && i < MBR_COUNT; i++) {
        const uint8_t *entry = table + MBR_ENTRIES + i * MBR_ENTRY;
        if (entry[4] == 0 || entry[4] == MBR_GUID)
            continue;
        for (int64_t sector = LT_STICK_SECTOR; err == LT_OK && !search->found && sector <= LT_STICK_MAX_SECTOR; sector *= 8)
            err = try_volume(search, lt_le32(entry + 8), lt_le32(entry + 12), sector, diag);
    }
    return err;
}

enum lt_err lt_stick_open(struct lt_stick *stick, int number, struct lt_diag *diag)
{
    struct search search = {.stick = stick, .left = number};
    stick->volume = (struct lt_volume){0};
    stick->window_size = 0;
    if (stick->bytes.size < LT_STICK_SECTOR)
        return lt_fail(diag, LT_ERR_NO_INPUT, NULL, NULL, "too small for a stick");
    enum lt_err err = try_volume(&search, 0, (uint64_t)(stick->bytes.size / LT_STICK_SECTOR), LT_STICK_SECTOR, diag);
    bool bare = search.found || search.left < number; /* no partition table, then */
    if (err == LT_OK && !bare)
        err = search_mbr(&search, diag);
    for (int64_t sector = LT_STICK_SECTOR; err == LT_OK && !bare && !search.found && sector <= LT_STICK_MAX_SECTOR; sector *= 8)
        err = search_guid(&search, sector, diag);
    if (err != LT_OK || search.found)
        return err;
    return lt_fail(diag, LT_ERR_NO_INPUT, NULL, "format it as FAT or exFAT", number ? "no further volume that can be read here"
                                                                           : "no volume that can be read here");
}
