/*
 * head.c: the head of an answer: its lines are read, and at its end it is judged whether the body is wanted.
 */
#include "exchange.h"

#include "values.h"

#include <inttypes.h>
#include <string.h>
#include <strings.h>

bool lt_head_token_ok(struct lt_bytes text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.data[i] < ' ' || text.data[i] == 0x7F)
            return false;
    return text.size < LT_FETCH_MAX_TOKEN_BYTES;
}

/* A new answer begins: an interim one or a redirect's says nothing about the last. */
static void forget(struct lt_exchange *x)
{
    struct lt_fetch_response *r = x->response;
    r->content_length = r->range_start = r->range_end = r->range_total = r->retry_after_s = -1;
    r->etag[0] = r->last_modified[0] = r->content_type[0] = '\0';
    r->status = 0;
    x->head_over = x->taking = x->whole = x->encoded = x->has_length = false;
    x->range_left = x->date_s = -1;
    lt_buf_clear(&x->location);
    lt_buf_clear(&x->retry_after);
    if (x->request.cookies)
        lt_buf_clear(x->request.cookies);
}

static void keep_token(char *out, struct lt_bytes value)
{
    if (!lt_head_token_ok(value))
        return;
    memcpy(out, value.data, value.size);
    out[value.size] = '\0';
}

static bool take_etag(struct lt_exchange *x, struct lt_bytes value)
{
    keep_token(x->response->etag, value);
    return true;
}

static bool take_last_modified(struct lt_exchange *x, struct lt_bytes value)
{
    keep_token(x->response->last_modified, value);
    return true;
}

static bool take_content_type(struct lt_exchange *x, struct lt_bytes value)
{
    keep_token(x->response->content_type, value);
    return true;
}

static bool take_content_length(struct lt_exchange *x, struct lt_bytes value)
{
    int64_t length;
    if (!lt_value_number(value, &length))
        return lt_exchange_decide(x, LT_FETCH_PROTOCOL, "Content-Length is no number");
    if (x->has_length && length != x->response->content_length)
        return lt_exchange_decide(x, LT_FETCH_PROTOCOL, "two different Content-Lengths");
    x->has_length = true;
    x->response->content_length = length;
    return true;
}

static bool take_content_range(struct lt_exchange *x, struct lt_bytes value)
{
    struct lt_fetch_response *r = x->response;
    lt_value_content_range(value, &r->range_start, &r->range_end, &r->range_total); /* else they stay -1 */
    return true;
}

static bool take_content_encoding(struct lt_exchange *x, struct lt_bytes value)
{
    if (value.size && !(value.size == 8 && strncasecmp(value.data, "identity", 8) == 0))
        x->encoded = true;
    return true;
}

static bool take_location(struct lt_exchange *x, struct lt_bytes value)
{
    lt_buf_clear(&x->location);
    lt_buf_put(&x->location, value.data, value.size);
    return true;
}

static bool take_retry_after(struct lt_exchange *x, struct lt_bytes value)
{
    lt_buf_clear(&x->retry_after);
    lt_buf_put(&x->retry_after, value.data, value.size);
    return true;
}

static bool take_date(struct lt_exchange *x, struct lt_bytes value)
{
    x->date_s = lt_value_date(value);
    return true;
}

/* "NAME=VALUE; Path=/; Secure": the first part is the cookie, and the rest says how long to keep it, which we do not. */
static bool take_set_cookie(struct lt_exchange *x, struct lt_bytes value)
{
    struct lt_buf *out = x->request.cookies;
    const char *end = memchr(value.data, ';', value.size);
    struct lt_bytes pair = lt_bytes_trim((struct lt_bytes){value.data, end ? (size_t)(end - value.data) : value.size});
    bool good = out && pair.size && pair.data[0] != '=' && memchr(pair.data, '=', pair.size) &&
                out->size + pair.size + 3 < LT_FETCH_MAX_COOKIE_BYTES;
    for (size_t i = 0; good && i < pair.size; i++)
        good = pair.data[i] >= ' ' && pair.data[i] <= '~';
    if (good && out->size)
        lt_buf_puts(out, "; ");
    if (good)
        lt_buf_put(out, pair.data, pair.size);
    return true;
}

static const struct {
    const char *name;
    bool (*take)(struct lt_exchange *x, struct lt_bytes value);
} fields[] = {
    {"etag", take_etag},
    {"last-modified", take_last_modified},
    {"content-type", take_content_type},
    {"content-length", take_content_length},
    {"content-range", take_content_range},
    {"content-encoding", take_content_encoding},
    {"location", take_location},
    {"retry-after", take_retry_after},
    {"date", take_date},
    {"set-cookie", take_set_cookie},
};

static bool take_field(struct lt_exchange *x, struct lt_bytes line)
{
    const char *colon = memchr(line.data, ':', line.size);
    if (!colon)
        return true;
    size_t size = (size_t)(colon - line.data);
    struct lt_bytes value = lt_bytes_trim((struct lt_bytes){colon + 1, line.size - size - 1});
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strlen(fields[i].name) == size && strncasecmp(line.data, fields[i].name, size) == 0)
            return fields[i].take(x, value);
    return true;
}

/* "HTTP/1.1 200 OK" */
static bool take_status(struct lt_exchange *x, struct lt_bytes line)
{
    const char *blank = memchr(line.data, ' ', line.size);
    size_t at = blank ? (size_t)(blank - line.data) + 1 : line.size;
    int64_t status;
    forget(x);
    if (line.size < at + 3 || !lt_value_number((struct lt_bytes){line.data + at, 3}, &status) || status < 100)
        return lt_exchange_decide(x, LT_FETCH_PROTOCOL, "the status line has no status");
    x->response->status = (int)status;
    return true;
}

static bool is_redirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

/* A 206 must answer exactly what was asked, of the same version. */
static bool judge_partial(struct lt_exchange *x)
{
    struct lt_fetch_response *r = x->response;
    const struct lt_fetch_request *q = &x->request;
    if (q->range_start == 0)
        return lt_exchange_decide(x, LT_FETCH_PROTOCOL, "206 without a range asked for");
    if (r->range_start != q->range_start || (r->range_total >= 0 && r->range_end != r->range_total - 1))
        return lt_exchange_decide(x, LT_FETCH_RANGE_WRONG, "206 is not the bytes from %" PRId64 " to the end",
                                  q->range_start);
    if (x->has_length && r->content_length != r->range_end - r->range_start + 1)
        return lt_exchange_decide(x, LT_FETCH_RANGE_WRONG, "Content-Length and Content-Range disagree");
    if (r->range_end >= q->ceiling_bytes)
        return lt_exchange_decide(x, LT_FETCH_TOO_LARGE, "the whole has more than %" PRId64 " bytes", q->ceiling_bytes);
    if (r->etag[0] && q->if_range[0] == '"' && strcmp(r->etag, q->if_range) != 0)
        return lt_exchange_decide(x, LT_FETCH_CHANGED, "the entity tag is now %s", r->etag);
    x->range_left = r->range_end - r->range_start + 1;
    r->outcome = LT_FETCH_PARTIAL;
    return true;
}

/* A 2xx whose body is wanted, if it is not too much. */
static bool judge_success(struct lt_exchange *x)
{
    struct lt_fetch_response *r = x->response;
    r->outcome = LT_FETCH_OK;
    if (x->encoded && !x->request.compressed)
        return lt_exchange_decide(x, LT_FETCH_ENCODING, "came encoded though that was not asked for");
    if (r->status == 206 && !judge_partial(x))
        return false;
    if (r->status != 206 && x->request.range_start > 0) {
        x->whole = true;
        r->outcome = LT_FETCH_RANGE_IGNORED;
        if (!x->request.sink || !x->request.sink->begin)
            return lt_exchange_decide(x, LT_FETCH_RANGE_IGNORED, "the whole came instead of the rest");
    }
    if (r->content_length > x->request.ceiling_bytes)
        return lt_exchange_decide(x, LT_FETCH_TOO_LARGE, "%" PRId64 " bytes announced, %" PRId64 " allowed",
                                  r->content_length, x->request.ceiling_bytes);
    x->taking = x->maybe_markup = true;
    if (!x->request.sink || !x->request.sink->begin)
        return true;
    enum lt_err err = x->request.sink->begin(x->request.sink->self, r, &x->diag);
    if (err == LT_OK)
        return true;
    lt_exchange_decide(x, LT_FETCH_SINK, "%s", x->diag.what);
    r->err = err;
    return false;
}

/* What is no success: the outcome stands, and the body is read (and dropped) for the connection's sake only. */
static void judge_failure(struct lt_exchange *x)
{
    struct lt_fetch_response *r = x->response;
    const struct lt_fetch_request *q = &x->request;
    bool validated = q->etag[0] || q->last_modified[0];
    if (x->retry_after.size)
        r->retry_after_s = lt_value_retry_after(lt_buf_slice(&x->retry_after), x->date_s >= 0 ? x->date_s : x->now_s);
    if (r->status == 304 && validated)
        lt_exchange_decide(x, LT_FETCH_NOT_MODIFIED, "not modified");
    else if (r->status == 304 || r->status < 200)
        lt_exchange_decide(x, LT_FETCH_PROTOCOL, "status %d was not asked for", r->status);
    else if (r->status == 416 && q->range_start > 0)
        lt_exchange_decide(x, LT_FETCH_RANGE_UNSATISFIABLE, "there is nothing from byte %" PRId64 " on", q->range_start);
    else if (r->status == 429 || (r->status == 503 && r->retry_after_s >= 0))
        lt_exchange_decide(x, LT_FETCH_RATE_LIMITED, "status %d: the server asks to come later", r->status);
    else if (r->status == 511)
        lt_exchange_decide(x, LT_FETCH_PORTAL, "status 511: the network wants somebody to sign in");
    else
        lt_exchange_decide(x, LT_FETCH_HTTP_ERROR, "status %d", r->status);
}

static bool judge(struct lt_exchange *x)
{
    int status = x->response->status;
    if (status >= 100 && status < 200 && status != 101) {
        x->response->status = 0; /* an interim answer; the next line is another status line */
        return true;
    }
    x->head_over = true;
    if (status >= 200 && status < 300)
        return judge_success(x);
    if (x->request.post || !(is_redirect(status) && x->location.size))
        judge_failure(x);
    return true;
}

bool lt_head_line(struct lt_exchange *x, struct lt_bytes line)
{
    x->header_bytes += line.size;
    if (x->header_bytes > LT_FETCH_MAX_HEADER_BYTES)
        return lt_exchange_decide(x, LT_FETCH_HEADER_TOO_LARGE, "more than %d bytes of header",
                                  LT_FETCH_MAX_HEADER_BYTES);
    if (x->head_over) /* what comes after the body is nobody's */
        return true;
    if (x->response->status == 0)
        return take_status(x, line);
    return lt_bytes_trim(line).size == 0 ? judge(x) : take_field(x, line);
}
