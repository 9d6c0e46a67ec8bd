/*
 * reader_options.h: what lutrin is told by its command line and its configuration file. Private to this room.
 */
#ifndef LUTRIN_READER_OPTIONS_H
#define LUTRIN_READER_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include <lutrin/arena.h>
#include <lutrin/err.h>
#include <lutrin/log.h>

enum { LT_WINDOW_MIN_PX = 320, LT_WINDOW_MAX_PX = 3840 }; /* a side, of --window */

struct lt_reader_options {
    const char *bundle, *library, *config, *lang, *theme; /* NULL: not said */
    const char *progress;                                 /* the postman's status file; NULL: not said */
    const char *trial;                                    /* a bundle to be tried and not shown; NULL: none */
    int32_t window_width, window_height;                  /* 0: the whole screen */
    int32_t width_mm, height_mm, distance_mm;             /* 0: not said */
    int rotation, type, motion, capitals;                 /* -1: not said; type from 0 */
    enum lt_log_level log;
};

/* Reads the command line. Returns -1 to go on, else the exit code of a program that has said all it had to say. */
int lt_reader_options_parse(struct lt_reader_options *options, int argc, char **argv);

/* Fills from options->config, if there is one, what the command line left unsaid. Strings live in the arena. */
enum lt_err lt_reader_options_read(struct lt_reader_options *options, struct lt_arena *arena, struct lt_diag *diag);

#endif
