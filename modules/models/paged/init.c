/* SPDX-License-Identifier: MIT */
/*
 * The three steps of a paged model's initialiser (paper 4.3.2):
 *
 *  i)   mappings that make the physical segments one VSAS. The NMM has them
 *       in its dormant tables, to which every page table that it creates
 *       leads (nmm/README.md); what is left to do is to have a place for
 *       tables and slots in the UPS;
 *  ii)  a free list, from the NMM's memory maps: a region of its own, and
 *       what other models have in common;
 *  iii) paging on, if nobody has done it yet. The last of such models turns
 *       it off, unless it was on before there was one.
 */
#include "init.h"

#include "frame/slot.h"
#include "model.h"
#include "paging/paging.h"
#include "page/page.h"
#include "resident/reserve.h"
#include "store/swap.h"

#define FRAMES 1024u            /* 4 MiB */
#define PAGES 16384u
#define WINDOW_PAGES 16384u     /* 64 MiB */
#define SHARE 8                 /* of what is free, at most a part */

static u32 frames_wanted, pages_wanted;

/* The largest free stretch of the UPS, in pages. */
static u32 largest(void)
{
    struct region_info info;
    u32 at = PAGE_SIZE, found = 0;

    while (nmm->query_region(NMM_UPS, at, &info) >= 0 &&
           info.base + info.size > at) {
        if (!info.region && info.size > found)
            found = info.size;
        at = info.base + info.size;
    }
    return found >> PAGE_SHIFT;
}

static int memory_create(void)
{
    int error = page_create_all(pages_wanted);

    if (error == E_OK)
        error = slot_create_all();
    if (error == E_OK)
        error = frame_create_all(frames_wanted);
    return error;
}

static void memory_destroy(void)
{
    reserve_drain();
    frame_destroy_all();
    slot_destroy_all();
    page_destroy_all();
}

static int create(u32 frame_count, u32 page_count)
{
    frames_wanted = frame_count;
    pages_wanted = page_count;
    return memory_create();
}

int init_again(u32 frame_count, u32 page_count, u32 window)
{
    const u32 old_frames = frames_wanted, old_pages = pages_wanted;

    memory_destroy();
    int error = create(frame_count ? frame_count : old_frames,
                       page_count ? page_count : old_pages);
    if (error < 0) {
        memory_destroy();
        create(old_frames, old_pages);
    } else if (window) {
        space_window = window;
    }
    return error;
}

static int init(int self)
{
    const u32 share = largest() / SHARE;

    frames.self = (u32)self;
    space_window = WINDOW_PAGES;
    int error = create(share < FRAMES ? share : FRAMES,
                       share < FRAMES ? PAGES / 4 : PAGES);
    if (error < 0)
        return error;
    return model_paging_start(self);
}

/* There are no spaces any more: what they had is free, or in the store. */
static void leave(void)
{
    swap_destroy();
    memory_destroy();
    model_paging_stop();
}

DEIMOS_MODULE("paged", MODULE_SYSTEM, .init = init, .exit = leave);
