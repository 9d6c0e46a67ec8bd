/*
 * folder.c: the entries of a folder, one after the other, with their long names put together.
 */
#include "inside.h"

enum {
    ENTRY_END = 0x00, ENTRY_DELETED = 0xE5, /* as first byte */
    IS_LABEL = 0x08, IS_FOLDER = 0x10, IS_LONG = 0x0F, LONG_MASK = 0x3F,
};

static void take_entry(const struct lt_stick *stick, const uint8_t *e, const struct lt_long_name *name,
                       struct lt_stick_entry *entry)
{
    uint32_t first = lt_le16(e + 26);
    if (stick->volume.bits == 32)
        first |= (lt_le16(e + 20) & 0x0FFF) << 16;
    entry->folder = e[11] & IS_FOLDER;
    entry->file = (struct lt_stick_file){.size = entry->folder ? 0 : lt_le32(e + 28), .first = first};
    lt_long_name_give(name, e, entry);
}

/* The entries of one sector; *ret_more is false after the last. */
static void each_of(struct lt_stick *stick, size_t size, struct lt_long_name *name, lt_stick_each *each, void *self,
                    bool *ret_more)
{
    for (size_t at = 0; *ret_more && at + LT_FAT_ENTRY <= size; at += LT_FAT_ENTRY) {
        const uint8_t *e = stick->sector + at;
        if (e[0] == ENTRY_END) {
            *ret_more = false;
        } else if (e[0] == ENTRY_DELETED) {
            name->pieces = 0;
        } else if ((e[11] & LONG_MASK) == IS_LONG) {
            lt_long_name_take(name, e);
        } else {
            if (!(e[11] & IS_LABEL) && e[0] != '.') {
                take_entry(stick, e, name, &stick->entry);
                *ret_more = each(self, &stick->entry);
            }
            name->pieces = 0;
        }
    }
}

enum lt_err lt_folder_sector(struct lt_stick *stick, struct lt_stick_file *folder, int64_t at, struct lt_diag *diag,
                             size_t *ret_size)
{
    int64_t place, size;
    *ret_size = 0;
    if (at >= (int64_t)LT_STICK_MAX_ENTRIES * LT_FAT_ENTRY)
        return lt_stick_damaged(diag, "a folder is too long, or runs in a circle");
    enum lt_err err = lt_chain_place(stick, folder, at, diag, &place, &size);
    if (err != LT_OK || place < 0)
        return err;
    size = size < LT_STICK_SECTOR ? size : LT_STICK_SECTOR;
    err = lt_stick_pull(stick, place, stick->sector, (size_t)size, diag);
    *ret_size = err == LT_OK ? (size_t)size : 0;
    return err;
}

enum lt_err lt_folder_each(struct lt_stick *stick, struct lt_stick_file *folder, lt_stick_each *each, void *self,
                           struct lt_diag *diag)
{
    struct lt_long_name name = {.pieces = 0};
    bool more = true;
    if (stick->volume.exfat)
        return lt_folder_exfat(stick, folder, each, self, diag);
    for (int64_t at = 0; more; at += LT_STICK_SECTOR) {
        size_t size;
        enum lt_err err = lt_folder_sector(stick, folder, at, diag, &size);
        if (err != LT_OK || size == 0)
            return err;
        each_of(stick, size, &name, each, self, &more);
    }
    return LT_OK;
}
