/*
 * sign.c: looks at the pixels of a publication's sign as a printer would: is the paper part of it, is it in one ink, on
 * which ground can it be made out? No limits of its own: the caller bounds the picture.
 */
#include "sign.h"

#include <lutrin/canvas.h>

#include <stdlib.h>
#include <string.h>

enum {
    OPAQUE = 250,          /* a pixel is, from here on */
    SEEN = 16, CLEAR = 128, /* ... can be seen; ... is no mere edge */
    GROUND_SPREAD = 24,    /* within a ground that is plain */
    GROUND_NOISE = 10,     /* of JPEG in a ground */
    GROUND_PERCENT = 95,   /* of the border that a ground makes up */
    GREY_SPREAD = 40,      /* between the channels of what has no colour */
    INK_SPREAD = 48, INK_PERCENT = 97,
    FILLED_PERCENT = 97,   /* of the box: the sign brings a ground of its own */
    DIM_CONTRAST = 200, DIM_PERCENT = 15, /* so much of it that stands out by less cannot be made out */
};

static const unsigned char *pixel(const struct lt_sign *sign, int32_t x, int32_t y)
{
    return sign->rgba + ((size_t)y * (size_t)sign->width + (size_t)x) * 4;
}

static bool near(const unsigned char *one, const int *other, int spread)
{
    for (int i = 0; i < 3; i++)
        if (abs(one[i] - other[i]) > spread)
            return false;
    return true;
}

static bool is_grey(const int *colour)
{
    return abs(colour[0] - colour[1]) < GREY_SPREAD && abs(colour[1] - colour[2]) < GREY_SPREAD &&
           abs(colour[0] - colour[2]) < GREY_SPREAD;
}

static bool is_opaque(const struct lt_sign *sign)
{
    size_t count = (size_t)sign->width * (size_t)sign->height;
    for (size_t i = 0; i < count; i++)
        if (sign->rgba[i * 4 + 3] < OPAQUE)
            return false;
    return true;
}

/* The colour of the top left corner, when nearly all of the border is like it. */
static bool find_ground(const struct lt_sign *sign, int *ret_ground)
{
    const unsigned char *corner = pixel(sign, 0, 0);
    size_t like = 0, border = 0;
    for (int i = 0; i < 3; i++)
        ret_ground[i] = corner[i];
    for (int32_t y = 0; y < sign->height; y++) {
        int32_t step = y == 0 || y == sign->height - 1 || sign->width < 2 ? 1 : sign->width - 1;
        for (int32_t x = 0; x < sign->width; x += step, border++)
            like += near(pixel(sign, x, y), ret_ground, GROUND_SPREAD);
    }
    return like * 100 >= border * GROUND_PERCENT;
}

/* How much of the ground a pixel must cover at least, 0 to 1, to be what it is. */
static double cover_of(const unsigned char *p, const int *ground)
{
    double cover = 0;
    for (int c = 0; c < 3; c++) {
        int away = p[c] - ground[c];
        int room = away > 0 ? 255 - ground[c] : ground[c];
        double part = abs(away) > GROUND_NOISE && room > GROUND_NOISE ? (double)abs(away) / room : 0;
        cover = part > cover ? part : cover;
    }
    return cover;
}

/* Makes of each pixel a transparent one that gives it again on the ground; what covers most of it is opaque. */
static void lift(struct lt_sign *sign, const int *ground)
{
    size_t count = (size_t)sign->width * (size_t)sign->height;
    double most = 0;
    for (size_t i = 0; i < count; i++) {
        double cover = cover_of(sign->rgba + i * 4, ground);
        most = cover > most ? cover : most;
    }
    for (size_t i = 0; i < count; i++) {
        unsigned char *p = sign->rgba + i * 4;
        double cover = most > 0 ? cover_of(p, ground) / most : 0;
        for (int c = 0; c < 3 && cover > 0; c++) {
            double whole = (p[c] - ground[c]) / cover + ground[c];
            p[c] = (unsigned char)(whole < 0 ? 0 : whole > 255 ? 255 : whole);
        }
        p[3] = (unsigned char)(cover * 255 + 0.5);
    }
}

static bool find_box(const struct lt_sign *sign, struct lt_sign_box *ret_box)
{
    int32_t left = sign->width, right = -1, top = sign->height, bottom = -1;
    for (int32_t y = 0; y < sign->height; y++)
        for (int32_t x = 0; x < sign->width; x++) {
            if (pixel(sign, x, y)[3] < SEEN)
                continue;
            left = x < left ? x : left;
            right = x > right ? x : right;
            top = y < top ? y : top;
            bottom = y;
        }
    *ret_box = (struct lt_sign_box){left, top, right - left + 1, bottom - top + 1};
    return right >= 0;
}

/* How much of the sign ... */
struct share {
    size_t clear;           /* pixels, no mere edges; of them ... */
    size_t in_ink;          /* ... like the mean colour */
    size_t on_light, on_dark; /* ... hard to make out on such a ground */
};

static uint32_t rgb_of(const int *colour)
{
    return (uint32_t)colour[0] << 16 | (uint32_t)colour[1] << 8 | (uint32_t)colour[2];
}

static size_t find_mean(const struct lt_sign *sign, const struct lt_sign_box *box, int *ret_mean)
{
    int64_t sum[3] = {0, 0, 0};
    size_t count = 0;
    for (int32_t y = box->top; y < box->top + box->height; y++)
        for (int32_t x = box->left; x < box->left + box->width; x++) {
            const unsigned char *p = pixel(sign, x, y);
            for (int c = 0; c < 3 && p[3] >= CLEAR; c++)
                sum[c] += p[c];
            count += p[3] >= CLEAR;
        }
    for (int c = 0; c < 3; c++)
        ret_mean[c] = count ? (int)(sum[c] / (int64_t)count) : 0;
    return count;
}

static struct share measure(const struct lt_sign *sign, const struct lt_sign_box *box, const int *mean)
{
    uint32_t light = lt_theme_lookup("paper")->rgb[LT_INK_PAPER], dark = lt_theme_lookup("night")->rgb[LT_INK_PAPER];
    struct share share = {0, 0, 0, 0};
    uint32_t last = UINT32_MAX; /* its contrasts are known */
    bool dim_light = false, dim_dark = false;
    for (int32_t y = box->top; y < box->top + box->height; y++)
        for (int32_t x = box->left; x < box->left + box->width; x++) {
            const unsigned char *p = pixel(sign, x, y);
            if (p[3] < CLEAR)
                continue;
            uint32_t rgb = rgb_of((const int[]){p[0], p[1], p[2]});
            if (rgb != last) {
                dim_light = lt_contrast_percent(rgb, light) < DIM_CONTRAST;
                dim_dark = lt_contrast_percent(rgb, dark) < DIM_CONTRAST;
                last = rgb;
            }
            share.clear++;
            share.in_ink += near(p, mean, INK_SPREAD);
            share.on_light += dim_light;
            share.on_dark += dim_dark;
        }
    return share;
}

bool lt_sign_read(struct lt_sign *sign, struct lt_sign_box *ret_box, struct lt_logo *ret_logo)
{
    int ground[3], mean[3];
    if (is_opaque(sign) && find_ground(sign, ground) && is_grey(ground))
        lift(sign, ground);
    if (!find_box(sign, ret_box) || find_mean(sign, ret_box, mean) == 0)
        return false;
    struct share share = measure(sign, ret_box, mean);
    bool filled = share.clear * 100 >= (size_t)ret_box->width * (size_t)ret_box->height * FILLED_PERCENT;
    bool one_ink = share.in_ink * 100 >= share.clear * INK_PERCENT;
    ret_logo->rgb = rgb_of(mean);
    if (one_ink)
        ret_logo->kind = is_grey(mean) ? LT_LOGO_INK : LT_LOGO_COLOUR;
    else if (!filled && share.on_dark * 100 >= share.clear * DIM_PERCENT && share.on_dark >= share.on_light)
        ret_logo->kind = LT_LOGO_LIGHT;
    else if (!filled && share.on_light * 100 >= share.clear * DIM_PERCENT)
        ret_logo->kind = LT_LOGO_DARK;
    else
        ret_logo->kind = LT_LOGO_ANY;
    return !(one_ink && filled); /* a plain field says nothing */
}
