/*
 * stick_fuzz.c: any bytes as a memory stick (what lies behind them is zeros). Nothing beyond the stick is ever asked for,
 * and each question costs no more reads than its limits allow.
 */
#include "fuzz.h"

#include <lutrin/stick.h>

#include <stdlib.h>
#include <string.h>

enum {
    STICK_BYTES = 12 << 20,     /* room for the smallest FAT16 */
    MAX_VOLUMES = 3,
    MAX_FILE = 256 << 10,
    MAX_READS = 40000,          /* a question's: folders of 65536 entries have 4096 sectors, their chains as many windows */
};

struct memory {
    const uint8_t *data;
    size_t size;
    long reads;
};

static enum lt_err read_memory(void *self, int64_t at, void *data, size_t size, struct lt_diag *diag)
{
    struct memory *memory = self;
    (void)diag;
    if (at < 0 || size > STICK_BYTES || at > STICK_BYTES - (int64_t)size || ++memory->reads > MAX_READS)
        abort();
    size_t here = (size_t)at < memory->size ? memory->size - (size_t)at : 0;
    here = here < size ? here : size;
    if (here)
        memcpy(data, memory->data + at, here);
    memset((uint8_t *)data + here, 0, size - here);
    return LT_OK;
}

static bool check_entry(void *self, const struct lt_stick_entry *entry)
{
    int *count = self;
    if (strlen(entry->name) >= LT_STICK_NAME_MAX || strlen(entry->short_name) > 12 || entry->file.size < 0 ||
        ++*count > LT_STICK_MAX_ENTRIES)
        abort();
    return true;
}

static void read_whole(struct lt_stick *stick, struct memory *memory, const char *path)
{
    static uint8_t text[MAX_FILE];
    struct lt_stick_file file;
    memory->reads = 0;
    if (lt_stick_find(stick, path, MAX_FILE, NULL, &file) != LT_OK)
        return;
    for (int64_t at = 0; at < file.size; at += 70000) {
        size_t size = file.size - at < 70000 ? (size_t)(file.size - at) : 70000;
        memory->reads = 0;
        if (lt_stick_read(stick, &file, at, text, size, NULL) != LT_OK) /* its chain was followed to the end before */
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct memory memory = {.data = data, .size = size};
    struct lt_stick *stick =
        lt_stick_create(&(struct lt_stick_bytes){.self = &memory, .size = STICK_BYTES, .read = read_memory});
    for (int i = 0; i < MAX_VOLUMES && lt_stick_open(stick, i, NULL) == LT_OK; i++) {
        int count = 0;
        memory.reads = 0;
        lt_stick_list(stick, "", check_entry, &count, NULL);
        memory.reads = count = 0;
        lt_stick_list(stick, "r/1", check_entry, &count, NULL);
        read_whole(stick, &memory, "latest");
        read_whole(stick, &memory, "r/1/manifest.minisig");
    }
    lt_stick_destroy(stick);
    return 0;
}
