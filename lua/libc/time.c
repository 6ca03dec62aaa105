/* SPDX-License-Identifier: MIT */
/* Time: ticks since boot. There is no other day than the first one. */
#include <errno.h>
#include <time.h>

#include "../module/ium.h"

#define NANOSECONDS 1000000000u

int __clock_gettime(clockid_t clock, struct timespec *now);

int __clock_gettime(clockid_t clock, struct timespec *now)
{
    u32 ticks, hz;

    (void)clock;
    GRAPH_READ(system.ticks, ticks);
    GRAPH_READ(system.tick_hz, hz);
    if (!hz)
        hz = 1;
    now->tv_sec = ticks / hz;
    now->tv_nsec = (u64)(ticks % hz) * NANOSECONDS / hz;
    return 0;
}

/* What strftime asks the time zone for; musl's would look for its files. */
extern const char __utc[], *__tm_to_tzname(const struct tm *time);

const char __utc[] = "UTC";

const char *__tm_to_tzname(const struct tm *time)
{
    (void)time;
    return __utc;
}
