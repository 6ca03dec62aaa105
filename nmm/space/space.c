/* SPDX-License-Identifier: MIT */
/* Spaces: slots, handles, directories and their tables. */
#include "space.h"

#include "../../core/api/error.h"
#include "../../core/base/hard.h"
#include "../../core/lib/string.h"
#include "../../core/memory/memory.h"
#include "../nmm.h"
#include "../page/identity.h"
#include "../page/pool.h"
#include "region.h"

struct space spaces[SPACES];
u32 space_count;

static u16 core_index[SPACE_CORE_REGIONS];
static u16 ups_index[SPACE_UPS_REGIONS];

static struct map make_map(u16 *index, u32 capacity, u32 low, u32 size)
{
    return (struct map){ .slots = regions, .index = index,
                         .capacity = capacity, .low = low, .size = size };
}

void space_init(void)
{
    u32 ups_size = memory.manager - memory.ups;

    memset(spaces, 0, sizeof(spaces));
    space_count = 0;
    spaces[NMM_CORE] = (struct space){
        .directory = identity.directory, .handle = NMM_CORE,
        .map = make_map(core_index, SPACE_CORE_REGIONS, 0, memory.end),
    };
    spaces[NMM_UPS] = (struct space){
        .directory = identity.directory, .handle = NMM_UPS,
        .linear = memory.ups,   /* page 0 stays unused: null pointers fault */
        .map = make_map(ups_index, SPACE_UPS_REGIONS, PAGE_SIZE,
                        ups_size - PAGE_SIZE),
    };
}

struct space *space_find_free(void)
{
    for (u32 slot = SPACE_FIRST; slot < SPACES; slot++)
        if (!spaces[slot].directory)
            return &spaces[slot];
    return NULL;
}

/* The slot's next handle: of a use that is not 0, which NMM_UPS's is. */
static u32 next_handle(const struct space *space)
{
    u32 uses = handle_uses(NMM_BITS, space->handle);

    return handle_make(NMM_BITS, (u32)(space - spaces),
                       handle_next(NMM_BITS, uses));
}

static int check_window(laddr_t base, u32 size)
{
    bool whole = (base | size) % PAGE_SIZE == 0;

    if (!whole || size == 0 || base < NMM_WINDOW_BASE ||
        base + (size - 1) < base)
        return E_RANGE;
    return E_OK;
}

int space_create(u32 owner, laddr_t base, u32 size)
{
    struct space *space = space_find_free();

    if (check_window(base, size) < 0)
        return E_RANGE;
    if (!space || hard_fails())
        return E_FULL;
    if (pool_count() < 2 || hard_fails())
        return E_NOMEM;
    *space = (struct space){
        .directory = pool_create(), .handle = next_handle(space),
        .owner = owner, .tag = entry_reserve(owner),
        .map = make_map(pool_create(), SPACE_REGIONS, base, size),
    };
    identity_share(space->directory);
    space_count++;
    return (int)space->handle;
}

struct space *space_create_physical(u32 owner, u32 carrier)
{
    struct space *space = space_find_free();
    const struct region *region = region_of(carrier);

    *space = (struct space){
        .directory = identity.directory, .handle = next_handle(space),
        .owner = owner, .carrier = carrier,
        .linear = spaces[NMM_UPS].linear + region->base,
        .map = make_map(pool_create(), SPACE_REGIONS, 0, region->size),
    };
    space_count++;
    return space;
}

struct space *space_of_segment(const struct region *carrier)
{
    struct space *space = &spaces[SPACE_FIRST];

    while (space->carrier != carrier->handle)
        space++;
    return space;
}

static void destroy_tables(struct space *space)
{
    for (u32 i = space->map.low >> TABLE_SHIFT; i < TABLE_ENTRIES; i++)
        if (space->directory[i] & ENTRY_PRESENT)
            pool_destroy((void *)entry_frame(space->directory[i]));
}

void space_release(struct space *space)
{
    pool_destroy(space->map.index);
    if (space_is_virtual(space)) {
        destroy_tables(space);
        pool_destroy(space->directory);
    }
    *space = (struct space){ .handle = space->handle };
    space_count--;
}

/* Does a table reach over an end of the window? */
static bool is_edge(const struct space *space, laddr_t address)
{
    u32 offset = (address & ~(TABLE_SPAN - 1)) - space->map.low;

    return offset >= space->map.size || space->map.size - offset < TABLE_SPAN;
}

/* What of a table lies outside of the window is neither empty nor present,
 * so that the fast paths need not look at the window's bounds. */
static void close_edges(const struct space *space, laddr_t address)
{
    laddr_t page = address & ~(TABLE_SPAN - 1);
    u32 *entry = space_entry(space, page);

    for (u32 i = 0; i < TABLE_ENTRIES; i++, page += PAGE_SIZE)
        if (page - space->map.low >= space->map.size)
            entry[i] = ENTRY_OUTSIDE;
}

u32 *space_entry_create(struct space *space, laddr_t address)
{
    u32 *slot = &space->directory[address >> TABLE_SHIFT];

    if (!(*slot & ENTRY_PRESENT)) {
        void *table = pool_create();

        if (!table)
            return NULL;
        space->tables++;
        *slot = entry_make((paddr_t)table, ENTRY_TABLE);
        if (is_edge(space, address))
            close_edges(space, address);
    }
    return space_entry(space, address);
}

u32 space_missing_tables(const struct space *space, laddr_t base, u32 size)
{
    u32 last = (base + (size - 1)) >> TABLE_SHIFT;
    u32 missing = 0;

    for (u32 i = base >> TABLE_SHIFT; i <= last; i++)
        missing += !(space->directory[i] & ENTRY_PRESENT);
    return missing;
}
