/*
 * table.c: where on the stick volumes lie: from its first byte on, or in the partitions of an MBR, logical ones included, or of
 * a GUID partition table.
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

/* Reads a sector with a partition table at its end; false when it has none. */
static enum lt_err read_table(struct lt_stick *stick, int64_t at, uint8_t table[LT_STICK_SECTOR], struct lt_diag *diag, bool *ret_there)
{
    enum lt_err err = lt_stick_pull(stick, at, table, LT_STICK_SECTOR, diag);
    if (err == LT_OK)
        *ret_there = table[510] == 0x55 && table[511] == 0xAA;
    return err;
}

static bool is_extended(const uint8_t *entry)
{
    return entry[4] == 0x05 || entry[4] == 0x0F || entry[4] == 0x85;
}

/* Of an entry that may tell of a volume; `from`: the sector that its first one is counted from. */
static enum lt_err try_entry(struct search *search, const uint8_t *entry, uint64_t from, int64_t sector, struct lt_diag *diag)
{
    if (entry[4] == 0 || entry[4] == MBR_GUID || is_extended(entry))
        return LT_OK;
    return try_volume(search, from + lt_le32(entry + 8), lt_le32(entry + 12), sector, diag);
}

/* The logical partitions: a chain of tables, each with a volume that is counted from there and the way to the next table, which
 * is counted from the first. A chain that runs in a circle ends when enough was looked at. */
static enum lt_err search_logical(struct search *search, uint64_t base, int64_t sector, struct lt_diag *diag)
{
    uint8_t table[LT_STICK_SECTOR];
    const uint8_t *volume = table + MBR_ENTRIES, *next = volume + MBR_ENTRY;
    enum lt_err err = LT_OK;
    uint64_t at = base, all = (uint64_t)(search->stick->bytes.size / sector);
    for (int i = 0; !search->found && at < all && i < LT_STICK_MAX_PARTITIONS; i++) {
        bool there = false;
        err = read_table(search->stick, (int64_t)at * sector, table, diag, &there);
        if (err == LT_OK && there)
            err = try_entry(search, volume, at, sector, diag);
        if (err != LT_OK || !there || !is_extended(next))
            return err;
        at = base + lt_le32(next + 8);
    }
    return err;
}

/* The logical ones come after all others. */
static enum lt_err search_mbr(struct search *search, struct lt_diag *diag)
{
    uint8_t table[LT_STICK_SECTOR];
    bool there = false;
    enum lt_err err = read_table(search->stick, 0, table, diag, &there);
    if (err != LT_OK || !there)
        return err;
    for (int i = 0; err == LT_OK && i < 2 * MBR_COUNT; i++) {
        const uint8_t *entry = table + MBR_ENTRIES + i % MBR_COUNT * MBR_ENTRY;
        for (int64_t sector = LT_STICK_SECTOR; err == LT_OK && !search->found && sector <= LT_STICK_MAX_SECTOR; sector *= 8)
            if (i < MBR_COUNT)
                err = try_entry(search, entry, 0, sector, diag);
            else if (is_extended(entry))
                err = search_logical(search, lt_le32(entry + 8), sector, diag);
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
