/*
 * wire.c: what libcurl is told before a hop and what it asks while the hop lasts. Every bound is in place before the
 * first byte.
 */
#include "exchange.h"

#include "address.h"

#include <lutrin/arena.h>

#include <arpa/inet.h>
#include <ctype.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

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

/* What is decoded may come to nothing for ever: the wire has its ceiling too. libcurl asks after some hundred reads. */
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

static int port_of(int fd)
{
    struct sockaddr_storage address = {0};
    socklen_t size = sizeof address;
    if (getsockname(fd, (struct sockaddr *)&address, &size))
        return -1;
    if (address.ss_family == AF_INET)
        return ntohs(((struct sockaddr_in *)&address)->sin_port);
    return address.ss_family == AF_INET6 ? ntohs(((struct sockaddr_in6 *)&address)->sin6_port) : -1;
}

/* Has a connection that was left open, of our port `port`, something to say? Then the answer before had more bytes than
 * it announced, and they would be taken for ours. What comes later than this look cannot be told from an answer: who
 * needs certainty signs what it serves. (libcurl does not tell the socket at this point.) */
static bool has_stray_bytes(const struct lt_exchange *x, int port)
{
    long opened = 0;
    char byte;
    curl_easy_getinfo(x->easy, CURLINFO_NUM_CONNECTS, &opened);
    for (size_t i = 0; opened == 0 && i < LT_LINKS_MAX; i++) {
        int fd = x->links->seen[i].fd;
        if (x->links->seen[i].port == port && port_of(fd) == port)
            return recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) > 0;
    }
    return false;
}

/* And every connection, also one that another request with other rights has left open, before it is used. */
static int on_connected(void *self, char *peer, char *own, int peer_port, int own_port)
{
    struct lt_exchange *x = self;
    (void)own;
    (void)peer_port;
    if (!x->request.allow_local && lt_address_text_is_local(peer)) {
        lt_exchange_decide(x, LT_FETCH_LOCAL_REFUSED, "%s is an address of the local network", peer);
        return CURL_PREREQFUNC_ABORT;
    }
    x->stray = has_stray_bytes(x, own_port);
    return x->stray ? CURL_PREREQFUNC_ABORT : CURL_PREREQFUNC_OK;
}

static void add_header(struct lt_exchange *x, const char *name, const char *value)
{
    struct lt_buf line = {0};
    lt_buf_printf(&line, "%s: %s", name, value);
    struct curl_slist *grown = curl_slist_append(x->headers, line.data);
    if (grown)
        x->headers = grown;
    lt_buf_finish(&line);
}

/* An "Expect: 100-continue" would only cost a round trip. */
static bool set_post(struct lt_exchange *x, CURL *easy)
{
    const struct lt_fetch_post *post = x->request.post;
    struct lt_buf quoted = {0};
    lt_buf_printf(&quoted, "\"%s\"", post->id ? post->id : "");
    if (post->id)
        add_header(x, "Idempotency-Key", quoted.data);
    lt_buf_finish(&quoted);
    add_header(x, "Content-Type", post->type);
    if (post->cookies && post->cookies[0])
        add_header(x, "Cookie", post->cookies);
    if (post->page && post->page[0])
        add_header(x, "Referer", post->page);
    add_header(x, "Expect", "");
    return curl_easy_setopt(easy, CURLOPT_POST, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_POSTFIELDS, post->body.size ? post->body.data : "") == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)post->body.size) == CURLE_OK;
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
    if (q->post)
        ok = ok && set_post(x, easy);
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
           curl_easy_setopt(easy, CURLOPT_FRESH_CONNECT, (long)(x->stray || q->post != NULL)) == CURLE_OK &&
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

bool lt_wire_setup(struct lt_exchange *x)
{
    return set_question(x, x->easy) && set_bounds(x, x->easy) && set_callbacks(x, x->easy) && lt_tls_setup(x, x->easy);
}

void lt_wire_note_socket(struct lt_exchange *x)
{
    curl_socket_t fd = CURL_SOCKET_BAD;
    long port = 0;
    struct lt_links *links = x->links;
    curl_easy_getinfo(x->easy, CURLINFO_ACTIVESOCKET, &fd);
    curl_easy_getinfo(x->easy, CURLINFO_LOCAL_PORT, &port);
    size_t at = 0;
    while (at < LT_LINKS_MAX && links->seen[at].fd != fd)
        at++;
    if (fd == CURL_SOCKET_BAD || port == 0)
        return;
    if (at == LT_LINKS_MAX)
        at = links->next++ % LT_LINKS_MAX;
    links->seen[at].fd = fd;
    links->seen[at].port = (int)port;
}
