/* SPDX-License-Identifier: MIT */
/*
 * The scan compares the high half of each entry alone, one instruction and a
 * branch. Frames that share it lie in the same 64 KiB, so at most 16 entries
 * of distinct frames need the second look.
 */
#include "scan.h"

#include "../page/entry.h"

#define STEP 8

typedef u16 __attribute__((may_alias)) half;

static u32 scan_each(const u32 *entries, u32 count, u32 wanted)
{
    for (u32 i = 0; i < count; i++)
        if ((entries[i] & (ENTRY_FRAME | ENTRY_PRESENT)) == wanted)
            return i;
    return SCAN_NONE;
}

/* The first of `steps` groups of STEP entries that has a candidate. */
static u32 scan_groups(const u32 *entries, u32 steps, half high)
{
    const half *h = (const half *)entries + 1;
    const half *end = h + steps * STEP * 2;

    for (; h != end; h += STEP * 2) {
        if (h[0] == high) break;
        if (h[2] == high) break;
        if (h[4] == high) break;
        if (h[6] == high) break;
        if (h[8] == high) break;
        if (h[10] == high) break;
        if (h[12] == high) break;
        if (h[14] == high) break;
    }
    return steps - (u32)(end - h) / (STEP * 2);
}

u32 scan_entries(const u32 *entries, u32 count, paddr_t frame)
{
    u32 wanted = entry_make(frame, ENTRY_PRESENT);
    u32 steps = count / STEP, step = 0;

    for (;;) {
        step += scan_groups(entries + step * STEP, steps - step,
                            (half)(frame >> 16));
        if (step == steps)
            break;
        u32 found = scan_each(entries + step * STEP, STEP, wanted);
        if (found != SCAN_NONE)
            return step * STEP + found;
        step++;
    }
    u32 rest = scan_each(entries + steps * STEP, count % STEP, wanted);
    return rest == SCAN_NONE ? SCAN_NONE : steps * STEP + rest;
}
