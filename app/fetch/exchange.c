/*
 * exchange.c: one request set up as libcurl wants it, hop by hop, with every bound in place before the first byte; and
 * the outcome read off when it is over. Redirects are followed here, not by libcurl, so that each hop is judged anew.
 */
#include "exchange.h"

#include "address.h"
#include "url.h"

#include <lutrin/arena.h>

#include <ctype.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { DEFAULT_REDIRECTS = 3, CLOCK_SLACK_MS = 20 };

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

/* What libcurl calls while it works */

static size_t on_header(char *data, size_t size, size_t count, void *self)
{
    return lt_head_line(self, (struct lt_bytes){data, size * count}) ? size * count : 0;
}

/* Is the first byte that is no blank (nor a byte order mark) a '<'? */
static bool begins_markup(struct lt_exchange *x, struct lt_bytes bytes)
{
    for (size_t i = 0; i < bytes.size && x->maybe_markup; i++) {
        char c = bytes.data[i];
        if (!isspace((unsigned char)c) && !strchr("\xEF\xBB\xBF", c))
            x->maybe_markup = false;
        if (c == '<' && !x->maybe_markup)
            return true;
    }
    return false;
}

static bool take(struct lt_exchange *x, struct lt_bytes bytes)
{
    struct lt_fetch_response *r = x->response;
    const struct lt_fetch_request *q = &x->request;
    int64_t size = (int64_t)bytes.size, start = x->whole ? 0 : q->range_start;
    if (x->maybe_markup && q->no_markup && begins_markup(x, bytes))
        return lt_exchange_decide(x, LT_FETCH_PORTAL, "markup came where none is");
    if (size > q->ceiling_bytes - start - r->body_bytes)
        return lt_exchange_decide(x, LT_FETCH_TOO_LARGE, "more than %" PRId64 " bytes", q->ceiling_bytes);
    if (x->range_left >= 0 && size > x->range_left)
        return lt_exchange_decide(x, LT_FETCH_RANGE_WRONG, "more bytes than the range has");
    x->range_left -= x->range_left >= 0 ? size : 0;
    if (q->body)
        lt_buf_put(q->body, bytes.data, bytes.size);
    enum lt_err err = q->sink && q->sink->take ? q->sink->take(q->sink->self, bytes, &x->diag) : LT_OK;
    if (err != LT_OK) {
        lt_exchange_decide(x, LT_FETCH_SINK, "%s", x->diag.what);
        r->err = err;
        return false;
    }
    r->body_bytes += size;
    return true;
}

static size_t on_body(char *data, size_t size, size_t count, void *self)
{
    struct lt_exchange *x = self;
    size *= count;
    if (x->taking)
        return take(x, (struct lt_bytes){data, size}) ? size : 0;
    x->discarded_bytes += (int64_t)size;
    return x->discarded_bytes <= LT_FETCH_MAX_DISCARD_BYTES ? size : 0;
}

/* What is decoded may come to nothing for ever: the wire has its ceiling too. */
static int on_progress(void *self, curl_off_t down_total, curl_off_t down, curl_off_t up_total, curl_off_t up)
{
    struct lt_exchange *x = self;
    (void)down_total;
    (void)up_total;
    (void)up;
    if (down <= x->request.ceiling_bytes + LT_FETCH_MAX_DISCARD_BYTES)
        return 0;
    lt_exchange_decide(x, LT_FETCH_TOO_LARGE, "more than %" PRId64 " bytes on the wire", x->request.ceiling_bytes);
    return 1;
}

/* Every address that is connected to passes here, whatever name or redirect it came from. */
static curl_socket_t on_socket(void *self, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct lt_exchange *x = self;
    if (purpose != CURLSOCKTYPE_IPCXN)
        return CURL_SOCKET_BAD;
    if (!x->request.allow_local && lt_address_is_local(&address->addr, address->addrlen)) {
        x->refused_local = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* And every connection, also one that another request with other rights has left open, before it is used. */
static int on_connected(void *self, char *peer, char *own, int peer_port, int own_port)
{
    struct lt_exchange *x = self;
    (void)own;
    (void)peer_port;
    (void)own_port;
    if (x->request.allow_local || !lt_address_text_is_local(peer))
        return CURL_PREREQFUNC_OK;
    lt_exchange_decide(x, LT_FETCH_LOCAL_REFUSED, "%s is an address of the local network", peer);
    return CURL_PREREQFUNC_ABORT;
}

/* Setting up */

static void add_header(struct lt_exchange *x, const char *name, const char *value)
{
    struct lt_buf line = {0};
    lt_buf_printf(&line, "%s: %s", name, value);
    struct curl_slist *grown = curl_slist_append(x->headers, line.data);
    if (grown)
        x->headers = grown;
    lt_buf_finish(&line);
}

static bool set_question(struct lt_exchange *x, CURL *easy)
{
    const struct lt_fetch_request *q = &x->request;
    bool ok = curl_easy_setopt(easy, CURLOPT_URL, x->url) == CURLE_OK &&
              curl_easy_setopt(easy, CURLOPT_USERAGENT, LT_FETCH_USER_AGENT) == CURLE_OK &&
              curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK;
    if (q->etag[0])
        add_header(x, "If-None-Match", q->etag);
    if (q->last_modified[0])
        add_header(x, "If-Modified-Since", q->last_modified);
    if (q->range_start > 0) {
        char range[32];
        snprintf(range, sizeof range, "%" PRId64 "-", q->range_start);
        ok = ok && curl_easy_setopt(easy, CURLOPT_RANGE, range) == CURLE_OK;
        add_header(x, "If-Range", q->if_range);
    }
    if (q->compressed)
        ok = ok && curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate") == CURLE_OK;
    else
        add_header(x, "Accept-Encoding", "identity");
    if (q->resolve[0]) {
        x->resolve = curl_slist_append(NULL, q->resolve);
        ok = ok && x->resolve && curl_easy_setopt(easy, CURLOPT_RESOLVE, x->resolve) == CURLE_OK;
    }
    return ok && curl_easy_setopt(easy, CURLOPT_HTTPHEADER, x->headers) == CURLE_OK;
}

static bool set_bounds(const struct lt_exchange *x, CURL *easy)
{
    const struct lt_fetch_request *q = &x->request;
    return curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_REDIR_PROTOCOLS_STR, "http,https") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PROXY, "") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NETRC, (long)CURL_NETRC_IGNORED) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, (long)(q->deadline_ms - x->spent_ms)) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, (long)q->connect_ms) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, (long)LT_FETCH_LOW_SPEED_BYTES) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, (long)q->low_speed_s) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           /* A name service that hangs must not hold us beyond the deadline. */
           curl_easy_setopt(easy, CURLOPT_QUICK_EXIT, 1L) == CURLE_OK;
}

static bool set_callbacks(struct lt_exchange *x, CURL *easy)
{
    return curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, x) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, x) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_XFERINFODATA, x) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, on_socket) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, x) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connected) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PREREQDATA, x) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, x->curl_error) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_PRIVATE, x) == CURLE_OK;
}

static void drop_easy(struct lt_exchange *x)
{
    curl_easy_cleanup(x->easy);
    curl_slist_free_all(x->headers);
    curl_slist_free_all(x->resolve);
    x->easy = NULL;
    x->headers = x->resolve = NULL;
}

bool lt_exchange_begin(struct lt_exchange *x, int64_t now_s)
{
    if (!x->response)
        x->response = lt_alloc(1, sizeof *x->response);
    struct lt_fetch_response *r = x->response;
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
    if (x->easy && set_question(x, x->easy) && set_bounds(x, x->easy) && set_callbacks(x, x->easy) &&
        lt_tls_setup(x, x->easy))
        return true;
    drop_easy(x);
    return lt_exchange_decide(x, LT_FETCH_PROTOCOL, "libcurl lacks an option that is needed here");
}

/* Reading the outcome */

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
    {CURLE_OUT_OF_MEMORY, LT_FETCH_HEADER_TOO_LARGE}, /* so libcurl calls a header line beyond its 100 KB */
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
    if (code == CURLE_COULDNT_CONNECT && x->refused_local)
        return LT_FETCH_LOCAL_REFUSED;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].code == code)
            return codes[i].outcome;
    return LT_FETCH_PROTOCOL;
}

/* The redirect's address becomes the next hop's, if it may. */
static bool next_hop(struct lt_exchange *x)
{
    char *url = NULL;
    enum lt_url_kind kind = lt_url_resolve(x->url, x->location.data, &url);
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
    if (code != CURLE_OK)
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
    bool more = redirected && next_hop(x);
    if (!redirected)
        conclude(x, code, hop_ms);
    x->spent_ms = r->elapsed_ms;
    drop_easy(x);
    return more;
}

/* Making and unmaking */

static enum lt_err check(const struct lt_fetch_request *q, struct lt_diag *diag)
{
    const char *what = NULL;
    if (!q->url || strlen(q->url) >= LT_FETCH_MAX_URL_BYTES)
        return lt_fail(diag, LT_ERR_USAGE, NULL, NULL, "no address, or one of more than %d bytes",
                       LT_FETCH_MAX_URL_BYTES - 1);
    if (q->ceiling_bytes <= 0)
        what = "an exchange needs a ceiling of bytes";
    else if (q->deadline_ms <= 0 || q->deadline_ms > LT_FETCH_MAX_DEADLINE_MS || q->connect_ms < 0 ||
             q->connect_ms > LT_FETCH_MAX_DEADLINE_MS || q->low_speed_s < 0 || q->low_speed_s > 3600)
        what = "an exchange needs a deadline of at most six hours";
    else if (q->max_redirects < -1 || q->max_redirects > LT_FETCH_MAX_REDIRECTS)
        what = "too many redirects allowed";
    else if (q->range_start < 0 || q->range_start >= q->ceiling_bytes)
        what = "the range begins beyond the ceiling";
    else if (q->range_start > 0 && (!q->if_range || !q->if_range[0] || strncmp(q->if_range, "W/", 2) == 0))
        what = "a range needs a strong entity tag or a date";
    else if (q->range_start > 0 && q->compressed)
        what = "a range of what is compressed makes no sense";
    else if (q->body && q->sink && q->sink->take)
        what = "a body goes to a buffer or to a sink, not both";
    else if (!lt_head_token_ok(lt_bytes_of(q->etag)) || !lt_head_token_ok(lt_bytes_of(q->last_modified)) ||
             !lt_head_token_ok(lt_bytes_of(q->if_range)))
        what = "a validator has control characters, or is too long";
    return what ? lt_fail(diag, LT_ERR_USAGE, q->url, NULL, "%s", what) : LT_OK;
}

/* Copies the request with its strings in one block; strings that were NULL become "", but for ca_file. */
static void copy_request(struct lt_exchange *x, const struct lt_fetch_request *request)
{
    struct lt_fetch_request *q = &x->request;
    *q = *request;
    const char **strings[] = {&q->url, &q->etag, &q->last_modified, &q->if_range, &q->ca_file, &q->resolve};
    size_t size = 0, count = sizeof strings / sizeof *strings;
    for (size_t i = 0; i < count; i++)
        size += *strings[i] ? strlen(*strings[i]) + 1 : 1;
    char *at = x->strings = lt_alloc(1, size);
    for (size_t i = 0; i < count; i++) {
        size_t length = *strings[i] ? strlen(*strings[i]) : 0;
        if (length)
            memcpy(at, *strings[i], length);
        if (*strings[i] || strings[i] != &q->ca_file)
            *strings[i] = at;
        at += length + 1;
    }
    q->connect_ms = q->connect_ms ? q->connect_ms : LT_FETCH_CONNECT_MS;
    q->low_speed_s = q->low_speed_s ? q->low_speed_s : LT_FETCH_LOW_SPEED_S;
    q->max_redirects = q->max_redirects ? q->max_redirects : DEFAULT_REDIRECTS;
    q->max_redirects = q->max_redirects < 0 ? 0 : q->max_redirects;
}

enum lt_err lt_exchange_create(const struct lt_fetch_request *request, struct lt_diag *diag,
                               struct lt_exchange **ret_exchange)
{
    enum lt_err err = check(request, diag);
    if (err != LT_OK)
        return err;
    char *url = NULL;
    if (lt_url_resolve(NULL, request->url, &url) == LT_URL_BAD)
        return lt_fail(diag, LT_ERR_USAGE, request->url, "an address is https://NAME/PATH", "not an address");
    struct lt_exchange *x = lt_alloc(1, sizeof *x);
    copy_request(x, request);
    x->url = url;
    x->date_s = -1;
    *ret_exchange = x;
    return LT_OK;
}

void lt_exchange_destroy(struct lt_exchange *x)
{
    if (!x)
        return;
    drop_easy(x);
    lt_buf_finish(&x->location);
    lt_buf_finish(&x->retry_after);
    free(x->response);
    free(x->url);
    free(x->strings);
    free(x);
}
