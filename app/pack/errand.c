/*
 * errand.c: what must be fetched is fetched: all wanted addresses at once, politely, through the cache.
 *
 * Each host is asked for its robots.txt first (RFC 9309): a 4xx allows all, a 5xx or no answer nothing. What the cache
 * holds is asked for with its validators; when the network fails, what the cache holds is good enough. An errand ends
 * with a file, or with the reason in words, and costs its own place only.
 */
#include "cache.h"
#include "press.h"

#include <lutrin/fetch.h>
#include <lutrin/robots.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    MAX_ADDRESSES = 400000,
    MAX_TRIES = 3,        /* of what a server put off or a connection lost */
    FRESH_S = 3600,       /* an answer without validators is not asked for again within this time: runs resume */
    DEADLINE_MS = 120000, /* of one exchange */
    ROBOTS_DEADLINE_MS = 30000,
    PAUSE_MS = 100,       /* between two looks at whether to stop */
    FIRST_TABLE = 256,
    MAX_HOST_BYTES = 300,
};

struct host {
    char *name; /* "https://site.example:8080/" */
    struct lt_robots *robots;
    struct lt_buf text; /* of robots.txt */
    const char *silent; /* why its robots.txt could not be had: nothing may be fetched; NULL: it could */
    bool asked;
};

struct errand {
    struct lt_press_errands *all;
    const char *url; /* in the press's arena */
    int64_t ceiling_bytes;
    struct lt_press_cached cached;
    bool has_cached, wanted;
    int tries;
    struct lt_fetch_sink sink;
    struct lt_file_out *out;
    const char *path, *answered; /* how it ended: the body and who gave it ... */
    const char *why;             /* ... or why not */
    enum lt_err err;
};

struct lt_press_errands {
    struct lt_press *press;
    struct lt_press_cache *cache;
    struct lt_fetch_pool *pool;
    struct errand **table; /* open addressing; a power of two */
    size_t table_size, count;
    struct errand **wanted;
    size_t wanted_count, wanted_capacity, over;
    struct host *hosts;
    size_t host_count, host_capacity;
};

struct lt_press_errands *lt_press_errands_create(struct lt_press *press)
{
    struct lt_press_errands *all = lt_alloc(1, sizeof *all);
    all->press = press;
    all->table_size = FIRST_TABLE;
    all->table = lt_alloc(all->table_size, sizeof *all->table);
    return all;
}

void lt_press_errands_destroy(struct lt_press_errands *all)
{
    if (!all)
        return;
    lt_fetch_pool_destroy(all->pool);
    for (size_t i = 0; i < all->table_size; i++)
        if (all->table[i])
            lt_file_out_discard(all->table[i]->out);
    for (size_t i = 0; i < all->host_count; i++) {
        lt_robots_destroy(all->hosts[i].robots);
        lt_buf_finish(&all->hosts[i].text);
        free(all->hosts[i].name);
    }
    lt_press_cache_close(all->cache);
    free(all->hosts);
    free(all->wanted);
    free(all->table);
    free(all);
}

/* Wanting */

static size_t slot(struct errand *const *table, size_t size, const char *url)
{
    size_t at = (size_t)lt_hash(lt_bytes_of(url), 0) & (size - 1);
    while (table[at] && strcmp(table[at]->url, url) != 0)
        at = (at + 1) & (size - 1);
    return at;
}

static void make_room(struct lt_press_errands *all)
{
    if (all->count * 2 < all->table_size)
        return;
    size_t size = all->table_size * 2;
    struct errand **table = lt_alloc(size, sizeof *table);
    for (size_t i = 0; i < all->table_size; i++)
        if (all->table[i])
            table[slot(table, size, all->table[i]->url)] = all->table[i];
    free(all->table);
    all->table = table;
    all->table_size = size;
}

/* An address without its fragment, in the arena. */
static const char *bare(const char *url, struct lt_arena *arena)
{
    return lt_arena_strndup(arena, url, strcspn(url, "#"));
}

static bool is_fetchable(const char *url)
{
    struct lt_bytes text = lt_bytes_of(url);
    return (lt_bytes_starts(text, "http://") || lt_bytes_starts(text, "https://")) && !lt_press_is_invented(url) &&
           text.size < LT_FETCH_MAX_URL_BYTES;
}

void lt_press_want(struct lt_press *press, const char *url, int64_t ceiling_bytes)
{
    struct lt_press_errands *all = press->errands;
    struct lt_arena scratch = {0};
    const char *address = bare(url, &scratch);
    if (is_fetchable(address) && all->count < MAX_ADDRESSES && !lt_press_mirror_path(press->mirrors, address, &scratch)) {
        make_room(all);
        size_t at = slot(all->table, all->table_size, address);
        if (!all->table[at]) {
            struct errand *errand = all->table[at] = lt_arena_alloc(&press->arena, sizeof *errand);
            *errand = (struct errand){.all = all, .url = lt_arena_strdup(&press->arena, address),
                                      .ceiling_bytes = ceiling_bytes, .wanted = true};
            all->count++;
            all->wanted = lt_grow(all->wanted, &all->wanted_capacity, all->wanted_count + 1, sizeof *all->wanted);
            all->wanted[all->wanted_count++] = errand;
        }
    }
    lt_arena_finish(&scratch);
}

/* How an errand ends */

static void fail(struct errand *errand, enum lt_err err, const char *why)
{
    errand->err = err;
    errand->why = lt_arena_strdup(&errand->all->press->arena, why);
}

static void use_cached(struct errand *errand)
{
    errand->path = errand->cached.body;
    errand->answered = errand->cached.url;
    errand->err = LT_OK;
}

static void count_over(struct lt_press_errands *all)
{
    all->over++;
}

static void give_up(struct errand *errand, const struct lt_fetch_response *response)
{
    struct lt_press *press = errand->all->press;
    const char *why = response->status >= 400
                          ? lt_arena_printf(&press->arena, "the server says %d", response->status)
                          : lt_arena_printf(&press->arena, "%s%s%s", lt_fetch_outcome_name(response->outcome),
                                            response->detail[0] ? ": " : "", response->detail);
    bool gone = response->status == 404 || response->status == 410;
    if (errand->has_cached && !gone && response->outcome != LT_FETCH_CANCELLED) {
        use_cached(errand);
        lt_press_note(press, LT_PACK_WARNING, errand->url,
                      lt_arena_printf(&press->arena, "%s; the copy in the cache is taken", why));
        return;
    }
    fail(errand, response->err, why);
}

static enum lt_err begin_body(void *self, const struct lt_fetch_response *head, struct lt_diag *diag)
{
    struct errand *errand = self;
    (void)head;
    lt_file_out_discard(errand->out);
    errand->out = NULL;
    return lt_press_cache_begin(errand->all->cache, errand->url, diag, &errand->out);
}

static enum lt_err take_body(void *self, struct lt_bytes bytes, struct lt_diag *diag)
{
    struct errand *errand = self;
    return lt_file_out_write(errand->out, bytes, diag);
}

static void keep(struct errand *errand, const struct lt_fetch_response *response)
{
    struct lt_press *press = errand->all->press;
    struct lt_diag diag = {0};
    struct lt_press_cached cached = {.url = response->url, .etag = response->etag,
                                     .last_modified = response->last_modified,
                                     .content_type = response->content_type, .fetched = time(NULL)};
    enum lt_err err = errand->out ? LT_OK : lt_press_cache_begin(errand->all->cache, errand->url, &diag, &errand->out);
    if (err == LT_OK) {
        struct lt_file_out *out = errand->out;
        errand->out = NULL;
        err = lt_press_cache_keep(errand->all->cache, errand->url, out, &cached, response->body_bytes, &diag);
    }
    if (err == LT_OK && lt_press_cache_find(errand->all->cache, errand->url, &press->arena, &errand->cached)) {
        press->report.fetched++;
        use_cached(errand);
        return;
    }
    fail(errand, err == LT_OK ? LT_ERR_IO : err, diag.what[0] ? diag.what : "the cache does not keep it");
}

/* Is it worth being asked again, once its host has rested? Not what was given back unasked. */
static bool is_passing(const struct lt_fetch_response *response)
{
    enum lt_fetch_outcome outcome = response->outcome;
    bool busy = outcome == LT_FETCH_HTTP_ERROR && response->status >= 502 && response->status <= 504;
    return response->status != 0 && (busy || outcome == LT_FETCH_RATE_LIMITED || outcome == LT_FETCH_TRUNCATED ||
                                     outcome == LT_FETCH_BROKEN || outcome == LT_FETCH_TIMEOUT || outcome == LT_FETCH_SLOW);
}

static void set_off(struct errand *errand);

static void came_back(void *user, const struct lt_fetch_response *response)
{
    struct errand *errand = user;
    if (response->outcome == LT_FETCH_OK) {
        keep(errand, response);
    } else {
        lt_file_out_discard(errand->out);
        errand->out = NULL;
        if (response->outcome == LT_FETCH_NOT_MODIFIED && errand->has_cached) {
            errand->all->press->report.unchanged++;
            use_cached(errand);
        } else if (is_passing(response) && ++errand->tries < MAX_TRIES) {
            set_off(errand);
            return;
        } else {
            give_up(errand, response);
        }
    }
    count_over(errand->all);
}

static void set_off(struct errand *errand)
{
    struct lt_diag diag = {0};
    errand->sink = (struct lt_fetch_sink){.self = errand, .begin = begin_body, .take = take_body};
    struct lt_fetch_request request = {.url = errand->url, .ceiling_bytes = errand->ceiling_bytes,
                                       .deadline_ms = DEADLINE_MS, .compressed = true,
                                       .max_redirects = LT_PRESS_MAX_REDIRECTS, .sink = &errand->sink,
                                       .allow_local = errand->all->press->plan->allow_local};
    if (errand->has_cached) {
        request.etag = errand->cached.etag;
        request.last_modified = errand->cached.last_modified;
    }
    if (lt_fetch_pool_add(errand->all->pool, &request, came_back, errand, &diag) != LT_OK) {
        fail(errand, diag.err, diag.what);
        count_over(errand->all);
    }
}

/* Hosts and their robots.txt */

static struct host *host_of(struct lt_press_errands *all, const char *url)
{
    const char *authority = strstr(url, "://") + 3;
    size_t size = (size_t)(authority - url) + strcspn(authority, "/?");
    for (size_t i = 0; i < all->host_count; i++)
        if (strlen(all->hosts[i].name) == size + 1 && strncmp(all->hosts[i].name, url, size) == 0)
            return &all->hosts[i];
    all->hosts = lt_grow(all->hosts, &all->host_capacity, all->host_count + 1, sizeof *all->hosts);
    struct lt_buf name = {0};
    lt_buf_printf(&name, "%.*s/", (int)size, url);
    all->hosts[all->host_count] = (struct host){.name = lt_buf_release(&name)};
    return &all->hosts[all->host_count++];
}

struct asking { /* the list of hosts may move while questions are under way */
    struct lt_press_errands *all;
    size_t host;
    int tries;
    struct lt_buf text;
};

static void ask(struct asking *asking);

/* In the press's arena; NULL when the site just has none. */
static const char *why_silent(struct lt_press_errands *all, const struct lt_fetch_response *response)
{
    struct lt_arena *arena = &all->press->arena;
    if (response->status >= 400 && response->status < 500 && response->outcome != LT_FETCH_RATE_LIMITED)
        return NULL;
    if (response->outcome == LT_FETCH_LOCAL_REFUSED)
        return "it is an address of the local network; --allow-local, or allow_local in the plan's [fetch], lets it be";
    if (response->status >= 400)
        return lt_arena_printf(arena, "the site's robots.txt cannot be had: the server says %d", response->status);
    return lt_arena_printf(arena, "the site's robots.txt cannot be had: %s%s%s", lt_fetch_outcome_name(response->outcome),
                           response->detail[0] ? ": " : "", response->detail);
}

static void robots_came(void *user, const struct lt_fetch_response *response)
{
    struct asking *asking = user;
    struct host *host = &asking->all->hosts[asking->host];
    if (is_passing(response) && ++asking->tries < MAX_TRIES) {
        lt_buf_clear(&asking->text);
        ask(asking);
        return;
    }
    bool whole = response->outcome == LT_FETCH_OK || response->outcome == LT_FETCH_TOO_LARGE;
    if (whole)
        host->robots = lt_robots_create(lt_buf_slice(&asking->text), LT_ROBOTS_NAME);
    else
        host->silent = why_silent(asking->all, response);
    int64_t delay = lt_robots_delay_ms(host->robots), own = asking->all->press->plan->delay_ms;
    own = own ? own : LT_PRESS_DELAY_MS;
    if (delay >= 0 && delay > own)
        lt_fetch_pool_set_delay(asking->all->pool, host->name, delay, NULL);
    lt_buf_finish(&asking->text);
    free(asking);
}

static void ask(struct asking *asking)
{
    struct lt_press_errands *all = asking->all;
    struct lt_buf url = {0};
    lt_buf_printf(&url, "%srobots.txt", all->hosts[asking->host].name);
    struct lt_fetch_request request = {.url = url.data, .ceiling_bytes = LT_ROBOTS_MAX_BYTES,
                                       .deadline_ms = ROBOTS_DEADLINE_MS, .compressed = true, .max_redirects = 5,
                                       .body = &asking->text, .allow_local = all->press->plan->allow_local};
    if (lt_fetch_pool_add(all->pool, &request, robots_came, asking, NULL) != LT_OK) {
        all->hosts[asking->host].silent = "the site's robots.txt cannot be had";
        lt_buf_finish(&asking->text);
        free(asking);
    }
    lt_buf_finish(&url);
}

static void ask_host(struct lt_press_errands *all, size_t index)
{
    struct asking *asking = lt_alloc(1, sizeof *asking);
    *asking = (struct asking){.all = all, .host = index};
    all->hosts[index].asked = true;
    ask(asking);
}

/* Running */

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum lt_err run(struct lt_press_errands *all, const char *stage, struct lt_diag *diag)
{
    enum lt_err err = LT_OK;
    size_t shown = SIZE_MAX;
    while (lt_fetch_pool_step(all->pool, now_ms(), PAUSE_MS) > 0 && err == LT_OK) {
        if (stage && all->over != shown)
            lt_press_progress(all->press, stage, shown = all->over, all->wanted_count);
        err = lt_press_check_stop(all->press, diag);
    }
    if (err != LT_OK)
        lt_fetch_pool_cancel(all->pool);
    return err;
}

static enum lt_err open_pool(struct lt_press_errands *all, struct lt_diag *diag)
{
    const struct lt_plan *plan = all->press->plan;
    enum lt_err err = all->cache ? LT_OK : lt_press_cache_open(plan->cache, diag, &all->cache);
    if (plan->offline)
        return LT_OK; /* no place for a cache is an empty one */
    if (err != LT_OK || all->pool)
        return err;
    struct lt_fetch_pool_options options = {.per_host = plan->per_host ? plan->per_host : LT_PRESS_PER_HOST,
                                            .delay_ms = plan->delay_ms ? plan->delay_ms : LT_PRESS_DELAY_MS,
                                            .max_waiting = MAX_ADDRESSES + 1};
    return lt_fetch_pool_create(&options, diag, &all->pool);
}

/* Sends the errand off, unless it can be settled at once. */
static void dispatch(struct lt_press_errands *all, struct errand *errand)
{
    const struct host *host = host_of(all, errand->url);
    bool validators = errand->has_cached && (errand->cached.etag[0] || errand->cached.last_modified[0]);
    int64_t age = time(NULL) - errand->cached.fetched;
    if (errand->has_cached && !validators && age >= 0 && age < FRESH_S) {
        use_cached(errand);
        all->press->report.unchanged++;
    } else if (host->silent && errand->has_cached) {
        use_cached(errand);
    } else if (host->silent) {
        fail(errand, LT_ERR_UNAVAILABLE, host->silent);
    } else if (!lt_robots_allows(host->robots, errand->url)) {
        fail(errand, LT_ERR_DATA, "the site's robots.txt does not allow it");
    } else {
        set_off(errand);
        return;
    }
    count_over(all);
}

static enum lt_err fetch_wanted(struct lt_press_errands *all, const char *stage, struct lt_diag *diag)
{
    for (size_t i = 0; i < all->wanted_count; i++)
        host_of(all, all->wanted[i]->url);
    for (size_t i = 0; i < all->host_count; i++)
        if (!all->hosts[i].asked)
            ask_host(all, i);
    enum lt_err err = run(all, NULL, diag);
    for (size_t i = 0; err == LT_OK && i < all->wanted_count; i++)
        dispatch(all, all->wanted[i]);
    if (err == LT_OK)
        err = run(all, stage, diag);
    return err;
}

enum lt_err lt_press_fetch(struct lt_press *press, const char *stage, struct lt_diag *diag)
{
    struct lt_press_errands *all = press->errands;
    if (all->wanted_count == 0)
        return LT_OK;
    enum lt_err err = open_pool(all, diag);
    if (err != LT_OK)
        return err;
    all->over = 0;
    for (size_t i = 0; i < all->wanted_count; i++) {
        struct errand *errand = all->wanted[i];
        errand->has_cached = all->cache && lt_press_cache_find(all->cache, errand->url, &press->arena, &errand->cached);
        if (press->plan->offline && errand->has_cached)
            use_cached(errand);
        else if (press->plan->offline)
            fail(errand, LT_ERR_UNAVAILABLE, "not in the cache, and nothing may be fetched (--offline)");
    }
    if (!press->plan->offline)
        err = fetch_wanted(all, stage, diag);
    if (err == LT_OK && !press->plan->offline)
        lt_press_progress(press, stage, all->wanted_count, all->wanted_count);
    all->wanted_count = 0;
    return err;
}

enum lt_err lt_press_locate(struct lt_press *press, const char *url, struct lt_arena *arena, const char **ret_path,
                            const char **ret_answered, const char **ret_why)
{
    struct lt_press_errands *all = press->errands;
    const char *address = bare(url, arena);
    *ret_answered = url;
    *ret_why = "not found";
    *ret_path = lt_press_mirror_path(press->mirrors, address, arena);
    if (*ret_path)
        return LT_OK;
    const struct errand *errand = all->table[slot(all->table, all->table_size, address)];
    if (!errand)
        return LT_ERR_NO_INPUT;
    *ret_path = errand->path;
    *ret_answered = errand->answered;
    *ret_why = errand->why;
    return errand->path ? LT_OK : errand->err;
}
