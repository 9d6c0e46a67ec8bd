/*
 * network.c: a tree behind an address, asked with every cost bounded before.
 *
 * TLS needs a clock. Where the kiosk's own is earlier than what has surely been, certificates are judged by that floor;
 * where they fail by their dates alone, `latest` is asked for once without looking at dates: it is signed by the
 * publisher, and the time in it raises the floor for the rest. Chain and name are always checked.
 */
#include "cycle.h"

#include <lutrin/fetch.h>

#include <inttypes.h>
#include <string.h>
#include <time.h>

enum { TEXT_DEADLINE_MS = 60000 };

struct relay {
    const struct lt_sync_sink *sink;
    struct lt_net_mirror *net;
    int64_t taken;
};

static enum lt_err spent(struct lt_net_mirror *net, struct lt_diag *diag)
{
    net->spent = true;
    return lt_fail(diag, LT_ERR_UNAVAILABLE, net->url, "it goes on tomorrow; [network] daily_bytes is the limit",
                   "the day's %" PRId64 " bytes are used up", net->config->daily_bytes);
}

/* Counts bytes that are about to come as if they had: a power cut in the middle must not make them free. */
static void reserve(const struct lt_net_mirror *net, int64_t bytes)
{
    struct lt_sync_totals totals = *net->totals;
    int64_t left = net->budget - net->wire_bytes;
    totals.day_bytes += net->wire_bytes + (bytes < left ? bytes : left);
    lt_sync_totals_write(net->config, &totals);
}

static int64_t left_ms(const struct lt_net_mirror *net)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    int64_t left = net->deadline_ms - ((int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000);
    return left < 1 ? 1 : left > LT_FETCH_MAX_DEADLINE_MS ? LT_FETCH_MAX_DEADLINE_MS : left;
}

static enum lt_err ask(struct lt_net_mirror *net, const char *file, struct lt_fetch_request *request,
                       struct lt_diag *diag, struct lt_fetch_response *response)
{
    struct lt_buf url = {0};
    int64_t now = (int64_t)time(NULL);
    response->outcome = LT_FETCH_OK;
    if (net->budget >= 0 && net->wire_bytes >= net->budget)
        return spent(net, diag);
    lt_buf_printf(&url, "%s/%s", net->url, file);
    request->url = url.data;
    request->ca_file = net->config->ca_file;
    request->allow_local = net->config->allow_local;
    request->tls_time_s = net->tls_time_s ? net->tls_time_s : now < net->floor_s ? net->floor_s : 0;
    enum lt_err err = lt_fetch(net->pool, request, diag, response);
    if (err == LT_ERR_USAGE) { /* an address that makes no sense */
        lt_buf_finish(&url);
        return err;
    }
    net->wire_bytes += response->wire_bytes;
    if (response->retry_after_s >= 0)
        net->retry_after_s = response->retry_after_s;
    if (err != LT_OK)
        net->failure = (int)response->outcome;
    if (response->outcome == LT_FETCH_HTTP_ERROR && (response->status == 404 || response->status == 410))
        err = lt_fail(diag, LT_ERR_NO_INPUT, url.data, NULL, "is not there (%d)", response->status);
    lt_buf_finish(&url);
    return err;
}

static enum lt_err read_text(void *self, const char *file, size_t ceiling, struct lt_buf *out, struct lt_diag *diag)
{
    struct lt_net_mirror *net = self;
    struct lt_fetch_response response;
    int64_t left = left_ms(net);
    struct lt_fetch_request request = {.ceiling_bytes = (int64_t)ceiling, .no_markup = true, .body = out,
                                       .deadline_ms = left < TEXT_DEADLINE_MS ? left : TEXT_DEADLINE_MS};
    enum lt_err err = ask(net, file, &request, diag, &response);
    if (err != LT_OK && response.outcome == LT_FETCH_TLS_DATE && strcmp(file, "latest") == 0) {
        request.tls_any_date = true;
        lt_buf_clear(out);
        err = ask(net, file, &request, diag, &response);
        net->by_stamp = err == LT_OK;
        if (net->by_stamp) /* that the clock is wrong is no failure of the network */
            net->failure = 0;
    }
    if (err != LT_OK)
        lt_buf_clear(out);
    return err;
}

static enum lt_err begin(void *self, const struct lt_fetch_response *head, struct lt_diag *diag)
{
    struct relay *relay = self;
    enum lt_err err = LT_OK;
    if (head->outcome == LT_FETCH_RANGE_IGNORED)
        err = relay->sink->restart(relay->sink->self, diag);
    const char *tag = head->etag[0] && strncmp(head->etag, "W/", 2) != 0 ? head->etag : head->last_modified;
    if (err == LT_OK && strcmp(tag, relay->sink->tag) != 0)
        relay->sink->remember(relay->sink->self, tag);
    return err;
}

static enum lt_err take(void *self, struct lt_bytes bytes, struct lt_diag *diag)
{
    struct relay *relay = self;
    struct lt_net_mirror *net = relay->net;
    relay->taken += (int64_t)bytes.size;
    if (net->budget >= 0 && net->wire_bytes + relay->taken > net->budget)
        return spent(net, diag);
    return relay->sink->take(relay->sink->self, bytes, diag);
}

static enum lt_err read_file(void *self, const char *file, int64_t from, int64_t size, const struct lt_sync_sink *sink,
                             struct lt_diag *diag)
{
    struct lt_net_mirror *net = self;
    struct relay relay = {.sink = sink, .net = net};
    const struct lt_fetch_sink into = {.self = &relay, .begin = begin, .take = take};
    struct lt_fetch_response response;
    struct lt_fetch_request request = {.ceiling_bytes = size, .deadline_ms = left_ms(net), .no_markup = true,
                                       .sink = &into};
    enum lt_err err = LT_OK;
    if (from > 0 && sink->tag[0]) {
        request.range_start = from;
        request.if_range = sink->tag;
    } else if (from > 0) {
        err = sink->restart(sink->self, diag);
    }
    if (err != LT_OK)
        return err;
    if (net->budget >= 0)
        reserve(net, size - request.range_start);
    err = ask(net, file, &request, diag, &response);
    bool again = response.outcome == LT_FETCH_RANGE_UNSATISFIABLE || response.outcome == LT_FETCH_RANGE_WRONG ||
                 response.outcome == LT_FETCH_CHANGED;
    if (err == LT_OK || !again || !request.range_start)
        return err;
    request.range_start = 0; /* its ranges cannot be relied on: from the beginning */
    request.if_range = NULL;
    relay.taken = 0;
    request.deadline_ms = left_ms(net);
    err = sink->restart(sink->self, diag);
    return err == LT_OK ? ask(net, file, &request, diag, &response) : err;
}

static void stamped(void *self, const struct lt_stamp *stamp)
{
    struct lt_net_mirror *net = self;
    net->floor_s = lt_sync_clock_learn(net->config, stamp);
    if (net->by_stamp)
        net->tls_time_s = stamp->issued;
}

struct lt_mirror lt_net_mirror(struct lt_net_mirror *net)
{
    return (struct lt_mirror){.self = net, .name = net->url, .text = read_text, .file = read_file, .stamped = stamped};
}
