/*
 * replay.c: runs a target over files, and over cuts and small changes of each that are the same every time.
 */
#include "fuzz.h"

#include <lutrin/file.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED_MAX_BYTES = 1 << 20, CUTS = 24, CHANGES = 60, CHANGE_MAX_BYTES = 8 };

static uint32_t next(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

/* Overwrites a few bytes with marks that parsers look at, or with anything. */
static void change(uint8_t *data, size_t size, uint32_t *state)
{
    static const char marks[] = "<>&;\"'=/![]#- \n\xC3\xFF";
    size_t count = 1 + next(state) % CHANGE_MAX_BYTES;
    for (size_t i = 0; i < count; i++) {
        uint32_t pick = next(state);
        data[next(state) % size] = pick % 3 ? (uint8_t)marks[pick % (sizeof marks - 1)] : (uint8_t)(pick >> 8);
    }
}

static void run(struct lt_bytes seed)
{
    uint32_t state = 0x9E3779B9u ^ (uint32_t)seed.size;
    LLVMFuzzerTestOneInput((const uint8_t *)seed.data, seed.size);
    for (size_t i = 1; i < CUTS && seed.size > 0; i++) {
        size_t size = seed.size * i / CUTS;
        uint8_t *cut = malloc(size ? size : 1); /* its own memory: reading past the end is seen */
        memcpy(cut, seed.data, size);
        LLVMFuzzerTestOneInput(cut, size);
        free(cut);
    }
    uint8_t *copy = malloc(seed.size ? seed.size : 1);
    for (size_t i = 0; i < CHANGES && seed.size > 0; i++) {
        memcpy(copy, seed.data, seed.size);
        change(copy, seed.size, &state);
        LLVMFuzzerTestOneInput(copy, seed.size);
    }
    free(copy);
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct lt_buf data = {0};
        struct lt_diag diag = {0};
        if (lt_file_read(argv[i], SEED_MAX_BYTES, &diag, &data) != LT_OK) {
            fprintf(stderr, "replay: %s: %s\n", diag.what, argv[i]);
            return 66;
        }
        run(lt_buf_slice(&data));
        lt_buf_finish(&data);
    }
    printf("%d seeds\n", argc - 1);
    return argc < 2;
}
