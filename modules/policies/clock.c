/* SPDX-License-Identifier: MIT */
/*
 * Page replacement: the clock. The hand starts at the first frame. It clears
 * accessed bits that are set and stops behind the first frame whose bit is
 * clear, which is the victim. Whether a page is dirty does not matter here.
 */
#include "policy/hand.h"

DEIMOS_RECEPTACLE(frames, frames, "frames");

static u32 step(u32 count)
{
    u32 frame = hand_state.hand < count ? hand_state.hand : 0;

    hand_state.hand = frame + 1 < count ? frame + 1 : 0;
    return frame;
}

/* Two turns: after the first, no bit is set any more. */
static int victim(void)
{
    const u32 count = frames->count();

    if ((int)count < 0)
        return (int)count;
    for (u32 left = 2 * count; left > 0; left--) {
        u32 frame = step(count);
        u32 bits = frames->bits(frame);

        if (bits & HAND_SKIPPED)
            continue;
        if (!(bits & MAP_ACCESSED))
            return (int)frame;
        frames->clear_accessed(frame);
    }
    return E_NOMEM;
}

static void placed(u32 frame)
{
    (void)frame;
}

static const struct replacement table = { victim, placed };

DEIMOS_MODULE("clock", MODULE_SYSTEM, .export_state = hand_export,
              .import_state = hand_import);
DEIMOS_INTERFACE("replacement", "replacement", table, REPLACEMENT_METHODS,
                 .pairs = "<moduleName, \"clock\">, <looks, \"accessed\">");
