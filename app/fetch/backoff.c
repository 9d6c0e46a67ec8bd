/*
 * backoff.c: waits drawn with decorrelated jitter.
 */
#include <lutrin/backoff.h>

/* splitmix64: one state word, every seed is good. */
static uint64_t next_random(struct lt_backoff *backoff)
{
    uint64_t z = backoff->random += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

void lt_backoff_init(struct lt_backoff *backoff, uint64_t seed)
{
    backoff->random = seed;
    lt_backoff_reset(backoff, 0);
}

int64_t lt_backoff_next_ms(struct lt_backoff *backoff, int64_t retry_after_s)
{
    int64_t wait_ms = lt_backoff_draw(backoff, LT_BACKOFF_SHORTEST_MS, 3 * backoff->last_ms);
    if (wait_ms > LT_BACKOFF_LONGEST_MS)
        wait_ms = LT_BACKOFF_LONGEST_MS;
    backoff->last_ms = wait_ms;
    return retry_after_s > wait_ms / 1000 ? retry_after_s * 1000 : wait_ms;
}

void lt_backoff_reset(struct lt_backoff *backoff, int64_t usual_ms)
{
    int64_t last_ms = usual_ms / 4 < LT_BACKOFF_LONGEST_MS ? usual_ms / 4 : LT_BACKOFF_LONGEST_MS;
    backoff->last_ms = last_ms > LT_BACKOFF_SHORTEST_MS ? last_ms : LT_BACKOFF_SHORTEST_MS;
}

int64_t lt_backoff_draw(struct lt_backoff *backoff, int64_t low, int64_t high)
{
    uint64_t count = (uint64_t)high - (uint64_t)low + 1;
    uint64_t drawn = next_random(backoff);
    /* The bias of the remainder is below 2^-32 for every range of milliseconds that is used. */
    return (int64_t)((uint64_t)low + (count ? drawn % count : drawn));
}
