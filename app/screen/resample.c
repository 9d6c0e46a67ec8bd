/*
 * resample.c: knows how a picture is scaled: first along its rows, then along its columns, with weights that are made
 * once for each.
 */
#include "resample.h"

#include <math.h>
#include <stdlib.h>

#include <lutrin/arena.h>

enum {
    ONE = 1 << 14, /* weights are fixed-point */
    REACH = 2,     /* of the filter, in pixels of the larger kind */
};

/* Which source pixels make one pixel, and how much of each. */
struct tap {
    int32_t first, count;
    int16_t *weights;
};

struct taps {
    struct tap *taps;
    int16_t *weights;
};

static double catmull_rom(double x)
{
    x = fabs(x);
    if (x < 1)
        return (1.5 * x - 2.5) * x * x + 1;
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
}

/* Weights that sum to ONE exactly: what rounding lost goes to the middle. */
static void weigh(struct tap *tap, double centre, double scale)
{
    double sum = 0;
    for (int32_t i = 0; i < tap->count; i++)
        sum += catmull_rom((tap->first + i + 0.5 - centre) / scale);
    int32_t left = ONE;
    for (int32_t i = 0; i < tap->count; i++) {
        tap->weights[i] = (int16_t)lround(catmull_rom((tap->first + i + 0.5 - centre) / scale) / sum * ONE);
        left -= tap->weights[i];
    }
    tap->weights[tap->count / 2] = (int16_t)(tap->weights[tap->count / 2] + left);
}

static struct taps make_taps(double start, double length, int32_t from, int32_t to)
{
    double step = length / to, scale = step > 1 ? step : 1;
    int32_t most = (int32_t)ceil(scale * REACH) * 2 + 2;
    struct taps made = {lt_alloc((size_t)to, sizeof *made.taps), lt_alloc((size_t)to * (size_t)most, sizeof(int16_t))};
    for (int32_t i = 0; i < to; i++) {
        double centre = start + (i + 0.5) * step;
        int32_t first = (int32_t)floor(centre - scale * REACH), last = (int32_t)ceil(centre + scale * REACH);
        first = first < 0 ? 0 : first > from - 1 ? from - 1 : first;
        last = last > from ? from : last <= first ? first + 1 : last;
        last = last - first > most ? first + most : last;
        made.taps[i] = (struct tap){first, last - first, made.weights + (size_t)i * (size_t)most};
        weigh(&made.taps[i], centre, scale);
    }
    return made;
}

static void free_taps(struct taps *taps)
{
    free(taps->taps);
    free(taps->weights);
}

static uint32_t clamp(int32_t sum, int32_t most)
{
    int32_t value = (sum + ONE / 2) / ONE;
    return (uint32_t)(value < 0 ? 0 : value > most ? most : value);
}

/* One pixel from `count` pixels `stride` apart. */
static uint32_t mix(const uint32_t *pixels, size_t stride, const struct tap *tap)
{
    int32_t a = 0, r = 0, g = 0, b = 0;
    for (int32_t i = 0; i < tap->count; i++) {
        uint32_t pixel = pixels[(size_t)i * stride];
        int32_t weight = tap->weights[i];
        a += weight * (int32_t)(pixel >> 24);
        r += weight * (int32_t)(pixel >> 16 & 0xff);
        g += weight * (int32_t)(pixel >> 8 & 0xff);
        b += weight * (int32_t)(pixel & 0xff);
    }
    uint32_t alpha = clamp(a, 255);
    return alpha << 24 | clamp(r, (int32_t)alpha) << 16 | clamp(g, (int32_t)alpha) << 8 | clamp(b, (int32_t)alpha);
}

static void scale_rows(const struct lt_pixels *from, const struct taps *taps, int32_t first, int32_t rows,
                       int32_t width, uint32_t *out)
{
    for (int32_t y = 0; y < rows; y++) {
        const uint32_t *row = from->data + (size_t)(first + y) * (size_t)from->pitch;
        for (int32_t x = 0; x < width; x++)
            out[(size_t)y * (size_t)width + (size_t)x] = mix(row + taps->taps[x].first, 1, &taps->taps[x]);
    }
}

void lt_resample(const struct lt_pixels *from, struct lt_part part, const struct lt_pixels *to)
{
    struct taps across = make_taps(part.x, part.width, from->width, to->width);
    struct taps down = make_taps(part.y, part.height, from->height, to->height);
    const struct tap *last = &down.taps[to->height - 1];
    int32_t first = down.taps[0].first, rows = last->first + last->count - first;
    uint32_t *middle = lt_alloc((size_t)rows * (size_t)to->width, sizeof *middle);
    scale_rows(from, &across, first, rows, to->width, middle);
    for (int32_t y = 0; y < to->height; y++) {
        const struct tap *tap = &down.taps[y];
        const uint32_t *column = middle + (size_t)(tap->first - first) * (size_t)to->width;
        for (int32_t x = 0; x < to->width; x++)
            to->data[(size_t)y * (size_t)to->pitch + (size_t)x] = mix(column + x, (size_t)to->width, tap);
    }
    free(middle);
    free_taps(&across);
    free_taps(&down);
}
