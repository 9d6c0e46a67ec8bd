/*
 * clock.c: to be preloaded: what time it is, as $LUTRIN_CLOCK says: "SECONDS [AFTER THEN]": after so many questions another time.
 * Clocks that only run on are not touched.
 */
#define _GNU_SOURCE
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static atomic_long asked;

static long long now(void)
{
    const char *text = getenv("LUTRIN_CLOCK");
    long long seconds = 0, then = 0;
    long after = 0;
    int count = text ? sscanf(text, "%lld %ld %lld", &seconds, &after, &then) : 0;
    return count == 3 && atomic_fetch_add(&asked, 1) >= after ? then : seconds;
}

time_t time(time_t *ret_seconds)
{
    time_t seconds = (time_t)now();
    if (ret_seconds)
        *ret_seconds = seconds;
    return seconds;
}

int clock_gettime(clockid_t clock, struct timespec *ret_time)
{
    if (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)
        return (int)syscall(SYS_clock_gettime, clock, ret_time);
    *ret_time = (struct timespec){.tv_sec = (time_t)now()};
    return 0;
}

int gettimeofday(struct timeval *restrict ret_time, void *restrict zone)
{
    (void)zone;
    *ret_time = (struct timeval){.tv_sec = (time_t)now()};
    return 0;
}
