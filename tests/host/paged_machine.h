/* SPDX-License-Identifier: MIT */
/*
 * The whole paged model on a machine of a file: an address of the arena is the
 * physical address of what lies there, and a slot shows the frame that is
 * mapped at it, or nothing. Here are memory and page tables; the rest is in
 * paged_around.h. To be included once.
 */
#pragma once

#define _GNU_SOURCE
#include <sys/mman.h>
#define sync host_sync            /* a method of control.c */
#include <unistd.h>
#undef sync

#include "models_world.h"

#include "../../modules/lib/paging/pages.h"
#include "../../modules/models/paged/model.h"

#include "../../modules/models/paged/control.c"
#include "../../modules/models/paged/fault.c"
#include "../../modules/models/paged/init.c"

#include "../../modules/models/paged/frame/peer.h"
#include "../../modules/models/paged/resident/policy.h"
#include "../../modules/models/paged/store/object.h"
#include "../../modules/models/paged/store/stored.h"

#include <stdlib.h>

#define SELF 7
#define VSASES (SPACES + NMM_UPS + 2)
#define MACHINE_OBJECTS 160
#define KERNEL 77               /* a region below the arena */

static u32 *tables[VSASES];     /* page tables: entries of each window */
static u32 table_pages[VSASES];
static u8 foreign[ARENA_PAGES]; /* frames that another model maps */
static int file, is_off;        /* paging is */
static u32 task_space, attached, clients_attached, attach_refused;
static u32 sysenter_open, paging_started;
static int sysenter_error;

u32 model_flush = FLUSH_INVLPG;

/* --- Memory -------------------------------------------------------------- */

static void show(u32 at, u32 frame, u32 size)
{
    CHECK(mmap((void *)at, size, PROT_READ | PROT_WRITE,
               MAP_SHARED | MAP_FIXED, file, (off_t)(frame - world_arena)) ==
          (void *)at);
}

static int new_region(u32 space, u32 base, u32 size, u32 flags,
                      struct region_info *info)
{
    const int region = create_region(space, base, size, flags, info);

    if (region > 0)
        info->frame = flags & REGION_FRAMES ? info->base : 0;
    if (region > 0 && flags & REGION_SELF_BACKED)
        CHECK(!mprotect((void *)info->base, info->size, PROT_NONE));
    return region;
}

static int end_region(u32 region)
{
    const struct world_region *r = &world_regions[region];

    if (region < WORLD_REGIONS && r->size && r->flags & REGION_SELF_BACKED)
        show(r->base, r->base, r->size);
    return destroy_region(region);
}

static u32 free_from(u32 page)
{
    u32 count = 0;

    while (page + count < ARENA_PAGES && !world_taken[page + count])
        count++;
    return count;
}

/* The UPS: the kernel's, the arena, the kernel's to 4 GiB. */
static int find_region(u32 space, u32 address, struct region_info *info)
{
    const u32 page = (address - world_arena) / PAGE_SIZE;

    CHECK_EQ(space, NMM_UPS);
    *info = (struct region_info){ .region = KERNEL, .size = world_arena,
                                  .status = REGION_USED };
    if (address < world_arena)
        return KERNEL;
    if (page >= ARENA_PAGES) {
        info->base = world_arena + ARENA_PAGES * PAGE_SIZE;
        info->size = -info->base;
        return KERNEL;
    }
    if (free_from(page)) {
        *info = (struct region_info){ .base = address & ~(PAGE_SIZE - 1),
                                      .size = free_from(page) * PAGE_SIZE };
        return 0;
    }
    const int region = query_region(space, address, info);
    info->frame = info->base;
    info->owner = info->flags & REGION_FIXED ? SELF + 1 : SELF;
    if (is_off && info->flags & REGION_SELF_BACKED)
        info->status = REGION_INVALID;
    return region;
}

/* --- Page tables --------------------------------------------------------- */

static int new_table(laddr_t base, u32 size)
{
    CHECK(base == NMM_WINDOW_BASE && size % PAGE_SIZE == 0);
    if (is_refused())
        return E_NOMEM;
    for (u32 i = NMM_UPS + 1; i < VSASES; i++)
        if (!tables[i]) {
            table_pages[i] = size / PAGE_SIZE;
            tables[i] = calloc(table_pages[i], sizeof(u32));
            world_tasks++;
            return (int)i;
        }
    return E_FULL;
}

static int end_table(u32 vsas)
{
    if (!CHECK(vsas < VSASES && tables[vsas]))
        return E_HANDLE;
    free(tables[vsas]);
    tables[vsas] = NULL;
    world_tasks--;
    return 0;
}

static u32 *entry_at(u32 vsas, u32 address)
{
    const u32 number = (address - NMM_WINDOW_BASE) / PAGE_SIZE;

    CHECK(vsas < VSASES && tables[vsas] && number < table_pages[vsas]);
    return &tables[vsas][number];
}

static int map_page(u32 space, u32 address, u32 entry)
{
    if (space != NMM_UPS) {
        *entry_at(space, address) = entry;
        return 0;
    }
    CHECK_EQ(entry % PAGE_SIZE, MAP_PRESENT | MAP_WRITE);
    if (foreign[(entry - world_arena) / PAGE_SIZE])
        return E_BUSY;
    show(address, entry & ~(PAGE_SIZE - 1), PAGE_SIZE);
    return 0;
}

static int unmap_page(u32 space, u32 address)
{
    CHECK_EQ(space, NMM_UPS);
    CHECK(!mprotect((void *)address, PAGE_SIZE, PROT_NONE));
    return 0;
}

static int attributes(u32 space, u32 address, u32 count, u32 clear, u32 set,
                      u32 strategy)
{
    CHECK(strategy <= FLUSH_BEST && !(set & MAP_PRESENT));
    for (u32 i = 0; i < count; i++)
        if (!*entry_at(space, address + i * PAGE_SIZE))
            return E_NOTFOUND;
    const u32 bits = *entry_at(space, address) % PAGE_SIZE;
    for (u32 i = 0; i < count; i++) {
        u32 *entry = entry_at(space, address + i * PAGE_SIZE);
        *entry = clear & MAP_PRESENT ? 0 : (*entry & ~clear) | set;
    }
    return (int)bits;
}

static u32 reverse(u32 space, paddr_t frame)
{
    for (u32 i = 0; i < table_pages[space]; i++)
        if ((tables[space][i] & ~(PAGE_SIZE - 1)) == frame)
            return NMM_WINDOW_BASE + i * PAGE_SIZE;
    return PHYS_NOT_MAPPED;
}

static int status_of(paddr_t frame, struct frame_info *info)
{
    const int is_foreign = foreign[(frame - world_arena) / PAGE_SIZE];

    *info = (struct frame_info){ .mappings = (u32)is_foreign,
                                 .mapper = SELF + 1 };
    return 0;
}

static int new_task(const struct task *task)
{
    task_space = task->space;
    return create_tss(task);
}

static struct nmm machine;
