/*
 * haste.c: to be preloaded: time passes $LUTRIN_HASTE times as fast for clocks that only run on and for whoever waits for time
 * alone. The time of day is as it is.
 */
#define _GNU_SOURCE
#include <poll.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static long haste(void)
{
    const char *text = getenv("LUTRIN_HASTE");
    long times = text ? strtol(text, NULL, 10) : 1;
    return times > 0 ? times : 1;
}

int clock_gettime(clockid_t clock, struct timespec *ret_time)
{
    int result = (int)syscall(SYS_clock_gettime, clock, ret_time);
    if (result == 0 && clock == CLOCK_MONOTONIC) {
        long long ns = (ret_time->tv_sec * 1000000000LL + ret_time->tv_nsec) * haste();
        *ret_time = (struct timespec){.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
    }
    return result;
}

int poll(struct pollfd *fds, nfds_t count, int timeout_ms)
{
    long long ns = timeout_ms * 1000000LL / (count ? 1 : haste());
    const struct timespec timeout = {.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
    return (int)syscall(SYS_ppoll, fds, count, timeout_ms < 0 ? NULL : &timeout, NULL, 0);
}
