/*
 * handout.h: other programs that are asked. Private to this room.
 */
#ifndef LUTRIN_SYNC_HANDOUT_H
#define LUTRIN_SYNC_HANDOUT_H

#include "usb.h"

/* Runs a program with `input` on its standard input and puts what it says into *out (empty; NULL: nothing), of more than
 * `most` bytes the last lines. LT_ERR_UNAVAILABLE: it is not installed; LT_ERR_IO: it ended badly. */
enum lt_err lt_sync_ask_program(char *const *command, struct lt_bytes input, size_t most, struct lt_buf *out,
                                struct lt_diag *diag);

#endif
