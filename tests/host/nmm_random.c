/* SPDX-License-Identifier: MIT */
/* sources: nmm/digest.c nmm/frame.c nmm/identity.c nmm/init.c nmm/map.c
 *         nmm/ldt.c nmm/local.c nmm/machine_method.c nmm/segment.c
 *         nmm/task.c nmm/task_check.c core/descriptor.c
 *         nmm/mapping.c nmm/mapping_method.S nmm/mapping_method_slow.c
 *         nmm/method.c nmm/owner.c nmm/pool.c nmm/query.c nmm/realise.c
 *         nmm/region.c nmm/reverse.c nmm/scan.c nmm/space.c core/crc32.c */
/* flags: -m32 -no-pie */
/*
 * Random calls by three modules, many of them wrong: the invariants hold
 * after each bunch, and when the modules go everything is back.
 */
#include <stdlib.h>

#include "check.h"
#include "nmm_world.h"

#define KEPT 48                         /* handles that we remember */

static u32 handles[KEPT], handle_space[KEPT];
static u32 succeeded[PHYS_TO_VIRT + 1];

static u32 any(u32 n)
{
    return (u32)rand() % n;
}

static u32 any_client(void)
{
    return 0x1001u * (1 + any(3));
}

static u32 any_space(void)
{
    return any(3) ? NMM_UPS : handle_space[any(KEPT)];
}

static u32 any_address(u32 space)
{
    const struct space *s = space_find(space);

    if (s != NULL && s->map.count > 0 && any(4)) {
        u32 slot = s->map.index[any(s->map.count)];

        return regions[slot].base + any(regions[slot].size);
    }
    return space == NMM_UPS ? any(identity.ups_size)
                            : NMM_WINDOW_BASE + any(16 * PAGE_SIZE);
}

static u32 any_frame(void)
{
    return entry_frame(memory.ups + any_address(NMM_UPS));
}

static void note(enum method method, s32 result)
{
    succeeded[method] += result >= 0;
}

static void any_create(void)
{
    u32 space = any_space(), *place = &handles[any(KEPT)];
    s32 handle = CALL(any_client(), CREATE_REGION, space, 0,
                      1 + any(20 * PAGE_SIZE), any(4) * 2, 0);

    note(CREATE_REGION, handle);
    if (handle > 0)
        *place = (u32)handle;
}

static void any_table(void)
{
    s32 handle = CALL(any_client(), CREATE_TABLE, NMM_WINDOW_BASE,
                      (1 + any(2000)) * PAGE_SIZE);

    note(CREATE_TABLE, handle);
    if (handle > 0)
        handle_space[any(KEPT)] = (u32)handle;
}

/* A reverse lookup that hits tells the truth; one that misses, too. */
static void any_lookup(void)
{
    u32 space = any_space();
    paddr_t frame = any_frame();
    u32 found = (u32)CALL(any_client(), PHYS_TO_VIRT, space, frame);
    const struct space *s = space_find(space);

    if (s == NULL)
        return;
    note(PHYS_TO_VIRT, found != PHYS_NOT_MAPPED ? 0 : -1);
    if (found != PHYS_NOT_MAPPED)
        CHECK_EQ(entry_frame(*space_entry(s, s->linear + found)), frame);
    else
        for (u32 offset = 0; offset < s->map.size; offset += PAGE_SIZE) {
            const u32 *entry =
                space_entry(s, s->linear + s->map.low + offset);

            CHECK(entry == NULL || !(*entry & ENTRY_PRESENT) ||
                  entry_frame(*entry) != frame);
        }
}

static void step(void)
{
    u32 client = any_client(), space = any_space();

    switch (any(12)) {
    case 0:
        any_create();
        break;
    case 1:
        note(DESTROY_REGION, CALL(client, DESTROY_REGION,
                                  handles[any(KEPT)]));
        break;
    case 2:
        if (!any(10))
            any_table();
        break;
    case 3:
        if (!any(20))
            note(DESTROY_TABLE, CALL(client, DESTROY_TABLE, space));
        break;
    case 4:
        if (!any(100))
            nmm_reclaim(client);
        break;
    case 5:
        note(INVALIDATE_MAPPING, CALL(client, INVALIDATE_MAPPING, space,
                                      any_address(space)));
        break;
    case 6:
        if (!any(10))
            any_lookup();
        break;
    default:
        note(CREATE_MAPPING, CALL(client, CREATE_MAPPING, space,
                                  any_address(space),
                                  any_frame() | any(8) | !!any(4)));
    }
}

int main(void)
{
    world_start();
    u32 digest = nmm_digest(0);

    srand(3);
    for (u32 round = 0; round < 150; round++) {
        paging_state = round & 1;
        for (u32 i = 0; i < 1000; i++)
            step();
        check_world();
        if (round % 10)
            continue;
        for (u32 client = 1; client <= 3; client++)
            nmm_reclaim(0x1001u * client);
        check_world();
        CHECK_EQ(nmm_digest(0), digest);
    }
    for (u32 i = 0; i <= PHYS_TO_VIRT; i++)
        if (i != QUERY_REGION && i != IDENTIFY_REGION && i != PAGING)
            CHECK(succeeded[i] > 5);
    return check_done();
}
