/*
 * picture.c: a picture from outside becomes a picture of the bundle. The only file that knows libvips.
 *
 * Of libvips' loaders only those of the web's formats are let in. The header is judged before a pixel is decoded. The
 * result is upright (EXIF), in sRGB, no larger than asked, WebP without metadata, and opaque: what is transparent shows
 * white, because a diagram in black lines must not lie on a theme's dark page. Drawings (SVG) are rendered at the full
 * size asked, photographs are never enlarged.
 */
#include "press.h"

#include <string.h>
#include <vips/vips.h>

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

/* LT_ERR_DATA with the first line of what libvips says. */
static enum lt_err fail(const char *where, struct lt_diag *diag)
{
    const char *said = vips_error_buffer();
    int size = (int)strcspn(said, "\n");
    enum lt_err err = lt_fail(diag, LT_ERR_DATA, where, NULL, "the picture cannot be decoded: %.*s", size, said);
    vips_error_clear();
    return err;
}

static bool is_drawing(const VipsImage *image)
{
    const char *loader;
    return vips_image_get_string(image, VIPS_META_LOADER, &loader) == 0 && strncmp(loader, "svgload", 7) == 0;
}

/* Looks at the header alone. */
static enum lt_err judge(struct lt_bytes source, const char *where, struct lt_diag *diag, bool *ret_drawing)
{
    VipsImage *image = vips_image_new_from_buffer(source.data, source.size, "", "access", VIPS_ACCESS_SEQUENTIAL, NULL);
    enum lt_err err = LT_OK;
    if (!image)
        return fail(where, diag);
    int width = vips_image_get_width(image), height = vips_image_get_height(image);
    if (width > MAX_SIDE_PX || height > MAX_SIDE_PX || (int64_t)width * height > LT_PACK_MAX_PICTURE_PIXELS)
        err = lt_fail(diag, LT_ERR_LIMIT, where, NULL, "the picture is too large: %d x %d pixels", width, height);
    else if (width < MIN_SIDE_PX || height < MIN_SIDE_PX)
        err = lt_fail(diag, LT_ERR_DATA, where, NULL, "no picture for reading: %d x %d pixels", width, height);
    *ret_drawing = is_drawing(image);
    g_object_unref(image);
    return err;
}

/* The thumbnail as it is kept: sRGB in eight bits without alpha. Takes *image over. */
static bool settle(VipsImage **image)
{
    VipsImage *coloured = NULL, *flat = NULL;
    bool good = vips_colourspace(*image, &coloured, VIPS_INTERPRETATION_sRGB, NULL) == 0;
    g_object_unref(*image);
    *image = coloured;
    if (!good || !vips_image_hasalpha(coloured))
        return good;
    VipsArrayDouble *white = vips_array_double_newv(3, 255.0, 255.0, 255.0);
    good = vips_flatten(coloured, &flat, "background", white, NULL) == 0;
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

/* The picture's own chunk in a plain WebP file. libvips 8.14 writes a profile and EXIF beside it even when told to strip
 * them; an opaque sRGB picture needs neither. */
static bool put_bare(const unsigned char *webp, size_t size, struct lt_buf *out)
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
        return fail(where, diag);
    enum lt_err err = LT_OK;
    ret_picture->width = vips_image_get_width(image);
    ret_picture->height = vips_image_get_height(image);
    if (size > MAX_WEBP_BYTES)
        err = lt_fail(diag, LT_ERR_LIMIT, where, NULL, "the picture needs more than %d bytes", (int)MAX_WEBP_BYTES);
    else if (!put_bare(webp, size, &ret_picture->webp))
        err = lt_fail(diag, LT_ERR_SOFTWARE, where, NULL, "the picture was not encoded as WebP");
    g_free(webp);
    return err;
}

enum lt_err lt_press_picture_prepare(struct lt_bytes source, const char *where, int32_t longest_px, int32_t quality,
                                     struct lt_diag *diag, struct lt_press_picture *ret_picture)
{
    bool drawing = false;
    VipsImage *image = NULL;
    vips_error_clear();
    if (source.size == 0)
        return lt_fail(diag, LT_ERR_DATA, where, NULL, "the picture is empty");
    enum lt_err err = judge(source, where, diag, &drawing);
    if (err != LT_OK)
        return err;
    void *data = (void *)(uintptr_t)source.data; /* libvips only reads it */
    if (vips_thumbnail_buffer(data, source.size, &image, longest_px, "height", longest_px, "size",
                              drawing ? VIPS_SIZE_BOTH : VIPS_SIZE_DOWN, "export_profile", "srgb", "fail_on",
                              VIPS_FAIL_ON_TRUNCATED, NULL) != 0)
        return fail(where, diag);
    err = settle(&image) ? encode(image, where, quality, diag, ret_picture) : fail(where, diag);
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
        return fail(NULL, diag);
    enum lt_err err = vips_avg(image, &average, NULL) == 0 ? LT_OK : fail(NULL, diag);
    g_object_unref(image);
    return err;
}
