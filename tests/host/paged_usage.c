/* SPDX-License-Identifier: MIT */
/* sources: modules/models/paged/usage.c */
/* What a space of the paged model has, counted at random. */
#include "../../modules/models/paged/model.h"
#include "../../modules/models/paged/page/page.h"

#include "check.h"

#define PAGES 40u

static struct page world[PAGES];
struct page_table pages = { .at = world };

int main(void)
{
    static u32 shadow[PAGES + 1];
    const struct space space = { .shadow = shadow, .pages = PAGES };
    u32 state = 1;

    shadow[PAGES] = ~0u >> SHADOW_SHIFT;        /* not its own */
    for (u32 round = 0; round < 500; round++) {
        struct memory_usage usage = { .spaces = 3, .mapped = 1 };
        u32 mapped = 0, resident = 0, shared = 0;
        for (u32 i = 0; i < PAGES; i++) {
            state = state * 1664525 + 1013904223;
            const u32 rights = state >> 10 & 7, has = i && state >> 13 & 1;
            const u32 entry = state >> 14 & 1, refs = 1 + (state >> 15) % 3;
            world[i] = (struct page){ .entry = entry, .refs = (u16)refs };
            shadow[i] = rights | SHADOW_USED |
                        (has ? i << SHADOW_SHIFT : 0);
            mapped += (rights & SHADOW_RIGHTS) != 0;
            resident += has && entry;
            shared += has && entry && refs > 1;
        }
        usage_add(&space, &usage);
        CHECK_EQ(usage.spaces, 4);
        CHECK_EQ(usage.mapped, 1 + mapped * PAGE_SIZE);
        CHECK_EQ(usage.resident, resident * PAGE_SIZE);
        CHECK_EQ(usage.shared, shared * PAGE_SIZE);
    }
    return check_done();
}
