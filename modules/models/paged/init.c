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

#include "map.h"

#include "model/paging.h"

#define FRAMES 1024u            /* 4 MiB */
#define PAGES 16384u
#define WINDOW_PAGES 16384u     /* 64 MiB */
#define SHARE 8                 /* of what is free, at most a part */

DEIMOS_SLOTS_(store, 1, "store");
DEIMOS_SLOTS_(replacement, 1, "replacement");
DEIMOS_SLOTS_(peers, PEERS, "memory");

const struct store *volatile store;
const struct replacement *volatile replacement;
const struct memory *volatile peers[PEERS];

struct paged paged;

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
    int error = tables_create();

    if (error == E_OK)
        error = slots_create();
    if (error == E_OK)
        error = frames_create();
    return error;
}

static void memory_destroy(void)
{
    ring_drain();
    frames_destroy();
    slots_destroy();
    tables_destroy();
}

int init_again(u32 frames, u32 pages, u32 window)
{
    const struct paged old = paged;

    memory_destroy();
    paged.frames_wanted = frames ? frames : old.frames_wanted;
    paged.pages_wanted = pages ? pages : old.pages_wanted;
    paged.window = window ? window : old.window;
    int error = memory_create();
    if (error < 0) {
        memory_destroy();
        paged.frames_wanted = old.frames_wanted;
        paged.pages_wanted = old.pages_wanted;
        paged.window = old.window;
        memory_create();
    }
    return error;
}

static int init(int self)
{
    const u32 share = largest() / SHARE;

    paged.self = self;
    paged.frames_wanted = share < FRAMES ? share : FRAMES;
    paged.pages_wanted = share < FRAMES ? PAGES / 4 : PAGES;
    paged.window = WINDOW_PAGES;
    int error = memory_create();
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
