/* SPDX-License-Identifier: MIT */
#include "paged_control.h"

#include "frame/slot.h"
#include "frame/stock.h"
#include "init.h"
#include "model.h"
#include "resident/evict.h"
#include "resident/reserve.h"
#include "store/content.h"

#define WINDOW_MAX (1u << 18)           /* pages: 1 GiB */
#define WINDOW_MIN 64u
#define PAGES_MAX (1u << 20)            /* indices in a shadow */
#define FRAMES_MAX (1u << 18)

static int in_range(u32 value, u32 low, u32 high)
{
    return value == 0 || (value >= low && value <= high);
}

static int configure(u32 frame_count, u32 page_count, u32 window)
{
    const int error = model_lock();

    if (error)
        return error;
    if (spaces_count())
        return model_leave(E_BUSY);
    if (!in_range(frame_count, 1, FRAMES_MAX) || !in_range(page_count, 64, PAGES_MAX) ||
        !in_range(window, WINDOW_MIN, WINDOW_MAX))
        return model_leave(E_RANGE);
    return model_leave(init_again(frame_count, page_count, window));
}

static int limit(u32 most)
{
    const int error = model_lock();

    if (error)
        return error;
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    reserve_drain();
    frame_sort();
    while (most && frames.resident > most) {
        int victim = evict_some();

        if (victim < 0)
            return model_leave(victim);
        stock_give((u32)victim);
    }
    frame_sort();
    frames.limit = most;
    reserve_fill();
    return model_leave(E_OK);
}

static int pin(int handle, u32 address, u32 size)
{
    const int error = model_lock();

    if (error)
        return error;
    struct space *space = space_find(handle);
    if (!space)
        return model_leave(E_HANDLE);
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    return model_leave(access_pin(space, address, size));
}

static int sync(void)
{
    const int error = model_lock();

    if (error)
        return error;
    return model_leave(slot_are_valid() ? content_sync() : E_PAGING);
}

static int idle(void)
{
    const int error = model_lock();

    if (error)
        return error;
    if (!slot_are_valid())
        return model_leave(E_PAGING);
    reserve_fill();
    return model_leave((int)reserve_count());
}

static int count(u32 what)
{
    struct memory_usage usage;

    if (what >= sizeof(usage) / sizeof(u32))
        return E_RANGE;
    const int error = model_memory.usage(0, &usage);

    if (error)
        return error;
    return ((const int *)&usage)[what];
}

static const struct paged_control table = {
    configure, limit, pin, sync, idle, count,
};

DEIMOS_INTERFACE("paged", "paged", table, PAGED_METHODS);
