/*
 * board.h: the machine under the lectern: the service manager that watches over it, the panel it is read on, a folder
 * that is filled by others, a process beside it.
 *
 * All of it may be missing: without systemd (or not started by it) the notes go nowhere, without a panel that tells its
 * size the size is unknown. Nothing here fails.
 */
#ifndef LUTRIN_BOARD_H
#define LUTRIN_BOARD_H

#include <stdbool.h>
#include <stdint.h>

#include <sys/types.h>

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

/* A folder that others put things into. Begins with lt_folder_watch(); the path is borrowed until lt_folder_leave(). */
struct lt_folder {
    const char *path;
    int events; /* -1: the folder is not there, or the system tells nothing */
};
void lt_folder_watch(struct lt_folder *folder, const char *path);
void lt_folder_leave(struct lt_folder *folder); /* a zeroed one is allowed, and is left */

/* May anything have been put, or renamed, into it since the last call? Costs one system call; true each time while the
 * folder is not there. */
bool lt_folder_changed(struct lt_folder *folder);

/* Another process of this very program. A zeroed one does not run. */
struct lt_beside {
    pid_t process;
};
enum lt_beside_state { LT_BESIDE_NONE, LT_BESIDE_RUNS, LT_BESIDE_WELL, LT_BESIDE_FAILED };

/* Begins it with the arguments (args[0] is a name; NULL ends them), our environment and our standard files. False with
 * errno when there is none to be had. */
bool lt_beside_begin(struct lt_beside *beside, const char *const *args);

/* How it fares: well is that it ended by itself with 0. `end`: it is to be killed if it still runs. After well and failed
 * there is none any more. */
enum lt_beside_state lt_beside_look(struct lt_beside *beside, bool end);

/* For the one beside: whoever else runs goes first, for the processor, and for memory when there is too little. */
void lt_beside_yield(void);

#endif
