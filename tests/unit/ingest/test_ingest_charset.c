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

/* Nothing is declared: the text tells, if it is of another script than Latin. */
static void test_told_by_text(void **state)
{
    (void)state;
    check(BYTES("<a>"
                "\xE4\xE9\xEC\xE3 \xE4\xEC\xEA \xE0\xEC \xE4\xE1\xE9\xFA \xF9\xEC \xF1\xE1\xFA\xE0 \xEB\xE3\xE9 "
                "\xEC\xE0\xEB\xE5\xEC \xE0\xF8\xE5\xE7\xFA \xF2\xF8\xE1"),
          LT_MARKUP_XML, "<a>הילד הלך אל הבית של סבתא כדי לאכול ארוחת ערב");
    check(BYTES("<a>"
                "\xF3\xD4\xC1\xD2\xD9\xCA \xC4\xCF\xCD \xD3\xD4\xCF\xC9\xD4 \xCE\xC1 \xC2\xC5\xD2\xC5\xC7\xD5 "
                "\xD2\xC5\xCB\xC9"),
          LT_MARKUP_XML, "<a>Старый дом стоит на берегу реки");
    check(BYTES("<a>"
                "\xD1\xF2\xE0\xF0\xFB\xE9 \xE4\xEE\xEC \xF1\xF2\xEE\xE8\xF2 \xED\xE0 \xE1\xE5\xF0\xE5\xE3\xF3 "
                "\xF0\xE5\xEA\xE8"),
          LT_MARKUP_XML, "<a>Старый дом стоит на берегу реки");
    check(BYTES("<a>"
                "\xBA\xE9\xD2\xB9\xE0\xA1\xE8\xD2\xB5\xD1\xE9\xA7\xCD\xC2\xD9\xE8\xC3\xD4\xC1\xB9\xE9\xD3"),
          LT_MARKUP_XML, "<a>บ้านเก่าตั้งอยู่ริมน้ำ");
    check(BYTES("<a>"
                "\x8C\xC3\x82\xA2\x89\xC6\x82\xAA\x90\xEC\x82\xCC\x82\xD9\x82\xC6\x82\xE8\x82\xC9\x82\xA0\x82\xE9"
                "\x81" "B\x82\xBB\x82\xB1\x82\xC9\x82\xCD\x94N\x82\xF0\x8E\xE6\x82\xC1\x82\xBD\x8F\x97\x82\xCC"
                "\x90l\x82\xAA\x88\xEA\x90l\x82\xC5\x8FZ\x82\xF1\x82\xC5\x82\xA2\x82\xE9\x81" "B"),
          LT_MARKUP_XML, "<a>古い家が川のほとりにある。そこには年を取った女の人が一人で住んでいる。");
    check(BYTES("<a>"
                "\xB8\xC5\xA4\xA4\xB2\xC8\xA4\xAC\xC0\xEE\xA4\xCE\xA4\xDB\xA4\xC8\xA4\xEA\xA4\xCB\xA4\xA2\xA4\xEB"
                "\xA1\xA3\xA4\xBD\xA4\xB3\xA4\xCB\xA4\xCF\xC7\xAF\xA4\xF2\xBC\xE8\xA4\xC3\xA4\xBF\xBD\xF7\xA4\xCE"
                "\xBF\xCD\xA4\xAC\xB0\xEC\xBF\xCD\xA4\xC7\xBD\xBB\xA4\xF3\xA4\xC7\xA4\xA4\xA4\xEB\xA1\xA3"),
          LT_MARKUP_XML, "<a>古い家が川のほとりにある。そこには年を取った女の人が一人で住んでいる。");
    check(BYTES("<a>"
                "\xBA\xD3\xB1\xDF\xD3\xD0\xD2\xBB\xD7\xF9\xC0\xCF\xB7\xBF\xD7\xD3\xA3\xAC\xC0\xEF\xC3\xE6\xD7\xA1"
                "\xD7\xC5\xD2\xBB\xCE\xBB\xC0\xCF\xC8\xCB\xA3\xAC\xCB\xFB\xC3\xBF\xCC\xEC\xB6\xBC\xD4\xDA\xBF\xB4"
                "\xCA\xE9\xA1\xA3"),
          LT_MARKUP_XML, "<a>河边有一座老房子，里面住着一位老人，他每天都在看书。");
    check(BYTES("<a>"
                "\xAA" "e\xC3\xE4\xA6\xB3\xA4@\xAEy\xA6\xD1\xA9\xD0\xA4l\xA1" "A\xB8\xCC\xAD\xB1\xA6\xED\xB5\xDB"
                "\xA4@\xA6\xEC\xA6\xD1\xA4H\xA1" "A\xA5L\xA8" "C\xA4\xD1\xB3\xA3\xA6" "b\xAC\xDD\xAE\xD1\xA1" "C"),
          LT_MARKUP_XML, "<a>河邊有一座老房子，裡面住著一位老人，他每天都在看書。");
    check(BYTES("<a>"
                "\xC9tait-ce l'\xE9t\xE9 ? d\xE9j\xE0 r\xEAv\xE9, tr\xE8s \xE2g\xE9"),
          LT_MARKUP_XML, "<a>Était-ce l'été ? déjà rêvé, très âgé");
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

/* A page whose lines end in \r\n kept each \r to its end: into the code of a bundle. A parser of XML may have them. */
static void test_ends_of_lines(void **state)
{
    (void)state;
    struct lt_bytes data = BYTES("<a>one\r\ntwo\rthree");
    struct lt_buf out = {0}, own = {0};
    check(data, LT_MARKUP_HTML, "<a>one\ntwothree");
    check(BYTES("<pre>one\r\ntwo\r\n</pre>"), LT_MARKUP_HTML, "<pre>one\ntwo\n</pre>");
    struct lt_bytes clean = BYTES("<a>one\r\ntwo");
    assert_ptr_equal(lt_charset_text(clean, LT_MARKUP_XML, &own).data, clean.data);
    assert_int_equal(lt_charset_text(data, LT_MARKUP_XML, &out).size, data.size - 2);
    lt_buf_finish(&out);
    lt_buf_finish(&own);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_xml),
        cmocka_unit_test(test_told_by_text),
        cmocka_unit_test(test_marks),
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_sniff),
        cmocka_unit_test(test_ends_of_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
