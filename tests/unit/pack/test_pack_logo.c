/* Signs as publishers have them: what of them is kept, and how they will be painted. */
#include "press.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <vips/vips.h>

#include <cmocka.h>

#define SVG(size, body) "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " size "\">" body "</svg>"
#define WORDS(ink) "<path fill=\"" ink "\" d=\"M40 20h20v60h-20zM80 20h20v60h-20zM160 20h200v10h-200zM160 70h200v10h-200z\"/>"

static const struct {
    const char *svg;
    enum lt_logo_kind kind;
    uint32_t rgb; /* of LT_LOGO_COLOUR */
} SIGNS[] = {
    {SVG("400 100", WORDS("#000")), LT_LOGO_INK, 0},
    {SVG("400 100", WORDS("#fff")), LT_LOGO_INK, 0},
    {SVG("400 100", WORDS("#0B5C8A")), LT_LOGO_COLOUR, 0x0B5C8A},
    {SVG("400 100", "<rect width=\"400\" height=\"100\" fill=\"#fff\"/>" WORDS("#222")), LT_LOGO_INK, 0}, /* with its paper */
    {SVG("400 100", "<rect width=\"400\" height=\"100\" fill=\"#000\"/>" WORDS("#fff")), LT_LOGO_INK, 0},
    {SVG("400 100", "<rect width=\"400\" height=\"100\" fill=\"#fff\"/>" WORDS("#8a1020")), LT_LOGO_COLOUR, 0x8A1020},
    {SVG("400 100", WORDS("#12233d") "<circle cx=\"380\" cy=\"50\" r=\"18\" fill=\"#c8102e\"/>"), LT_LOGO_LIGHT, 0},
    {SVG("400 100", WORDS("#fff") "<circle cx=\"250\" cy=\"50\" r=\"18\" fill=\"#ffd400\"/>"), LT_LOGO_DARK, 0},
    {SVG("100 100", "<rect width=\"100\" height=\"100\" fill=\"#c01828\"/><path fill=\"#fff\" d=\"M30 30h12v40h-12zM58 30h12v40h-12z\"/>"),
     LT_LOGO_ANY, 0},
};

static enum lt_err prepare(const char *svg, struct lt_diag *diag, struct lt_press_picture *picture, struct lt_logo *logo)
{
    *picture = (struct lt_press_picture){0};
    *logo = (struct lt_logo){.kind = LT_LOGO_NONE};
    return lt_press_logo_prepare(lt_bytes_of(svg), "sign", diag, picture, logo);
}

static void test_kinds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof SIGNS / sizeof *SIGNS; i++) {
        struct lt_diag diag = {0};
        struct lt_press_picture picture;
        struct lt_logo logo;
        if (prepare(SIGNS[i].svg, &diag, &picture, &logo) != LT_OK)
            fail_msg("sign %zu: %s", i, diag.what);
        if (logo.kind != SIGNS[i].kind)
            fail_msg("sign %zu is of kind %d", i, (int)logo.kind);
        for (int shift = 0; shift < 24 && logo.kind == LT_LOGO_COLOUR; shift += 8)
            assert_in_range((logo.rgb >> shift & 255) + 4, SIGNS[i].rgb >> shift & 255, (SIGNS[i].rgb >> shift & 255) + 8);
        lt_buf_finish(&picture.webp);
    }
}

/* Empty margins go, the rest is transparent where nothing was printed, and no larger than it need be. */
static void test_cut(void **state)
{
    (void)state;
    for (int paper = 0; paper < 2; paper++) {
        struct lt_diag diag = {0};
        struct lt_press_picture picture;
        struct lt_logo logo;
        double *pixel;
        int count;
        assert_int_equal(prepare(SIGNS[paper ? 3 : 0].svg, &diag, &picture, &logo), LT_OK);
        assert_in_range(picture.width, 1190, 1200); /* 320 by 60 */
        assert_in_range(picture.height, 222, 226);
        VipsImage *image = vips_image_new_from_buffer(picture.webp.data, picture.webp.size, "", NULL);
        assert_non_null(image);
        assert_int_equal(vips_image_get_bands(image), 4);
        assert_int_equal(vips_getpoint(image, &pixel, &count, 30, 100, NULL), 0);
        assert_true(pixel[3] > 250); /* what is printed is whole, #222 on white too */
        g_free(pixel);
        assert_int_equal(vips_getpoint(image, &pixel, &count, 110, 100, NULL), 0);
        assert_true(pixel[3] < 4);
        g_free(pixel);
        g_object_unref(image);
        lt_buf_finish(&picture.webp);
    }
}

static void test_refused(void **state)
{
    (void)state;
    static const char *const none[] = {
        "", "not a picture", SVG("400 100", ""), SVG("400 100", "<rect width=\"400\" height=\"100\" fill=\"#fff\"/>"),
        SVG("400 100", "<rect width=\"400\" height=\"100\" fill=\"#b01\"/>"), /* a field, no sign */
    };
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) {
        struct lt_diag diag = {0};
        struct lt_press_picture picture;
        struct lt_logo logo;
        if (prepare(none[i], &diag, &picture, &logo) != LT_ERR_DATA)
            fail_msg("sign %zu is taken", i);
        assert_true(diag.what[0] != '\0');
        assert_int_equal(picture.webp.size, 0);
    }
}

static int start(void **state)
{
    struct lt_diag diag;
    (void)state;
    return lt_press_pictures_start(&diag) == LT_OK ? 0 : -1;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_refused),
    };
    return cmocka_run_group_tests(tests, start, NULL);
}
