/*
 * backoff.h: how long to wait before trying again, so that a hundred thousand kiosks do not return at once.
 *
 * Decorrelated jitter: each wait is drawn evenly from the shortest wait to three times the last one, and never exceeds
 * the longest. The draw is a function of the seed alone.
 */
#ifndef LUTRIN_BACKOFF_H
#define LUTRIN_BACKOFF_H

#include <stdint.h>

enum {
    LT_BACKOFF_SHORTEST_MS = 30 * 1000,
    LT_BACKOFF_LONGEST_MS = 6 * 3600 * 1000,
};

struct lt_backoff {
    uint64_t random; /* the generator's state */
    int64_t last_ms; /* the first of a row grows from what lt_backoff_reset() set */
};

/* Begins as after a success. `seed` should differ from kiosk to kiosk. */
void lt_backoff_init(struct lt_backoff *backoff, uint64_t seed);

/* After a failure: how long to wait. A server's Retry-After (retry_after_s >= 0, already capped) is never undercut. */
int64_t lt_backoff_next_ms(struct lt_backoff *backoff, int64_t retry_after_s);

/* After a success of one who asks every `usual_ms` and has something until then: the first wait after a failure is drawn from the
 * shortest to three quarters of that, so that a server that fails is not asked many times as often as one that is well
 * (tests/faults/fleet measures it). 0: the first wait is at most three times the shortest. */
void lt_backoff_reset(struct lt_backoff *backoff, int64_t usual_ms);

/* An even draw from low..high (low <= high) with the same generator: for spreads, phases and jitter. */
int64_t lt_backoff_draw(struct lt_backoff *backoff, int64_t low, int64_t high);

#endif
