/* SPDX-License-Identifier: MIT */
/* The policy asks while the model waits for its choice, so the lock is held
 * already. */
#include "policy.h"

#include "../frame/guard.h"
#include "../page/mapping.h"

const struct replacement *volatile replacement;
DEIMOS_SLOTS_(replacement, 1, "replacement");

/*
 * Frames that were filled, in their order. The policy is told before it is
 * asked, and when there is no more room: in one guarded call for all of them.
 */
static u32 placed[256];
static u32 placed_count;

static int report_all(void)
{
    for (u32 i = 0; i < placed_count; i++)
        replacement->placed(placed[i]);
    return E_OK;
}

static void report(void)
{
    if (placed_count)
        guard_call(report_all, 0, 0, 0, 0);
    placed_count = 0;
}

void policy_note(u32 frame)
{
    if (placed_count == ARRAY_SIZE(placed))
        report();
    placed[placed_count++] = frame;
}

int policy_victim(void)
{
    report();
    return guard_call(replacement->victim, 0, 0, 0, 0);
}

/* --- What it sees: interface "frames" ------------------------------------ */

static u32 count(void)
{
    return frames.count;
}

static u32 bits(u32 number)
{
    const struct page *page;

    if (number >= frames.count)
        return FRAME_FREE << 16;
    page = frames.at[number].page;
    if (!page || !page->entry)
        return FRAME_FREE << 16;
    if (page->flags & (PAGE_PINNED | PAGE_HELD) || !page->space)
        return FRAME_PINNED << 16;
    return mapping_bits(page);
}

static void clear_accessed(u32 number)
{
    if (number < frames.count && frames.at[number].page)
        mapping_change(frames.at[number].page, MAP_ACCESSED, 0);
}

static const struct frames frames_table = { count, bits, clear_accessed };

DEIMOS_INTERFACE("frames", "frames", frames_table, FRAMES_METHODS);
