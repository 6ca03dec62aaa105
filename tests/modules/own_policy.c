/* SPDX-License-Identifier: MIT */
/* A replacement policy of a stranger: the frame that was filled last goes
 * first. */
#include "deimos.h"
#include "replacement.h"

#define SKIPPED ((FRAME_PINNED | FRAME_FREE) << 16)

DEIMOS_RECEPTACLE(frames, frames, "frames");

static u32 last;

static int victim(void)
{
    const u32 count = frames->count();

    for (u32 back = 0; (int)count > 0 && back < count; back++) {
        const u32 frame = (last + count - back) % count;

        if (!(frames->bits(frame) & SKIPPED))
            return (int)frame;
    }
    return E_NOMEM;
}

static void placed(u32 frame)
{
    last = frame;
}

static const struct replacement table = { victim, placed };

DEIMOS_MODULE("own_policy", MODULE_SYSTEM);
DEIMOS_INTERFACE("replacement", "replacement", table, REPLACEMENT_METHODS);
