/*
 * pool.c: many exchanges, politely: each host has its queue, its delay and its rest, and the queues take turns.
 */
#include "pool.h"

#include "url.h"

#include <lutrin/arena.h>

#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DEFAULT_TOTAL = 8,
    MAX_TOTAL = 64,
    DEFAULT_PER_HOST = 1,
    DEFAULT_DELAY_MS = 1000,
    DEFAULT_MAX_REST_MS = 120000,
    DEFAULT_MAX_WAITING = 100000,
    FIRST_REST_MS = 5000,  /* after a 429 or 5xx of a gateway that does not say how long; each next one in a row is ... */
    NEXT_REST_TIMES = 4,   /* ... so many times as long */
    MAX_NEXT_RESTS = 5,
    MAX_RESTS = 5,         /* a host that has rested for so many times max_rest_ms in all is parked */
    MAX_POLL_MS = 1000,
};

/* Hosts are known by their place in the pool's array and are never forgotten: a site has few. */
struct host {
    char *name;
    uint64_t hash;
    struct lt_exchange *first, *last; /* waiting */
    int running;
    int64_t delay_ms;
    int64_t ready_ms;  /* by the caller's clock: nothing starts before */
    bool asked_to_rest; /* ready_ms comes from the server */
    int wordless;       /* answers in a row that wanted a rest and did not say how long */
    int64_t rested_ms;  /* all that it asked for */
};

struct lt_fetch_pool {
    struct lt_fetch_pool_options options;
    struct lt_links links;
    struct host *hosts;
    size_t host_count, host_capacity, turn;
    struct lt_exchange *running; /* all that are in the multi */
    size_t running_count, waiting_count;
    int64_t now_ms;
    bool cancelling;
};

/* Hosts and their queues */

static size_t host_of(struct lt_fetch_pool *pool, const char *url)
{
    char *name = lt_url_host(url);
    uint64_t hash = lt_hash(lt_bytes_of(name), 0);
    for (size_t i = 0; i < pool->host_count; i++)
        if (pool->hosts[i].hash == hash && strcmp(pool->hosts[i].name, name) == 0) {
            free(name);
            return i;
        }
    pool->hosts = lt_grow(pool->hosts, &pool->host_capacity, pool->host_count + 1, sizeof *pool->hosts);
    pool->hosts[pool->host_count] =
        (struct host){.name = name, .hash = hash, .delay_ms = pool->options.delay_ms};
    return pool->host_count++;
}

static void queue(struct lt_fetch_pool *pool, struct lt_exchange *x)
{
    struct host *host = &pool->hosts[x->host];
    x->next = NULL;
    if (host->last)
        host->last->next = x;
    else
        host->first = x;
    host->last = x;
    pool->waiting_count++;
}

static struct lt_exchange *unqueue(struct lt_fetch_pool *pool, struct host *host)
{
    struct lt_exchange *x = host->first;
    host->first = x->next;
    if (!host->first)
        host->last = NULL;
    x->next = NULL;
    pool->waiting_count--;
    return x;
}

static void forget_running(struct lt_fetch_pool *pool, struct lt_exchange *x)
{
    struct lt_exchange **link = &pool->running;
    while (*link != x)
        link = &(*link)->next;
    *link = x->next;
    x->next = NULL;
    pool->running_count--;
}

/* The host is left alone until a moment; a server's wish is never shortened by our own delay. */
static void rest(struct lt_fetch_pool *pool, struct host *host, int64_t ms, bool asked)
{
    if (pool->now_ms + ms < host->ready_ms)
        return;
    host->ready_ms = pool->now_ms + ms;
    host->asked_to_rest = asked && ms > 0;
}

/* What the answer says of its host's rest. */
static void heed(struct lt_fetch_pool *pool, struct host *host, const struct lt_fetch_response *r)
{
    int64_t ms = FIRST_REST_MS, ready_ms = host->ready_ms > pool->now_ms ? host->ready_ms : pool->now_ms;
    bool asks = r->status == 429 || (r->status >= 502 && r->status <= 504);
    if (!asks && r->status > 0)
        host->wordless = 0;
    if (!asks)
        return;
    for (int i = 0; i < host->wordless; i++)
        ms *= NEXT_REST_TIMES;
    if (r->retry_after_s >= 0)
        ms = r->retry_after_s * 1000;
    else if (host->wordless < MAX_NEXT_RESTS)
        host->wordless++;
    rest(pool, host, ms, true);
    host->rested_ms += host->ready_ms > ready_ms ? host->ready_ms - ready_ms : 0;
}

static bool is_parked(const struct lt_fetch_pool *pool, const struct host *host)
{
    int64_t rest_ms = host->ready_ms - pool->now_ms;
    return (host->asked_to_rest && rest_ms > pool->options.max_rest_ms) ||
           host->rested_ms > MAX_RESTS * pool->options.max_rest_ms;
}

/* Ending and starting */

static void tell(struct lt_exchange *x)
{
    if (x->done)
        x->done(x->user, x->response);
    lt_exchange_destroy(x);
}

/* An exchange that never got to its first hop still has a response. */
static void end_unasked(struct lt_exchange *x, enum lt_fetch_outcome outcome, int64_t retry_after_s, const char *why)
{
    if (!x->response)
        x->response = lt_alloc(1, sizeof *x->response);
    struct lt_fetch_response *r = x->response;
    r->status = 0;
    r->content_length = r->range_start = r->range_end = r->range_total = -1;
    r->retry_after_s = retry_after_s;
    snprintf(r->url, sizeof r->url, "%s", x->url ? x->url : x->request.url);
    lt_exchange_decide(x, outcome, "%s", why);
    tell(x);
}

static bool start(struct lt_fetch_pool *pool, struct lt_exchange *x, int64_t now_s)
{
    if (!lt_exchange_begin(x, &pool->links, now_s))
        return false;
    x->next = pool->running;
    pool->running = x;
    pool->running_count++;
    return true;
}

/* A hop is over: its host rests, and the exchange goes on, waits for another host, or ends. */
static void hop_over(struct lt_fetch_pool *pool, struct lt_exchange *x, CURLcode code)
{
    bool more = lt_exchange_end(x, code);
    struct host *host = &pool->hosts[x->host];
    const struct lt_fetch_response *r = x->response;
    host->running--;
    heed(pool, host, r);
    rest(pool, host, host->delay_ms, false);
    if (!more) {
        tell(x);
        return;
    }
    size_t next = host_of(pool, x->url); /* `host` may have moved */
    if (next != x->host) {
        x->host = next;
        queue(pool, x);
    } else if (start(pool, x, pool->now_ms / 1000)) {
        pool->hosts[next].running++;
    } else {
        tell(x);
    }
}

/* What has ended since the last time. */
static void collect(struct lt_fetch_pool *pool)
{
    CURLMsg *message;
    int left;
    while ((message = curl_multi_info_read(pool->links.multi, &left))) {
        if (message->msg != CURLMSG_DONE)
            continue;
        struct lt_exchange *x = NULL;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, (char **)&x);
        forget_running(pool, x);
        hop_over(pool, x, message->data.result);
    }
}

/* Requests that would have to wait beyond reason for a host that asked for rest are given back. */
static void give_back(struct lt_fetch_pool *pool, size_t at)
{
    struct host *host = &pool->hosts[at];
    int64_t rest_ms = host->ready_ms > pool->now_ms ? host->ready_ms - pool->now_ms : 0;
    if (!host->first || !is_parked(pool, host))
        return;
    struct lt_exchange *x = host->first;
    host->first = host->last = NULL;
    while (x) {
        struct lt_exchange *next = x->next;
        pool->waiting_count--;
        end_unasked(x, LT_FETCH_RATE_LIMITED, (rest_ms + 999) / 1000, "the host asked to be left alone for longer");
        x = next;
    }
}

static bool may_start(const struct lt_fetch_pool *pool, const struct host *host)
{
    return host->first && host->running < pool->options.per_host && host->ready_ms <= pool->now_ms;
}

/* One from each host in turn, until nothing may start. */
static void start_ready(struct lt_fetch_pool *pool)
{
    for (size_t i = 0; i < pool->host_count; i++)
        give_back(pool, i);
    size_t idle = 0;
    while (pool->running_count < (size_t)pool->options.total && idle < pool->host_count) {
        pool->turn = (pool->turn + 1) % pool->host_count;
        struct host *host = &pool->hosts[pool->turn];
        idle++;
        if (!may_start(pool, host))
            continue;
        struct lt_exchange *x = unqueue(pool, host);
        idle = 0;
        rest(pool, host, host->delay_ms, false);
        if (start(pool, x, pool->now_ms / 1000))
            host->running++;
        else
            tell(x);
    }
}

/* Delays are lengths of time: when the clock jumps back they come along. */
static void set_clock(struct lt_fetch_pool *pool, int64_t now_ms)
{
    int64_t back = pool->now_ms - now_ms;
    for (size_t i = 0; back > 0 && i < pool->host_count; i++)
        pool->hosts[i].ready_ms -= back;
    pool->now_ms = now_ms;
}

bool lt_pool_is_idle(const struct lt_fetch_pool *pool)
{
    return pool->running_count == 0 && pool->waiting_count == 0;
}

void lt_pool_run(struct lt_fetch_pool *pool, struct lt_exchange *x, int64_t now_s)
{
    bool more = true;
    while (more && lt_exchange_begin(x, &pool->links, now_s)) {
        CURLMsg *message = NULL;
        int running = 0, left;
        CURLMcode code = CURLM_OK;
        while (code == CURLM_OK && !message) {
            code = curl_multi_perform(pool->links.multi, &running);
            message = curl_multi_info_read(pool->links.multi, &left);
            if (code == CURLM_OK && !message)
                code = curl_multi_poll(pool->links.multi, NULL, 0, MAX_POLL_MS, NULL);
        }
        more = lt_exchange_end(x, message ? message->data.result : CURLE_FAILED_INIT);
    }
}

/* The door */

static int64_t or_default(int64_t value, int64_t if_zero)
{
    return value == 0 ? if_zero : value < 0 ? 0 : value;
}

enum lt_err lt_fetch_pool_create(const struct lt_fetch_pool_options *options, struct lt_diag *diag,
                                 struct lt_fetch_pool **ret_pool)
{
    static const struct lt_fetch_pool_options none;
    const struct lt_fetch_pool_options *o = options ? options : &none;
    if (OPENSSL_init_ssl(0, NULL) != 1 || !OSSL_LIB_CTX_get0_global_default()) /* libcurl does not look, and goes on into the void */
        return lt_fail(diag, LT_ERR_OS, "OpenSSL", NULL, "cannot be started: out of memory?");
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, "libcurl", NULL, "cannot be started");
    struct lt_fetch_pool *pool = lt_alloc(1, sizeof *pool);
    pool->links.multi = curl_multi_init();
    pool->options.total = (int)or_default(o->total, DEFAULT_TOTAL);
    if (pool->options.total < 1 || pool->options.total > MAX_TOTAL)
        pool->options.total = pool->options.total < 1 ? 1 : MAX_TOTAL;
    pool->options.per_host = (int)or_default(o->per_host, DEFAULT_PER_HOST);
    if (pool->options.per_host < 1)
        pool->options.per_host = 1;
    pool->options.delay_ms = or_default(o->delay_ms, DEFAULT_DELAY_MS);
    pool->options.max_rest_ms = or_default(o->max_rest_ms, DEFAULT_MAX_REST_MS);
    pool->options.max_waiting = o->max_waiting ? o->max_waiting : DEFAULT_MAX_WAITING;
    if (!pool->links.multi || curl_multi_setopt(pool->links.multi, CURLMOPT_MAXCONNECTS, (long)MAX_TOTAL) != CURLM_OK) {
        lt_fetch_pool_destroy(pool);
        return lt_fail(diag, LT_ERR_UNAVAILABLE, "libcurl", NULL, "cannot be started");
    }
    *ret_pool = pool;
    return LT_OK;
}

void lt_fetch_pool_destroy(struct lt_fetch_pool *pool)
{
    if (!pool)
        return;
    while (pool->running) {
        struct lt_exchange *x = pool->running;
        pool->running = x->next;
        lt_exchange_destroy(x);
    }
    for (size_t i = 0; i < pool->host_count; i++) {
        while (pool->hosts[i].first)
            lt_exchange_destroy(unqueue(pool, &pool->hosts[i]));
        free(pool->hosts[i].name);
    }
    free(pool->hosts);
    curl_multi_cleanup(pool->links.multi);
    free(pool);
    curl_global_cleanup();
}

enum lt_err lt_fetch_pool_add(struct lt_fetch_pool *pool, const struct lt_fetch_request *request, lt_fetch_done *done,
                              void *user, struct lt_diag *diag)
{
    struct lt_exchange *x = NULL;
    if (pool->cancelling)
        return lt_fail(diag, LT_ERR_UNAVAILABLE, request->url, NULL, "the pool is being cancelled");
    if (pool->waiting_count >= pool->options.max_waiting)
        return lt_fail(diag, LT_ERR_LIMIT, request->url, NULL, "more than %zu requests wait", pool->options.max_waiting);
    enum lt_err err = lt_exchange_create(request, diag, &x);
    if (err != LT_OK)
        return err;
    x->done = done;
    x->user = user;
    x->host = host_of(pool, x->url ? x->url : "");
    queue(pool, x);
    return LT_OK;
}

enum lt_err lt_fetch_pool_set_delay(struct lt_fetch_pool *pool, const char *url, int64_t delay_ms,
                                    struct lt_diag *diag)
{
    char *whole = NULL;
    if (delay_ms < 0 || lt_url_absolute(NULL, url, &whole) > LT_URL_HTTPS)
        return lt_fail(diag, LT_ERR_USAGE, url, NULL, "a delay needs an http or https address and no negative time");
    pool->hosts[host_of(pool, whole)].delay_ms = delay_ms;
    free(whole);
    return LT_OK;
}

size_t lt_fetch_pool_step(struct lt_fetch_pool *pool, int64_t now_ms, int wait_ms)
{
    int alive = 0;
    now_ms = now_ms > 0 ? now_ms : 0;
    set_clock(pool, now_ms);
    curl_multi_perform(pool->links.multi, &alive);
    collect(pool);
    start_ready(pool);
    curl_multi_perform(pool->links.multi, &alive);
    int64_t next_ms = lt_fetch_pool_next_ms(pool);
    if (next_ms < INT64_MAX && next_ms - now_ms < wait_ms)
        wait_ms = (int)(next_ms > now_ms ? next_ms - now_ms : 0);
    /* When something has ended just now it is the next step's, without waiting. */
    if (wait_ms > 0 && (size_t)alive == pool->running_count && !lt_pool_is_idle(pool))
        curl_multi_poll(pool->links.multi, NULL, 0, wait_ms, NULL);
    return pool->running_count + pool->waiting_count;
}

int64_t lt_fetch_pool_next_ms(const struct lt_fetch_pool *pool)
{
    int64_t next_ms = INT64_MAX;
    for (size_t i = 0; i < pool->host_count; i++) {
        const struct host *host = &pool->hosts[i];
        if (host->first && host->running < pool->options.per_host && host->ready_ms < next_ms)
            next_ms = host->ready_ms;
    }
    return pool->running_count >= (size_t)pool->options.total ? INT64_MAX : next_ms;
}

void lt_fetch_pool_cancel(struct lt_fetch_pool *pool)
{
    pool->cancelling = true;
    while (pool->running) {
        struct lt_exchange *x = pool->running;
        forget_running(pool, x);
        pool->hosts[x->host].running--;
        end_unasked(x, LT_FETCH_CANCELLED, -1, "cancelled");
    }
    for (size_t i = 0; i < pool->host_count; i++)
        for (struct lt_exchange *x = pool->hosts[i].first; x; x = pool->hosts[i].first) {
            unqueue(pool, &pool->hosts[i]);
            end_unasked(x, LT_FETCH_CANCELLED, -1, "cancelled");
        }
    pool->cancelling = false;
}
