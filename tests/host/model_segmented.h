/* SPDX-License-Identifier: MIT */
/* What `segmented` means: bytes and views of them, for model_segmented.c. */
#pragma once

#include "models_world.h"

#include "../../modules/models/segmented/model.h"

#define SPACES 4u
#define BYTES (1u << 18)
#define OBJECTS 3u

static struct view {
    u32 access, offset, size;           /* 0: none; of what lies in bytes */
    const u8 *bytes;
    u32 source;                         /* whose data, + 1; 0: an object's */
} views[SPACES][FARS];
static struct plain {
    int handle;
    u32 end;                            /* 0: nothing is loaded */
    u32 room;                           /* until its data moves */
    u8 bytes[BYTES];
} spaces[SPACES];
static struct plain_object {
    u32 size;
    u32 known, writers;
    u8 bytes[4 * PAGE_SIZE];
} objects[OBJECTS];

static const u32 sizes[] = { 0, 1, 2, 255, 4095, 4096, 4097, 8192, 16384,
    0x7fffffff, 0xfffff000, 0xfffff001, 0xffffffff };

static u32 any_size(u32 left)
{
    const u32 n = random_below(ARRAY_SIZE(sizes) + 4);

    return n < ARRAY_SIZE(sizes) ? sizes[n] : left + n -
                                              ARRAY_SIZE(sizes) - 1;
}

/* At or beside a bound. */
static u32 any_address(u32 s)
{
    const struct view *v = &views[random_below(SPACES)][random_below(4)];
    const u32 bounds[] = { 0, STACK, spaces[s].end, FAR_ADDRESS,
        extent_pages(spaces[s].end), spaces[s].end / 2, 0xfffff000,
        v->offset + v->size, v->offset,
        far_address(segment_selector(random_below(FARS + 1))) +
        views[s][random_below(FARS)].size };

    return bounds[random_below(ARRAY_SIZE(bounds))] + random_below(3) - 1;
}

static u8 *at(u32 s, u32 address, u32 size, u32 access)
{
    const u32 i = (far_selector(address) >> 3) - FAR_FIRST;

    if (!spaces[s].end)
        return NULL;
    if (!far_is(address))
        return address <= spaces[s].end && size <= spaces[s].end - address ?
               spaces[s].bytes + address : NULL;
    if (i >= FARS || !(views[s][i].access & access) ||
        (address & 0xffff) > views[s][i].size ||
        size > views[s][i].size - (address & 0xffff))
        return NULL;
    return (u8 *)views[s][i].bytes + views[s][i].offset + (address & 0xffff);
}

/* Whose part of it reaches beyond `offset`. */
static int is_lent(u32 s, u32 offset)
{
    for (u32 t = 0; t < SPACES; t++)
        for (u32 i = 0; i < FARS; i++)
            if (views[t][i].access && views[t][i].source == s + 1 &&
                views[t][i].offset + views[t][i].size > offset)
                return 1;
    return 0;
}

static void forget(u32 s)
{
    for (u32 t = 0; t < SPACES; t++)
        for (u32 i = 0; i < FARS; i++)
            if (t == s || views[t][i].source == s + 1)
                views[t][i].access = 0;
    for (u32 n = 0; n < OBJECTS; n++) {
        objects[n].known &= ~(1u << s);
        objects[n].writers &= ~(1u << s);
    }
    spaces[s].end = 0;
}

/* --- The descriptors follow ---------------------------------------------- */

static const u8 *segment(u32 s, u32 selector, u32 type, u32 size)
{
    const u32 ldt = space_find(spaces[s].handle)->client.ldt;
    const struct local_segment *found = &world_ldts[ldt].at[selector >> 3];

    CHECK(found->index && found->type == type && found->size == size);
    return (const u8 *)found->base;
}

static void check_space(u32 s)
{
    const u32 end = spaces[s].end;

    if (!end)
        return;
    const u8 *data = segment(s, CLIENT_DATA, LOCAL_DATA, client_limit(end));
    const u8 *text = segment(s, CLIENT_CODE, LOCAL_CODE_ONLY, 16 + TEXT_SIZE);
    CHECK(!memcmp(data, spaces[s].bytes, end));
    CHECK(segment(s, CLIENT_STACK, LOCAL_DATA, STACK) == data);
    CHECK(text[0] == 0xf4 && text[15] == 0xf4);
    CHECK(!memcmp(text + 16, world_program, TEXT_SIZE));
    CHECK_EQ(space_find(spaces[s].handle)->client.top, STACK);
    for (u32 i = 0; i < FARS; i++) {
        const struct view *v = &views[s][i];
        const u32 ldt = space_find(spaces[s].handle)->client.ldt;
        if (!v->access)
            CHECK_EQ(world_ldts[ldt].at[FAR_FIRST + i].index, 0);
        else
            CHECK(!memcmp(segment(s, segment_selector(i), v->access & W ?
                                  LOCAL_DATA : LOCAL_DATA_ONLY, v->size),
                          v->bytes + v->offset, v->size));
    }
}

static void check_usage(void)
{
    struct memory_usage all;

    CHECK_EQ(model_memory.usage(0, &all), 0);
    CHECK_EQ(all.spaces, SPACES);
    for (u32 s = 0; s < SPACES; s++) {
        struct memory_usage one;
        u32 mapped = 0;
        for (u32 i = 0; i < FARS; i++)
            mapped += views[s][i].access ? views[s][i].size : 0;
        CHECK_EQ(model_memory.usage(spaces[s].handle, &one), 0);
        CHECK_EQ(one.resident, spaces[s].end ? mapped + PAGE_SIZE +
                                               spaces[s].room : 0);
        CHECK_EQ(one.shared, spaces[s].end ? mapped : 0);
        CHECK_EQ(one.mapped, spaces[s].end ? mapped + PAGE_SIZE +
                                             spaces[s].end : 0);
        all.mapped -= one.mapped;
        all.resident -= one.resident;
    }
    CHECK(all.mapped == 0 && all.resident == 0);
}
