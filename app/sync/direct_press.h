/*
 * direct_press.h: the press as a program that is run. Private to this room.
 */
#ifndef LUTRIN_SYNC_DIRECT_PRESS_H
#define LUTRIN_SYNC_DIRECT_PRESS_H

#include <lutrin/direct.h>

/* Runs lutrin-pack with these arguments (NULL-terminated, its own name left out) and hands each line it says to
 * turn->told. An exit code other than 0 is the error that it stands for, with the press's own words; LT_ERR_UNAVAILABLE:
 * it is not here; LT_ERR_OS: it cannot be started, or was killed. */
enum lt_err lt_direct_run(const struct lt_direct_turn *turn, const char *const *arguments, struct lt_diag *diag);

#endif
