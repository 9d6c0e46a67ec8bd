/*
 * inside.h: the opened stick, shared by the files of this room: table.c (where volumes lie), volume.c (what one is),
 * chain.c (its clusters), folder.c and name.c (its names), stick.c (paths). What ends in _exfat.c is of that kind alone.
 */
#ifndef LUTRIN_STICK_INSIDE_H
#define LUTRIN_STICK_INSIDE_H

#include <lutrin/stick.h>

enum {
    LT_STICK_SECTOR = 512,          /* the smallest there is */
    LT_STICK_MAX_SECTOR = 4096,
    LT_STICK_WINDOW = 16384,        /* bytes of the table of clusters kept in memory */
    LT_FAT_ENTRY = 32,              /* bytes of an entry in a folder */
    LT_FAT12_MAX_CLUSTERS = 4084,   /* more is FAT16, ... */
    LT_FAT16_MAX_CLUSTERS = 65524,  /* ... and more FAT32 */
    LT_FAT32_MAX_CLUSTERS = 0x0FFFFFF5,
};
#define LT_EXFAT_MAX_CLUSTERS INT64_C(0xFFFFFFF5)
#define LT_STICK_MAX_FILE (UINT64_C(1) << 53) /* bytes */

/* A volume, in bytes from the beginning of the stick. */
struct lt_volume {
    int64_t at, size;
    int bits;                 /* of an entry in the table: 12, 16, 32; 0: none is open */
    bool exfat;
    int64_t table, table_size;
    int64_t root, root_size;  /* of FAT12 and FAT16 */
    int64_t data;             /* where cluster 2 lies */
    uint32_t cluster_bytes, clusters, root_cluster;
};

struct lt_stick {
    struct lt_stick_bytes bytes;
    struct lt_volume volume;
    int64_t window_at;        /* of what is in `window`, on the stick */
    size_t window_size;       /* 0: nothing is */
    uint8_t window[LT_STICK_WINDOW];
    uint8_t sector[LT_STICK_MAX_SECTOR]; /* of a folder or of the partition table */
    struct lt_stick_entry entry;
};

/* Little-endian numbers. */
static inline uint32_t lt_le16(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8;
}

static inline uint32_t lt_le32(const uint8_t *at)
{
    return lt_le16(at) | lt_le16(at + 2) << 16;
}

static inline uint64_t lt_le64(const uint8_t *at)
{
    return (uint64_t)lt_le32(at) | (uint64_t)lt_le32(at + 4) << 32;
}

/* LT_ERR_DATA: the stick is damaged in this way. */
enum lt_err lt_stick_damaged(struct lt_diag *diag, const char *what);

/* Reads bytes that must lie on the stick. */
enum lt_err lt_stick_pull(struct lt_stick *stick, int64_t at, void *data, size_t size, struct lt_diag *diag);

/* volume.c: is there a volume in these bytes? LT_ERR_DATA: none that can be read. */
enum lt_err lt_volume_read(struct lt_stick *stick, int64_t at, int64_t size, struct lt_diag *diag,
                           struct lt_volume *ret_volume);

/* volume_exfat.c: is a first sector exFAT's; and lays out the volume of volume->at and volume->size, without the former
 * added to its places; false: it contradicts itself. */
bool lt_volume_is_exfat(const uint8_t *boot);
bool lt_volume_exfat(const uint8_t *boot, struct lt_volume *volume);

/* chain.c: the cluster that follows; 0: it was the last. */
enum lt_err lt_chain_next(struct lt_stick *stick, uint32_t cluster, struct lt_diag *diag, uint32_t *ret_next);
/* Follows a file's chain to its end: it must be as long as the file and not much longer. */
enum lt_err lt_chain_check(struct lt_stick *stick, const struct lt_stick_file *file, struct lt_diag *diag);
/* Where on the stick byte `at` of the file lies, and how many bytes follow it in one piece; *ret_at is -1 beyond the
 * chain's end. */
enum lt_err lt_chain_place(struct lt_stick *stick, struct lt_stick_file *file, int64_t at, struct lt_diag *diag,
                           int64_t *ret_at, int64_t *ret_size);

/* folder.c: the entries of a folder. */
enum lt_err lt_folder_each(struct lt_stick *stick, struct lt_stick_file *folder, lt_stick_each *each, void *self,
                           struct lt_diag *diag);

/* Reads the folder's sector at byte `at` into stick->sector; *ret_size is 0 beyond the folder's end. */
enum lt_err lt_folder_sector(struct lt_stick *stick, struct lt_stick_file *folder, int64_t at, struct lt_diag *diag,
                             size_t *ret_size);

/* folder_exfat.c: the entries of an exFAT folder. */
enum lt_err lt_folder_exfat(struct lt_stick *stick, struct lt_stick_file *folder, lt_stick_each *each, void *self,
                            struct lt_diag *diag);

/* name.c: writes UTF-16 units, up to 255 or a NUL, as UTF-8 with a NUL to `to`, which has room for LT_STICK_NAME_MAX;
 * returns its bytes without it. */
size_t lt_name_put(const uint16_t *units, size_t count, char *to);

/* A long name that comes in pieces, the last piece first. */
struct lt_long_name {
    uint16_t units[260];
    uint32_t left;     /* pieces that are still to come before the short entry; 0: all are there */
    uint32_t pieces;   /* 0: there is no long name */
    uint8_t checksum;
};
void lt_long_name_take(struct lt_long_name *name, const uint8_t *entry);
/* Writes the name of the short entry that follows: the long one if it is whole and belongs to it. */
void lt_long_name_give(const struct lt_long_name *name, const uint8_t *entry, struct lt_stick_entry *to);

#endif
