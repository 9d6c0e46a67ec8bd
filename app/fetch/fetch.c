/*
 * fetch.c: the blocking exchange, for callers who have nothing else to do.
 */
#include "pool.h"

#include <string.h>
#include <time.h>

enum lt_err lt_fetch(struct lt_fetch_pool *pool, const struct lt_fetch_request *request, struct lt_diag *diag,
                     struct lt_fetch_response *ret_response)
{
    struct lt_fetch_pool *own = NULL;
    struct lt_exchange *x = NULL;
    if (pool && !lt_pool_is_idle(pool))
        return lt_fail(diag, LT_ERR_USAGE, request->url, NULL, "the pool has other requests under way");
    enum lt_err err = pool ? LT_OK : lt_fetch_pool_create(NULL, diag, &own);
    if (err == LT_OK)
        err = lt_exchange_create(request, diag, &x);
    if (err != LT_OK)
        goto out;
    lt_pool_run(pool ? pool : own, x, (int64_t)time(NULL));
    *ret_response = *x->response;
    err = x->response->err;
    if (err != LT_OK && x->response->outcome == LT_FETCH_SINK && x->diag.what[0] && diag)
        *diag = x->diag;
    else if (err != LT_OK)
        lt_fail(diag, err, x->response->url, NULL, "%s: %s", lt_fetch_outcome_name(x->response->outcome),
                x->response->detail);
out:
    lt_exchange_destroy(x);
    lt_fetch_pool_destroy(own);
    return err;
}
