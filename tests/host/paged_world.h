/* SPDX-License-Identifier: MIT */
/*
 * What stands around the paged model in host tests of it: page tables of three
 * spaces, frames, a store with two objects, and a policy that may be told what
 * to answer. A frame's address is where the host has it, so that each frame
 * is mapped in the slots, all the time.
 */
#pragma once

#include "../../modules/models/paged/model.h"
#include "../../modules/models/paged/frame/peer.h"
#include "../../modules/models/paged/frame/slot.h"
#include "../../modules/models/paged/frame/stock.h"
#include "../../modules/models/paged/page/quota.h"
#include "../../modules/models/paged/resident/evict.h"
#include "../../modules/models/paged/resident/policy.h"
#include "../../modules/models/paged/resident/reserve.h"
#include "../../modules/models/paged/resident/touch.h"
#include "../../modules/models/paged/store/content.h"
#include "../../modules/models/paged/store/object.h"
#include "../../modules/models/paged/store/stored.h"
#include "../../modules/models/paged/store/swap.h"

#include "check.h"
#include "model_lock.h"
#include "no_loans.h"

#include <stdlib.h>
#include <string.h>

#define WORLD_SPACES 3
#define WORLD_PAGES 32          /* of a window */
#define WORLD_FRAMES 12
#define STORED 2048             /* pages of an object */
#define NO_ANSWER 1000000

const char model_name[] = "paged";
volatile u32 model_flush = FLUSH_INVLPG;

static struct space spaces[WORLD_SPACES];
static u32 shadows[WORLD_SPACES][WORLD_PAGES + 4];
static u8 kinds[WORLD_SPACES][WORLD_PAGES];
static u32 entries[WORLD_SPACES][WORLD_PAGES];  /* of the page tables */
static u8 memory[WORLD_FRAMES][PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static struct frame world_frames[WORLD_FRAMES];
static struct page world_pages[SPACES * SURE_PAGES + 100];
static struct reference world_references[200];
static u32 regions, refuse_writes, writes, removed;
static int answer = NO_ANSWER;  /* of the policy */

/* --- The NMM ------------------------------------------------------------- */

static u32 *entry_at(u32 space, u32 address)
{
    const u32 number = (address - WINDOW) / PAGE_SIZE;

    CHECK(space >= 1 && space <= WORLD_SPACES && number < WORLD_PAGES);
    return &entries[space - 1][number];
}

static int page_attributes(u32 space, u32 address, u32 count, u32 clear,
                           u32 set, u32 strategy)
{
    (void)strategy;
    CHECK(!(set & MAP_PRESENT));
    for (u32 i = 0; i < count; i++)
        if (!*entry_at(space, address + i * PAGE_SIZE))
            return E_NOTFOUND;
    const u32 bits = *entry_at(space, address) & (PAGE_SIZE - 1);
    for (u32 i = 0; i < count; i++) {
        u32 *entry = entry_at(space, address + i * PAGE_SIZE);
        *entry = clear & MAP_PRESENT ? 0 : (*entry & ~clear) | set;
    }
    return (int)bits;
}

static int create_page_mapping(u32 space, u32 address, u32 entry)
{
    *entry_at(space, address) = entry;
    return E_OK;
}

static void *region;            /* the index of the one object */
static int region_error;        /* what create_region() answers, or 0 */

static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info)
{
    (void)base;
    (void)flags;
    CHECK_EQ(space, NMM_UPS);
    if (region_error)
        return region_error;
    CHECK_EQ(regions++, 0);
    info->base = (u32)(region = malloc(size));
    return 1;
}

static int destroy_region(u32 handle)
{
    CHECK_EQ(handle, 1);
    CHECK_EQ(regions--, 1);
    free(region);
    return E_OK;
}

static const struct nmm nmm_table = {
    .page_attributes = page_attributes,
    .create_page_mapping = create_page_mapping,
    .create_region = create_region, .destroy_region = destroy_region,
};
const struct nmm *volatile nmm = &nmm_table;

/* --- The model's other files --------------------------------------------- */

void model_report(const char *fmt, ...)
{
    (void)fmt;
}

u32 spaces_index(const struct space_head *space)
{
    return (u32)space->handle - 1;
}

struct space_head *spaces_find(int handle)
{
    return handle >= 1 && handle <= WORLD_SPACES ? &spaces[handle - 1].client.head
                                                 : NULL;
}

void slot_clear(void *page)
{
    memset(page, 0, PAGE_SIZE);
}

/* --- Slots: who takes one gives it back ----------------------------------- */

static u8 in_reserve[WORLD_FRAMES];
u32 slot_base = (u32)memory;    /* frame n is in slot n, or in none */

static u32 foreign;             /* frames that another model has: bits */

void *slot_take(u32 frame, u32 slot)
{
    CHECK(slot < RESERVE && frame < WORLD_FRAMES);
    in_reserve[frame] = 1;
    frames.at[frame].slot = (u8)(frame + 1);
    return memory[frame];
}

void *slot_map(u32 frame)
{
    CHECK(frame < WORLD_FRAMES);
    if (foreign >> frame & 1)
        return NULL;
    frames.at[frame].slot = (u8)(frame + 1);
    return memory[frame];
}

void slot_release(u32 frame)
{
    CHECK(frame < WORLD_FRAMES);
    frames.at[frame].slot = in_reserve[frame] = 0;
}

/* While nobody is inside, only what is in the reserve is in a slot. */
static u32 slots_held(void)
{
    u32 held = 0;

    for (u32 i = 0; i < WORLD_FRAMES; i++)
        held += frames.at[i].slot && !in_reserve[i];
    return held;
}

u32 peer_lost;

int slot_are_valid(void)
{
    return 1;
}

int peer_reclaim(paddr_t frame)
{
    (void)frame;
    return E_NOTFOUND;
}

/* --- The store: handle 1 is for swapped pages, 2 any other ---------------- */

static u8 stored[2][STORED][PAGE_SIZE];
static u32 sizes[2];

int stored_open(const char *name, u32 count)
{
    const u32 i = memcmp(name, "paged.", 6) != 0;

    if (!sizes[i] && !count)
        return E_NOTFOUND;
    if (!sizes[i])
        sizes[i] = count;
    return (int)i + 1;
}

int stored_pages(int object)
{
    return (int)sizes[object - 1];
}

int stored_read(int object, u32 page, void *data)
{
    CHECK(page < STORED && page < sizes[object - 1]);
    memcpy(data, stored[object - 1][page], PAGE_SIZE);
    return E_OK;
}

int stored_write(int object, u32 page, const void *data)
{
    CHECK(page < STORED && page < sizes[object - 1]);
    if (refuse_writes)
        return E_NOMEM;
    memcpy(stored[object - 1][page], data, PAGE_SIZE);
    writes++;
    return E_OK;
}

int stored_remove(int object)
{
    sizes[object - 1] = 0;
    removed++;
    return E_OK;
}

/* --- The policy: round robin, unless it was told -------------------------- */

static u32 placed;

int policy_victim(void)
{
    static u32 hand;

    if (answer != NO_ANSWER)
        return answer;
    for (u32 i = 0; i < WORLD_FRAMES; i++) {
        const u32 frame = hand++ % WORLD_FRAMES;
        const struct page *page = frames.at[frame].page;
        if (page && page->entry &&
            !(page->flags & (PAGE_PINNED | PAGE_HELD)) && page->space)
            return (int)frame;
    }
    return E_NOMEM;
}

void policy_note(u32 frame)
{
    CHECK(frame < WORLD_FRAMES);
    placed++;
}

/* --- The world ----------------------------------------------------------- */

static void world_tables(void)
{
    pages.at = world_pages;
    pages.count = ARRAY_SIZE(world_pages);
    pages.left = pages.count - 1;
    pages.references = world_references;
    pages.reference_count = ARRAY_SIZE(world_references);
    pages.references_left = pages.reference_count - 1;
    pages.first_free = pages.reference_free = 1;
    for (u32 i = 1; i < pages.count; i++) {
        pages.at[i].shadow = i << SHADOW_SHIFT | SHADOW_DEMAND;
        pages.at[i].others = (i + 1) % pages.count;
    }
    for (u32 i = 1; i < pages.reference_count; i++)
        pages.references[i].next = (i + 1) % pages.reference_count;
}

static void world_create(void)
{
    world_tables();
    frames = (struct frame_table){ .at = world_frames, .self = 1,
                                   .count = WORLD_FRAMES };
    for (u32 i = 0; i < WORLD_FRAMES; i++)
        frames.at[i] = (struct frame){ .address = (u32)memory[i] };
    frame_sort();
    for (u32 i = 0; i < WORLD_SPACES; i++)
        spaces[i] = (struct space){ .client.head.handle = (int)i + 1, .vsas = i + 1,
                                    .shadow = shadows[i],
                                    .kinds = kinds[i],
                                    .pages = WORLD_PAGES };
}

/* As the processor does: the word at that page's begin, or NULL after a
 * fault that ends the client. */
static volatile u32 *reach(u32 space, u32 number, int is_write)
{
    u32 *entry = &entries[space][number];
    const u32 want = MAP_PRESENT | MAP_USER | (is_write ? MAP_WRITE : 0);

    if ((*entry & want) != want &&
        touch(&spaces[space], number,
                   is_write ? ACCESS_WRITE : ACCESS_READ) < 0)
        return NULL;
    CHECK_EQ(*entry & want, want);
    *entry |= MAP_ACCESSED | (is_write ? MAP_DIRTY : 0);
    return (volatile u32 *)(*entry & ~(PAGE_SIZE - 1));
}
