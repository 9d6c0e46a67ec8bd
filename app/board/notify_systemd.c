/*
 * notify_systemd.c: the service manager is systemd, or absent (then its library does nothing).
 */
#include "notify.h"

#include <systemd/sd-daemon.h>

int64_t lt_notify_period_ms(void)
{
    uint64_t usec = 0;
    return sd_watchdog_enabled(0, &usec) > 0 ? (int64_t)(usec / 1000) : 0;
}

void lt_notify(const char *state)
{
    sd_notify(0, state);
}
