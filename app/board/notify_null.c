/*
 * notify_null.c: there is no service manager to talk to.
 */
#include "notify.h"

int64_t lt_notify_period_ms(void)
{
    return 0;
}

void lt_notify(const char *state)
{
    (void)state;
}
