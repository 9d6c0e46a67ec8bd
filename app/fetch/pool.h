/*
 * pool.h: what the blocking call borrows from a pool.
 */
#ifndef LUTRIN_FETCH_POOL_H
#define LUTRIN_FETCH_POOL_H

#include "exchange.h"

/* Is nothing waiting or running? */
bool lt_pool_is_idle(const struct lt_fetch_pool *pool);

/* Runs one exchange to its end over the pool's connections, at once and alone. `now_s` is seconds since 1970. */
void lt_pool_run(struct lt_fetch_pool *pool, struct lt_exchange *x, int64_t now_s);

#endif
