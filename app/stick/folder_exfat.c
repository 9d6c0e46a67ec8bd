/*
 * folder_exfat.c: the entries of an exFAT folder. A file is a set of them: what it is, where it lies, and its name in
 * pieces of fifteen UTF-16 units; a checksum holds the set together.
 */
#include "inside.h"

#include <string.h>

enum {
    TYPE_END = 0x00, TYPE_FILE = 0x85, TYPE_STREAM = 0xC0, TYPE_NAME = 0xC1,
    IS_FOLDER = 0x10, NO_CHAIN = 0x02, PIECE = 15, NAME_MAX_UNITS = 255,
};

/* A set that is being read. */
struct set {
    uint32_t left;         /* entries that are still to come; 0: no set is open */
    uint32_t units, wanted; /* of the name: read, and said to be there */
    uint16_t sum, told;    /* checksum */
    bool streamed;
    uint16_t name[NAME_MAX_UNITS + PIECE];
    struct lt_stick_entry *entry;
};

static void add_to_sum(struct set *set, const uint8_t *e, bool first)
{
    for (int i = 0; i < LT_FAT_ENTRY; i++)
        if (!first || (i != 2 && i != 3))
            set->sum = (uint16_t)(((uint32_t)set->sum << 15 | set->sum >> 1) + e[i]);
}

static void begin(struct set *set, const uint8_t *e)
{
    set->left = e[1];
    set->units = set->wanted = set->sum = 0;
    set->told = (uint16_t)lt_le16(e + 2);
    set->streamed = false;
    set->entry->folder = lt_le16(e + 4) & IS_FOLDER;
    set->entry->short_name[0] = '\0';
    add_to_sum(set, e, true);
}

/* False when the entry tells of what cannot be. */
static bool take_stream(struct set *set, const uint8_t *e)
{
    const uint64_t valid = lt_le64(e + 8), size = lt_le64(e + 24);
    set->streamed = true;
    set->wanted = e[3];
    set->entry->file = (struct lt_stick_file){.first = lt_le32(e + 20), .run = e[1] & NO_CHAIN};
    if (valid > size || size > LT_STICK_MAX_FILE)
        return false;
    /* What was never written counts for nothing; of a folder all was. */
    set->entry->file.size = (int64_t)(set->entry->folder ? size : valid);
    return set->wanted > 0;
}

static void take_name(struct set *set, const uint8_t *e)
{
    for (uint32_t i = 0; i < PIECE && set->units < set->wanted; i++)
        set->name[set->units++] = (uint16_t)lt_le16(e + 2 + 2 * i);
}

/* Takes an entry; true when it closed a good set. */
static bool take(struct set *set, const uint8_t *e)
{
    if (e[0] == TYPE_FILE) {
        begin(set, e);
        return false;
    }
    if (set->left == 0)
        return false;
    add_to_sum(set, e, false);
    if (e[0] == TYPE_STREAM && !set->streamed) {
        if (!take_stream(set, e))
            set->left = 1;
    } else if (e[0] == TYPE_NAME && set->streamed) {
        take_name(set, e);
    } else if (!(e[0] & 0x40)) { /* no secondary entry: the set is broken */
        set->left = 0;
        return false;
    }
    set->left--;
    return set->left == 0 && set->sum == set->told && set->streamed && set->wanted > 0 && set->units == set->wanted &&
           lt_name_put(set->name, set->units, set->entry->name) > 0;
}

enum lt_err lt_folder_exfat(struct lt_stick *stick, struct lt_stick_file *folder, lt_stick_each *each, void *self,
                            struct lt_diag *diag)
{
    struct set set = {.left = 0, .entry = &stick->entry};
    for (int64_t at = 0;; at += LT_STICK_SECTOR) {
        size_t size;
        enum lt_err err = lt_folder_sector(stick, folder, at, diag, &size);
        if (err != LT_OK || size == 0)
            return err;
        for (size_t i = 0; i + LT_FAT_ENTRY <= size; i += LT_FAT_ENTRY) {
            const uint8_t *e = stick->sector + i;
            if (e[0] == TYPE_END || (take(&set, e) && !each(self, &stick->entry)))
                return LT_OK;
        }
    }
}
