/*
 * exchange.c: one request from hop to hop, and the outcome read off when it is over. Redirects are followed here, not by
 * libcurl, so that each hop is judged anew.
 */
#include "exchange.h"

#include "url.h"

#include <lutrin/arena.h>

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CLOCK_SLACK_MS = 20 };

bool lt_exchange_decide(struct lt_exchange *x, enum lt_fetch_outcome outcome, const char *format, ...)
{
    struct lt_fetch_response *r = x->response;
    if (x->decided)
        return false;
    x->decided = true;
    r->outcome = outcome;
    r->err = lt_fetch_outcome_err(outcome);
    va_list args;
    va_start(args, format);
    vsnprintf(r->detail, sizeof r->detail, format, args);
    va_end(args);
    return false;
}

static void drop_easy(struct lt_exchange *x)
{
    curl_easy_cleanup(x->easy);
    curl_slist_free_all(x->headers);
    curl_slist_free_all(x->resolve);
    x->easy = NULL;
    x->headers = x->resolve = NULL;
}

bool lt_exchange_begin(struct lt_exchange *x, struct lt_links *links, int64_t now_s)
{
    if (!x->response)
        x->response = lt_alloc(1, sizeof *x->response);
    struct lt_fetch_response *r = x->response;
    x->links = links;
    x->now_s = now_s;
    r->status = 0;
    r->outcome = LT_FETCH_PROTOCOL;
    r->content_length = r->range_start = r->range_end = r->range_total = r->retry_after_s = -1;
    snprintf(r->url, sizeof r->url, "%s", x->url ? x->url : x->request.url);
    x->head_over = x->taking = x->whole = x->refused_local = false;
    x->header_bytes = 0;
    x->discarded_bytes = 0;
    x->range_left = -1;
    x->curl_error[0] = '\0';
    lt_buf_clear(&x->location);
    if (!x->url)
        return lt_exchange_decide(x, LT_FETCH_SCHEME, "only http and https are fetched, and without a user's name");
    if (x->spent_ms >= x->request.deadline_ms)
        return lt_exchange_decide(x, LT_FETCH_TIMEOUT, "not over after %" PRId64 " ms", x->spent_ms);
    x->easy = curl_easy_init();
    if (x->easy && lt_wire_setup(x) && curl_multi_add_handle(links->multi, x->easy) == CURLM_OK) {
        x->stray = false;
        return true;
    }
    drop_easy(x);
    return lt_exchange_decide(x, LT_FETCH_PROTOCOL, "libcurl lacks an option that is needed here");
}

static const struct {
    CURLcode code;
    enum lt_fetch_outcome outcome;
} codes[] = {
    {CURLE_UNSUPPORTED_PROTOCOL, LT_FETCH_PROTOCOL}, /* HTTP/0.9: the scheme was looked at before */
    {CURLE_LOGIN_DENIED, LT_FETCH_SCHEME},
    {CURLE_COULDNT_RESOLVE_HOST, LT_FETCH_DNS},
    {CURLE_COULDNT_CONNECT, LT_FETCH_CONNECT},
    {CURLE_WEIRD_SERVER_REPLY, LT_FETCH_PROTOCOL},
    {CURLE_PARTIAL_FILE, LT_FETCH_TRUNCATED},
    {CURLE_BAD_CONTENT_ENCODING, LT_FETCH_ENCODING},
    {CURLE_SEND_ERROR, LT_FETCH_BROKEN},
    {CURLE_RECV_ERROR, LT_FETCH_BROKEN},
    {CURLE_GOT_NOTHING, LT_FETCH_BROKEN},
    {CURLE_SSL_CONNECT_ERROR, LT_FETCH_TLS},
    {CURLE_SSL_CIPHER, LT_FETCH_TLS},
    {CURLE_SSL_CACERT_BADFILE, LT_FETCH_TLS},
    {CURLE_SSL_SHUTDOWN_FAILED, LT_FETCH_TLS},
    {CURLE_SSL_ISSUER_ERROR, LT_FETCH_TLS},
    {CURLE_SSL_INVALIDCERTSTATUS, LT_FETCH_TLS},
    {CURLE_SSL_CLIENTCERT, LT_FETCH_TLS},
};

static int64_t time_of(CURL *easy, CURLINFO what)
{
    curl_off_t us = 0;
    curl_easy_getinfo(easy, what, &us);
    return us / 1000;
}

/* libcurl has one word for all that took too long. */
static enum lt_fetch_outcome outcome_of_time(const struct lt_exchange *x, int64_t hop_ms)
{
    if (x->spent_ms + hop_ms + CLOCK_SLACK_MS >= x->request.deadline_ms)
        return LT_FETCH_TIMEOUT;
    if (time_of(x->easy, CURLINFO_PRETRANSFER_TIME_T) == 0 && x->response->status == 0)
        return LT_FETCH_CONNECT;
    return LT_FETCH_SLOW;
}

static enum lt_fetch_outcome outcome_of(const struct lt_exchange *x, CURLcode code, int64_t hop_ms)
{
    if (code == CURLE_OPERATION_TIMEDOUT)
        return outcome_of_time(x, hop_ms);
    if (code == CURLE_PEER_FAILED_VERIFICATION)
        return lt_tls_outcome(x->easy);
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].code == code)
            return codes[i].outcome;
    return LT_FETCH_PROTOCOL;
}

/* The redirect's address becomes the next hop's, if it may. */
static bool next_hop(struct lt_exchange *x)
{
    char *url = NULL;
    enum lt_url_kind kind = lt_url_absolute(x->url, x->location.data, &url);
    bool was_https = strncmp(x->url, "https:", 6) == 0;
    if (x->response->redirects >= x->request.max_redirects) {
        lt_exchange_decide(x, LT_FETCH_REDIRECT_LOOP, "more than %d redirects", x->request.max_redirects);
    } else if (kind == LT_URL_BAD) {
        lt_exchange_decide(x, LT_FETCH_PROTOCOL, "the redirect leads to no address");
    } else if (kind == LT_URL_OTHER) {
        lt_exchange_decide(x, LT_FETCH_SCHEME, "the redirect leads to %.200s", x->location.data);
    } else if (kind == LT_URL_HTTP && was_https) {
        lt_exchange_decide(x, LT_FETCH_DOWNGRADE, "https leads to %.200s", url);
    } else if (x->request.sink && x->request.sink->redirect && !x->request.sink->redirect(x->request.sink->self, url)) {
        lt_exchange_decide(x, LT_FETCH_REDIRECT_REFUSED, "not followed: %.200s", url);
    } else {
        free(x->url);
        x->url = url;
        x->response->redirects++;
        return true;
    }
    free(url);
    return false;
}

/* The exchange went to its end without our stopping it. */
static void conclude(struct lt_exchange *x, CURLcode code, int64_t hop_ms)
{
    struct lt_fetch_response *r = x->response;
    if (x->decided)
        return;
    if (code == CURLE_OUT_OF_MEMORY)
        lt_exchange_decide(x, LT_FETCH_HEADER_TOO_LARGE, "a header line longer than libcurl takes");
    else if (code == CURLE_COULDNT_CONNECT && x->refused_local)
        lt_exchange_decide(x, LT_FETCH_LOCAL_REFUSED, "the name stands for an address of the local network");
    else if (code != CURLE_OK)
        lt_exchange_decide(x, outcome_of(x, code, hop_ms), "%s",
                           x->curl_error[0] ? x->curl_error : curl_easy_strerror(code));
    else if (x->range_left > 0)
        lt_exchange_decide(x, LT_FETCH_TRUNCATED, "%" PRId64 " bytes of the range are missing", x->range_left);
    else if (!x->head_over)
        lt_exchange_decide(x, LT_FETCH_PROTOCOL, "no answer");
    else
        r->err = LT_OK;
}

bool lt_exchange_end(struct lt_exchange *x, CURLcode code)
{
    struct lt_fetch_response *r = x->response;
    curl_off_t body = 0;
    curl_easy_getinfo(x->easy, CURLINFO_SIZE_DOWNLOAD_T, &body);
    int64_t hop_ms = time_of(x->easy, CURLINFO_TOTAL_TIME_T);
    r->wire_bytes += body + (int64_t)x->header_bytes;
    r->elapsed_ms = x->spent_ms + hop_ms;
    bool redirected = !x->decided && x->head_over && !x->taking && x->location.size;
    bool more = x->stray || (redirected && next_hop(x)); /* stray bytes: once more over a new connection */
    if (!redirected && !x->stray)
        conclude(x, code, hop_ms);
    x->spent_ms = r->elapsed_ms;
    lt_wire_note_socket(x);
    curl_multi_remove_handle(x->links->multi, x->easy);
    drop_easy(x);
    return more;
}

void lt_exchange_destroy(struct lt_exchange *x)
{
    if (!x)
        return;
    if (x->easy)
        curl_multi_remove_handle(x->links->multi, x->easy);
    drop_easy(x);
    lt_buf_finish(&x->location);
    lt_buf_finish(&x->retry_after);
    free(x->response);
    free(x->url);
    free(x->strings);
    free(x);
}
