/*
 * test_reader_notice.c: which status files of the postman are understood.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include <lutrin/notice.h>

static struct lt_notice read_good(const char *text)
{
    struct lt_notice notice;
    assert_true(lt_notice_parse(lt_bytes_of(text), &notice));
    return notice;
}

static void test_what_the_postman_writes(void **state)
{
    (void)state;
    struct lt_notice notice =
        read_good("{\"source\":\"stick\",\"phase\":\"copying\",\"publisher\":\"town\",\"version\":412,\"bytes\":7,\"total\":9,"
                  "\"result\":\"\",\"time\":1795460000}\n");
    assert_int_equal(notice.kind, LT_NOTICE_COPYING);
    assert_string_equal(notice.publisher, "town");
    assert_int_equal(notice.version, 412);
    assert_int_equal(notice.bytes, 7);
    assert_int_equal(notice.total, 9);
}

static void test_results(void **state)
{
    (void)state;
    assert_int_equal(read_good("{\"phase\":\"over\",\"result\":\"installed\"}").kind, LT_NOTICE_INSTALLED);
    assert_int_equal(read_good("{\"result\":\"pulled\",\"phase\":\"over\"}").kind, LT_NOTICE_PULLED);
    assert_int_equal(read_good("{\"phase\":\"over\",\"result\":\"of later\"}").kind, LT_NOTICE_FAILED);
    assert_int_equal(read_good(" { \"phase\" : \"looking\" } ").kind, LT_NOTICE_LOOKING);
    assert_int_equal(read_good("{\"phase\":\"copying\",\"bytes\":9,\"total\":7}").bytes, 7);
}

/* A key that comes twice: the last counts, and nothing of the one before stays behind it. */
static void test_twice(void **state)
{
    (void)state;
    assert_string_equal(read_good("{\"phase\":\"looking\",\"publisher\":\"été\",\"publisher\":\"a\"}").publisher, "a");
    assert_string_equal(read_good("{\"phase\":\"looking\",\"publisher\":\"a\",\"publisher\":7}").publisher, "");
}

static void test_what_is_not_one(void **state)
{
    static const char *const BAD[] = {
        "", "{", "{}", "[]", "{\"phase\":\"copying\"", "{\"phase\":\"copying\",}", "{\"phase\":\"sleeping\"}", "{\"phase\":1}",
        "{\"phase\":\"copy\\u0069ng\"}", "{\"phase\":\"copying\",\"version\":-1}", "{\"phase\":\"copying\",\"version\":1.5}",
        "{\"phase\":\"copying\",\"version\":99999999999999999999}", "{\"phase\":\"copying\"} x", "{\"phase\":\"copying\"}{",
        "{\"phase\":\"copying\",\"publisher\":\"a\nb\"}", "{\"phase\":\"copying\",\"publisher\":\"\xff\"}",
        "{\"phase\":{\"phase\":\"copying\"}}",
    };
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        struct lt_notice notice = {.version = 77};
        assert_false(lt_notice_parse(lt_bytes_of(BAD[i]), &notice));
        assert_int_equal(notice.version, 77);
    }
}

static void test_every_cut_is_refused(void **state)
{
    static const char text[] = "{\"phase\":\"over\",\"publisher\":\"town\",\"version\":412,\"result\":\"installed\"}";
    (void)state;
    for (size_t size = 0; size < sizeof text - 1; size++) {
        struct lt_notice notice;
        assert_false(lt_notice_parse((struct lt_bytes){text, size}, &notice));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_the_postman_writes),
        cmocka_unit_test(test_results), cmocka_unit_test(test_twice),
        cmocka_unit_test(test_what_is_not_one),
        cmocka_unit_test(test_every_cut_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
