/*
 * Sheets: rectangles on whole pixels, dots, pictures in their place, files that are the same for the same pixels.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "fonts.h"
#include "screen_paint.h"

#include <lutrin/file.h>

static int make_fonts(void **state)
{
    struct lt_diag diag = {0};
    struct lt_fonts *fonts = NULL;
    assert_int_equal(lt_fonts_create(&diag, &fonts), LT_OK);
    *state = fonts;
    return 0;
}

static int drop_fonts(void **state)
{
    lt_fonts_destroy(*state);
    return 0;
}

static uint32_t pixel(const struct lt_sheet *sheet, int x, int y)
{
    const struct lt_pixels *pixels = lt_sheet_pixels(sheet);
    return pixels->data[y * pixels->pitch + x] & 0xffffff;
}

static void hairlines_are_whole_pixels(void **state)
{
    struct lt_sheet *sheet = lt_sheet_create(*state, NULL, &PAPER, 100, 100);
    struct lt_canvas canvas = lt_sheet_canvas(sheet);
    for (int i = 0; i < 8; i++)
        canvas.fill(canvas.self, (struct lt_rect_fx){LT_FX(10), LT_FX(10 * i + 5) + i * 8, LT_FX(50), 3 + i * 8},
                    LT_INK_RULE);
    struct ink_span ink = ink_of(sheet);
    assert_int_equal(ink.dark, 8 * 50);
    assert_int_equal(ink.first, 10);
    assert_int_equal(ink.last, 59);
    canvas.fill(canvas.self, (struct lt_rect_fx){LT_FX(-50), LT_FX(-50), LT_FX(500), LT_FX(500)}, LT_INK_PANEL);
    assert_int_equal(pixel(sheet, 0, 0), PAPER.rgb[LT_INK_PANEL]);
    assert_int_equal(pixel(sheet, 99, 99), PAPER.rgb[LT_INK_PANEL]);
    lt_sheet_clear(sheet, LT_INK_PAPER);
    canvas.fill(canvas.self, (struct lt_rect_fx){LT_FX(10), LT_FX(10), 0, LT_FX(50)}, LT_INK_TEXT);
    assert_int_equal(ink_of(sheet).dark, 0);
    lt_sheet_destroy(sheet);
}

static void dots_are_round(void **state)
{
    struct lt_sheet *sheet = lt_sheet_create(*state, NULL, &PAPER, 40, 40);
    struct lt_canvas canvas = lt_sheet_canvas(sheet);
    canvas.dot(canvas.self, LT_FX(10), LT_FX(10), LT_FX(20), LT_INK_ACCENT);
    assert_int_equal(pixel(sheet, 20, 20), PAPER.rgb[LT_INK_ACCENT]);
    assert_int_equal(pixel(sheet, 10, 10), PAPER.rgb[LT_INK_PAPER]);
    struct ink_span ink = ink_of(sheet);
    assert_int_equal(ink.first, 10);
    assert_int_equal(ink.last, 29);
    assert_in_range(ink.dark, 300, 360); /* pi * 10 * 10, and the soft edge */
    lt_sheet_destroy(sheet);
}

/* A lossless WebP of 96x32 pixels: a third red, a third green, a third blue. Our own, 60 bytes or so. */
static const unsigned char BANDS[] = {
#include "bands.inc"
};

static enum lt_err read_bands(void *self, int64_t picture, struct lt_diag *diag, struct lt_buf *out)
{
    int *reads = self;
    ++*reads;
    if (picture != 7)
        return lt_fail(diag, LT_ERR_NO_INPUT, NULL, NULL, "no such picture");
    lt_buf_put(out, BANDS, sizeof BANDS);
    return LT_OK;
}

static void pictures_are_cropped_around_their_middle(void **state)
{
    int reads = 0;
    struct lt_picture_source source = {&reads, read_bands};
    struct lt_sheet *sheet = lt_sheet_create(*state, &source, &PAPER, 200, 100);
    struct lt_canvas canvas = lt_sheet_canvas(sheet);
    canvas.picture(canvas.self, (struct lt_rect_fx){LT_FX(4), LT_FX(4), LT_FX(192), LT_FX(64)}, 7, "bands");
    assert_int_equal(pixel(sheet, 10, 30), 0xff0000); /* whole: all three */
    assert_int_equal(pixel(sheet, 100, 30), 0x00ff00);
    assert_int_equal(pixel(sheet, 190, 30), 0x0000ff);
    assert_int_equal(pixel(sheet, 3, 30), PAPER.rgb[LT_INK_PAPER]);
    assert_int_equal(pixel(sheet, 196, 30), PAPER.rgb[LT_INK_PAPER]);
    canvas.picture(canvas.self, (struct lt_rect_fx){LT_FX(4), LT_FX(4), LT_FX(16), LT_FX(16)}, 7, "bands");
    assert_int_equal(pixel(sheet, 12, 10), 0x00ff00); /* square: the middle */
    assert_int_equal(pixel(sheet, 8, 10), 0x00ff00);
    assert_int_equal(pixel(sheet, 16, 10), 0x00ff00);
    assert_int_equal(reads, 2);
    canvas.picture(canvas.self, (struct lt_rect_fx){LT_FX(50), LT_FX(4), LT_FX(50), LT_FX(50)}, 8, "none");
    assert_int_equal(pixel(sheet, 70, 20), PAPER.rgb[LT_INK_PANEL]);
    lt_sheet_destroy(sheet);
}

/* The shape of a picture, whatever its colours, is of the one ink; one that is not there leaves the paper alone. */
static void stamps_are_of_one_ink(void **state)
{
    int reads = 0;
    struct lt_picture_source source = {&reads, read_bands};
    struct lt_sheet *sheet = lt_sheet_create(*state, &source, &PAPER, 200, 100);
    struct lt_canvas canvas = lt_sheet_canvas(sheet);
    canvas.stamp(canvas.self, (struct lt_rect_fx){LT_FX(4), LT_FX(4), LT_FX(192), LT_FX(64)}, 7, LT_INK_ACCENT, "bands");
    assert_int_equal(pixel(sheet, 10, 30), PAPER.rgb[LT_INK_ACCENT]);
    assert_int_equal(pixel(sheet, 190, 30), PAPER.rgb[LT_INK_ACCENT]);
    assert_int_equal(pixel(sheet, 3, 30), PAPER.rgb[LT_INK_PAPER]);
    canvas.stamp(canvas.self, (struct lt_rect_fx){LT_FX(50), LT_FX(70), LT_FX(50), LT_FX(20)}, 8, LT_INK_ACCENT, "none");
    assert_int_equal(pixel(sheet, 70, 80), PAPER.rgb[LT_INK_PAPER]);
    lt_sheet_destroy(sheet);
}

static void hostile_pictures_are_refused_by_their_header(void **state)
{
    (void)state;
    struct lt_diag diag = {0};
    int32_t width = 0, height = 0;
    unsigned char data[sizeof BANDS];
    memcpy(data, BANDS, sizeof BANDS);
    struct lt_bytes webp = {(char *)data, sizeof data};
    assert_int_equal(lt_picture_size(webp, &diag, &width, &height), LT_OK);
    assert_int_equal(width, 96);
    assert_int_equal(height, 32);
    data[21] = 0xff; /* the width's 14 bits */
    data[22] |= 0x3f;
    assert_int_equal(lt_picture_size(webp, &diag, &width, &height), LT_ERR_LIMIT);
    data[0] = 'X';
    assert_int_equal(lt_picture_size(webp, &diag, &width, &height), LT_ERR_DATA);
    assert_int_equal(lt_picture_size((struct lt_bytes){(char *)data, 10}, &diag, &width, &height), LT_ERR_DATA);
    assert_int_equal(lt_picture_size((struct lt_bytes){NULL, 0}, &diag, &width, &height), LT_ERR_DATA);
}

static void broken_pictures_are_an_error(void **state)
{
    (void)state;
    struct lt_diag diag = {0};
    const struct lt_pixels *pixels = NULL;
    struct lt_pictures *pictures = lt_pictures_create(1 << 20);
    for (size_t size = 0; size < sizeof BANDS; size++) {
        char *cut = malloc(size + 1);
        assert_non_null(cut);
        memcpy(cut, BANDS, size);
        lt_pictures_scaled(pictures, (struct lt_bytes){cut, size}, 20, 20, &diag, &pixels);
        free(cut);
    }
    assert_int_not_equal(lt_pictures_scaled(pictures, (struct lt_bytes){(const char *)BANDS, 36}, 20, 20, &diag, &pixels),
                         LT_OK);
    lt_pictures_destroy(pictures);
}

static void kept_pictures_stay_within_their_bytes(void **state)
{
    (void)state;
    struct lt_diag diag = {0};
    const struct lt_pixels *pixels;
    struct lt_bytes webp = {(const char *)BANDS, sizeof BANDS};
    struct lt_pictures *pictures = lt_pictures_create(100000);
    for (int i = 10; i < 90; i++) {
        assert_int_equal(lt_pictures_scaled(pictures, webp, i, i, &diag, &pixels), LT_OK);
        assert_int_equal(pixels->width, i);
        assert_true(lt_pictures_bytes(pictures) <= 100000);
    }
    size_t bytes = lt_pictures_bytes(pictures);
    assert_int_equal(lt_pictures_scaled(pictures, webp, 89, 89, &diag, &pixels), LT_OK);
    assert_int_equal(lt_pictures_bytes(pictures), bytes); /* it was known */
    lt_pictures_destroy(pictures);
}

static void shrinking_averages(void **state)
{
    (void)state;
    struct lt_pixels from = {calloc(256 * 256, 4), 256, 256, 256}, to = {calloc(16 * 16, 4), 16, 16, 16};
    assert_non_null(from.data);
    assert_non_null(to.data);
    for (int i = 0; i < 256 * 256; i++) /* a fine chessboard: grey from afar */
        from.data[i] = (i + i / 256) % 2 ? 0xffffffff : 0xff000000;
    lt_resample(&from, (struct lt_part){0, 0, 256, 256}, &to);
    for (int i = 0; i < 256; i++)
        assert_in_range(to.data[i] & 0xff, 120, 136);
    for (int i = 0; i < 256 * 256; i++)
        from.data[i] = 0xff336699;
    lt_resample(&from, (struct lt_part){3.3, 100.7, 30.2, 90.9}, &to);
    for (int i = 0; i < 256; i++)
        assert_int_equal(to.data[i], 0xff336699);
    free(from.data);
    free(to.data);
}

static void blit_clips(void **state)
{
    struct lt_sheet *a = lt_sheet_create(*state, NULL, &PAPER, 20, 20), *b = lt_sheet_create(*state, NULL, &PAPER, 10, 10);
    lt_sheet_clear(b, LT_INK_ACCENT);
    lt_sheet_blit(a, b, -5, 15);
    assert_int_equal(ink_of(a).dark, 25);
    lt_sheet_blit(a, b, 100, 100);
    lt_sheet_blit(a, b, -10, 0);
    assert_int_equal(ink_of(a).dark, 25);
    lt_sheet_destroy(a);
    lt_sheet_destroy(b);
}

static void the_same_pixels_give_the_same_file(void **state)
{
    struct lt_diag diag = {0};
    struct lt_buf first = {0}, second = {0};
    struct lt_sheet *sheet = lt_sheet_create(*state, NULL, &PAPER, 200, 60);
    paint(*state, sheet, 10, 40, font_of(LT_FAMILY_TITLE, 0, 32), run_of("Journal", LATIN, "fr"), LT_INK_TEXT);
    assert_int_equal(lt_sheet_write_png(sheet, "sheet-a.png", &diag), LT_OK);
    assert_int_equal(lt_sheet_write_png(sheet, "sheet-b.png", &diag), LT_OK);
    assert_int_equal(lt_file_read("sheet-a.png", 1 << 20, &diag, &first), LT_OK);
    assert_int_equal(lt_file_read("sheet-b.png", 1 << 20, &diag, &second), LT_OK);
    assert_true(first.size > 100 && memcmp(first.data, "\x89PNG", 4) == 0);
    assert_true(lt_bytes_equal(lt_buf_slice(&first), lt_buf_slice(&second)));
    assert_int_not_equal(lt_sheet_write_png(sheet, "no/such/folder/a.png", &diag), LT_OK);
    unlink("sheet-a.png");
    unlink("sheet-b.png");
    lt_buf_finish(&first);
    lt_buf_finish(&second);
    lt_sheet_destroy(sheet);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(hairlines_are_whole_pixels, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(dots_are_round, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(pictures_are_cropped_around_their_middle, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(stamps_are_of_one_ink, make_fonts, drop_fonts),
        cmocka_unit_test(hostile_pictures_are_refused_by_their_header),
        cmocka_unit_test(broken_pictures_are_an_error),
        cmocka_unit_test(kept_pictures_stay_within_their_bytes),
        cmocka_unit_test(shrinking_averages),
        cmocka_unit_test_setup_teardown(blit_clips, make_fonts, drop_fonts),
        cmocka_unit_test_setup_teardown(the_same_pixels_give_the_same_file, make_fonts, drop_fonts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
