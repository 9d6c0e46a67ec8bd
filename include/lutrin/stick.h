/*
 * stick.h: files on a memory stick, read from its bytes without a kernel's mount and without ever writing.
 *
 * Knows FAT12, FAT16 and FAT32 with long names, and exFAT, on a bare stick or in the partitions of an MBR (primary
 * and logical ones) or a GUID table. Whatever the bytes say, every number is held against the size of what it lies in, a
 * chain of clusters that runs in a circle or out of the volume is refused, and each call reads no more than its limits
 * allow. After lt_stick_create() nothing here takes memory or makes a system call of its own, so that all of it can run in
 * a child that may only read.
 *
 * Sources: Microsoft, "FAT: General Overview of On-Disk Format" 1.03 and "exFAT file system specification" 1.00; UEFI 2.10,
 * chapter 5 (both kinds of partition tables); logical partitions as sfdisk writes them.
 */
#ifndef LUTRIN_STICK_H
#define LUTRIN_STICK_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/bytes.h>
#include <lutrin/err.h>

enum {
    LT_STICK_NAME_MAX = 255 * 3 + 1,   /* bytes of a name: 255 UTF-16 units as UTF-8, and a NUL */
    LT_STICK_MAX_DEPTH = 8,            /* folders in a path */
    LT_STICK_MAX_ENTRIES = 65536,      /* looked at in one folder (FAT allows no more) */
    LT_STICK_MAX_PARTITIONS = 16,      /* looked at in a table, and tables of logical partitions */
    LT_STICK_SPARE_CLUSTERS = 4096,    /* that a file's chain may have beyond its size */
};

/* The bytes of the stick: a block device, an image, or memory. read() hands over exactly `size` bytes or fails; it is
 * never asked beyond `size`. */
struct lt_stick_bytes {
    void *self;
    int64_t size;
    enum lt_err (*read)(void *self, int64_t at, void *data, size_t size, struct lt_diag *diag);
};

struct lt_stick;

/* Makes a reader; reads nothing yet. `bytes` is copied. */
struct lt_stick *lt_stick_create(const struct lt_stick_bytes *bytes);
void lt_stick_destroy(struct lt_stick *stick); /* NULL is allowed */

/* Opens the volume in place `number` (from 0) of those that can be read, in the partition table's order, logical
 * partitions last.
 * LT_ERR_NO_INPUT: there are not so many; LT_ERR_IO: the stick cannot be read. */
enum lt_err lt_stick_open(struct lt_stick *stick, int number, struct lt_diag *diag);

/* "FAT12", "FAT16", "FAT32" or "exFAT" of the open volume, and where on the stick it begins, in bytes. Static storage. */
const char *lt_stick_kind(const struct lt_stick *stick);
int64_t lt_stick_offset(const struct lt_stick *stick);

/* A file that was found; holds where reading left off. */
struct lt_stick_file {
    int64_t size;
    uint32_t first;          /* cluster; 0: none */
    bool fixed;              /* the root folder of FAT12 and FAT16, which is no chain */
    bool run;                /* its clusters follow each other, and no chain tells of them (exFAT) */
    uint32_t index, cluster; /* the cluster read last, and its number in the file */
};

/* Finds the file `path` ("r/412/manifest"; ASCII letters of either case, as long or as short name) and follows its chain
 * to the end. LT_ERR_NO_INPUT: it is not there, or a folder; LT_ERR_LIMIT: larger than `ceiling` bytes; LT_ERR_DATA: the
 * volume is damaged. */
enum lt_err lt_stick_find(struct lt_stick *stick, const char *path, int64_t ceiling, struct lt_diag *diag,
                          struct lt_stick_file *ret_file);

/* Reads `size` bytes from `at` on, all within the file. */
enum lt_err lt_stick_read(struct lt_stick *stick, struct lt_stick_file *file, int64_t at, void *data, size_t size,
                          struct lt_diag *diag);

/* A name in a folder. */
struct lt_stick_entry {
    char name[LT_STICK_NAME_MAX]; /* UTF-8; what is no character is U+FFFD */
    char short_name[16];          /* "FULL.ZST" */
    bool folder;
    struct lt_stick_file file;
};

/* Calls `each` with the entries of a folder ("": the root), until it returns false. */
typedef bool lt_stick_each(void *self, const struct lt_stick_entry *entry);
enum lt_err lt_stick_list(struct lt_stick *stick, const char *path, lt_stick_each *each, void *self,
                          struct lt_diag *diag);

#endif
