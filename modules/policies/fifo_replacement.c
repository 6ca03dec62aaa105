/* SPDX-License-Identifier: MIT */
/*
 * Page replacement: first in, first out. Frames that were filled before this
 * policy was there, or beyond its table, count as the oldest, in their order.
 */
#include "deimos.h"
#include "replacement.h"

#define FRAMES 16384
#define SKIPPED ((FRAME_PINNED | FRAME_FREE) << 16)

DEIMOS_RECEPTACLE(frames, frames, "frames");

static u32 filled[FRAMES];      /* when: the clock is the count of fillings */
static u32 now;
static struct replacement_state state;

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
        if (frames->bits(frame) & SKIPPED)
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

/* The clock's hand is kept for the next clock; nothing else goes over. */
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

DEIMOS_MODULE("fifo_replacement", MODULE_SYSTEM,
              .export_state = export_state, .import_state = import_state);
DEIMOS_INTERFACE("replacement", "replacement", table, REPLACEMENT_METHODS,
                 .pairs = "<moduleName, \"fifo_replacement\">, "
                          "<looks, \"nothing\">");
