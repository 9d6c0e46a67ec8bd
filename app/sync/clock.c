/*
 * clock.c: a time that has surely been: the newest of when this program was made, what was kept in LIBRARY/clock, and
 * what verified stamps said. It grows; only the stamp of a newer release than all before may take it back, for a publisher whose
 * clock ran ahead, and no old stamp that somebody serves again can.
 */
#include "cycle.h"

#include <lutrin/file.h>

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CLOCK_MAX_BYTES = 128, CLOCK_STEP_S = 3600 }; /* written anew when it grows by so much */

#define CLOCK_TYPE "lutrin-clock 2 "
enum { APART_MAX_S = 366 * 86400 }; /* how long a kiosk may have heard of no stamp before its own clock is doubted */
#define PROGRAM_TIME INT64_C(1795392000) /* 2026-11-23: no kiosk with this program lives before it */

/* What is kept: a time, and the newest release that any stamp told of by then. */
struct kept {
    int64_t seconds;
    struct lt_generation release;
};

/* A number of the line, up to `most`, and the mark behind it. */
static bool read_number(const char **at, char mark, int64_t most, int64_t *ret_number)
{
    char *end;
    *ret_number = strtoll(*at, &end, 10);
    bool good = end != *at && *end == mark && *ret_number >= 0 && *ret_number <= most;
    *at = good ? end + 1 : *at;
    return good;
}

static struct kept read_clock(const struct lt_sync_config *config)
{
    struct lt_buf path = {0}, text = {0};
    struct kept kept = {0};
    lt_buf_printf(&path, "%s/clock", config->library);
    if (lt_file_read(path.data, CLOCK_MAX_BYTES, NULL, &text) == LT_OK && lt_bytes_starts(lt_buf_slice(&text), CLOCK_TYPE)) {
        const char *at = text.data + sizeof CLOCK_TYPE - 1;
        if (!read_number(&at, ' ', LT_SIGNED_MAX_TIME, &kept.seconds) || !read_number(&at, ' ', INT64_MAX - 1, &kept.release.epoch) ||
            !read_number(&at, '\n', INT64_MAX - 1, &kept.release.version) || *at)
            kept = (struct kept){0};
    }
    lt_buf_finish(&path);
    lt_buf_finish(&text);
    if (kept.seconds < PROGRAM_TIME)
        kept.seconds = PROGRAM_TIME;
    return kept;
}

int64_t lt_sync_believe(int64_t clock_s, int64_t floor_s)
{
    if (clock_s > floor_s)
        return clock_s - floor_s <= APART_MAX_S ? clock_s : floor_s;
    return clock_s >= PROGRAM_TIME && floor_s - clock_s > APART_MAX_S ? clock_s : floor_s;
}

int64_t lt_sync_clock_floor(const struct lt_sync_config *config)
{
    return read_clock(config).seconds;
}

int64_t lt_sync_clock_learn(const struct lt_sync_config *config, const struct lt_stamp *stamp)
{
    const struct kept kept = read_clock(config);
    const struct lt_generation release = {stamp->epoch, stamp->version};
    bool newer = lt_generation_compare(release, kept.release) > 0, back = newer && kept.release.version > 0 && stamp->issued < kept.seconds;
    int64_t seconds = back || stamp->issued > kept.seconds ? stamp->issued : kept.seconds;
    if (!back && seconds < kept.seconds + CLOCK_STEP_S && !newer)
        return seconds;
    struct lt_buf path = {0}, text = {0};
    lt_buf_printf(&path, "%s/clock", config->library);
    lt_buf_printf(&text, CLOCK_TYPE "%" PRId64 " %" PRId64 " %" PRId64 "\n", seconds, newer ? release.epoch : kept.release.epoch,
                  newer ? release.version : kept.release.version);
    lt_file_write(path.data, lt_buf_slice(&text), NULL); /* failing costs a retry at the next start */
    lt_buf_finish(&path);
    lt_buf_finish(&text);
    return seconds > PROGRAM_TIME ? seconds : PROGRAM_TIME;
}
