/*
 * fetch_faults.c: every way a server can lie, against the outcome it must have; and for each exchange, whatever the
 * server did: bytes below the ceiling, an end before the deadline, no byte that is not the truth.
 *
 * fetch_faults [--long] [--nginx DIR PORT TLS_PORT]: the liar is ours; nginx serves DIR on the two loopback ports
 * with the certificates that run.sh made. One line a class.
 */
#include <lutrin/fetch.h>
#include <lutrin/file.h>

#include "liar.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
    QUICK_SEEDS = 2,
    LONG_SEEDS = 25,
    CEILING = 100000,
    RANGE_START = 1000,
    SHORT_DEADLINE_MS = 600,
    DEADLINE_MS = 8000,
    GRACE_MS = 400, /* of a busy machine, beyond the deadline */
};

struct world {
    int liar_port;
    const char *dir; /* of nginx; NULL: not there */
    int port, tls_port;
    bool all;
    int failures, exchanges;
};

/* How a class differs from the plain request. */
enum { RANGE = 1, VALIDATE = 2, GZIP = 4, SHORT = 8, SMALL = 16, MARKUP_REFUSED = 32, BEGIN_YES = 64, BEGIN_NO = 128,
       SINK_FULL = 256, NO_REDIRECT = 512, CRAWL = 1024, ONCE = 2048, NO_LOCAL = 4096, UNTRUE = 8192 };

struct fault {
    const char *name; /* of the lie, or a path of nginx */
    enum lt_fetch_outcome outcome;
    int status;
    unsigned how; /* UNTRUE: the body is not liar_byte()'s */
};

/* nginx over TLS: the name asked for and what is trusted. */
struct trust {
    const char *host;
    int64_t tls_time_s;
    bool any_date;
};

/* The truth is checked as it comes. */
struct checked {
    unsigned seed;
    int64_t at;
    bool wrong, full, begun;
    bool follow, accept;
    enum lt_fetch_outcome head_outcome;
};

static enum lt_err begin(void *self, const struct lt_fetch_response *head, struct lt_diag *diag)
{
    struct checked *c = self;
    c->begun = true;
    c->head_outcome = head->outcome;
    if (!c->accept)
        return lt_fail(diag, LT_ERR_CANT_CREATE, NULL, NULL, "not wanted");
    if (head->outcome == LT_FETCH_RANGE_IGNORED)
        c->at = 0;
    return LT_OK;
}

static enum lt_err take(void *self, struct lt_bytes bytes, struct lt_diag *diag)
{
    struct checked *c = self;
    if (c->full)
        return lt_fail(diag, LT_ERR_IO, "disk", NULL, "no space left");
    for (size_t i = 0; i < bytes.size; i++)
        c->wrong = c->wrong || bytes.data[i] != liar_byte(c->at + (int64_t)i, c->seed);
    c->at += (int64_t)bytes.size;
    return LT_OK;
}

static bool redirect(void *self, const char *url)
{
    (void)url;
    return ((struct checked *)self)->follow;
}

static int64_t clock_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void prepare(struct lt_fetch_request *q, unsigned how)
{
    q->ceiling_bytes = how & SMALL ? 2000 : CEILING;
    q->deadline_ms = how & SHORT ? SHORT_DEADLINE_MS : DEADLINE_MS;
    q->allow_local = !(how & NO_LOCAL);
    q->compressed = (how & GZIP) != 0;
    q->no_markup = (how & MARKUP_REFUSED) != 0;
    q->low_speed_s = how & CRAWL ? 1 : 0;
    if (how & RANGE) {
        q->range_start = RANGE_START;
        q->if_range = "\"one\"";
    }
    if (how & VALIDATE)
        q->etag = "\"one\"";
}

/* What must hold whatever the server did. */
static const char *broken_bound(const struct lt_fetch_request *q, const struct lt_fetch_response *r,
                                const struct checked *c, int64_t took_ms, bool truth)
{
    int64_t start = r->outcome == LT_FETCH_RANGE_IGNORED && c->begun ? 0 : q->range_start;
    if (r->body_bytes > q->ceiling_bytes - start)
        return "more bytes than the ceiling";
    int64_t surplus = 2 * LT_FETCH_MAX_DISCARD_BYTES + (q->compressed ? LT_FETCH_MAX_SURPLUS_BYTES : 0);
    if (r->wire_bytes > (q->ceiling_bytes + (int64_t)LT_FETCH_MAX_HEADER_BYTES + surplus) * (r->redirects + 1))
        return "more bytes on the wire than the bounds";
    if (took_ms > q->deadline_ms + GRACE_MS)
        return "later than the deadline";
    if (truth && c->wrong)
        return "bytes that are not the truth";
    if (r->body_bytes != c->at - start && r->outcome != LT_FETCH_SINK && truth)
        return "bytes that are not counted";
    bool good = r->outcome == LT_FETCH_OK || r->outcome == LT_FETCH_NOT_MODIFIED || r->outcome == LT_FETCH_PARTIAL;
    if (good && r->err != LT_OK)
        return "good, and yet an error";
    if (!good && r->err == LT_OK && !(r->outcome == LT_FETCH_RANGE_IGNORED && c->begun))
        return "bad, and yet no error";
    return NULL;
}

struct result {
    int64_t bytes, wire_bytes, ms;
    char detail[LT_FETCH_MAX_TOKEN_BYTES];
};

/* Where the request goes; the strings live in *address. */
struct address {
    char url[256], resolve[256], ca[512];
};

static void aim(const struct world *w, const struct fault *f, const struct trust *trust, unsigned seed,
                struct address *address, struct lt_fetch_request *q)
{
    q->url = address->url;
    if (!trust) {
        snprintf(address->url, sizeof address->url, "http://127.0.0.1:%d/%s?%u", w->liar_port, f->name, seed);
        return;
    }
    snprintf(address->url, sizeof address->url, "https://%s:%d/%s", trust->host, w->tls_port, f->name);
    snprintf(address->resolve, sizeof address->resolve, "%s:%d:127.0.0.1", trust->host, w->tls_port);
    snprintf(address->ca, sizeof address->ca, "%s/ca.pem", w->dir);
    q->resolve = address->resolve;
    q->ca_file = address->ca;
    q->tls_time_s = trust->tls_time_s;
    q->tls_any_date = trust->any_date;
}

/* Is what the sink got the beginning of the truth, when it ended so? */
static bool tells_the_truth(const struct fault *f, const struct lt_fetch_response *r)
{
    return !(f->how & UNTRUE) && (r->outcome == LT_FETCH_OK || r->outcome == LT_FETCH_PARTIAL ||
                                  r->outcome == LT_FETCH_TRUNCATED || r->outcome == LT_FETCH_BROKEN ||
                                  r->outcome == LT_FETCH_TIMEOUT || r->outcome == LT_FETCH_RANGE_IGNORED);
}

static bool run_once(struct world *w, struct lt_fetch_pool *pool, const struct fault *f, const struct trust *trust,
                     unsigned seed, struct result *most)
{
    struct address address;
    struct checked c = {.seed = seed, .accept = !(f->how & BEGIN_NO), .follow = !(f->how & NO_REDIRECT),
                        .full = (f->how & SINK_FULL) != 0};
    struct lt_fetch_sink sink = {.self = &c, .take = take, .redirect = redirect};
    struct lt_fetch_request q = {.sink = &sink};
    struct lt_fetch_response r = {0};
    struct lt_diag diag = {0};
    prepare(&q, f->how);
    aim(w, f, trust, seed, &address, &q);
    if (f->how & (BEGIN_YES | BEGIN_NO))
        sink.begin = begin;
    c.at = q.range_start;
    int64_t began = clock_ms();
    enum lt_err err = lt_fetch(pool, &q, &diag, &r);
    int64_t took = clock_ms() - began;
    const char *bad = broken_bound(&q, &r, &c, took, tells_the_truth(f, &r));
    w->exchanges++;
    most->bytes = r.body_bytes > most->bytes ? r.body_bytes : most->bytes;
    most->wire_bytes = r.wire_bytes > most->wire_bytes ? r.wire_bytes : most->wire_bytes;
    most->ms = took > most->ms ? took : most->ms;
    snprintf(most->detail, sizeof most->detail, "%s", r.detail);
    if (!bad && (r.outcome != f->outcome || r.status != f->status || err != r.err))
        bad = "another outcome";
    if (bad)
        printf("FAIL %s seed %u: %s: %s, status %d (expected %s, %d): %s\n", f->name, seed, bad,
               lt_fetch_outcome_name(r.outcome), r.status, lt_fetch_outcome_name(f->outcome), f->status, r.detail);
    return !bad;
}

static void run_fault(struct world *w, struct lt_fetch_pool *pool, const struct fault *f, const struct trust *trust)
{
    struct result most = {0};
    char name[64];
    unsigned seeds = w->all ? LONG_SEEDS : f->how & ONCE ? 1 : QUICK_SEEDS, failed = 0;
    for (unsigned seed = 1; seed <= seeds; seed++)
        failed += !run_once(w, pool, f, trust, seed, &most);
    w->failures += failed != 0;
    snprintf(name, sizeof name, "%s%s%s", trust ? trust->host : f->name, trust ? "/" : "", trust ? f->name : "");
    printf("%-24s %3u/%-3u %-20s %3d %8" PRId64 " %8" PRId64 " %6" PRId64 "  %s\n", name, seeds - failed, seeds,
           lt_fetch_outcome_name(f->outcome), f->status, most.bytes, most.wire_bytes, most.ms, most.detail);
}

static const struct fault faults[] = {
    {"whole", LT_FETCH_OK, 200, 0},
    {"kept", LT_FETCH_OK, 200, 0},
    {"redirect-once", LT_FETCH_OK, 200, 0},
    {"partial", LT_FETCH_PARTIAL, 206, RANGE},
    {"whole", LT_FETCH_RANGE_IGNORED, 200, RANGE},
    {"whole", LT_FETCH_RANGE_IGNORED, 200, RANGE | BEGIN_YES},
    {"whole", LT_FETCH_SINK, 200, BEGIN_NO},
    {"whole", LT_FETCH_SINK, 200, SINK_FULL},
    {"whole", LT_FETCH_TOO_LARGE, 200, SMALL},
    {"whole", LT_FETCH_LOCAL_REFUSED, 0, NO_LOCAL},
    {"range-shifted", LT_FETCH_RANGE_WRONG, 206, RANGE},
    {"range-garbled", LT_FETCH_RANGE_WRONG, 206, RANGE},
    {"range-not-to-the-end", LT_FETCH_RANGE_WRONG, 206, RANGE},
    {"range-too-large", LT_FETCH_TOO_LARGE, 206, RANGE},
    {"range-missing", LT_FETCH_RANGE_WRONG, 206, RANGE},
    {"range-multipart", LT_FETCH_RANGE_WRONG, 206, RANGE},
    {"range-short", LT_FETCH_TRUNCATED, 206, RANGE},
    {"range-long", LT_FETCH_RANGE_WRONG, 206, RANGE},
    {"range-at-odds", LT_FETCH_RANGE_WRONG, 206, RANGE},
    {"range-refused", LT_FETCH_RANGE_UNSATISFIABLE, 416, RANGE},
    {"changed-partial", LT_FETCH_CHANGED, 206, RANGE},
    {"partial-unasked", LT_FETCH_PROTOCOL, 206, 0},
    {"short", LT_FETCH_TRUNCATED, 200, 0},
    {"long", LT_FETCH_OK, 200, 0},
    {"kept", LT_FETCH_OK, 200, 0}, /* after `long`: its surplus is nobody's answer */
    {"announced-too-large", LT_FETCH_TOO_LARGE, 200, 0},
    {"endless", LT_FETCH_TOO_LARGE, 200, 0},
    {"endless-chunks", LT_FETCH_TOO_LARGE, 200, 0},
    {"chunk-cut", LT_FETCH_TRUNCATED, 200, 0},
    {"chunk-damaged", LT_FETCH_BROKEN, 200, UNTRUE},
    {"trailer-lies", LT_FETCH_OK, 200, UNTRUE},
    {"gzip-anyway", LT_FETCH_ENCODING, 200, 0},
    {"gzip-damaged", LT_FETCH_ENCODING, 200, GZIP},
    {"gzip-of-nothing", LT_FETCH_TOO_LARGE, 200, GZIP},
    {"gzip-bomb", LT_FETCH_TOO_LARGE, 200, GZIP},
    {"redirect-loop", LT_FETCH_REDIRECT_LOOP, 302, 0},
    {"redirect-once", LT_FETCH_REDIRECT_REFUSED, 301, NO_REDIRECT},
    {"redirect-to-file", LT_FETCH_SCHEME, 302, 0},
    {"redirect-to-user", LT_FETCH_SCHEME, 302, 0},
    {"redirect-to-nowhere", LT_FETCH_HTTP_ERROR, 302, 0},
    {"redirect-to-nonsense", LT_FETCH_PROTOCOL, 302, 0},
    {"redirect-flood", LT_FETCH_OK, 200, 0},
    {"header-huge", LT_FETCH_HEADER_TOO_LARGE, 200, 0},
    {"header-many", LT_FETCH_HEADER_TOO_LARGE, 200, 0},
    {"header-interim", LT_FETCH_HEADER_TOO_LARGE, 0, 0},
    {"slow-body", LT_FETCH_TIMEOUT, 200, SHORT | ONCE | UNTRUE},
    {"slow-body", LT_FETCH_SLOW, 200, CRAWL | ONCE},
    {"slow-head", LT_FETCH_TIMEOUT, 0, SHORT | ONCE},
    {"silent", LT_FETCH_TIMEOUT, 0, SHORT | ONCE},
    {"stall", LT_FETCH_TIMEOUT, 200, SHORT | ONCE},
    {"reset-body", LT_FETCH_BROKEN, 200, 0},
    {"reset-at-once", LT_FETCH_BROKEN, 0, 0},
    {"closed-at-once", LT_FETCH_BROKEN, 0, 0},
    {"busy-forever", LT_FETCH_RATE_LIMITED, 503, 0},
    {"busy-dated", LT_FETCH_RATE_LIMITED, 429, 0},
    {"busy-garbled", LT_FETCH_HTTP_ERROR, 503, 0},
    {"missing", LT_FETCH_HTTP_ERROR, 404, 0},
    {"failing", LT_FETCH_HTTP_ERROR, 500, 0},
    {"error-flood", LT_FETCH_HTTP_ERROR, 500, 0},
    {"not-modified", LT_FETCH_NOT_MODIFIED, 304, VALIDATE},
    {"not-modified", LT_FETCH_PROTOCOL, 304, 0},
    {"portal", LT_FETCH_PORTAL, 200, MARKUP_REFUSED},
    {"portal-redirect", LT_FETCH_PORTAL, 200, MARKUP_REFUSED},
    {"portal-status", LT_FETCH_PORTAL, 511, 0},
    {"no-http", LT_FETCH_PROTOCOL, 0, 0},
    {"no-status", LT_FETCH_PROTOCOL, 0, 0},
    {"two-lengths", LT_FETCH_PROTOCOL, 200, 0},
    {"negative-length", LT_FETCH_PROTOCOL, 200, 0},
    {"overflowing-length", LT_FETCH_PROTOCOL, 200, 0},
};

/* 2020-07-01, 2091-07-01 and 1970-01-02: within the expired certificate's time, the early one's, nobody's. */
enum { IN_2020 = 1593561600, IN_1970 = 86400 };
#define IN_2091 INT64_C(3834172800)

static const struct {
    struct fault fault;
    struct trust trust;
} tls_faults[] = {
    {{"file", LT_FETCH_OK, 200, UNTRUE}, {"good.test", 0, false}},
    {{"file", LT_FETCH_TLS_DATE, 0, UNTRUE}, {"expired.test", 0, false}},
    {{"file", LT_FETCH_OK, 200, UNTRUE}, {"expired.test", IN_2020, false}},
    {{"file", LT_FETCH_OK, 200, UNTRUE}, {"expired.test", 0, true}},
    {{"file", LT_FETCH_TLS_DATE, 0, UNTRUE}, {"expired.test", 0, false}}, /* what was trusted once is not remembered */
    {{"file", LT_FETCH_TLS_DATE, 0, UNTRUE}, {"early.test", 0, false}},
    {{"file", LT_FETCH_OK, 200, UNTRUE}, {"early.test", IN_2091, false}},
    {{"file", LT_FETCH_TLS_DATE, 0, UNTRUE}, {"good.test", IN_1970, false}},
    {{"file", LT_FETCH_OK, 200, UNTRUE}, {"good.test", IN_1970, true}},
    {{"file", LT_FETCH_TLS_NAME, 0, UNTRUE}, {"wrong.test", 0, false}},
    {{"file", LT_FETCH_TLS_NAME, 0, UNTRUE}, {"wrong.test", 0, true}},
    {{"file", LT_FETCH_TLS_CHAIN, 0, UNTRUE}, {"self.test", 0, false}},
    {{"file", LT_FETCH_TLS_CHAIN, 0, UNTRUE}, {"self.test", 0, true}},
    {{"file", LT_FETCH_TLS_CHAIN, 0, UNTRUE}, {"stranger.test", 0, false}},
    {{"file", LT_FETCH_TLS_CHAIN, 0, UNTRUE}, {"stranger.test", IN_2020, true}},
    {{"down", LT_FETCH_DOWNGRADE, 302, UNTRUE}, {"good.test", 0, false}},
    {{"file", LT_FETCH_LOCAL_REFUSED, 0, NO_LOCAL | UNTRUE}, {"good.test", 0, false}},
    {{"nothing", LT_FETCH_HTTP_ERROR, 404, UNTRUE}, {"good.test", 0, false}},
};

static void expect(struct world *w, bool ok, const char *what)
{
    printf("%-72s %s\n", what, ok ? "ok" : "FAIL");
    w->failures += !ok;
}

/* A connection that one request was allowed to open to the local network serves no other. */
static void check_reuse(struct world *w, struct lt_fetch_pool *pool)
{
    char url[128];
    struct lt_fetch_response r;
    snprintf(url, sizeof url, "http://127.0.0.1:%d/kept?1", w->liar_port);
    struct lt_fetch_request q = {.url = url, .ceiling_bytes = CEILING, .deadline_ms = DEADLINE_MS, .allow_local = true};
    bool ok = lt_fetch(pool, &q, NULL, &r) == LT_OK;
    q.allow_local = false;
    lt_fetch(pool, &q, NULL, &r);
    expect(w, ok && r.outcome == LT_FETCH_LOCAL_REFUSED, "an open local connection serves no request that may not be local");
}

static void check_words(struct world *w, struct lt_fetch_pool *pool)
{
    char url[256];
    struct lt_fetch_response r;
    struct lt_buf body = {0};
    struct lt_fetch_request q = {.url = url, .ceiling_bytes = CEILING, .deadline_ms = DEADLINE_MS, .allow_local = true};
    snprintf(url, sizeof url, "http://127.0.0.1:%d/busy-forever", w->liar_port);
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.retry_after_s == LT_FETCH_MAX_RETRY_AFTER_S, "Retry-After: 1000000000 is cut to a day");
    snprintf(url, sizeof url, "http://127.0.0.1:%d/busy-dated", w->liar_port);
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.retry_after_s == 60, "a dated Retry-After counts from the server's own Date");
    snprintf(url, sizeof url, "http://127.0.0.1:%d/redirect-once?3", w->liar_port);
    q.body = &body;
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.redirects == 1 && strstr(r.url, "/whole?3") && strcmp(r.etag, "\"one\"") == 0 &&
              (int64_t)body.size == liar_size(3) && r.body_bytes == r.content_length,
           "the response tells the last address, tag and length; the buffer has the body");
    q.body = NULL;
    snprintf(url, sizeof url, "http://127.0.0.1:%d/trailer-lies", w->liar_port);
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.outcome == LT_FETCH_OK && r.etag[0] == '\0', "what comes after the body is not of the head");
    snprintf(url, sizeof url, "http://%.64s.test:%d/", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
             w->liar_port); /* a label of 64 letters: no name service is ever asked for it */
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.outcome == LT_FETCH_DNS, "a name that cannot be is dns");
    snprintf(url, sizeof url, "http://127.0.0.1:1/");
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.outcome == LT_FETCH_CONNECT, "a port where nobody listens is connect");
    snprintf(url, sizeof url, "https://127.0.0.1:%d/whole", w->liar_port);
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.outcome == LT_FETCH_TLS, "a server that speaks no TLS is tls");
    lt_buf_finish(&body);
}

/* What the pool's requests came to, by the clock they are told. */
struct log {
    int64_t now_ms, at_ms[32];
    enum lt_fetch_outcome outcome[32];
    int64_t retry_after_s;
    size_t count;
};

static void record(void *user, const struct lt_fetch_response *response)
{
    struct log *log = user;
    log->at_ms[log->count] = log->now_ms;
    log->retry_after_s = response->retry_after_s;
    log->outcome[log->count++] = response->outcome;
}

/* Steps the pool with a clock of its own until nothing is left; between steps the clock jumps by step_ms. */
static bool drain(struct lt_fetch_pool *pool, struct log *log, int64_t step_ms)
{
    int64_t give_up = clock_ms() + 20000;
    size_t left;
    while ((left = lt_fetch_pool_step(pool, log->now_ms, 5)) && clock_ms() < give_up) {
        int64_t next = lt_fetch_pool_next_ms(pool);
        if (next != INT64_MAX && next > log->now_ms)
            log->now_ms = log->now_ms + step_ms < next ? log->now_ms + step_ms : next;
    }
    return left == 0;
}

static bool add(struct lt_fetch_pool *pool, struct world *w, struct log *log, const char *host, const char *lie)
{
    char url[256], resolve[128];
    snprintf(url, sizeof url, "http://%s:%d/%s", host, w->liar_port, lie);
    snprintf(resolve, sizeof resolve, "%s:%d:127.0.0.1", host, w->liar_port);
    struct lt_fetch_request q = {.url = url, .resolve = resolve, .ceiling_bytes = CEILING, .deadline_ms = DEADLINE_MS,
                                 .allow_local = true};
    return lt_fetch_pool_add(pool, &q, record, log, NULL) == LT_OK;
}

static void check_delays(struct world *w)
{
    struct lt_fetch_pool *pool = NULL;
    struct log one = {.now_ms = 1000000}, two = one;
    lt_fetch_pool_create(&(struct lt_fetch_pool_options){.delay_ms = 2000}, NULL, &pool);
    for (int i = 0; i < 4; i++)
        add(pool, w, &one, "one.test", "whole?1");
    bool over = drain(pool, &one, 500);
    bool spaced = over && one.count == 4;
    for (size_t i = 1; spaced && i < 4; i++)
        spaced = one.at_ms[i] - one.at_ms[i - 1] >= 2000;
    expect(w, spaced, "one host is asked every two seconds, by the caller's clock");
    two.now_ms = one.now_ms + 10000;
    for (int i = 0; i < 6; i++) {
        char host[32];
        snprintf(host, sizeof host, "h%d.test", i);
        add(pool, w, &two, host, "whole?1");
    }
    int64_t began = two.now_ms;
    expect(w, drain(pool, &two, 1) && two.count == 6 && two.now_ms - began < 2000, "six hosts do not wait for each other");
    lt_fetch_pool_destroy(pool);
}

/* The clock runs on while an exchange is under way: the delay counts from its end. */
static void check_delay_after_the_end(struct world *w)
{
    struct lt_fetch_pool *pool = NULL;
    struct log log = {.now_ms = 1000000};
    lt_fetch_pool_create(&(struct lt_fetch_pool_options){.delay_ms = 2000}, NULL, &pool);
    add(pool, w, &log, "slow.test", "reset-at-once"); /* takes 30 ms */
    add(pool, w, &log, "slow.test", "whole?1");
    int64_t next = 0;
    for (int i = 0; i < 1000 && log.count == 0; i++, log.now_ms += 1000)
        if (lt_fetch_pool_step(pool, log.now_ms, 5) && log.count)
            next = lt_fetch_pool_next_ms(pool);
    expect(w, log.count == 1 && log.at_ms[0] >= 1002000 && next == log.at_ms[0] + 2000, "a delay counts from the end");
    expect(w, drain(pool, &log, 500) && log.count == 2, "and then the next request goes");
    lt_fetch_pool_destroy(pool);
}

/* Busy hosts that do not say how long are left alone for longer each time, and for ten minutes in all. */
static void check_wordless(struct world *w, struct lt_fetch_pool *pool, struct log *log)
{
    static const int64_t waits_ms[] = {5000, 20000, 80000};
    log->count = 0;
    for (int i = 0; i < 6; i++)
        add(pool, w, log, "wordless.test", "busy-garbled");
    bool over = drain(pool, log, 1000), longer = log->count == 6;
    for (size_t i = 0; longer && i < 3; i++)
        longer = log->at_ms[i + 1] - log->at_ms[i] >= waits_ms[i] && log->at_ms[i + 1] - log->at_ms[i] < waits_ms[i] + 3000;
    expect(w, over && longer && log->outcome[3] == LT_FETCH_HTTP_ERROR && log->outcome[4] == LT_FETCH_RATE_LIMITED &&
              log->at_ms[5] - log->at_ms[3] < 3000, "503 without a time: 5, 20, 80 seconds, and then the rest is given back");
    log->count = 0;
    for (int i = 0; i < 30; i++)
        add(pool, w, log, "again.test", "busy-soon");
    int64_t began = log->now_ms;
    over = drain(pool, log, 1000);
    expect(w, over && log->count == 30 && log->now_ms - began >= 600000 && log->now_ms - began < 700000,
           "a host that asks for 50 seconds each time is left alone after ten minutes");
}

static void check_rests(struct world *w)
{
    struct lt_fetch_pool *pool = NULL;
    struct log log = {.now_ms = 5000000};
    lt_fetch_pool_create(&(struct lt_fetch_pool_options){.delay_ms = -1}, NULL, &pool);
    add(pool, w, &log, "busy.test", "busy-soon");
    add(pool, w, &log, "busy.test", "whole?1");
    bool over = drain(pool, &log, 1000);
    expect(w, over && log.count == 2 && log.outcome[0] == LT_FETCH_RATE_LIMITED && log.outcome[1] == LT_FETCH_OK &&
              log.at_ms[1] - log.at_ms[0] >= 50000, "Retry-After: 50 keeps the host's next request for 50 s");
    log.count = 0;
    add(pool, w, &log, "busy.test", "busy-forever");
    add(pool, w, &log, "busy.test", "whole?1");
    add(pool, w, &log, "idle.test", "whole?1");
    int64_t began = log.now_ms;
    over = drain(pool, &log, 1000);
    int given_back = 0;
    for (size_t i = 0; i < log.count; i++)
        given_back += log.outcome[i] == LT_FETCH_RATE_LIMITED;
    expect(w, over && log.count == 3 && given_back == 2 && log.now_ms - began < 2000,
           "a host that rests for a day gives its requests back at once");
    check_wordless(w, pool, &log);
    log.count = 0;
    log.now_ms -= 4000000; /* the clock falls back by more than an hour */
    add(pool, w, &log, "idle.test", "whole?1");
    expect(w, drain(pool, &log, 1000) && log.count == 1 && log.outcome[0] == LT_FETCH_OK,
           "a clock that falls back holds nobody up");
    log.count = 0;
    add(pool, w, &log, "here.test", "redirect-once?1");
    expect(w, drain(pool, &log, 1000) && log.count == 1 && log.outcome[0] == LT_FETCH_OK, "a pool follows redirects");
    add(pool, w, &log, "here.test", "silent");
    lt_fetch_pool_step(pool, log.now_ms, 50);
    lt_fetch_pool_cancel(pool);
    expect(w, log.count == 2 && log.outcome[1] == LT_FETCH_CANCELLED, "what is under way can be cancelled");
    lt_fetch_pool_destroy(pool);
}

/* nginx tells the truth: resume, validators, compression. */
static void check_nginx(struct world *w, struct lt_fetch_pool *pool)
{
    char url[256], path[512], resolve[128], ca[512], etag[LT_FETCH_MAX_TOKEN_BYTES], modified[LT_FETCH_MAX_TOKEN_BYTES];
    struct lt_fetch_response r;
    struct lt_buf file = {0}, body = {0};
    snprintf(path, sizeof path, "%s/www/file", w->dir);
    snprintf(ca, sizeof ca, "%s/ca.pem", w->dir);
    snprintf(url, sizeof url, "https://good.test:%d/file", w->tls_port);
    snprintf(resolve, sizeof resolve, "good.test:%d:127.0.0.1", w->tls_port);
    struct lt_fetch_request q = {.url = url, .resolve = resolve, .ca_file = ca, .ceiling_bytes = 1 << 20,
                                 .deadline_ms = DEADLINE_MS, .allow_local = true, .body = &body};
    bool ok = lt_file_read(path, 1 << 20, NULL, &file) == LT_OK && lt_fetch(pool, &q, NULL, &r) == LT_OK;
    expect(w, ok && lt_bytes_equal(lt_buf_slice(&body), lt_buf_slice(&file)), "nginx: the file comes whole over TLS");
    snprintf(etag, sizeof etag, "%s", r.etag);
    snprintf(modified, sizeof modified, "%s", r.last_modified);
    q.etag = etag;
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.outcome == LT_FETCH_NOT_MODIFIED && r.body_bytes == 0, "nginx: If-None-Match gives 304");
    q.etag = NULL;
    q.last_modified = modified;
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.outcome == LT_FETCH_NOT_MODIFIED, "nginx: If-Modified-Since gives 304");
    q.last_modified = NULL;
    body.size = q.range_start = (int64_t)file.size / 3;
    q.if_range = etag;
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.outcome == LT_FETCH_PARTIAL && lt_bytes_equal(lt_buf_slice(&body), lt_buf_slice(&file)) &&
              r.range_total == (int64_t)file.size, "nginx: a third is resumed to the whole");
    q.if_range = "\"another\"";
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.outcome == LT_FETCH_RANGE_IGNORED, "nginx: If-Range of another version gives the whole");
    q.if_range = etag;
    q.range_start = (int64_t)file.size;
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.outcome == LT_FETCH_RANGE_UNSATISFIABLE, "nginx: a range beyond the end is 416");
    q.range_start = 0;
    q.if_range = NULL;
    q.compressed = true;
    lt_buf_clear(&body);
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.outcome == LT_FETCH_OK && lt_bytes_equal(lt_buf_slice(&body), lt_buf_slice(&file)) &&
              r.wire_bytes < (int64_t)file.size, "nginx: compressed, fewer bytes come and the same file");
    snprintf(url, sizeof url, "http://127.0.0.1:%d/up", w->port);
    lt_fetch(pool, &q, NULL, &r);
    expect(w, r.outcome == LT_FETCH_OK && strncmp(r.url, "https://good.test", 17) == 0 && r.redirects == 1,
           "nginx: http leads to https");
    lt_buf_finish(&file);
    lt_buf_finish(&body);
}

static void run_all(struct world *w, struct lt_fetch_pool *pool)
{
    printf("%-24s %7s %-20s %3s %8s %8s %6s\n", "class", "seeds", "outcome", "", "bytes", "wire", "ms");
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        run_fault(w, pool, &faults[i], NULL);
    check_reuse(w, pool);
    check_words(w, pool);
    check_delays(w);
    check_delay_after_the_end(w);
    check_rests(w);
    if (!w->dir)
        return;
    for (size_t i = 0; i < sizeof tls_faults / sizeof *tls_faults; i++)
        run_fault(w, pool, &tls_faults[i].fault, &tls_faults[i].trust);
    check_nginx(w, pool);
}

int main(int argc, char **argv)
{
    struct world w = {0};
    struct lt_fetch_pool *pool = NULL;
    pid_t liar = 0;
    for (int i = 1; i < argc; i++) {
        if (strcmp(argv[i], "--long") == 0) {
            w.all = true;
        } else if (strcmp(argv[i], "--nginx") == 0 && i + 3 < argc) {
            w.dir = argv[i + 1];
            w.port = (int)strtol(argv[i + 2], NULL, 10);
            w.tls_port = (int)strtol(argv[i + 3], NULL, 10);
            i += 3;
        } else {
            fprintf(stderr, "fetch_faults [--long] [--nginx DIR PORT TLS_PORT]\n");
            return 64;
        }
    }
    w.liar_port = liar_start(&liar);
    if (!w.liar_port || lt_fetch_pool_create(NULL, NULL, &pool) != LT_OK)
        return 71;
    setvbuf(stdout, NULL, _IOLBF, 0);
    run_all(&w, pool);
    lt_fetch_pool_destroy(pool);
    kill(-liar, SIGKILL);
    waitpid(liar, NULL, 0);
    printf("%d exchanges with faults, %d classes or checks failed\n", w.exchanges, w.failures);
    return w.failures != 0;
}
