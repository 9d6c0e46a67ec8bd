/*
 * exchange.h: one request on its way: from hop to hop, until it has an outcome.
 */
#ifndef LUTRIN_FETCH_EXCHANGE_H
#define LUTRIN_FETCH_EXCHANGE_H

#include <curl/curl.h>

#include <lutrin/fetch.h>

enum { LT_LINKS_MAX = 64 };

/* The connections exchanges share: libcurl's, and which socket is whose by its local port. An entry may be out of date. */
struct lt_links {
    CURLM *multi;
    struct {
        int fd, port;
    } seen[LT_LINKS_MAX];
    size_t next;
};

struct lt_exchange {
    struct lt_links *links;          /* the pool's */
    struct lt_fetch_request request; /* its strings live in `strings` */
    char *strings;
    char *url;                       /* of this hop */
    lt_fetch_done *done;             /* the pool's: whom to tell */
    void *user;
    size_t host;                     /* the pool's: index of the host of `url` */
    struct lt_exchange *next;        /* the pool's: in the queue of that host, or among the running */

    struct lt_fetch_response *response; /* from the first hop on */
    struct lt_diag diag;                /* what the sink said */
    int64_t now_s, spent_ms;            /* the caller's time; the time of earlier hops */

    CURL *easy; /* during a hop only, with what it borrows: */
    struct curl_slist *headers, *resolve;
    char curl_error[CURL_ERROR_SIZE];

    /* The state of this hop's answer. */
    bool decided;         /* the response's outcome stands, whatever libcurl says */
    bool stray;           /* the connection had bytes of an earlier answer left: another is needed */
    bool refused_local;   /* at least one address was refused */
    bool head_over, taking, whole; /* `whole`: the range was ignored and that was accepted */
    bool maybe_markup;    /* no byte but blanks was seen yet */
    bool encoded;         /* has a Content-Encoding other than identity */
    bool has_length;
    size_t header_bytes;
    int64_t discarded_bytes;
    int64_t range_left;   /* of a 206; -1: not one */
    int64_t date_s;       /* the server's; -1 unknown */
    struct lt_buf location, retry_after;
};

/* Copies the request after looking at it: LT_ERR_USAGE when it makes no sense. (request.c) */
enum lt_err lt_exchange_create(const struct lt_fetch_request *request, struct lt_diag *diag,
                               struct lt_exchange **ret_exchange);

/* Also in the middle of a hop. NULL is allowed. */
void lt_exchange_destroy(struct lt_exchange *x);

/* Makes the easy handle of the next hop and gives it to the multi. False: the exchange is over before it
 * (response->outcome says how). */
bool lt_exchange_begin(struct lt_exchange *x, struct lt_links *links, int64_t now_s);

/* Ends a hop: takes its easy handle out of the multi and drops it. True: x->url is the address of another hop; false: over. */
bool lt_exchange_end(struct lt_exchange *x, CURLcode code);

/* Gives the exchange its outcome, unless it has one. `format` is printf's. Always false. */
bool lt_exchange_decide(struct lt_exchange *x, enum lt_fetch_outcome outcome, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* One header line as it came. False: stop here; the outcome is decided. (head.c) */
bool lt_head_line(struct lt_exchange *x, struct lt_bytes line);

/* Is `text` free of control characters and within LT_FETCH_MAX_TOKEN_BYTES? (head.c) */
bool lt_head_token_ok(struct lt_bytes text);

/* Tells libcurl all about the hop. False: it lacks an option that is needed. (wire.c) */
bool lt_wire_setup(struct lt_exchange *x);

/* Remembers which socket the hop used; while its easy handle is in the multi. (wire.c) */
void lt_wire_note_socket(struct lt_exchange *x);

/* Sets how certificates are judged; false when libcurl cannot. (tls.c) */
bool lt_tls_setup(const struct lt_exchange *x, CURL *easy);

/* The outcome of a certificate that was refused. (tls.c) */
enum lt_fetch_outcome lt_tls_outcome(CURL *easy);

#endif
