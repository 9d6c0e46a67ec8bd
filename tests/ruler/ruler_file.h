/*
 * ruler_file.h: a ruler that reads recorded advances from a text file (see README.md). Other sizes are scaled to whole
 * pixels; characters that are not recorded are half an em wide.
 */
#ifndef LUTRIN_TESTS_RULER_FILE_H
#define LUTRIN_TESTS_RULER_FILE_H

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <lutrin/metrics.h>
#include <lutrin/utf8.h>

enum { RULER_CODES = 0x2600 };

struct ruler_file {
    lt_fx size, ascent, descent;
    lt_fx advance[RULER_CODES]; /* -1: not recorded */
};

static inline bool ruler_file_read(struct ruler_file *file, const char *path)
{
    char line[256];
    FILE *in = fopen(path, "r");
    for (size_t i = 0; i < RULER_CODES; i++)
        file->advance[i] = -1;
    while (in && fgets(line, sizeof line, in)) {
        char *value = strchr(line, ' ');
        if (line[0] == '#' || !value)
            continue;
        lt_fx number = (lt_fx)strtol(value, NULL, 10);
        if (strncmp(line, "size", 4) == 0)
            file->size = LT_FX(number);
        else if (strncmp(line, "ascent", 6) == 0)
            file->ascent = number;
        else if (strncmp(line, "descent", 7) == 0)
            file->descent = number;
        else if (strtoul(line, NULL, 16) < RULER_CODES)
            file->advance[strtoul(line, NULL, 16)] = number;
    }
    if (in)
        fclose(in);
    return in && file->size > 0;
}

static inline lt_fx ruler_file_scale(const struct ruler_file *file, lt_fx length, lt_fx size)
{
    return LT_FX(((int64_t)length * size / file->size + 32) / 64);
}

static inline lt_fx ruler_file_advance(void *self, const struct lt_font *font, const struct lt_run_text *run)
{
    const struct ruler_file *file = self;
    lt_fx sum = 0;
    for (size_t at = 0; at < run->text.size;) {
        uint32_t code = lt_utf8_next(run->text.data, run->text.size, &at);
        lt_fx known = code < RULER_CODES ? file->advance[code] : -1;
        sum += code == 0xAD ? 0 : ruler_file_scale(file, known < 0 ? file->size / 2 : known, font->size_fx) + font->tracking_fx;
    }
    return sum;
}

static inline void ruler_file_extents(void *self, const struct lt_font *font, struct lt_extents *ret_extents)
{
    const struct ruler_file *file = self;
    *ret_extents = (struct lt_extents){
        .ascent = ruler_file_scale(file, file->ascent, font->size_fx),
        .descent = ruler_file_scale(file, file->descent, font->size_fx),
        .x_height = font->size_fx / 2, .cap_height = font->size_fx * 7 / 10,
        .space = ruler_file_scale(file, file->advance[' '], font->size_fx),
    };
}

static inline struct lt_ruler ruler_file_ruler(struct ruler_file *file)
{
    return (struct lt_ruler){.self = file, .advance = ruler_file_advance, .extents = ruler_file_extents};
}

#endif
