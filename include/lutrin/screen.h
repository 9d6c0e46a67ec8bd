/*
 * screen.h: pixels, faces, fingers. The only room that knows SDL.
 */
#ifndef LUTRIN_SCREEN_H
#define LUTRIN_SCREEN_H

#include <lutrin/canvas.h>
#include <lutrin/err.h>
#include <lutrin/reader.h>

/* Faces found through fontconfig for each family and each script, opened when first needed. Not thread-safe. */
struct lt_fonts;

/* Finds the faces. A family whose preferred faces are missing falls back to what fontconfig offers and is reported in
 * lt_fonts_missing(). LT_ERR_UNAVAILABLE when there is no face at all. */
enum lt_err lt_fonts_create(struct lt_diag *diag, struct lt_fonts **ret_fonts);
void lt_fonts_destroy(struct lt_fonts *fonts); /* NULL is allowed */

/* The ruler that measures what the canvases of this room paint. Lives as long as the fonts. */
const struct lt_ruler *lt_fonts_ruler(struct lt_fonts *fonts);

/* The faces that were wished for and are not there, and the characters that no face has so far, one a line; "" when all
 * is well. Lent until the next call. */
const char *lt_fonts_missing(struct lt_fonts *fonts);

/* Where a canvas gets the encoded bytes of a picture from. */
struct lt_picture_source {
    void *self;
    enum lt_err (*read)(void *self, int64_t picture, struct lt_diag *diag, struct lt_buf *out);
};

/* A sheet of pixels in memory, painted by software: for pictures of pages and for tests. */
struct lt_sheet;
struct lt_sheet *lt_sheet_create(struct lt_fonts *fonts, const struct lt_picture_source *pictures,
                                 const struct lt_theme *theme, int32_t width, int32_t height);
void lt_sheet_destroy(struct lt_sheet *sheet); /* NULL is allowed */
struct lt_canvas lt_sheet_canvas(struct lt_sheet *sheet);
void lt_sheet_clear(struct lt_sheet *sheet, enum lt_ink ink);
/* Copies `from` onto `sheet` with its corner at (x, y). */
void lt_sheet_blit(struct lt_sheet *sheet, const struct lt_sheet *from, int32_t x, int32_t y);
/* Writes a PNG, whole or not at all. The same pixels give the same file. */
enum lt_err lt_sheet_write_png(const struct lt_sheet *sheet, const char *path, struct lt_diag *diag);

/* Paints the whole present view of a reader, as its window would show it, into a PNG; without a path for nobody to see. */
enum lt_err lt_screen_shot(struct lt_reader *reader, struct lt_fonts *fonts, int32_t width, int32_t height,
                           const char *path, struct lt_diag *diag);

struct lt_window_config {
    int32_t width_px, height_px; /* of a window; 0: the whole screen */
    int32_t width_mm, height_mm; /* of the panel; 0: what the connector says, else unknown */
    int32_t distance_mm;
    int rotation;                /* 0, 90, 180, 270: turns picture and touch together */
    const char *title;
};

/* A window or the whole screen, by SDL's KMSDRM, X11, Wayland or dummy driver. */
struct lt_window;
enum lt_err lt_window_create(const struct lt_window_config *config, struct lt_fonts *fonts, struct lt_diag *diag,
                             struct lt_window **ret_window);
void lt_window_destroy(struct lt_window *window); /* NULL is allowed */

/* The panel as it is now, after rotation. */
struct lt_panel lt_window_panel(const struct lt_window *window);

/* Is this a time (seconds UTC) that a clock which was ever set can show? A board without a battery starts in the past. */
bool lt_window_trusts(int64_t wall_s);

/* Runs the reader in the window until the window is closed or the process is told to end (SIGINT, SIGTERM). Draws only
 * when the view changed; sleeps in poll() otherwise. `alive` (may be NULL) is called after each frame or decision that
 * there is nothing to draw, at least every 5 s. */
enum lt_err lt_window_run(struct lt_window *window, struct lt_reader *reader, void (*alive)(void *self), void *self,
                          struct lt_diag *diag);

#endif
