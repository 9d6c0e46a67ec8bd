/*
 * board.h: the machine under the lectern: the service manager that watches over it and the panel it is read on.
 *
 * All of it may be missing: without systemd (or not started by it) the notes go nowhere, without a panel that tells its
 * size the size is unknown. Nothing here fails.
 */
#ifndef LUTRIN_BOARD_H
#define LUTRIN_BOARD_H

#include <stdbool.h>
#include <stdint.h>

/* What the service manager expects of us. */
struct lt_board {
    bool watched;         /* somebody listens */
    int64_t period_ms;    /* how often it wants to hear that we live; 0: it does not */
    int64_t told_ms;      /* when it was last told */
};

/* Asks what is expected (NOTIFY_SOCKET, WATCHDOG_USEC). */
void lt_board_init(struct lt_board *board);

/* Tells that the first picture is there, and in one line what the program does. */
void lt_board_ready(struct lt_board *board, const char *status);

/* Tells in one line what the program does. */
void lt_board_status(struct lt_board *board, const char *status);

/* Tells that the program lives, at most as often as is expected: call it whenever a frame was drawn or there was nothing
 * to draw. `now_ms` is of a clock that never goes back. */
void lt_board_alive(struct lt_board *board, int64_t now_ms);

/* Tells that the program is about to end. */
void lt_board_stopping(struct lt_board *board);

/* The size in millimetres of the first connected panel by the name of its connector; `drm` is the folder of the
 * connectors (NULL: /sys/class/drm), `connector` a part of the name ("HDMI-A-1"; NULL: any). False when no connected
 * panel tells a believable size: then the two are untouched. */
bool lt_board_panel_mm(const char *drm, const char *connector, int32_t *ret_width_mm, int32_t *ret_height_mm);

/* The same out of the bytes of an EDID: its first detailed timing (mm), else its basic block (cm). */
bool lt_edid_size_mm(const unsigned char *edid, unsigned long size, int32_t *ret_width_mm, int32_t *ret_height_mm);

#endif
