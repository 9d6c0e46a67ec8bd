/*
 * clock.c: a time that has surely been: the newest of when this program was made, what was kept in LIBRARY/clock, and
 * what verified stamps said. It only ever grows.
 */
#include "cycle.h"

#include <lutrin/file.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CLOCK_MAX_BYTES = 64, CLOCK_STEP_S = 3600 }; /* written anew when it grows by so much */

#define CLOCK_TYPE "lutrin-clock 1 "
enum { AHEAD_MAX_S = 366 * 86400 }; /* how long a kiosk may have heard of no stamp before its own clock is doubted */
#define PROGRAM_TIME INT64_C(1795392000) /* 2026-11-23: no kiosk with this program lives before it */

static int64_t read_clock(const char *path)
{
    struct lt_buf text = {0};
    int64_t seconds = 0;
    if (lt_file_read(path, CLOCK_MAX_BYTES, NULL, &text) == LT_OK &&
        lt_bytes_starts(lt_buf_slice(&text), CLOCK_TYPE)) {
        char *end;
        seconds = strtoll(text.data + sizeof CLOCK_TYPE - 1, &end, 10);
        if (strcmp(end, "\n") != 0 || seconds < 0 || seconds > LT_SIGNED_MAX_TIME)
            seconds = 0;
    }
    lt_buf_finish(&text);
    return seconds;
}

int64_t lt_sync_believe(int64_t clock_s, int64_t floor_s)
{
    return clock_s > floor_s && clock_s - floor_s <= AHEAD_MAX_S ? clock_s : floor_s;
}

int64_t lt_sync_clock_floor(const struct lt_sync_config *config)
{
    struct lt_buf path = {0};
    lt_buf_printf(&path, "%s/clock", config->library);
    int64_t seconds = read_clock(path.data);
    lt_buf_finish(&path);
    return seconds > PROGRAM_TIME ? seconds : PROGRAM_TIME;
}

void lt_sync_clock_raise(const struct lt_sync_config *config, int64_t seconds)
{
    struct lt_buf path = {0}, text = {0};
    if (seconds < lt_sync_clock_floor(config) + CLOCK_STEP_S)
        return;
    lt_buf_printf(&path, "%s/clock", config->library);
    lt_buf_printf(&text, CLOCK_TYPE "%" PRId64 "\n", seconds);
    lt_file_write(path.data, lt_buf_slice(&text), NULL); /* failing costs a retry at the next start */
    lt_buf_finish(&path);
    lt_buf_finish(&text);
}
