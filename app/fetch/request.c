/*
 * request.c: a request is looked at, and copied with its strings, before anything else is done with it.
 */
#include "exchange.h"

#include "url.h"

#include <lutrin/arena.h>

#include <stdlib.h>
#include <string.h>

enum { DEFAULT_REDIRECTS = 3, LOW_SPEED_MAX_S = 3600 };

/* Can it be the value of a header line? */
static bool is_line(const char *text, size_t most)
{
    struct lt_bytes line = lt_bytes_of(text);
    for (size_t i = 0; i < line.size; i++)
        if (line.data[i] < ' ' || line.data[i] > '~')
            return false;
    return line.size < most;
}

/* What is wrong with a POST; NULL: nothing. */
static const char *check_post(const struct lt_fetch_request *q)
{
    const struct lt_fetch_post *post = q->post;
    if (q->range_start > 0 || q->compressed || (q->etag && q->etag[0]) || (q->last_modified && q->last_modified[0]))
        return "a POST has no validators, range or compression";
    if (!post->type || !post->type[0] || !lt_head_token_ok(lt_bytes_of(post->type)) ||
        !lt_head_token_ok(lt_bytes_of(post->id)) || (post->id && strpbrk(post->id, "\"\\")))
        return "a POST needs a content type, and an id without quotes";
    if (!is_line(post->cookies, LT_FETCH_MAX_COOKIE_BYTES) || !is_line(post->page, LT_FETCH_MAX_URL_BYTES))
        return "cookies, or the page of a form, that fit into no line";
    return post->body.size > LT_FETCH_MAX_POST_BYTES ? "the body of a POST is too large" : NULL;
}

static enum lt_err check(const struct lt_fetch_request *q, struct lt_diag *diag)
{
    const char *what = NULL;
    if (!q->url || strlen(q->url) >= LT_FETCH_MAX_URL_BYTES)
        return lt_fail(diag, LT_ERR_USAGE, NULL, NULL, "no address, or one of more than %d bytes",
                       LT_FETCH_MAX_URL_BYTES - 1);
    if (q->ceiling_bytes <= 0)
        what = "an exchange needs a ceiling of bytes";
    else if (q->deadline_ms <= 0 || q->deadline_ms > LT_FETCH_MAX_DEADLINE_MS || q->connect_ms < 0 ||
             q->connect_ms > LT_FETCH_MAX_DEADLINE_MS || q->low_speed_s < 0 || q->low_speed_s > LOW_SPEED_MAX_S)
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
    if (!what && q->post)
        what = check_post(q);
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
    if (lt_url_absolute(NULL, request->url, &url) == LT_URL_BAD)
        return lt_fail(diag, LT_ERR_USAGE, request->url, "an address is https://NAME/PATH", "not an address");
    struct lt_exchange *x = lt_alloc(1, sizeof *x);
    copy_request(x, request);
    x->url = url;
    x->date_s = -1;
    *ret_exchange = x;
    return LT_OK;
}
