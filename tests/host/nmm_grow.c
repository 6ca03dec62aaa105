/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* The memory of the CM goes to the UPS: in each map, and mapped by nobody. */
#include "../../nmm/region/grow.c"

#include "check.h"

#define MANAGER 0x300000u
#define UPS 0x400000u
#define SIZE 0x100000u

struct memory memory;
struct space spaces[SPACES];
struct identity identity;
u32 paging_state;

struct region regions[REGIONS];
static u32 cleared, destroyed;

struct region *region_find(u32 space, u32 address)
{
    CHECK_EQ(space, NMM_CORE);
    for (u32 i = 0; i < 2; i++)
        if (regions[i].handle &&
            address - regions[i].base < regions[i].size)
            return &regions[i];
    return NULL;
}

void region_apply_destroy(struct region *region)
{
    CHECK(region == &regions[0]);
    region->handle = 0;
    destroyed++;
}

void identity_clear(laddr_t base, u32 size, u32 owner)
{
    CHECK(base == MANAGER && size == SIZE && owner == 0);
    cleared++;
}

void identity_map(laddr_t base, u32 size)
{
    CHECK(base != MANAGER || size == 0 || cleared);
}

static void grow(u32 paging)
{
    regions[0] = (struct region){ .handle = 1, .base = MANAGER, .size = SIZE };
    regions[1] = (struct region){ .handle = 2, .base = UPS, .size = 8 * SIZE };
    memory = (struct memory){ .manager = MANAGER, .ups = UPS };
    spaces[NMM_UPS].map.size = identity.ups_size = 8 * SIZE;
    cleared = destroyed = 0;
    paging_state = paging;
    CHECK_EQ(nmm_grow_ups(), SIZE);
    CHECK_EQ(cleared, !paging);
    CHECK_EQ(destroyed, 1);
    CHECK_EQ(regions[1].size, 9 * SIZE);
    CHECK_EQ(spaces[NMM_UPS].map.size, 9 * SIZE);
    CHECK_EQ(identity.ups_size, 9 * SIZE);
    CHECK_EQ(memory.manager, MANAGER + SIZE);
    CHECK_EQ(nmm_grow_ups(), 0);        /* once */
}

int main(void)
{
    grow(0);
    grow(1);
    return check_done();
}
