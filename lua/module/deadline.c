/* SPDX-License-Identifier: MIT */
#include "deadline.h"

#include "ium.h"

static u32 limit, end;          /* seconds (0: no limit), ticks */

static u32 ticks(void)
{
    u32 now;

    GRAPH_READ(system.ticks, now);
    return now;
}

void deadline_start(unsigned seconds)
{
    u32 hz;

    GRAPH_READ(system.tick_hz, hz);
    limit = seconds;
    end = ticks() + seconds * hz;
}

void deadline_stop(void)
{
    limit = 0;
}

int deadline_passed(void)
{
    return limit && (s32)(ticks() - end) >= 0;
}
