/* SPDX-License-Identifier: MIT */
/* What `segpaged` means, page by page, for model_segpaged.c. */
#pragma once

#include "models_world.h"

#include "../../modules/lib/paging/pages.h"
#include "../../modules/models/segpaged/model.h"

#include <stdlib.h>

#define SPACES 3u
#define PAGES (SLICE / PAGE_SIZE)
#define OBJECTS 3u
#define RW_PAGE ((struct plain_page){ .access = RW, .most = RW })
#define NO_MAP 1u                       /* text: protect() does not take it */

static u32 pauses;                      /* told so often */
static u32 trapped, trapped_access;     /* what the trap was asked */

void client_pause(const struct client *client, u32 link)
{
    CHECK(client->is_stepped && link);
    trapped_access = 0;                 /* before that is asked */
    pauses++;
}

int client_touch(struct client *client, struct client_fault *fault, u32 address,
                 u32 link)
{
    return client && fault && address && link ? 0 : 1;
}

int model_pages_close(int space, u32 address, u32 open)
{
    return space && address && open ? 0 : E_INVALID;
}

static struct plain_page {
    u32 access, most, area;             /* area 0: nothing is there */
    u32 flags;
    u8 *bytes;
} pages[SPACES][PAGES];
static struct plain {
    int handle;
    u32 end, heap_end, areas;           /* end 0: nothing is loaded */
} spaces[SPACES];
static struct plain_object { u32 size, known, writers; u8 *bytes; }
    objects[OBJECTS];
static u32 areas;                       /* that there were */
static struct kept { struct kept *next; u8 bytes[]; } *kept;

u32 model_flush = FLUSH_BEST;
static int is_open;                     /* SYSENTER, since a program has it */

int sysenter_choose(const struct image *i)
{
    is_open |= i->text >= TEXT;
    return i->text >= TEXT ? 0 : -1;
}

void sysenter_close(void) { is_open = 0; }
int model_paging_start(int self) { return self ? 0 : -1; }
void model_paging_stop(void) { }
static laddr_t fault_at;
laddr_t client_fault_address(void) { return fault_at; }

int model_trap(int space, u32 address, u32 access)
{
    trapped = address;
    trapped_access = access;
    return space > 0;
}

/* What others may still have stays to the end. */
static u8 *zeros(u32 size)
{
    struct kept *k = calloc(1, sizeof(*k) + size);

    k->next = kept;
    kept = k;
    return k->bytes;
}

static void put(u32 s, u32 address, u32 size, struct plain_page p)
{
    p.area = ++areas;
    spaces[s].areas++;
    for (u32 i = 0; i < size / PAGE_SIZE; i++) {
        pages[s][address / PAGE_SIZE + i] = p;
        p.bytes += PAGE_SIZE;
    }
}

static void load_area(u32 s, u32 at, u32 size, struct plain_page p,
                      const u8 *from)
{
    p.bytes = zeros(extent_pages(size));
    if (from)
        memcpy(p.bytes, from, size);
    put(s, at, extent_pages(size), p);
}

static int is_free(u32 s, u32 address, u32 size)
{
    for (u32 i = 0; i < size / PAGE_SIZE; i++)
        if (address / PAGE_SIZE + i >= PAGES ||
            pages[s][address / PAGE_SIZE + i].area)
            return 0;
    return 1;
}

static u32 gap(u32 s, u32 size)
{
    for (u32 at = MAPS; size <= SLICE && at + size <= MAPS_END;
         at += PAGE_SIZE)
        if (is_free(s, at, size))
            return at;
    return 0;
}

/* The one area that these pages are, and all of it. */
static u32 whole(u32 s, u32 address, u32 size)
{
    const u32 first = address / PAGE_SIZE, n = extent_pages(size) / PAGE_SIZE;

    if (address >= SLICE || address % PAGE_SIZE || !n || first + n > PAGES)
        return 0;
    const u32 area = pages[s][first].area;
    if (!pages[s][first].flags || pages[s][first - 1].area == area ||
        (first + n < PAGES && pages[s][first + n].area == area))
        return 0;
    for (u32 i = 0; i < n; i++)
        if (pages[s][first + i].area != area)
            return 0;
    return area;
}

static u32 any_size(void)
{
    static const u32 sizes[] = { 0, 1, 4095, 4096, 4097, 8192, 12288, 65536,
        65537, STACK, DATA_SIZE, MAPS, MAPS_END - MAPS, MAPS_END - MAPS + 1, 0xfffff000,
        0xfffff001, 0xffffffff };
    const u32 n = random_below(2 * ARRAY_SIZE(sizes));

    return n < ARRAY_SIZE(sizes) ? sizes[n] : 1 + random_below(3 * PAGE_SIZE);
}

static u32 any_address(u32 s)
{
    const u32 bounds[] = { 0, TEXT, 2 * TEXT, spaces[s].end, spaces[s].heap_end,
        MAPS, MAPS_END, SLICE - STACK, SLICE, MAPS, MAPS + 4096, MAPS + 8192,
        MAPS + PAGE_SIZE * random_below(40), MAPS + PAGE_SIZE * random_below(9),
        0xfffff000 };
    const u32 at = bounds[random_below(ARRAY_SIZE(bounds))];

    return random_below(3) ? at & ~4095u : at + random_below(3) - 1;
}

static int is_allowed(u32 s, u32 address, u32 size, u32 access)
{
    for (u64 at = address; at < (u64)address + size;
         at = (at | 4095) + 1)
        if (at >= SLICE || !pages[s][at / PAGE_SIZE].area ||
            !(pages[s][at / PAGE_SIZE].access & access))
            return 0;
    return 1;
}

static u8 *byte(u32 s, u32 at)
{
    return pages[s][at / PAGE_SIZE].bytes + at % PAGE_SIZE;
}

/* --- Page tables and descriptors say the same ---------------------------- */

static void check_segment(u32 s, u32 selector, u32 type, u32 size)
{
    const struct space *space = space_find(spaces[s].handle);
    const struct local_segment *found =
        &world_ldts[space->client.ldt].at[selector >> 3];

    CHECK(found->index && found->type == type && found->space == VSAS);
    CHECK_EQ(found->base, space_linear(space));
    CHECK_EQ(found->size, size);
}

static void check_space(u32 s)
{
    const u32 first = (space_linear(space_find(spaces[s].handle)) -
                       NMM_WINDOW_BASE) / PAGE_SIZE;

    for (u32 i = 0; i < PAGES; i++) {
        const struct plain_page *p = &pages[s][i];
        const u32 flags = !p->area ? 0 : MAP_PRESENT |
            (p->access ? MAP_USER : 0) | (p->access & W ? MAP_WRITE : 0);
        if (!CHECK_EQ(world_pages[first + i], flags))
            break;
    }
    if (!spaces[s].end)
        return;
    check_segment(s, CLIENT_CODE, LOCAL_CODE_ONLY, TEXT + TEXT_SIZE);
    check_segment(s, CLIENT_DATA, LOCAL_DATA, SLICE);
    check_segment(s, CLIENT_STACK, LOCAL_DATA, SLICE);
    CHECK_EQ(space_find(spaces[s].handle)->client.top, SLICE);
}

/* How many areas there are of the memory of the area that begins there. */
static u32 holders(u32 s, u32 page)
{
    const struct plain_page *p = &pages[s][page];
    u32 found = 0;

    if (!p->area || p[-1].area == p->area)
        return 0;
    for (u32 i = 0; i < SPACES * PAGES; i++)
        found += pages[i / PAGES][i % PAGES].area &&
                 pages[i / PAGES][i % PAGES].bytes == p->bytes;
    return found;
}

static u32 area_size(u32 s, u32 page)
{
    u32 size = 0;

    for (u32 i = page; i < PAGES && pages[s][i].area == pages[s][page].area;
         i++)
        size += PAGE_SIZE;
    return size;
}

static void check_usage(u32 s)
{
    struct memory_usage usage;
    u32 mapped = 0, shared = 0;

    for (u32 i = 0; i < PAGES; i++)
        mapped += pages[s][i].area ? PAGE_SIZE : 0;
    CHECK_EQ(model_memory.usage(spaces[s].handle, &usage), 0);
    CHECK_EQ(usage.mapped, mapped);
    CHECK_EQ(usage.resident, mapped);
    for (u32 i = 0; i < PAGES; i++)
        shared += holders(s, i) > 1 ? area_size(s, i) : 0;
    CHECK_EQ(usage.shared, shared);
    CHECK_EQ(usage.spaces, 1);
}

static int hook_at(struct space *space, laddr_t address, u32 eip)
{
    struct client_fault fault = { .vector = 14, .error = 4, .eip = eip };

    fault_at = address;
    return world_hook(&space->client, &fault);
}

/* Another instruction's fault, or one in the slice, lies between. */
static void check_hook_again(struct space *space, laddr_t base)
{
    CHECK_EQ(hook_at(space, base + SLICE, 7), 1);
    CHECK_EQ(hook_at(space, base + 5, 7), 1);
    CHECK_EQ(hook_at(space, base + SLICE, 7), 1);
    CHECK_EQ(hook_at(space, base + SLICE, 8), 1);
    CHECK_EQ(hook_at(space, base + SLICE, 7), 1);
    CHECK_EQ(hook_at(space, base + SLICE, 7), 0);
    CHECK_EQ(hook_at(space, base + SLICE, 7), 1);
    CHECK_EQ(hook_at(space, base + 5, 7), 1);
}

/* Who watches has interrupts off for its one instruction: not while a trap is
 * asked. */
static void check_pause(struct space *space, laddr_t base)
{
    space->closed_count = 1;            /* another page */
    space->closed[0] = (struct closed){ .page = SLICE - PAGE_SIZE };
    for (u32 on = 0; on < 2; on++) {
        space->client.is_stepped = on;
        pauses = trapped_access = 0;
        CHECK_EQ(hook_at(space, base + 5, 7), 1);
        CHECK(pauses == on && trapped_access == R);
    }
    space->client.is_stepped = space->closed_count = 0;
}

/* A fault in the slice is the trap's; one elsewhere is tried again, once. */
static void check_hook(u32 s)
{
    struct space *space = space_find(spaces[s].handle);
    const laddr_t base = space_linear(space);
    static const u32 offsets[] = { 0, 5, SLICE - 1, SLICE, 0u - 1 };

    for (u32 i = 0; i < 5; i++)
        for (u32 error = 4; error < 8; error++) {
            struct client_fault fault = { .vector = 14, .error = error,
                                          .eip = 100 + i };
            fault_at = base + offsets[i];
            trapped_access = 0;
            CHECK_EQ(world_hook(&space->client, &fault), i < 3 ||
                     !(error & 1));
            CHECK_EQ(trapped_access, i > 2 ? 0 : error & 2 ? W : R);
            CHECK(i > 2 || trapped == offsets[i]);
            fault.vector = 13;
            trapped_access = 0;
            CHECK_EQ(world_hook(&space->client, &fault), 0);
            CHECK_EQ(trapped_access, 0);
        }
    check_hook_again(space, base);
    check_pause(space, base);
}
