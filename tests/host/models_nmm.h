/* SPDX-License-Identifier: MIT */
/*
 * The NMM that a memory model finds, without a machine: it keeps books, and can
 * refuse its n-th request. To be included once.
 */
#pragma once

#include "../../core/lib/string.h"
#include "../../modules/lib/space/extent.h"
#include "../../modules/lib/ring3/fault.h"
#include "../../modules/lib/native/image.h"
#include "../../modules/lib/ring3/sysenter.h"
#include "../../modules/lib/space/parts.h"

#include "model_lock.h"

#include <sys/mman.h>

#include "check.h"
#include "random.h"

#define R ACCESS_READ
#define W ACCESS_WRITE
#define RW (ACCESS_READ | ACCESS_WRITE)
#define X ACCESS_EXECUTE

#define ARENA_PAGES 8192u
#define WORLD_REGIONS 512u
#define WORLD_LDTS 256u
#define WORLD_INDICES 64u
#define VSAS 9u
#define VSAS_PAGES 131072u              /* 512 MiB */
#define TEXT_SIZE (IMAGE_STUBS + 256)
#define DATA_START 4096u
#define WRITE_START 4100u
#define DATA_SIZE 300u

static struct world_region {
    u32 base, size, space, flags, source;       /* size 0: free */
} world_regions[WORLD_REGIONS];
static struct world_ldt {
    int is_used;
    struct local_segment at[WORLD_INDICES];     /* index 0: none */
} world_ldts[WORLD_LDTS];
static u8 world_taken[ARENA_PAGES];
static u16 world_pages[VSAS_PAGES];             /* MAP_* of the VSAS */
static u32 world_arena, world_tasks, world_holds, world_orphans;
static int world_fail = -1;             /* so many requests until one fails */
static int world_is_active, world_image_error;
static u32 world_status = REGION_USED;  /* of all regions */
static u32 world_proxies, world_modules;        /* world_modules.h */

static void (*world_other)(void);       /* another thread runs; or NULL */

static int is_refused(void)
{
    if (world_other)
        world_other();
    return world_fail >= 0 && world_fail-- == 0;
}

static int is_stretch_free(u32 page, u32 count)
{
    for (u32 i = 0; i < count; i++)
        if (page + i >= ARENA_PAGES || world_taken[page + i])
            return 0;
    return 1;
}

static int add_region(const struct world_region *r)
{
    for (u32 i = 1; i < WORLD_REGIONS; i++)
        if (!world_regions[i].size) {
            world_regions[i] = *r;
            return (int)i;
        }
    return E_FULL;
}

static int create_region(u32 space, u32 base, u32 size, u32 flags,
                         struct region_info *info)
{
    const u32 count = extent_pages(size) / PAGE_SIZE;
    u32 page = flags & REGION_FIXED ? (base - world_arena) / PAGE_SIZE : 0;

    CHECK_EQ(space, NMM_UPS);
    if (is_refused())
        return E_NOMEM;
    if (!count || (flags & REGION_FIXED && base % PAGE_SIZE))
        return E_RANGE;
    while (!(flags & REGION_FIXED) && page < ARENA_PAGES &&
           !is_stretch_free(page, count))
        page++;
    if (!is_stretch_free(page, count))
        return flags & REGION_FIXED ? E_BUSY : E_NOMEM;
    base = world_arena + page * PAGE_SIZE;
    __builtin_memset(world_taken + page, 1, count);
    __builtin_memset((void *)base, 0xee, count * PAGE_SIZE);
    *info = (struct region_info){ .base = base, .size = count * PAGE_SIZE };
    return add_region(&(struct world_region){ base, info->size, NMM_UPS,
                                              flags, 0 });
}

static int destroy_region(u32 region)
{
    struct world_region *r = &world_regions[region];

    if (!CHECK(region && region < WORLD_REGIONS && r->size))
        return E_HANDLE;
    for (u32 i = 1; i < WORLD_REGIONS; i++)     /* what maps it goes first */
        CHECK(!world_regions[i].size || world_regions[i].source != region);
    if (r->space == NMM_UPS)
        __builtin_memset(world_taken + (r->base - world_arena) / PAGE_SIZE, 0,
                         r->size / PAGE_SIZE);
    else
        __builtin_memset(world_pages + (r->base - NMM_WINDOW_BASE) / PAGE_SIZE,
                         0, r->size / PAGE_SIZE * sizeof(world_pages[0]));
    r->size = 0;
    return 0;
}

static int query_region(u32 space, u32 address, struct region_info *info)
{
    CHECK_EQ(space, NMM_UPS);
    for (u32 i = 1; i < WORLD_REGIONS; i++) {
        const struct world_region *r = &world_regions[i];
        if (r->space != NMM_UPS || address - r->base >= r->size)
            continue;
        *info = (struct region_info){ .region = i, .base = r->base,
            .size = r->size, .status = world_status, .flags = r->flags };
        return (int)i;
    }
    *info = (struct region_info){ .base = address & ~4095u, .size = 4096 };
    return 0;
}

static int share_region(u32 region, u32 space, u32 base, u32 flags)
{
    const u32 size = world_regions[region].size;
    const u32 first = (base - NMM_WINDOW_BASE) / PAGE_SIZE;

    CHECK(size && space == VSAS && base % PAGE_SIZE == 0);
    if (is_refused())
        return E_NOMEM;
    for (u32 i = 0; i < size / PAGE_SIZE; i++) {
        CHECK(first + i < VSAS_PAGES && !world_pages[first + i]);
        world_pages[first + i] = (u16)flags;
    }
    return add_region(&(struct world_region){ base, size, VSAS, 0, region });
}

static int page_attributes(u32 space, u32 address, u32 pages, u32 clear,
                           u32 set, u32 strategy)
{
    const u32 first = (address - NMM_WINDOW_BASE) / PAGE_SIZE;
    const int was = world_pages[first];

    CHECK(space == VSAS && address % PAGE_SIZE == 0 && strategy <= FLUSH_BEST);
    for (u32 i = 0; i < pages; i++) {
        if (!CHECK(world_pages[first + i] != 0))
            return E_NOTFOUND;
        world_pages[first + i] =
            (u16)((world_pages[first + i] & ~clear) | set);
    }
    return was;
}

static int create_ldt(u32 entries)
{
    CHECK(entries <= WORLD_INDICES);
    for (u32 i = 1; !is_refused() && i < WORLD_LDTS; i++)
        if (!world_ldts[i].is_used) {
            world_ldts[i] = (struct world_ldt){ .is_used = 1 };
            return (int)i;
        }
    return E_FULL;
}

static int destroy_ldt(u32 ldt)
{
    CHECK(ldt && world_ldts[ldt].is_used);
    world_ldts[ldt].is_used = 0;
    return 0;
}

static int create_local_segment(u32 ldt, const struct local_segment *s)
{
    struct region_info info;

    CHECK(world_ldts[ldt].is_used && s->index && s->index < WORLD_INDICES);
    if (is_refused())
        return E_NOMEM;
    if (s->type != LOCAL_GATE) {
        CHECK(s->size && (s->size <= LOCAL_BYTES || s->size % PAGE_SIZE == 0));
        if (s->space == NMM_UPS)
            CHECK(query_region(NMM_UPS, s->base, &info) > 0 &&
                  s->base - info.base + s->size <= info.size);
    }
    world_ldts[ldt].at[s->index] = *s;
    return (int)(s->index << 3 | 7);
}

static int destroy_local_segment(u32 ldt, u32 selector)
{
    CHECK(world_ldts[ldt].is_used);
    world_ldts[ldt].at[selector >> 3].index = 0;
    return 0;
}

static int create_tss(const struct task *task)
{
    CHECK(world_ldts[task->ldt].is_used);
    if (is_refused())
        return E_FULL;
    world_tasks++;
    return (int)(0x200 + task->ldt * 8);
}

static int destroy_tss(u32 tss)
{
    CHECK(world_ldts[(tss - 0x200) / 8].is_used);
    world_tasks--;
    return 0;
}

static int create_page_table(laddr_t base, u32 size)
{
    CHECK(base == NMM_WINDOW_BASE && size == VSAS_PAGES * PAGE_SIZE);
    return (int)VSAS;
}

static const struct nmm world_nmm = {
    .create_region = create_region, .destroy_region = destroy_region,
    .query_region = query_region, .share_region = share_region,
    .page_attributes = page_attributes, .create_ldt = create_ldt,
    .destroy_ldt = destroy_ldt, .create_tss = create_tss,
    .create_local_segment = create_local_segment,
    .destroy_local_segment = destroy_local_segment,
    .destroy_tss = destroy_tss, .create_page_table = create_page_table,
};

static int world_write(u32 stream, const void *text, u32 size)
{
    (void)stream, (void)text;
    return (int)size;
}

static const struct console world_console = { .write = world_write };

/* How much a model holds. */
static u32 world_live(void)
{
    u32 live = world_tasks + world_holds + world_proxies + world_modules;

    for (u32 i = 0; i < WORLD_REGIONS; i++)
        live += world_regions[i].size != 0;
    for (u32 i = 0; i < WORLD_LDTS; i++)
        live += (u32)world_ldts[i].is_used;
    return live;
}

/* What its descriptors say, as a number. */
static inline u32 world_sum(void)
{
    u32 sum = 0;

    for (u32 i = 0; i < WORLD_LDTS; i++)
        for (u32 j = 0; world_ldts[i].is_used && j < WORLD_INDICES; j++) {
            const struct local_segment *s = &world_ldts[i].at[j];
            if (s->index)
                sum = sum * 31 + s->base + s->size * 7 + s->type * 3;
        }
    for (u32 i = 0; i < VSAS_PAGES; i++)
        sum = sum * 31 + world_pages[i];
    return sum;
}

static void world_begin(void)
{
    world_arena = (u32)mmap(NULL, ARENA_PAGES * PAGE_SIZE,
                            PROT_READ | PROT_WRITE,
                            MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    nmm = &world_nmm;
    console = &world_console;
}

