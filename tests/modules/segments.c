/* SPDX-License-Identifier: MIT */
/* Global segments: their memory through their selectors, and through the
 * UPS. */
#include "deimos.h"

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static struct segment_info made;
static struct region_info region;

static int create(u32 size, u32 dpl)
{
    return nmm->create_global_segment(size, LOCAL_DATA, dpl, &made);
}

static int destroy(void)
{
    return nmm->destroy_global_segment((int)made.space);
}

static int add_region(u32 size, u32 flags)
{
    return nmm->create_region((int)made.space, 0, size, flags, &region);
}

static int destroy_region(u32 handle)
{
    return nmm->destroy_region((int)handle);
}

static int query(u32 at)                /* its status, or an error */
{
    int result = nmm->query_region((int)made.space, at, &region);

    return result < 0 ? result : (int)region.status;
}

static int poke(u32 at, u32 value)
{
    __asm__ volatile("push %%fs\n\tmov %0, %%fs\n\tmov %2, %%fs:(%1)\n\t"
                     "pop %%fs"
                     : : "r"(made.selector), "r"(at), "r"(value) : "memory");
    return 0;
}

static int peek(u32 at)
{
    u32 value;

    __asm__ volatile("push %%fs\n\tmov %1, %%fs\n\tmov %%fs:(%2), %0\n\t"
                     "pop %%fs"
                     : "=&r"(value) : "r"(made.selector), "r"(at));
    return (int)value;
}

static int peek_ups(u32 at)             /* the same, at its address there */
{
    return *(volatile int *)(made.ups + at);
}

static int map(u32 at, u32 frame)
{
    return nmm->create_page_mapping((int)made.space, at,
                                    frame | MAP_PRESENT | MAP_WRITE);
}

static int base(void) { return (int)region.base; }
static int frame(void) { return (int)region.frame; }
static int paging(u32 on) { return nmm->paging(on); }
static int selector(void) { return (int)made.selector; }

struct segments {
    int (*create)(u32 size, u32 dpl), (*destroy)(void);
    int (*region)(u32 size, u32 flags), (*destroy_region)(u32 handle);
    int (*query)(u32 at), (*poke)(u32 at, u32 value), (*peek)(u32 at);
    int (*peek_ups)(u32 at), (*map)(u32 at, u32 frame);
    int (*base)(void), (*frame)(void), (*paging)(u32 on), (*selector)(void);
};
static const struct segments segments = {
    create, destroy, add_region, destroy_region, query, poke, peek, peek_ups,
    map, base, frame, paging, selector,
};

DEIMOS_MODULE("segments", MODULE_SYSTEM);
DEIMOS_INTERFACE("segments", "segments", segments, "create destroy region "
                 "destroy_region query poke peek peek_ups map base frame "
                 "paging selector");
