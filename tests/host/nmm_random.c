/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/*
 * Random calls by three modules, many of them wrong: the invariants hold
 * after each bunch, and when the modules go everything is back.
 */
#include <stdio.h>
#include <stdlib.h>

#include "check.h"
#include "nmm_world.h"
#include "../../nmm/region/realise.h"

#define KEPT 48                         /* handles that we remember */

#define FAVOURITES 12

static paddr_t favourites[FAVOURITES];
static u32 handles[KEPT], handle_space[KEPT];
static u32 succeeded[GIVE + 1];
static u32 shared_lookups, borrowed;

static u32 any(u32 n)
{
    return (u32)rand() % n;
}

static u32 any_client(void)
{
    return 0x11ffu * (1 + any(3));
}

static u32 any_space(void)
{
    return any(3) ? NMM_UPS : handle_space[any(KEPT)];
}

static u32 any_address(u32 space)
{
    const struct space *s = space_find(space);

    if (s && s->map.count > 0 && any(4)) {
        u32 slot = s->map.index[any(s->map.count)];

        return regions[slot].base + any(regions[slot].size);
    }
    return space == NMM_UPS ? any(identity.ups_size)
                            : NMM_WINDOW_BASE + any(16 * PAGE_SIZE);
}

/* A few frames come up more often than others, so that they are shared. */
static paddr_t any_frame(void)
{
    paddr_t favourite = favourites[any(FAVOURITES)];

    if (favourite && any(4))
        return favourite;
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
                      1 + any(20 * PAGE_SIZE), any(any(2) ? 8 : 4) * 2, 0);

    note(CREATE_REGION, handle);
    if (handle <= 0)
        return;
    *place = (u32)handle;
    if (realise_frame(region_of((u32)handle)))
        favourites[any(FAVOURITES)] =
            realise_frame(region_of((u32)handle));
}

static void any_table(void)
{
    s32 handle = CALL(any_client(), CREATE_TABLE, NMM_WINDOW_BASE,
                      (1 + any(2000)) * PAGE_SIZE);

    note(CREATE_TABLE, handle);
    if (handle > 0)
        handle_space[any(KEPT)] = (u32)handle;
}

/* The first page of a space that maps a frame, by looking at each. The core's
 * space has none but what maps itself: others are pages of the UPS. */
static u32 naive(const struct space *s, paddr_t frame)
{
    for (u32 offset = 0; offset < s->map.size; offset += PAGE_SIZE) {
        const u32 *entry = space_entry(s, s->linear + s->map.low + offset);

        if (entry && *entry & ENTRY_PRESENT &&
            entry_frame(*entry) == frame &&
            (s->handle != NMM_CORE || entry_is_direct(*entry)))
            return s->map.low + offset;
    }
    return PHYS_NOT_MAPPED;
}

/* Whatever the structure, it answers like that. */
static void any_lookup(void)
{
    u32 space = any_space();
    paddr_t frame = any_frame();
    u32 found = (u32)CALL(any_client(), PHYS_TO_VIRT, space, frame);
    const struct space *s = space_find(space);

    if (!s)
        return;
    note(PHYS_TO_VIRT, found != PHYS_NOT_MAPPED ? 0 : -1);
    shared_lookups += frame_mappings(frame_at(frame)) > 1;
    CHECK_EQ(found, naive(s, frame));
}

static void any_attributes(void)
{
    u32 space = any_space(), bits = 0x67;

    note(ATTRIBUTES, CALL(any_client(), ATTRIBUTES, space,
                          any_address(space), any(8) ? 1 : any(5),
                          any(0x80) & (any(8) ? bits & ~1u : bits),
                          any(0x80) & bits & ~1u, any(6)));
}

static void any_share(void)
{
    s32 handle = CALL(any_client(), SHARE, handles[any(KEPT)],
                      handle_space[any(KEPT)],
                      NMM_WINDOW_BASE + any(1800) * PAGE_SIZE, any(8));

    note(SHARE, handle);
    if (handle > 0)
        handles[any(KEPT)] = (u32)handle;
}

/* To whom it may be that cannot own. */
static void any_give(void)
{
    const u32 to = any_client();

    graph_set(to, any(4) ? NODE_LIVE : NODE_DEAD, PAGE_SIZE);
    note(GIVE, CALL(any_client(), GIVE, handles[any(KEPT)], to));
}

/* A frame that may be another's by now. */
static void any_mapping(void)
{
    paddr_t frame = any_frame();
    u32 tag = any(4) ? frame_at(frame)->tag : 0;
    u32 client = tag ? tag >> 1 : any_client();
    u32 space = any_space();

    for (u32 i = 0; i < 8 && space != NMM_UPS &&
                    (!space_find(space) ||
                     space_find(space)->owner != client); i++)
        space = any_space();
    s32 error = CALL(client, CREATE_MAPPING, space, any_address(space),
                     frame | any(8) | !!any(4));

    note(CREATE_MAPPING, error);
    borrowed += error == E_OK &&
                frame_at(frame)->mappings & FRAME_BORROWED;
}

static void step(void)
{
    u32 client = any_client(), space = any_space();

    switch (any(15)) {
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
    case 12:
        note(INVALIDATE_MAPPING, CALL(client, INVALIDATE_MAPPING, space,
                                      any_address(space)));
        break;
    case 6:
        if (!any(3))
            any_lookup();
        break;
    case 7:
        any_attributes();
        break;
    case 14:
        any_give();
        break;
    case 8:
        any_share();
        break;
    case 9:
        if (!any(200))
            note(STRUCTURE, CALL(client, STRUCTURE, any(4)));
        break;
    default:
        any_mapping();
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
        reclaim_all();
        CHECK_EQ(nmm_digest(0), digest);
    }
    const enum method tried[] = {
        CREATE_REGION, DESTROY_REGION, CREATE_TABLE, DESTROY_TABLE,
        CREATE_MAPPING, INVALIDATE_MAPPING, PHYS_TO_VIRT, ATTRIBUTES, SHARE,
        STRUCTURE, GIVE,
    };
    for (u32 i = 0; i < ARRAY_SIZE(tried); i++) {
        printf("method %u succeeded %u times\n", tried[i],
               succeeded[tried[i]]);
        CHECK(succeeded[tried[i]] > 5);
    }
    printf("%u lookups of shared frames, %u frames borrowed\n",
           shared_lookups, borrowed);
    CHECK(shared_lookups > 5 && borrowed > 5);
    return check_done();
}
