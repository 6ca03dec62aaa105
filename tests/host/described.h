/* SPDX-License-Identifier: MIT */
/*
 * Descriptions of spaces, for tests of memory models: one that was told, and
 * one to be damaged. TOLD_MOST areas, by who includes it, after
 * models_world.h; once.
 */
#pragma once

#include "../../modules/api/area.h"

static struct told {
    struct description d;
    struct area areas[TOLD_MOST];
} *told, *again;
static u32 new_names, harmless;

/* Where the NMM knows of it. */
static void told_begin(void)
{
    u32 region;

    told = model_allocate(2 * sizeof(*told), &region);
    again = told + 1;
}

/* *told: as many areas as are expected; nothing with less room. */
static inline void told_take(int handle, u32 count)
{
    CHECK_EQ(model_memory.export(handle, NULL, 0), count);
    told->d.count = 4711;
    if (count)
        CHECK_EQ(model_memory.export(handle, &told->d, count - 1), count);
    CHECK_EQ(told->d.count, 4711);
    CHECK_EQ(model_memory.export(handle, &told->d, TOLD_MOST), count);
    CHECK_EQ(told->d.count, count);
}

/* What *again says is refused; nothing is left. *again is *told then. */
static void check_refused(int space, int error)
{
    const u32 live = world_live(), sum = world_sum();

    CHECK_EQ(model_memory.import(space, &again->d), error);
    CHECK_EQ(world_live(), live);
    CHECK_EQ(world_sum(), sum);
    CHECK_EQ(model_memory.export(space, NULL, 0), 0);
    *again = *told;
}

/* Damaged in one field: refused, and nothing is left; or it was harmless. */
static void damage(void)
{
    static const u32 values[] = { 0, 1, 4096, 0xfffff000, 0xffffffff, 7,
                                  8 << 20, 0x80000000, TOLD_MOST + 5 };
    const u32 words = (sizeof(struct description) +
                       told->d.count * sizeof(struct area)) / 4;
    const u32 none = world_live();
    const int space = model_memory.create();
    const u32 live = world_live(), sum = world_sum();

    *again = *told;
    ((u32 *)again)[random_below(words)] =
        values[random_below(ARRAY_SIZE(values))];
    if (again->d.count > TOLD_MOST)
        again->d.count = AREAS_MOST + 1;
    if (model_memory.import(space, &again->d) >= 0) {
        CHECK_EQ(model_memory.destroy(space), 0);
        new_names += world_live() - none;   /* an object of another name */
        harmless++;
        return;
    }
    CHECK_EQ(world_live(), live);
    CHECK_EQ(world_sum(), sum);
    CHECK_EQ(model_memory.export(space, NULL, 0), 0);
    CHECK_EQ(model_memory.destroy(space), 0);
}

/* While the model works on it, who has made the description writes there. */
static u32 told_requests, told_in_place;        /* in place: of flat */

static void write_again(void)
{
    if (told_requests++)
        for (u32 i = 0; i < told->d.count; i++)
            again->areas[i].address = again->areas[i].size = 0xfffffffd;
}

static int import_written(int space)
{
    *again = *told;
    told_requests = 0;
    world_other = told_in_place ? NULL : write_again;
    const int error = model_memory.import(space, &again->d);
    world_other = NULL;
    return error;
}

/* By what was told; each request is refused in turn, and leaves the space as it
 * was: it has no heap that could grow. */
static void import_at_last(int space)
{
    const u32 live = world_live();
    u32 at;
    const int grown = model_memory.grow(space, 0, &at);
    int error = -1;

    for (int n = 0; error < 0; n++) {
        world_fail = n;
        error = import_written(space);
        const int was_refused = world_fail < 0;
        world_fail = -1;
        if (!CHECK(error >= 0 || was_refused))
            return;
        CHECK(error >= 0 || world_live() == live);
        CHECK(error >= 0 || model_memory.grow(space, 0, &at) == grown);
    }
}
