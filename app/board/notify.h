/*
 * notify.h: words to the service manager; with systemd, or to nobody. Private to this room.
 */
#ifndef LUTRIN_BOARD_NOTIFY_H
#define LUTRIN_BOARD_NOTIFY_H

#include <stdbool.h>
#include <stdint.h>

/* How often the service manager wants to hear from this process, in ms; 0: not at all. */
int64_t lt_notify_period_ms(void);

/* Sends "VARIABLE=value" lines. */
void lt_notify(const char *state);

#endif
