/*
 * fetch.h: one HTTP or HTTPS exchange with everything bounded before it begins, and a polite queue of them.
 *
 * A request says what it may cost at most: bytes, time, redirects, addresses. Whatever a server does, the exchange
 * ends within those bounds with one word, its outcome, and each way of going wrong has its own word. Netrc, proxies, user
 * names in addresses and anything but GET and a small POST do not exist here. Cookies are kept nowhere: who asks for a
 * form's page can have those of its answer, and hand them over with the form. TLS always checks the chain and the name;
 * only the clock by which certificates are judged can be lent.
 *
 * A pool keeps connections open between exchanges, starts no thread, and never asks one host oftener than allowed. It
 * knows the time by what it is told only.
 */
#ifndef LUTRIN_FETCH_H
#define LUTRIN_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <lutrin/bytes.h>
#include <lutrin/err.h>

enum {
    LT_FETCH_MAX_URL_BYTES = 4096,
    LT_FETCH_MAX_REDIRECTS = 10,
    LT_FETCH_MAX_HEADER_BYTES = 64 << 10,  /* all header lines of one answer, the interim ones included */
    LT_FETCH_MAX_DISCARD_BYTES = 64 << 10, /* of an error page or a redirect's body before the connection is cut */
    LT_FETCH_MAX_SURPLUS_BYTES = 2 << 20,  /* on the wire beyond the ceiling, of an encoding that decodes to nothing */
    LT_FETCH_MAX_RETRY_AFTER_S = 24 * 3600,
    LT_FETCH_MAX_TOKEN_BYTES = 256,        /* of an entity tag, a date, a content type; a longer one is left out */
    LT_FETCH_CONNECT_MS = 15000,
    LT_FETCH_LOW_SPEED_BYTES = 1024,       /* a second, over LT_FETCH_LOW_SPEED_S: slower is given up */
    LT_FETCH_LOW_SPEED_S = 60,
    LT_FETCH_MAX_DEADLINE_MS = 6 * 3600 * 1000,
    LT_FETCH_MAX_POST_BYTES = 64 << 10,
    LT_FETCH_MAX_COOKIE_BYTES = 4096,      /* of all that an answer sets; one that has no room is left out */
};

/* Who we say we are: the same for every kiosk, without version or identifier. robots.txt knows us as LT_ROBOTS_NAME. */
#define LT_FETCH_USER_AGENT "Lutrin (reading kiosk)"

/* How an exchange ended. */
enum lt_fetch_outcome {
    LT_FETCH_OK,                  /* 2xx, the whole body was taken */
    LT_FETCH_NOT_MODIFIED,        /* 304 to a request with validators */
    LT_FETCH_PARTIAL,             /* 206 with exactly the range asked for */
    LT_FETCH_RANGE_IGNORED,       /* a range was asked, the whole came (200); taken only if the sink's `begin` said so */
    LT_FETCH_RANGE_UNSATISFIABLE, /* 416 */
    LT_FETCH_RANGE_WRONG,         /* 206 with another range than asked, or none */
    LT_FETCH_CHANGED,             /* 206 of another version: its entity tag is not the one of if_range */
    LT_FETCH_HTTP_ERROR,          /* any other status that is no success */
    LT_FETCH_RATE_LIMITED,        /* 429, or 503 with Retry-After; from a pool with status 0: its host still rests */
    LT_FETCH_PORTAL,              /* markup where none was expected, or 511: the network wants somebody to sign in */
    LT_FETCH_TOO_LARGE,           /* more than the ceiling, announced or come */
    LT_FETCH_HEADER_TOO_LARGE,    /* more than LT_FETCH_MAX_HEADER_BYTES */
    LT_FETCH_TIMEOUT,             /* the deadline */
    LT_FETCH_SLOW,                /* below the low speed for too long */
    LT_FETCH_DNS,                 /* no such name, or nobody to ask */
    LT_FETCH_CONNECT,             /* no connection, refused or not within connect_ms */
    LT_FETCH_LOCAL_REFUSED,       /* the name stands for an address of the local network */
    LT_FETCH_TLS_DATE,            /* the chain is good, but a certificate is not valid yet, or no more */
    LT_FETCH_TLS_NAME,            /* the certificate is another host's */
    LT_FETCH_TLS_CHAIN,           /* no chain to an authority that is trusted here */
    LT_FETCH_TLS,                 /* any other failure of TLS */
    LT_FETCH_REDIRECT_LOOP,       /* more redirects than allowed */
    LT_FETCH_REDIRECT_REFUSED,    /* the sink's `redirect` said no */
    LT_FETCH_DOWNGRADE,           /* https led to http */
    LT_FETCH_SCHEME,              /* an address, asked or led to, that is not http or https, or has a user name */
    LT_FETCH_ENCODING,            /* a content encoding that was not asked for, or is damaged */
    LT_FETCH_TRUNCATED,           /* ended before the announced length */
    LT_FETCH_BROKEN,              /* the connection was lost, or its chunks were damaged, half way */
    LT_FETCH_PROTOCOL,            /* what came is not sound HTTP, or answers another question */
    LT_FETCH_SINK,                /* the sink refused; `err` of the response is what it said */
    LT_FETCH_CANCELLED,           /* the pool was cancelled first */
    LT_FETCH_OUTCOMES
};

/* What an exchange gave. Strings are "" when the server did not say. Header fields are those of the last answer. */
struct lt_fetch_response {
    enum lt_fetch_outcome outcome;
    enum lt_err err;         /* LT_OK for OK, NOT_MODIFIED and PARTIAL; else the kind of failure */
    int status;              /* 0: no answer came */
    int redirects;           /* followed */
    int64_t content_length;  /* as announced; -1 unknown */
    int64_t range_start, range_end, range_total; /* of Content-Range, `end` inclusive; -1 unknown */
    int64_t retry_after_s;   /* capped at LT_FETCH_MAX_RETRY_AFTER_S; -1: none */
    int64_t body_bytes;      /* handed to the sink, decoded */
    int64_t wire_bytes;      /* received in all, headers, error pages and redirects included, as far as it was read */
    int64_t elapsed_ms;
    char url[LT_FETCH_MAX_URL_BYTES]; /* that answered, after redirects */
    char etag[LT_FETCH_MAX_TOKEN_BYTES];
    char last_modified[LT_FETCH_MAX_TOKEN_BYTES];
    char content_type[LT_FETCH_MAX_TOKEN_BYTES]; /* with its parameters */
    char detail[LT_FETCH_MAX_TOKEN_BYTES];       /* the failure in words */
};

/* Where the body goes. Every function may be NULL. What take() and begin() return, unless LT_OK, ends the exchange. */
struct lt_fetch_sink {
    void *self;
    /* Is told once, before the first byte of a body that will be taken. With outcome RANGE_IGNORED (the range that was
     * asked for is not what comes) LT_OK means "I start again from nothing"; NULL stops the exchange there. */
    enum lt_err (*begin)(void *self, const struct lt_fetch_response *head, struct lt_diag *diag);
    enum lt_err (*take)(void *self, struct lt_bytes bytes, struct lt_diag *diag);
    bool (*redirect)(void *self, const char *url); /* may this redirect be followed? NULL: yes */
};

/* What is handed over instead of asked for. It goes out once, over a connection of its own, and no redirect is followed: a
 * response with status 3xx has the outcome HTTP_ERROR. Whether a status means success is the caller's to say: any
 * `status` but 0 says that the server answered, whatever became of the body that came with it. */
struct lt_fetch_post {
    struct lt_bytes body;
    const char *type; /* its content type */
    const char *id;   /* sent as Idempotency-Key, by which a server knows a repetition; NULL: none */
    const char *cookies; /* "NAME=VALUE; NAME=VALUE", as `cookies` of a request gave them; NULL or "": none */
    const char *page;    /* the address of the form's page, sent as Referer; NULL or "": none */
};

/* What is asked. A zeroed struct with url, ceiling_bytes and deadline_ms set is a plain, careful GET. Strings are
 * copied by the pool; sink, body, post and what they point to are borrowed until the exchange is over. */
struct lt_fetch_request {
    const char *url;
    int64_t ceiling_bytes;       /* of the whole resource, decoded: range_start + body_bytes never exceeds it; > 0 */
    int64_t deadline_ms;         /* for everything, redirects included; 1..LT_FETCH_MAX_DEADLINE_MS */
    int64_t connect_ms;          /* 0: LT_FETCH_CONNECT_MS */
    int64_t low_speed_s;         /* 0: LT_FETCH_LOW_SPEED_S */
    int max_redirects;           /* 0: three; -1: none; at most LT_FETCH_MAX_REDIRECTS */
    const char *etag;            /* sent as If-None-Match; NULL or "": not */
    const char *last_modified;   /* sent as If-Modified-Since */
    int64_t range_start;         /* > 0: only the bytes from here on */
    const char *if_range;        /* a strong entity tag or a date; needed with range_start */
    bool compressed;             /* offer gzip and deflate; never with range_start */
    bool no_markup;              /* the body is none of HTML or XML: what begins with '<' is PORTAL */
    bool allow_local;            /* names may stand for addresses of the local network */
    const char *ca_file;         /* PEM; NULL: the system's authorities */
    int64_t tls_time_s;          /* > 0: certificates are judged at this moment instead of the system's */
    bool tls_any_date;           /* validity dates are not looked at; chain and name are */
    const struct lt_fetch_post *post; /* NULL: a GET; with it no validators, range or compression */
    struct lt_buf *cookies;      /* what cookies the last answer sets, in the words of `cookies` of a POST; NULL: dropped */
    const char *resolve;         /* for tests: "HOST:PORT:ADDRESS", asked instead of the name service. allow_local
                                    still counts, and a pool remembers it for its other requests too */
    struct lt_buf *body;         /* the body is appended here (on failure, what came of it) ... */
    const struct lt_fetch_sink *sink; /* ... or goes here; both NULL: it is only counted */
};

struct lt_fetch_pool;

/* How polite a pool is. Zeros take the defaults. A host is scheme, name and port. One that answers 429, 502, 503 or 504
 * rests as long as it says, else for 5 s, 20 s, 80 s, ... */
struct lt_fetch_pool_options {
    int total;             /* exchanges at once; default 8, at most 64 */
    int per_host;          /* exchanges with one host at once; default 1 */
    int64_t delay_ms;      /* between the end of one and the start of the next with a host; -1: none; default 1000 */
    int64_t max_rest_ms;   /* a request whose host rests longer, or has rested for five times as long in all, ends
                              RATE_LIMITED unasked; default 120,000 */
    size_t max_waiting;    /* requests queued at once; default 100,000 */
};

/* Is told how a request of a pool ended; the response is valid during the call. May add requests to the pool,
 * but not destroy it. */
typedef void lt_fetch_done(void *user, const struct lt_fetch_response *response);

/* LT_ERR_UNAVAILABLE: libcurl cannot do what is needed here. */
enum lt_err lt_fetch_pool_create(const struct lt_fetch_pool_options *options, struct lt_diag *diag,
                                 struct lt_fetch_pool **ret_pool);

/* Ends what is running without a word and frees all. NULL is allowed. */
void lt_fetch_pool_destroy(struct lt_fetch_pool *pool);

/* Queues a request; done(user, ...) is called from a later step. LT_ERR_USAGE: the request makes no sense, or holds an
 * address that is none; LT_ERR_LIMIT: max_waiting. */
enum lt_err lt_fetch_pool_add(struct lt_fetch_pool *pool, const struct lt_fetch_request *request, lt_fetch_done *done,
                              void *user, struct lt_diag *diag);

/* Sets another delay for the host of `url` (robots.txt's crawl-delay, a plan's wish). */
enum lt_err lt_fetch_pool_set_delay(struct lt_fetch_pool *pool, const char *url, int64_t delay_ms,
                                    struct lt_diag *diag);

/* Works for at most about wait_ms (0: only what is ready) and returns how many requests are not over. `now_ms` is the
 * caller's clock, milliseconds since 1970; delays and Retry-After are counted by it alone. A clock that jumps back
 * shortens no delay and lengthens none. */
size_t lt_fetch_pool_step(struct lt_fetch_pool *pool, int64_t now_ms, int wait_ms);

/* When the first waiting request may start by the caller's clock, INT64_MAX when nothing waits for time alone. */
int64_t lt_fetch_pool_next_ms(const struct lt_fetch_pool *pool);

/* Ends everything waiting or running with outcome CANCELLED; nothing can be added meanwhile. */
void lt_fetch_pool_cancel(struct lt_fetch_pool *pool);

/* One exchange, blocking. `pool` lends its open connections (it must have nothing under way) or is NULL; its delays do
 * not count. *ret_response is filled whenever the request made sense. Returns the response's err with `diag` filled,
 * or LT_ERR_USAGE. */
enum lt_err lt_fetch(struct lt_fetch_pool *pool, const struct lt_fetch_request *request, struct lt_diag *diag,
                     struct lt_fetch_response *ret_response);

/* The outcome's word ("too-large"), for logs, status files and tables. Static storage. */
const char *lt_fetch_outcome_name(enum lt_fetch_outcome outcome);

/* Does a road lead out of this machine: has an interface other than the loopback a route, and a carrier? What cannot be read
 * is none. */
bool lt_fetch_has_route(void);

/* The kind of failure an outcome is; LT_OK for the three good ones. */
enum lt_err lt_fetch_outcome_err(enum lt_fetch_outcome outcome);

#endif
