/*
 * qr.c: an address as a square of dark modules on light ones. Knows libqrencode.
 */
#include "qr.h"

#include <qrencode.h>
#include <string.h>

enum { MODULE_LEAST_PX = 2 };

static uint32_t lightness(uint32_t rgb)
{
    return (rgb >> 16 & 255) * 3 + (rgb >> 8 & 255) * 6 + (rgb & 255);
}

/* Telephones expect dark on light; at night the paper is the darker of the two. */
static void choose_inks(const struct lt_theme *theme, enum lt_ink *ret_dark, enum lt_ink *ret_light)
{
    bool night = lightness(theme->rgb[LT_INK_PAPER]) < lightness(theme->rgb[LT_INK_TEXT]);
    *ret_dark = night ? LT_INK_PAPER : LT_INK_TEXT;
    *ret_light = night ? LT_INK_TEXT : LT_INK_PAPER;
}

/* Puts the dark modules of one row, those that touch as one. */
static void put_row(struct lt_plate *plate, const unsigned char *row, int32_t modules, int32_t module, int32_t x,
                    int32_t y, enum lt_ink dark)
{
    for (int32_t i = 0; i < modules; i++) {
        int32_t from = i;
        while (i < modules && row[i] & 1)
            i++;
        if (i > from)
            lt_plate_fill(plate, x + from * module, y, (i - from) * module, module, dark);
    }
}

int32_t lt_qr_put(struct lt_plate *plate, const struct lt_stage *stage, const char *text, int32_t x, int32_t y,
                  int32_t side)
{
    size_t size = text ? strlen(text) : 0;
    if (size == 0 || size > LT_QR_MAX_BYTES)
        return 0;
    QRcode *code = QRcode_encodeData((int)size, (const unsigned char *)text, 0, QR_ECLEVEL_M);
    if (!code)
        return 0;
    int32_t module = side / (code->width + 2 * LT_QR_QUIET);
    int32_t used = module * (code->width + 2 * LT_QR_QUIET);
    enum lt_ink dark = LT_INK_TEXT;
    enum lt_ink light = LT_INK_PAPER;
    choose_inks(stage->theme, &dark, &light);
    if (module >= MODULE_LEAST_PX) {
        /* modules are not mirrored: a mirrored plate gets them at mirrored places of a plate that is not */
        bool mirror = plate->mirror;
        int32_t left = mirror ? plate->width - x - used : x;
        plate->mirror = false;
        lt_plate_fill(plate, left, y, used, used, light);
        for (int32_t row = 0; row < code->width; row++)
            put_row(plate, code->data + (size_t)row * (size_t)code->width, code->width, module,
                    left + LT_QR_QUIET * module, y + (LT_QR_QUIET + row) * module, dark);
        lt_plate_frame(plate, left, y, used, used, lt_stage_hair_px(stage), LT_INK_RULE);
        plate->mirror = mirror;
    }
    QRcode_free(code);
    return module >= MODULE_LEAST_PX ? used : 0;
}
