/* SPDX-License-Identifier: MIT */
/*
 * What stands around the paged model in host tests of it: page tables of three
 * spaces, frames, a store with two objects, and a policy that may be told what
 * to answer. A frame's address is where the host has it, so that each frame
 * is mapped in the slots, all the time.
 */
#pragma once

#include "../../modules/models/paged/map.h"

#include "check.h"

#include <stdlib.h>
#include <string.h>

#define WORLD_SPACES 3
#define WORLD_PAGES 32          /* of a window */
#define WORLD_FRAMES 12
#define STORED 2048             /* pages of an object */
#define NO_ANSWER 1000000

struct paged paged = { .self = 1, .frame_count = WORLD_FRAMES };
const char model_name[] = "paged";
volatile u32 model_flush = FLUSH_INVLPG;

static struct space spaces[WORLD_SPACES];
static u32 shadows[WORLD_SPACES][WORLD_PAGES + 4];
static u32 entries[WORLD_SPACES][WORLD_PAGES];  /* of the page tables */
static u8 memory[WORLD_FRAMES][PAGE_SIZE] __attribute__((aligned(PAGE_SIZE)));
static struct frame frames[WORLD_FRAMES];
static struct page pages[SPACES * SURE_PAGES + 100];
static struct reference references[200];
static u32 locked, regions, refuse_writes, writes, removed;
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

void model_lock(void)
{
    CHECK_EQ(locked++, 0);
}

void model_unlock(void)
{
    CHECK_EQ(locked--, 1);
}

int model_leave(int result)
{
    model_unlock();
    return result;
}

void model_report(const char *fmt, ...)
{
    (void)fmt;
}

u32 client_index(const struct client *client)
{
    return (u32)client->space - 1;
}

struct space *space_find(int handle)
{
    return handle >= 1 && handle <= WORLD_SPACES ? &spaces[handle - 1] : NULL;
}

int space_is_window(const struct space *space, u32 address, u32 size)
{
    const u32 end = space->pages << PAGE_SHIFT;

    return address < end && size <= end - address;
}

void page_clear(void *page)
{
    memset(page, 0, PAGE_SIZE);
}

/* --- Slots: who takes one gives it back ----------------------------------- */

static enum { SLOT_NONE, SLOT_SCRATCH, SLOT_RING } slots[WORLD_FRAMES];

static u32 foreign;             /* frames that another model has: bits */

void *slot_take(u32 frame, u32 slot)
{
    CHECK(slot < RING);
    slots[frame] = SLOT_RING;
    return memory[frame];
}

void *slot_map(u32 frame)
{
    CHECK(frame < WORLD_FRAMES);
    if (foreign >> frame & 1)
        return NULL;
    if (slots[frame] == SLOT_NONE)
        slots[frame] = SLOT_SCRATCH;
    return memory[frame];
}

void *slot_address(u32 frame)
{
    CHECK(frame < WORLD_FRAMES && slots[frame] != SLOT_NONE);
    return memory[frame];
}

void slot_release(u32 frame)
{
    CHECK(frame < WORLD_FRAMES);
    slots[frame] = SLOT_NONE;
}

/* While nobody is inside, only what is in the ring is in a slot. */
static u32 slots_held(void)
{
    u32 held = 0;

    for (u32 i = 0; i < WORLD_FRAMES; i++)
        held += slots[i] == SLOT_SCRATCH;
    return held;
}

int slots_valid(void)
{
    return 1;
}

int lost_reclaim(paddr_t frame)
{
    (void)frame;
    return E_NOTFOUND;
}

/* --- The store: handle 1 is for swapped pages, 2 any other ---------------- */

static u8 stored[2][STORED][PAGE_SIZE];
static u32 sizes[2];

int store_open(const char *name, u32 count)
{
    const u32 i = memcmp(name, "paged.", 6) != 0;

    if (!sizes[i] && !count)
        return E_NOTFOUND;
    if (!sizes[i])
        sizes[i] = count;
    return (int)i + 1;
}

int store_pages(int object)
{
    return (int)sizes[object - 1];
}

int store_read(int object, u32 page, void *data)
{
    CHECK(page < STORED && page < sizes[object - 1]);
    memcpy(data, stored[object - 1][page], PAGE_SIZE);
    return E_OK;
}

int store_write(int object, u32 page, const void *data)
{
    CHECK(page < STORED && page < sizes[object - 1]);
    if (refuse_writes)
        return E_NOMEM;
    memcpy(stored[object - 1][page], data, PAGE_SIZE);
    writes++;
    return E_OK;
}

int store_remove(int object)
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
        const struct page *page = frames[frame].page;
        if (page && page->entry &&
            !(page->flags & (PAGE_PINNED | PAGE_HELD)) && page->space)
            return (int)frame;
    }
    return E_NOMEM;
}

void placed_note(u32 frame)
{
    CHECK(frame < WORLD_FRAMES);
    placed++;
}

void placed_report(void)
{
}

/* --- The world ----------------------------------------------------------- */

static void world_tables(void)
{
    paged.pages = pages;
    paged.page_count = ARRAY_SIZE(pages);
    paged.pages_left = paged.page_count - 1;
    paged.references = references;
    paged.reference_count = ARRAY_SIZE(references);
    paged.references_left = paged.reference_count - 1;
    paged.page_free = paged.reference_free = 1;
    for (u32 i = 1; i < paged.page_count; i++) {
        pages[i].shadow = i << SHADOW_SHIFT | SHADOW_DEMAND;
        pages[i].others = (i + 1) % paged.page_count;
    }
    for (u32 i = 1; i < paged.reference_count; i++)
        references[i].next = (i + 1) % paged.reference_count;
}

static void world_create(void)
{
    world_tables();
    paged.frames = frames;
    for (u32 i = 0; i < WORLD_FRAMES; i++)
        frames[i] = (struct frame){ .address = (u32)memory[i] };
    frames_sort();
    for (u32 i = 0; i < WORLD_SPACES; i++)
        spaces[i] = (struct space){ .client.space = (int)i + 1, .vsas = i + 1,
                                    .shadow = shadows[i],
                                    .pages = WORLD_PAGES };
}

/* As the processor does: the word at that page's begin, or NULL after a
 * fault that ends the client. */
static volatile u32 *reach(u32 space, u32 number, int is_write)
{
    u32 *entry = &entries[space][number];
    const u32 want = MAP_PRESENT | MAP_USER | (is_write ? MAP_WRITE : 0);

    if ((*entry & want) != want &&
        page_touch(&spaces[space], number,
                   is_write ? ACCESS_WRITE : ACCESS_READ) < 0)
        return NULL;
    CHECK_EQ(*entry & want, want);
    *entry |= MAP_ACCESSED | (is_write ? MAP_DIRTY : 0);
    return (volatile u32 *)(*entry & ~(PAGE_SIZE - 1));
}
