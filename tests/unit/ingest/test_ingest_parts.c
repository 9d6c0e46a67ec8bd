/*
 * test_ingest_parts.c: feeds that are read entry by entry give what they hold, in order, whatever their size, and no more
 * of one than is looked at lies in memory.
 */
#include <lutrin/feed.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

enum {
    COUNT = 3000,      /* entries of a feed that is swept several times */
    ROOM_BYTES = 12 << 20, /* that may be taken for MANY, whose feed has more than 30 MB */
    STOP_AT = 5,
};

#if defined(__SANITIZE_ADDRESS__)
enum { MANY = 10000 };
static const bool MEASURED = false; /* it keeps what is freed */
#else
enum { MANY = 100000 }; /* entries of a feed that would not fit */
static const bool MEASURED = true;
#endif

struct seen {
    size_t count, comments, answers, wrong;
    bool stop;
    char link[64];
    size_t begin_bytes, most_bytes;
};

static size_t resident_bytes(void)
{
    long pages = 0;
    FILE *file = fopen("/proc/self/statm", "r");
    if (file && fscanf(file, "%*s %ld", &pages) != 1)
        pages = 0;
    if (file)
        fclose(file);
    return (size_t)pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* Entry number N is called "Story N" and stands at /N of its site. */
static enum lt_err look(void *self, const struct lt_feed *feed, const struct lt_entry *entry, struct lt_diag *diag)
{
    struct seen *seen = self;
    char title[64], link[128];
    snprintf(title, sizeof title, "Story %zu", seen->count);
    snprintf(link, sizeof link, "%s/%zu", seen->link, seen->count);
    seen->wrong += !entry->title || strcmp(entry->title, title) != 0 || !entry->link || strcmp(entry->link, link) != 0;
    seen->wrong += !feed->title || strcmp(feed->title, "Big") != 0;
    seen->comments += entry->comment_on != 0;
    seen->answers += entry->thread.count;
    seen->count++;
    if (seen->count % 1024 == 0) {
        size_t bytes = resident_bytes();
        seen->most_bytes = bytes > seen->most_bytes ? bytes : seen->most_bytes;
    }
    return seen->stop && seen->count == STOP_AT ? lt_fail(diag, LT_ERR_UNAVAILABLE, NULL, NULL, "enough") : LT_OK;
}

static enum lt_err read_all(const struct lt_buf *data, struct seen *seen, struct lt_diag *diag)
{
    struct lt_arena arena = {0};
    const struct lt_feed *feed;
    const struct lt_feed_taker taker = {seen, look};
    seen->begin_bytes = resident_bytes();
    enum lt_err err = lt_feed_read(lt_buf_slice(data), NULL, &taker, &arena, diag, &feed);
    if (err == LT_OK) {
        assert_null(feed->entries);
        assert_int_equal(feed->entry_count, seen->count);
    }
    lt_arena_finish(&arena);
    return err;
}

static void put_rss_items(struct lt_buf *data, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        lt_buf_printf(data, "<item><title>Story %zu</title><link>/%zu</link><description>&lt;p&gt;It was a dark and stormy "
                            "night; the rain fell in torrents, except at occasional intervals.&lt;/p&gt;</description></item>\n", i, i);
}

/* What is said of the feed stands after its entries, and their addresses depend on it. */
static void test_head_last(void **state)
{
    struct lt_buf data = {0};
    struct seen seen = {.link = "https://a.example"};
    (void)state;
    lt_buf_puts(&data, "<rss version='2.0'><channel>");
    put_rss_items(&data, 0, COUNT);
    lt_buf_puts(&data, "<title>Big</title><link>https://a.example/</link></channel></rss>");
    assert_int_equal(read_all(&data, &seen, NULL), LT_OK);
    assert_int_equal(seen.count, COUNT);
    assert_int_equal(seen.wrong, 0);
    lt_buf_finish(&data);
}

/* A start tag that no parser takes makes an empty entry of its own, in its place; xml:base is inherited. */
static void test_broken_between(void **state)
{
    struct lt_buf data = {0};
    struct lt_arena arena = {0};
    const struct lt_feed *feed;
    (void)state;
    lt_buf_puts(&data, "<rss version='2.0' xml:base='https://b.example/x/'><channel><title>Big</title>");
    put_rss_items(&data, 0, COUNT);
    lt_buf_puts(&data, "<item a\"b><title>lost</title></item>");
    put_rss_items(&data, COUNT, 2 * COUNT);
    lt_buf_puts(&data, "</channel></rss>");
    assert_int_equal(lt_feed_parse(lt_buf_slice(&data), NULL, &arena, NULL, &feed), LT_OK);
    assert_int_equal(feed->entry_count, 2 * COUNT + 1);
    assert_string_equal(feed->entries[COUNT - 1].link, "https://b.example/2999");
    assert_null(feed->entries[COUNT].title);
    assert_string_equal(feed->entries[COUNT + 1].title, "Story 3000");
    lt_arena_finish(&arena);
    lt_buf_finish(&data);
}

/* Every third entry answers the one before it; the first of all answers the last article, which is read long after it. */
static void test_answers(void **state)
{
    struct lt_buf data = {0};
    struct seen seen = {.link = "https://a.example"};
    (void)state;
    lt_buf_puts(&data, "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:thr='http://purl.org/syndication/thread/1.0'>"
                       "<title>Big</title>");
    for (size_t i = 0; i < COUNT; i++) {
        lt_buf_printf(&data, "<entry><title>Story %zu</title><id>urn:%zu</id><link href='https://a.example/%zu'/>"
                             "<content>words about it, and some more of them</content>", i, i, i);
        if (i % 3 == 0)
            lt_buf_printf(&data, "<thr:in-reply-to ref='urn:%zu'/>", i ? i - 1 : (size_t)COUNT - 1);
        lt_buf_puts(&data, "</entry>\n");
    }
    lt_buf_puts(&data, "</feed>");
    assert_int_equal(read_all(&data, &seen, NULL), LT_OK);
    assert_int_equal(seen.count, COUNT);
    assert_int_equal(seen.wrong, 0);
    assert_int_equal(seen.comments, COUNT / 3);
    assert_int_equal(seen.answers, COUNT / 3);
    lt_buf_finish(&data);
}

static void put_json(struct lt_buf *data, size_t count)
{
    lt_buf_puts(data, "{\"items\": [\n");
    for (size_t i = 0; i < count; i++)
        lt_buf_printf(data, "%s{\"id\": %zu, \"url\": \"/%zu\", \"title\": \"Story %zu\",\n \"content_text\": \"] } \\\" {[,\"}\n", i ? "," : "", i, i, i);
    lt_buf_puts(data, "], \"version\": \"https://jsonfeed.org/version/1.1\", \"title\": \"Big\",\n"
                      " \"home_page_url\": \"https://j.example/\"}");
}

static void test_json(void **state)
{
    struct lt_buf data = {0};
    struct seen seen = {.link = "https://j.example"};
    (void)state;
    put_json(&data, COUNT);
    assert_int_equal(read_all(&data, &seen, NULL), LT_OK);
    assert_int_equal(seen.count, COUNT);
    assert_int_equal(seen.wrong, 0);
    lt_buf_finish(&data);
}

static void expect_json(const char *text, size_t entries, const char *error)
{
    struct lt_arena arena = {0};
    struct lt_diag diag = {0};
    struct lt_buf data = {0};
    const struct lt_feed *feed;
    lt_buf_printf(&data, "{\"version\": \"https://jsonfeed.org/version/1\",\n%s", text);
    enum lt_err err = lt_feed_parse(lt_buf_slice(&data), NULL, &arena, &diag, &feed);
    assert_int_equal(err, error ? LT_ERR_DATA : LT_OK);
    if (error && !strstr(diag.what, error))
        fail_msg("%s: %s", text, diag.what);
    if (!error)
        assert_int_equal(feed->entry_count, entries);
    lt_buf_finish(&data);
    lt_arena_finish(&arena);
}

/* Lists that are cut out of their text are held to what JSON says as any other. */
static void test_json_lists(void **state)
{
    (void)state;
    expect_json("\"items\": []}", 0, NULL);
    expect_json("\"items\": [ {}, 7, [\"a\", {}], \"b,]\", {} ] }", 2, NULL);
    expect_json("\"\\u0069tems\": [{}, {}]}", 2, NULL);
    expect_json("\"items\": [{}], \"items\": [{}, {}, {}]}", 3, NULL);
    expect_json("\"author\": {\"items\": [1]}, \"items\": [{}]}", 1, NULL);
    expect_json("\"items\": [{}], \"items\": 7}", 0, "not a JSON Feed");
    expect_json("\"items\": [{},\n\n{\"a\" 1}]}", 0, "line 4");
    expect_json("\"items\": [{},\n]}", 0, "broken JSON");
    expect_json("\"items\": [,{}]}", 0, "line 2");
    expect_json("\"items\": [{} {}]}", 0, "line 2");
    expect_json("\"items\": [{}\n}", 0, "broken JSON");
    expect_json("\"items\": [{}],\n\n\"a\" 1}", 0, "line 4");
    expect_json("\"items\": [{}, {\"a\": \"", 0, "broken JSON");
}

/* Lines that end in \r\n say the same, wherever they end. */
static void test_returns(void **state)
{
    static const char plain[] = "<?xml version='1.0'?>\n<rss\nversion='2.0'>\n<channel><title>Two\nlines</title>\n<item>\n<title\n>One</title>"
                                "<description><![CDATA[<pre>a\nb</pre>]]>&lt;p\nclass='x'>c\n&amp;\n</description></item\n>\n</channel></rss\n>\n";
    struct lt_buf returns = {0};
    struct lt_arena arena = {0};
    const struct lt_feed *one, *two;
    (void)state;
    for (const char *at = plain; *at; at++) {
        if (*at == '\n')
            lt_buf_putc(&returns, '\r');
        lt_buf_putc(&returns, *at);
    }
    assert_int_equal(lt_feed_parse(lt_bytes_of(plain), NULL, &arena, NULL, &one), LT_OK);
    assert_int_equal(lt_feed_parse(lt_buf_slice(&returns), NULL, &arena, NULL, &two), LT_OK);
    assert_string_equal(one->title, two->title);
    assert_int_equal(one->entry_count, 1);
    assert_int_equal(two->entry_count, 1);
    assert_string_equal(one->entries[0].title, two->entries[0].title);
    assert_non_null(strstr(one->entries[0].summary, "a\nb"));
    assert_string_equal(one->entries[0].summary, two->entries[0].summary);
    lt_arena_finish(&arena);
    lt_buf_finish(&returns);
}

static void test_stop(void **state)
{
    struct lt_buf data = {0};
    struct lt_diag diag = {0};
    struct seen seen = {.link = "https://a.example", .stop = true};
    (void)state;
    lt_buf_puts(&data, "<rss><channel><title>Big</title><link>https://a.example/</link>");
    put_rss_items(&data, 0, COUNT);
    lt_buf_puts(&data, "</channel></rss>");
    assert_int_equal(read_all(&data, &seen, &diag), LT_ERR_UNAVAILABLE);
    assert_int_equal(seen.count, STOP_AT);
    assert_string_equal(diag.what, "enough");
    lt_buf_clear(&data);
    put_json(&data, COUNT);
    seen = (struct seen){.link = "https://j.example", .stop = true};
    assert_int_equal(read_all(&data, &seen, NULL), LT_ERR_UNAVAILABLE);
    assert_int_equal(seen.count, STOP_AT);
    lt_buf_finish(&data);
}

static void test_memory(void **state)
{
    struct lt_buf data = {0};
    struct seen seen = {.link = "https://a.example"};
    (void)state;
    lt_buf_puts(&data, "<rss><channel><title>Big</title><link>https://a.example/</link>");
    put_rss_items(&data, 0, MANY);
    lt_buf_puts(&data, "</channel></rss>");
    for (size_t i = 0; i < MANY; i++) /* as many bytes again */
        lt_buf_puts(&data, "<!-- nothing of what stands here is anything that anybody would want to be told of, ever -->\n");
    assert_int_equal(read_all(&data, &seen, NULL), LT_OK);
    assert_int_equal(seen.count, MANY);
    assert_int_equal(seen.wrong, 0);
    if (MEASURED && seen.most_bytes > seen.begin_bytes + ROOM_BYTES)
        fail_msg("%zu bytes were taken for a feed of %zu", seen.most_bytes - seen.begin_bytes, data.size);
    lt_buf_clear(&data);
    put_json(&data, MANY);
    seen = (struct seen){.link = "https://j.example"};
    assert_int_equal(read_all(&data, &seen, NULL), LT_OK);
    assert_int_equal(seen.count, MANY);
    if (MEASURED && seen.most_bytes > seen.begin_bytes + ROOM_BYTES)
        fail_msg("%zu bytes were taken for a JSON Feed of %zu", seen.most_bytes - seen.begin_bytes, data.size);
    lt_buf_finish(&data);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_head_last), cmocka_unit_test(test_broken_between), cmocka_unit_test(test_answers),
        cmocka_unit_test(test_json),      cmocka_unit_test(test_json_lists),     cmocka_unit_test(test_stop),
        cmocka_unit_test(test_returns),
        cmocka_unit_test(test_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
