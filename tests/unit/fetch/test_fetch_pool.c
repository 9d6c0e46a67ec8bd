/*
 * test_fetch_pool.c: what a pool and its addresses do without any network: requests that make no sense, schemes,
 * refused addresses, cancelling.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/fetch.h>

#include "url.h"

#include <stdlib.h>
#include <string.h>

static struct lt_fetch_request plain(const char *url)
{
    return (struct lt_fetch_request){.url = url, .ceiling_bytes = 1000, .deadline_ms = 5000};
}

static void requests_that_make_no_sense(void **state)
{
    (void)state;
    static char large[LT_FETCH_MAX_POST_BYTES + 1];
    const struct lt_fetch_post post = {.type = "text/plain"}, untyped = {.id = "1"}, quoted = {.type = "text/plain", .id = "a\"b"},
                               lines = {.type = "text/plain\r\nX-Evil: 1"},
                               fat = {.type = "text/plain", .body = {large, sizeof large}},
                               baked = {.type = "text/plain", .cookies = "a=1\r\nX-Evil: 1"},
                               paged = {.type = "text/plain", .page = "https://a.example/\n"};
    struct lt_fetch_request good = plain("http://127.0.0.1:9/"), bad[24];
    size_t n = 0;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        bad[i] = good;
    bad[n++].post = &untyped;
    bad[n++].post = &quoted;
    bad[n++].post = &lines;
    bad[n++].post = &fat;
    bad[n++].post = &baked;
    bad[n++].post = &paged;
    bad[n].post = &post, bad[n++].compressed = true;
    bad[n].post = &post, bad[n++].etag = "\"a\"";
    bad[n].post = &post, bad[n].range_start = 5, bad[n++].if_range = "\"a\"";
    bad[n++].url = NULL;
    bad[n++].url = "no address";
    bad[n++].url = "http://";
    bad[n++].ceiling_bytes = 0;
    bad[n++].deadline_ms = 0;
    bad[n++].deadline_ms = INT64_MAX;
    bad[n++].max_redirects = 11;
    bad[n++].range_start = 5;
    bad[n].range_start = 5, bad[n++].if_range = "W/\"weak\"";
    bad[n].range_start = 1000, bad[n++].if_range = "\"a\"";
    bad[n].range_start = 5, bad[n].compressed = true, bad[n++].if_range = "\"a\"";
    bad[n++].etag = "\"a\"\r\nX-Evil: 1";
    bad[n++].connect_ms = -1;
    for (size_t i = 0; i < n; i++) {
        struct lt_fetch_response r;
        struct lt_diag diag = {0};
        assert_int_equal(lt_fetch(NULL, &bad[i], &diag, &r), LT_ERR_USAGE);
        assert_true(diag.what[0] != '\0');
    }
}

static void outcomes_without_a_connection(void **state)
{
    (void)state;
    static const struct {
        const char *url;
        enum lt_fetch_outcome outcome;
    } cases[] = {
        {"ftp://127.0.0.1/", LT_FETCH_SCHEME},
        {"file:///etc/passwd", LT_FETCH_SCHEME},
        {"http://me:secret@127.0.0.1/", LT_FETCH_SCHEME},
        {"http://127.0.0.1:9/", LT_FETCH_LOCAL_REFUSED},
        {"http://localhost:9/", LT_FETCH_LOCAL_REFUSED},
        {"http://[::1]:9/", LT_FETCH_LOCAL_REFUSED},
        {"http://[::ffff:127.0.0.1]:9/", LT_FETCH_LOCAL_REFUSED},
        {"http://0x7f.1:9/", LT_FETCH_LOCAL_REFUSED},
        {"http://2130706433:9/", LT_FETCH_LOCAL_REFUSED},
        {"http://169.254.169.254/latest", LT_FETCH_LOCAL_REFUSED},
        {"https://10.0.0.1/", LT_FETCH_LOCAL_REFUSED},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct lt_fetch_request q = plain(cases[i].url);
        struct lt_fetch_response r;
        struct lt_diag diag = {0};
        assert_int_not_equal(lt_fetch(NULL, &q, &diag, &r), LT_OK);
        if (r.outcome != cases[i].outcome)
            fail_msg("%s: %s: %s", cases[i].url, lt_fetch_outcome_name(r.outcome), r.detail);
        assert_int_equal(r.status, 0);
        assert_int_equal(r.wire_bytes, 0);
    }
    struct lt_fetch_request q = plain("http://rebound.test:9/");
    struct lt_fetch_response r;
    q.resolve = "rebound.test:9:127.0.0.1";
    lt_fetch(NULL, &q, NULL, &r);
    assert_int_equal(r.outcome, LT_FETCH_LOCAL_REFUSED);
}

struct tally {
    int told, cancelled;
    struct lt_fetch_pool *pool;
};

static void count(void *user, const struct lt_fetch_response *response)
{
    struct tally *tally = user;
    struct lt_fetch_request again = plain("http://127.0.0.1:9/again");
    tally->told++;
    tally->cancelled += response->outcome == LT_FETCH_CANCELLED;
    assert_int_equal(lt_fetch_pool_add(tally->pool, &again, count, user, NULL),
                     response->outcome == LT_FETCH_CANCELLED ? LT_ERR_UNAVAILABLE : LT_OK);
}

static void cancelled_requests_are_told(void **state)
{
    (void)state;
    struct tally tally = {0};
    struct lt_fetch_response r;
    struct lt_fetch_request q = plain("http://127.0.0.1:9/");
    assert_int_equal(lt_fetch_pool_create(&(struct lt_fetch_pool_options){.max_waiting = 5}, NULL, &tally.pool), LT_OK);
    for (int i = 0; i < 5; i++)
        assert_int_equal(lt_fetch_pool_add(tally.pool, &q, count, &tally, NULL), LT_OK);
    assert_int_equal(lt_fetch_pool_add(tally.pool, &q, count, &tally, NULL), LT_ERR_LIMIT);
    assert_int_equal(lt_fetch(tally.pool, &q, NULL, &r), LT_ERR_USAGE);
    lt_fetch_pool_cancel(tally.pool);
    assert_int_equal(tally.told, 5);
    assert_int_equal(tally.cancelled, 5);
    assert_int_equal(lt_fetch_pool_step(tally.pool, 0, 0), 0);
    assert_int_equal(lt_fetch_pool_add(tally.pool, &q, count, &tally, NULL), LT_OK);
    lt_fetch_pool_destroy(tally.pool); /* without a word */
    assert_int_equal(tally.told, 5);
}

static void addresses(void **state)
{
    (void)state;
    static const struct {
        const char *base, *text, *expected;
    } cases[] = {
        {NULL, "HTTP://Example.TEST/a b#c", "http://Example.TEST/a%20b"},
        {"https://a.test/x/y?q", "../z", "https://a.test/z"},
        {"https://a.test/x", "//b.test/", "https://b.test/"},
        {"http://a.test/x", "?n=1", "http://a.test/x?n=1"},
        {NULL, "http://a.test/\xC3\xA9", "http://a.test/%c3%a9"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *url = NULL;
        assert_true(lt_url_absolute(cases[i].base, cases[i].text, &url) <= LT_URL_HTTPS);
        assert_string_equal(url, cases[i].expected);
        free(url);
    }
    char *host = lt_url_host("https://Example.Test/a?b");
    assert_string_equal(host, "https://example.test:443");
    free(host);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requests_that_make_no_sense),
        cmocka_unit_test(outcomes_without_a_connection),
        cmocka_unit_test(cancelled_requests_are_told),
        cmocka_unit_test(addresses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
