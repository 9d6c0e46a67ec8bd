/*
 * logo.c: the publication's sign on its way into the bundle: an SVG or a picture becomes a small one with transparency, cut
 * to what is to be seen of it. One that cannot be had or shown is noted, and the paper keeps its title in letters.
 */
#include "picture.h"
#include "sign.h"

#include <lutrin/file.h>

#include <stdlib.h>

enum {
    MAX_BYTES = 4 << 20,                     /* of the source */
    READ_WIDTH = 2400, READ_HEIGHT = 1600,   /* it is looked at no larger than this ... */
    KEPT_WIDTH = 1200, KEPT_HEIGHT = 240,    /* ... and kept no larger than this */
    LEAST_HEIGHT = 24,                       /* of a picture in pixels: less is coarse in a masthead */
    WEBP_EFFORT = 4,
};

/* The source in four bands, no larger than it is looked at. */
static VipsImage *read_picture(struct lt_bytes source, struct lt_picture_kind kind)
{
    VipsImage *image = lt_picture_scaled(source, kind, READ_WIDTH, READ_HEIGHT), *whole = NULL;
    if (!image)
        return NULL;
    VipsImage *coloured = lt_picture_in_srgb(image);
    g_object_unref(image);
    if (!coloured || vips_image_hasalpha(coloured))
        return coloured;
    if (vips_addalpha(coloured, &whole, NULL) != 0)
        whole = NULL;
    g_object_unref(coloured);
    return whole;
}

/* What stands in the box, no larger than it is kept, as WebP without loss. */
static enum lt_err put_kept(const struct lt_sign *sign, const struct lt_sign_box *box, const char *where,
                            struct lt_diag *diag, struct lt_press_picture *ret_picture)
{
    VipsImage *steps[4] = {NULL, NULL, NULL, NULL};
    void *webp = NULL;
    size_t size = 0, bytes = (size_t)sign->width * (size_t)sign->height * 4;
    enum lt_err err = LT_OK;
    steps[0] = vips_image_new_from_memory(sign->rgba, bytes, sign->width, sign->height, 4, VIPS_FORMAT_UCHAR);
    if (!steps[0] || vips_copy(steps[0], &steps[1], "interpretation", VIPS_INTERPRETATION_sRGB, NULL) != 0 ||
        vips_extract_area(steps[1], &steps[2], box->left, box->top, box->width, box->height, NULL) != 0 ||
        vips_thumbnail_image(steps[2], &steps[3], KEPT_WIDTH, "height", KEPT_HEIGHT, "size", VIPS_SIZE_DOWN, NULL) != 0 ||
        vips_webpsave_buffer(steps[3], &webp, &size, "lossless", TRUE, "effort", WEBP_EFFORT, "strip", TRUE, NULL) != 0) {
        err = lt_picture_fail(where, diag);
    } else {
        ret_picture->width = vips_image_get_width(steps[3]);
        ret_picture->height = vips_image_get_height(steps[3]);
        if (!lt_picture_put_bare(webp, size, &ret_picture->webp))
            err = lt_fail(diag, LT_ERR_SOFTWARE, where, NULL, "the logo was not encoded as WebP");
    }
    g_free(webp);
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++)
        if (steps[i])
            g_object_unref(steps[i]);
    return err;
}

enum lt_err lt_press_logo_prepare(struct lt_bytes source, const char *where, struct lt_diag *diag,
                                  struct lt_press_picture *ret_picture, struct lt_logo *ret_logo)
{
    struct lt_picture_kind kind = {false, false};
    size_t size = 0;
    struct lt_sign sign = {NULL, 0, 0};
    struct lt_sign_box box;
    enum lt_err err = lt_picture_judge(source, where, diag, &kind);
    if (err != LT_OK)
        return err;
    VipsImage *image = read_picture(source, kind);
    if (image) {
        sign = (struct lt_sign){vips_image_write_to_memory(image, &size), vips_image_get_width(image),
                                vips_image_get_height(image)};
        if (sign.rgba && size != (size_t)sign.width * (size_t)sign.height * 4)
            err = lt_fail(diag, LT_ERR_SOFTWARE, where, NULL, "the logo has not four bands");
        g_object_unref(image);
    }
    if (!sign.rgba)
        err = lt_picture_fail(where, diag);
    else if (err == LT_OK && !lt_sign_read(&sign, &box, ret_logo))
        err = lt_fail(diag, LT_ERR_DATA, where, NULL, "nothing is to be seen of the logo");
    else if (err == LT_OK && !kind.drawing && box.height < LEAST_HEIGHT)
        err = lt_fail(diag, LT_ERR_DATA, where, NULL, "the logo is too small: what is to be seen of it is %d pixels high, "
                      "%d are the least", (int)box.height, (int)LEAST_HEIGHT);
    if (err == LT_OK)
        err = put_kept(&sign, &box, where, diag, ret_picture);
    g_free(sign.rgba);
    return err;
}

static bool is_address(const char *name)
{
    struct lt_bytes text = lt_bytes_of(name);
    return lt_bytes_starts(text, "https://") || lt_bytes_starts(text, "http://");
}

void lt_press_want_logo(struct lt_press *press)
{
    const char *logo = press->plan->logo;
    if (logo && is_address(logo))
        lt_press_want(press, logo, MAX_BYTES);
}

static enum lt_err load(struct lt_press *press, struct lt_diag *diag, struct lt_buf *data)
{
    const char *logo = press->plan->logo, *path = logo, *answered, *why = NULL;
    struct lt_arena scratch = {0};
    enum lt_err err = LT_OK;
    if (is_address(logo)) {
        err = lt_press_locate(press, logo, &scratch, &path, &answered, &why);
        if (err != LT_OK)
            lt_fail(diag, err, logo, NULL, "%s", why ? why : "not found");
    }
    if (err == LT_OK)
        err = lt_file_read(path, MAX_BYTES, diag, data);
    lt_arena_finish(&scratch);
    return err;
}

enum lt_err lt_press_put_logo(struct lt_press *press, struct lt_press_plates *plates, struct lt_bundle_writer *writer,
                              struct lt_diag *diag)
{
    const char *where = press->plan->logo;
    struct lt_press_picture picture = {0};
    struct lt_press_plate plate = {0};
    struct lt_logo logo = {.kind = LT_LOGO_NONE};
    struct lt_diag trouble = {0};
    struct lt_buf data = {0};
    enum lt_err err = LT_OK;
    if (!where)
        return LT_OK;
    if (load(press, &trouble, &data) != LT_OK ||
        lt_press_logo_prepare(lt_buf_slice(&data), where, &trouble, &picture, &logo) != LT_OK) {
        struct lt_buf what = {0};
        lt_buf_printf(&what, "the paper is without its logo: %s", trouble.what);
        press->report.picture_failures++;
        lt_press_note(press, LT_PACK_PICTURE_FAILED, where, what.data);
        lt_buf_finish(&what);
    } else if ((err = lt_press_plate_keep(plates, &picture, diag, &plate)) == LT_OK && plate.id) {
        logo.picture = plate.id;
        logo.width = plate.width;
        logo.height = plate.height;
        err = lt_bundle_set_logo(writer, &logo, diag);
    }
    lt_buf_finish(&picture.webp);
    lt_buf_finish(&data);
    return err;
}
