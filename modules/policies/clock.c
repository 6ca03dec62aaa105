/* SPDX-License-Identifier: MIT */
/*
 * Page replacement: the clock. The hand starts at the first frame. It clears
 * accessed bits that are set and stops behind the first frame whose bit is
 * clear, which is the victim. Whether a page is dirty does not matter here.
 */
#include "deimos.h"
#include "replacement.h"

#define SKIPPED ((FRAME_PINNED | FRAME_FREE) << 16)

DEIMOS_RECEPTACLE(frames, frames, "frames");

static struct replacement_state state;

static u32 step(u32 count)
{
    u32 frame = state.hand < count ? state.hand : 0;

    state.hand = frame + 1 < count ? frame + 1 : 0;
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

        if (bits & SKIPPED)
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

static int export_state(struct module_state *out)
{
    *out = (struct module_state){ REPLACEMENT_STATE, &state, sizeof(state) };
    return E_OK;
}

static int import_state(const struct module_state *in)
{
    if (in->kind != REPLACEMENT_STATE || in->size != sizeof(state))
        return E_INVALID;
    state = *(const struct replacement_state *)in->data;
    return E_OK;
}

static const struct replacement table = { victim, placed };

DEIMOS_MODULE("clock", MODULE_SYSTEM, .export_state = export_state,
              .import_state = import_state);
DEIMOS_INTERFACE("replacement", "replacement", table, REPLACEMENT_METHODS,
                 .pairs = "<moduleName, \"clock\">, <looks, \"accessed\">");
