/* SPDX-License-Identifier: MIT */
#include "threads.h"

int thread_is_in_short_way(u32 ebp, u32 end)
{
    const u32 size = (u32)context_end - (u32)context_begin;

    while (ebp % 4 == 0 && ebp <= end - 8) {
        const u32 *link = (const u32 *)ebp;
        if (link[1] - (u32)context_begin < size)
            return 1;
        if (link[0] <= ebp)
            break;
        ebp = link[0];
    }
    return 0;
}
