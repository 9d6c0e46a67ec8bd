/*
 * trace_search.c: `lutrin-trace search`: what the reader's search finds, as one JSON object.
 */
#include "cli.h"
#include "trace.h"

#include <lutrin/bundle.h>
#include <lutrin/utf8.h>

#include <jansson.h>
#include <string.h>
#include <time.h>

enum { HITS = 50 };

static const struct lt_cli_help HELP = {
    "lutrin-trace search BUNDLE QUERY",
    "Prints what the search finds: one JSON object with the hits, the best first.",
    "  QUERY is what a reader would type; the last word may be a beginning\n"};

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static json_t *hit_object(const struct lt_hit *hit)
{
    json_t *object = json_object();
    json_object_set_new(object, "article", json_integer(hit->article));
    json_object_set_new(object, "title", json_string(hit->title));
    json_object_set_new(object, "snippet", json_string(hit->snippet));
    json_object_set_new(object, "score", json_real(hit->score));
    return object;
}

static int print_hits(const char *query, int64_t us, const struct lt_hit *hits, size_t count)
{
    struct lt_buf clean = {0};
    json_t *object = json_object(), *array = json_array();
    lt_utf8_clean(&clean, lt_bytes_of(query));
    json_object_set_new(object, "query", json_string(clean.data ? clean.data : ""));
    json_object_set_new(object, "ms", json_real((double)us / 1000));
    for (size_t i = 0; i < count; i++)
        json_array_append_new(array, hit_object(&hits[i]));
    json_object_set_new(object, "hits", array);
    lt_buf_finish(&clean);
    return lt_cli_print_json(object, JSON_REAL_PRECISION(6));
}

int lt_trace_search(int argc, char **argv)
{
    struct lt_diag diag = {0};
    struct lt_arena arena = {0};
    struct lt_bundle *bundle = NULL;
    const struct lt_hit *hits;
    size_t count;
    int64_t begin = 0;
    if (argc == 2 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0))
        return lt_cli_help(&HELP);
    if (argc != 3)
        return lt_cli_usage("lutrin-trace", "search: a bundle and a query are needed");
    enum lt_err err = lt_bundle_open(argv[1], &diag, &bundle);
    if (err == LT_OK) {
        begin = now_us();
        err = lt_bundle_search(bundle, argv[2], HITS, &arena, &diag, &hits, &count);
    }
    int code = err == LT_OK ? print_hits(argv[2], now_us() - begin, hits, count) : lt_cli_fail(&diag);
    lt_arena_finish(&arena);
    lt_bundle_close(bundle);
    return code;
}
