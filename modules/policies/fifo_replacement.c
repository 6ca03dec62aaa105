/* SPDX-License-Identifier: MIT */
/*
 * Page replacement: first in, first out. Frames that were filled before this
 * policy was there, or beyond its table, count as the oldest, in their order.
 */
#include "policy/hand.h"

#define FRAMES 16384

DEIMOS_RECEPTACLE(frames, frames, "frames");

static u32 filled[FRAMES];      /* when: the clock is the count of fillings */
static u32 now;

static u32 age(u32 frame)
{
    return now - (frame < FRAMES ? filled[frame] : 0);
}

static int victim(void)
{
    const u32 count = frames->count();
    int oldest = E_NOMEM;

    if ((int)count < 0)
        return (int)count;
    for (u32 frame = 0; frame < count; frame++) {
        if (frames->bits(frame) & HAND_SKIPPED)
            continue;
        if (oldest < 0 || age(frame) > age((u32)oldest))
            oldest = (int)frame;
    }
    return oldest;
}

static void placed(u32 frame)
{
    now++;
    if (frame < FRAMES)
        filled[frame] = now;
}

static const struct replacement table = { victim, placed };

DEIMOS_MODULE("fifo_replacement", MODULE_SYSTEM,
              .export_state = hand_export, .import_state = hand_import);
DEIMOS_INTERFACE("replacement", "replacement", table, REPLACEMENT_METHODS,
                 .pairs = "<moduleName, \"fifo_replacement\">, "
                          "<looks, \"nothing\">");
