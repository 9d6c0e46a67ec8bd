/*
 * test_base_utf8.c: every code point goes there and back; every wrong byte is told and passed over by one.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <lutrin/utf8.h>

#include <string.h>

static void every_code_point_goes_there_and_back(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x10FFFF; code++) {
        bool surrogate = code >= 0xD800 && code <= 0xDFFF;
        char bytes[LT_UTF8_MAX];
        size_t size = lt_utf8_put(code, bytes), at = 0;
        assert_int_equal(lt_utf8_next(bytes, size, &at), surrogate ? LT_REPLACEMENT : code);
        assert_int_equal(at, size);
        assert_int_equal(lt_utf8_back(bytes, size), 0);
        assert_true(lt_utf8_valid((struct lt_bytes){bytes, size}));
    }
}

static void what_is_not_utf8_is_replaced_byte_by_byte(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *clean;
    } CASES[] = {
        {"\xC0\xAF", "\uFFFD\uFFFD"},             /* overlong */
        {"\xE0\x80\xAF", "\uFFFD\uFFFD\uFFFD"},
        {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},   /* a surrogate */
        {"\xF4\x90\x80\x80", "\uFFFD\uFFFD\uFFFD\uFFFD"},
        {"a\x80z", "a\uFFFDz"},
        {"fin\xC3", "fin\uFFFD"},                 /* cut short */
        {"a\x01\x7F\r\tb\n", "a\tb\n"},           /* controls */
        {"d\u00E9j\u00E0 vu", "d\u00E9j\u00E0 vu"},
    };
    for (size_t i = 0; i < sizeof CASES / sizeof *CASES; i++) {
        struct lt_buf out = {0};
        lt_utf8_clean(&out, lt_bytes_of(CASES[i].bytes));
        assert_string_equal(out.data, CASES[i].clean);
        assert_true(lt_utf8_valid(lt_buf_slice(&out)));
        lt_buf_finish(&out);
    }
    struct lt_buf out = {0};
    lt_utf8_clean(&out, (struct lt_bytes){"a\0b", 3});
    assert_string_equal(out.data, "ab");
    lt_buf_finish(&out);
}

/* Text is looked at eight bytes at a time: whatever the byte and wherever it stands, it is seen. */
static void every_byte_is_cleaned_wherever_it_stands(void **state)
{
    (void)state;
    for (int byte = 0; byte < 0x100; byte++)
        for (size_t at = 0; at < 20; at++) {
            char text[20], clean[24];
            memset(text, 'a', sizeof text);
            text[at] = (char)byte;
            bool kept = byte == '\t' || byte == '\n' || (byte >= 0x20 && byte < 0x7F);
            const char *instead = byte >= 0x80 ? "\uFFFD" : "";
            size_t size = kept ? 1 : strlen(instead);
            memset(clean, 'a', sizeof clean);
            memcpy(clean + at, kept ? text + at : instead, size);
            struct lt_buf out = {0};
            lt_utf8_clean(&out, (struct lt_bytes){text, sizeof text});
            assert_int_equal(out.size, sizeof text - 1 + size);
            assert_memory_equal(out.data, clean, out.size);
            lt_buf_finish(&out);
        }
}

static void counting_and_cutting_keep_characters_whole(void **state)
{
    (void)state;
    struct lt_bytes text = lt_bytes_of("é€𝄞");
    assert_int_equal(lt_utf8_count(text), 3);
    static const size_t FLOOR[] = {0, 0, 2, 2, 2, 5, 5, 5, 5, 9, 9};
    for (size_t i = 0; i < sizeof FLOOR / sizeof *FLOOR; i++)
        assert_int_equal(lt_utf8_floor(text, i), FLOOR[i]);
    assert_int_equal(lt_utf8_back(text.data, 9), 5);
    assert_int_equal(lt_utf8_back(text.data, 5), 2);
    assert_int_equal(lt_utf8_back(text.data, 2), 0);
}

static void a_run_of_ascii_ends_at_the_first_byte_that_is_none(void **state)
{
    (void)state;
    char text[40];
    memset(text, 'a', sizeof text);
    text[5] = '\0';
    for (size_t end = 0; end < sizeof text; end++) {
        text[end] = (char)0x80;
        for (size_t at = 0; at <= end; at++)
            assert_int_equal(lt_utf8_ascii((struct lt_bytes){text, sizeof text}, at), end - at);
        text[end] = 0x7F;
    }
    assert_int_equal(lt_utf8_ascii((struct lt_bytes){text, sizeof text}, 3), sizeof text - 3);
    assert_int_equal(lt_utf8_ascii((struct lt_bytes){0}, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_point_goes_there_and_back),
        cmocka_unit_test(what_is_not_utf8_is_replaced_byte_by_byte),
        cmocka_unit_test(every_byte_is_cleaned_wherever_it_stands),
        cmocka_unit_test(a_run_of_ascii_ends_at_the_first_byte_that_is_none),
        cmocka_unit_test(counting_and_cutting_keep_characters_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
