/*
 * picture.c: a picture from outside becomes a picture of the bundle. With logo.c the only file that knows libvips.
 *
 * Of libvips' loaders only those of the web's formats are let in. The header is judged before a pixel is decoded. The
 * result is upright (EXIF), in sRGB, no larger than asked, WebP without metadata, and opaque: what is transparent shows
 * white, because a diagram in black lines must not lie on a theme's dark page. Drawings (SVG) are rendered at the full
 * size asked, photographs are never enlarged.
 */
#include "picture.h"

#include <string.h>

enum {
    MIN_SIDE_PX = 16,    /* what is smaller is a spacer or a counter, not a picture */
    MAX_SIDE_PX = 65500,
    MAX_WEBP_BYTES = LT_BUNDLE_MAX_ROW - 4096,
    WEBP_EFFORT = 4,
};

/* libvips warns on stderr by itself; here its words travel in the diag. */
static void swallow(const gchar *domain, GLogLevelFlags level, const gchar *message, gpointer self)
{
    (void)domain;
    (void)level;
    (void)message;
    (void)self;
}

enum lt_err lt_press_pictures_start(struct lt_diag *diag)
{
    static const char *const formats[] = {"VipsForeignLoadJpeg", "VipsForeignLoadPng",  "VipsForeignLoadNsgif",
                                          "VipsForeignLoadWebp", "VipsForeignLoadTiff", "VipsForeignLoadSvg"};
    if (VIPS_INIT("lutrin-pack") != 0)
        return lt_fail(diag, LT_ERR_SOFTWARE, NULL, NULL, "libvips does not start: %s", vips_error_buffer());
    g_log_set_handler("VIPS", G_LOG_LEVEL_MASK, swallow, NULL);
    vips_cache_set_max(0);
    vips_concurrency_set(1); /* pictures are small; the same work in the same order */
    vips_operation_block_set("VipsForeignLoad", TRUE);
    for (size_t i = 0; i < sizeof formats / sizeof *formats; i++)
        vips_operation_block_set(formats[i], FALSE);
    return LT_OK;
}

enum lt_err lt_picture_fail(const char *where, struct lt_diag *diag)
{
    const char *said = vips_error_buffer();
    int size = (int)strcspn(said, "\n");
    enum lt_err err = lt_fail(diag, LT_ERR_DATA, where, NULL, "the picture cannot be decoded%s%.*s", size ? ": " : "", size, said);
    vips_error_clear();
    return err;
}

static bool is_drawing(const VipsImage *image)
{
    const char *loader;
    return vips_image_get_string(image, VIPS_META_LOADER, &loader) == 0 && strncmp(loader, "svgload", 7) == 0;
}

enum lt_err lt_picture_judge(struct lt_bytes source, const char *where, struct lt_diag *diag,
                             struct lt_picture_kind *ret_kind)
{
    vips_error_clear();
    if (source.size == 0)
        return lt_fail(diag, LT_ERR_DATA, where, NULL, "the picture is empty");
    VipsImage *image = vips_image_new_from_buffer(source.data, source.size, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
    enum lt_err err = LT_OK;
    if (!image)
        return lt_picture_fail(where, diag);
    int width = vips_image_get_width(image), height = vips_image_get_height(image);
    if (width > MAX_SIDE_PX || height > MAX_SIDE_PX || (int64_t)width * height > LT_PACK_MAX_PICTURE_PIXELS)
        err = lt_fail(diag, LT_ERR_LIMIT, where, NULL, "the picture is too large: %d x %d pixels", width, height);
    else if (width < MIN_SIDE_PX || height < MIN_SIDE_PX)
        err = lt_fail(diag, LT_ERR_DATA, where, NULL, "no picture for reading: %d x %d pixels", width, height);
    ret_kind->drawing = is_drawing(image);
    ret_kind->profiled = vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0 ||
                         vips_image_get_interpretation(image) == VIPS_INTERPRETATION_CMYK;
    g_object_unref(image);
    return err;
}

/* Where there is no profile to come from, going to sRGB by way of one would shift every colour a little, white too. */
VipsImage *lt_picture_scaled(struct lt_bytes source, struct lt_picture_kind kind, int32_t width, int32_t height)
{
    VipsImage *image = NULL;
    void *data = (void *)(uintptr_t)source.data; /* libvips only reads it */
    return vips_thumbnail_buffer(data, source.size, &image, width, "height", height, "size",
                                 kind.drawing ? VIPS_SIZE_BOTH : VIPS_SIZE_DOWN, "fail_on", VIPS_FAIL_ON_TRUNCATED,
                                 kind.profiled ? "export_profile" : NULL, "srgb", NULL) == 0
               ? image
               : NULL;
}

VipsImage *lt_picture_in_srgb(VipsImage *image)
{
    VipsImage *coloured = NULL;
    return vips_colourspace(image, &coloured, VIPS_INTERPRETATION_sRGB, NULL) == 0 ? coloured : NULL;
}

/* The thumbnail as it is kept: without transparency. Takes *image over; false leaves NULL or what is there. */
static bool settle(VipsImage **image)
{
    VipsImage *coloured = lt_picture_in_srgb(*image), *flat = NULL;
    g_object_unref(*image);
    *image = coloured;
    if (!coloured || !vips_image_hasalpha(coloured))
        return coloured != NULL;
    VipsArrayDouble *white = vips_array_double_newv(3, 255.0, 255.0, 255.0);
    bool good = vips_flatten(coloured, &flat, "background", white, NULL) == 0;
    vips_area_unref(VIPS_AREA(white));
    g_object_unref(coloured);
    *image = flat;
    return good;
}

static uint32_t little_endian(const unsigned char *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void put_little_endian(uint32_t value, struct lt_buf *out)
{
    for (int i = 0; i < 4; i++)
        lt_buf_putc(out, (char)(value >> (8 * i)));
}

bool lt_picture_put_bare(const unsigned char *webp, size_t size, struct lt_buf *out)
{
    for (size_t at = 12; at + 8 <= size;) {
        size_t content = little_endian(webp + at + 4), whole = 8 + content + (content & 1);
        if (whole > size - at)
            return false;
        if (memcmp(webp + at, "VP8 ", 4) == 0 || memcmp(webp + at, "VP8L", 4) == 0) {
            lt_buf_put(out, "RIFF", 4);
            put_little_endian((uint32_t)(4 + whole), out);
            lt_buf_put(out, "WEBP", 4);
            lt_buf_put(out, webp + at, whole);
            return true;
        }
        at += whole;
    }
    return false;
}

static enum lt_err encode(VipsImage *image, const char *where, int32_t quality, struct lt_diag *diag,
                          struct lt_press_picture *ret_picture)
{
    void *webp = NULL;
    size_t size = 0;
    if (vips_webpsave_buffer(image, &webp, &size, "Q", (int)quality, "effort", WEBP_EFFORT, "smart_subsample", TRUE,
                             "strip", TRUE, NULL) != 0)
        return lt_picture_fail(where, diag);
    enum lt_err err = LT_OK;
    ret_picture->width = vips_image_get_width(image);
    ret_picture->height = vips_image_get_height(image);
    if (size > MAX_WEBP_BYTES)
        err = lt_fail(diag, LT_ERR_LIMIT, where, NULL, "the picture needs more than %d bytes", (int)MAX_WEBP_BYTES);
    else if (!lt_picture_put_bare(webp, size, &ret_picture->webp))
        err = lt_fail(diag, LT_ERR_SOFTWARE, where, NULL, "the picture was not encoded as WebP");
    g_free(webp);
    return err;
}

enum lt_err lt_press_picture_prepare(struct lt_bytes source, const char *where, int32_t longest_px, int32_t quality,
                                     struct lt_diag *diag, struct lt_press_picture *ret_picture)
{
    struct lt_picture_kind kind = {false, false};
    enum lt_err err = lt_picture_judge(source, where, diag, &kind);
    if (err != LT_OK)
        return err;
    VipsImage *image = lt_picture_scaled(source, kind, longest_px, longest_px);
    if (!image)
        return lt_picture_fail(where, diag);
    err = settle(&image) ? encode(image, where, quality, diag, ret_picture) : lt_picture_fail(where, diag);
    if (image)
        g_object_unref(image);
    return err;
}

enum lt_err lt_press_picture_proof(struct lt_bytes webp, struct lt_diag *diag)
{
    double average;
    vips_error_clear();
    VipsImage *image = vips_image_new_from_buffer(webp.data, webp.size, "", "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
    if (!image)
        return lt_picture_fail(NULL, diag);
    enum lt_err err = vips_avg(image, &average, NULL) == 0 ? LT_OK : lt_picture_fail(NULL, diag);
    g_object_unref(image);
    return err;
}
