/*
 * test_ingest_charset.c: bytes of many encodings, rightly and wrongly declared.
 */
#include "charset.h"

#include <lutrin/ingest.h>
#include <lutrin/utf8.h>

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#define BYTES(text) ((struct lt_bytes){text, sizeof text - 1})

static void check(struct lt_bytes data, enum lt_markup markup, const char *ends)
{
    struct lt_buf out = {0};
    lt_charset_decode(data, markup, &out);
    assert_true(lt_utf8_valid(lt_buf_slice(&out)));
    size_t size = strlen(ends);
    assert_true(out.size >= size);
    if (memcmp(out.data + out.size - size, ends, size) != 0)
        fail_msg("got \"%s\", want it to end with \"%s\"", out.data, ends);
    lt_buf_finish(&out);
}

static void test_xml(void **state)
{
    (void)state;
    check(BYTES("<?xml version='1.0' encoding='iso-8859-1'?><a>\xE9\x92"), LT_MARKUP_XML, "<a>é’");
    check(BYTES("<?xml version='1.0' encoding='iso-8859-1'?><a>é"), LT_MARKUP_XML, "<a>é");
    check(BYTES("<?xml version='1.0' encoding='utf-8'?><a>\xE9\x92"), LT_MARKUP_XML, "<a>é’");
    check(BYTES("<?xml version='1.0' encoding='utf-16'?><a>é"), LT_MARKUP_XML, "<a>é");
    check(BYTES("<?xml version='1.0' encoding='koi8-r'?><a>\xF2"), LT_MARKUP_XML, "<a>Р");
    check(BYTES("<?xml version='1.0' encoding='Shift_JIS'?><a>\x93\xFA\x96{"), LT_MARKUP_XML, "<a>日本");
    check(BYTES("<?xml version='1.0' encoding='nonsense'?><a>\xE9"), LT_MARKUP_XML, "<a>é");
    check(BYTES("<?xml version='1.0' encoding='../../x'?><a>\xE9"), LT_MARKUP_XML, "<a>é");
}

static void test_marks(void **state)
{
    (void)state;
    check(BYTES("\xEF\xBB\xBF<a>é"), LT_MARKUP_XML, "<a>é");
    check(BYTES("\xFF\xFE<\0a\0>\0\xE9\0"), LT_MARKUP_XML, "<a>é");
    check(BYTES("\xFE\xFF\0<\0a\0>\0\xE9"), LT_MARKUP_XML, "<a>é");
    check(BYTES("<\0?\0x\0>\0\xE9\0"), LT_MARKUP_XML, "<?x>é");
    check(BYTES("\xFF\xFE<\0a\0>\0\xE9"), LT_MARKUP_XML, "<a>\xEF\xBF\xBD");
}

static void test_html(void **state)
{
    (void)state;
    check(BYTES("<meta charset=\"windows-1251\"><p>\xC0"), LT_MARKUP_HTML, "<p>А");
    check(BYTES("<meta http-equiv=Content-Type content='text/html; charset=gb2312'><p>\xD6\xD0"), LT_MARKUP_HTML, "<p>中");
    check(BYTES("<p>\x93quoted\x94"), LT_MARKUP_HTML, "<p>“quoted”");
    check(BYTES("<p>été \xE9"), LT_MARKUP_HTML, "<p>été \xEF\xBF\xBD");
}

static void test_sniff(void **state)
{
    (void)state;
    assert_int_equal(lt_source_sniff(BYTES("<?xml version='1.0'?><!-- a --><rss>")), LT_SOURCE_FEED);
    assert_int_equal(lt_source_sniff(BYTES(" \n<rdf:RDF xmlns='x'>")), LT_SOURCE_FEED);
    assert_int_equal(lt_source_sniff(BYTES("<!DOCTYPE html><title>x")), LT_SOURCE_HTML);
    assert_int_equal(lt_source_sniff(BYTES("<p>x")), LT_SOURCE_HTML);
    assert_int_equal(lt_source_sniff(BYTES("\xFF\xFE<\0f\0e\0e\0d\0>\0")), LT_SOURCE_FEED);
    assert_int_equal(lt_source_sniff(BYTES("{\"a\":1}")), LT_SOURCE_UNKNOWN);
    assert_int_equal(lt_source_sniff(BYTES("")), LT_SOURCE_UNKNOWN);
    assert_int_equal(lt_source_sniff(BYTES("\x89PNG\r\n\x1A\n")), LT_SOURCE_UNKNOWN);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xml),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_sniff),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
