/*
 * window.h: the window as its two halves share it: window.c draws, loop.c waits and listens. Private to this room.
 */
#ifndef LUTRIN_SCREEN_WINDOW_H
#define LUTRIN_SCREEN_WINDOW_H

#include "rotate.h"
#include "textures.h"

#include <SDL.h>

struct lt_window {
    struct lt_window_config config;
    struct lt_fonts *fonts;
    SDL_Window *window;
    SDL_Renderer *renderer;
    struct lt_textures *textures;
    int32_t glass_width, glass_height; /* pixels of the output, not turned */
    bool fullscreen, vsync, can_wait;  /* can_wait: SDL sleeps until there is an event */
    bool kms;                          /* the screen is the kernel's own: no X11 or Wayland stands between */
    bool stale;                        /* what is shown must be drawn again */
    uint64_t shown;                    /* serial of the view that is shown */
    int64_t last_input_ms;             /* somebody's hand or key; 0: none yet */
    unsigned long presents, paints;    /* frames given to the screen; sheets painted ahead */
};

/* Takes the size of the output; returns whether it changed. */
bool lt_window_measure(struct lt_window *window);

/* Is the view another than what is shown? */
bool lt_window_is_behind(const struct lt_window *window, struct lt_reader *reader);

/* Draws the view if it is another than what is shown; returns whether it drew. */
bool lt_window_draw(struct lt_window *window, struct lt_reader *reader);

/* Paints one of the view's sheets that may be asked for next; returns whether there was one to paint. */
bool lt_window_prepare(struct lt_window *window, struct lt_reader *reader);

/* A point of the window as SDL tells it (0..1 of its sides) in pixels of the reader's screen. */
struct lt_px lt_window_point(const struct lt_window *window, float x, float y);

#endif
