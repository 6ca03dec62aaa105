/* SPDX-License-Identifier: MIT */
/* sources: nmm !nmm/page/paging.c !nmm/region/grow.c core/descriptor/descriptor.c
 *         core/descriptor/io_bitmap.c
 *         core/lib/crc32.c */
/* flags: -m32 -no-pie -DNMM_HOST */
/*
 * Random LDTs, segments and tasks of three modules, many of them wrong: the
 * counts hold after each bunch, and when the modules go everything is back.
 */
#include <stdlib.h>

#include "check.h"
#include "nmm_world.h"

#define KEPT 12                         /* handles of each kind */

static u32 kept_regions[KEPT], kept_spaces[KEPT], kept_ldts[KEPT];
static u32 kept_tasks[KEPT];
static u32 succeeded[DESTROY_TSS + 1];

static u32 any(u32 n)
{
    return (u32)rand() % n;
}

static u32 any_client(void)
{
    return 0x11ffu * (1 + any(3));
}

/* Most often its owner. */
static u32 client_of(u32 owner)
{
    return owner && any(8) ? owner : any_client();
}

static u32 space_owner(u32 handle)
{
    const struct space *s = space_find(handle);

    return s ? s->owner : 0;
}

static u32 ldt_owner(u32 handle)
{
    const struct ldt *ldt = ldt_find(handle);

    return ldt ? ldt->owner : 0;
}

static u32 any_space(void)
{
    return any(3) ? kept_spaces[any(KEPT)] : NMM_UPS;
}

static void keep(u32 *handles, enum method method, s32 result)
{
    succeeded[method] += result >= 0;
    if (result > 0)
        handles[any(KEPT)] = (u32)result;
}

static void any_region(void)
{
    u32 space = any_space();

    keep(kept_regions, CREATE_REGION,
         CALL(client_of(space_owner(space)), CREATE_REGION, space, 0,
              1 + any(6 * PAGE_SIZE), any(3) ? 0 : any(4) * 2, 0));
}

static void any_local(void)
{
    u32 ldt = kept_ldts[any(KEPT)];
    const struct region *r = region_of(kept_regions[any(KEPT)]);
    const struct local_segment s = {
        .index = any(6), .type = any(6),
        .space = r && any(8) ? r->space : any_space(),
        .base = r ? r->base + any(r->size) : any(0x100000),
        .size = 1 + any(2 * PAGE_SIZE), .dwords = any(34),
        .handler = (any_client() << PAGE_SHIFT) + any(0x1000),
    };

    keep((u32[KEPT]){ 0 }, CREATE_LOCAL,
         CALL(client_of(ldt_owner(ldt)), CREATE_LOCAL, ldt, (u32)&s));
}

static void any_task(void)
{
    u32 ldt = kept_ldts[any(KEPT)];
    const struct ldt *l = ldt_find(ldt);
    const struct task t = {
        .ldt = any(6) ? ldt : 0,
        .space = l && l->segments && any(8) ? l->window : any_space(),
        .cs = any(2) ? 0 : any(6) * 8 + 7, .ss = any(2) ? 0 : any(6) * 8 + 7,
        .ds = any(3) ? 0 : any(6) * 8 + 7, .esp1 = memory.ups + 0x10000,
    };

    keep(kept_tasks, CREATE_TSS,
         CALL(client_of(ldt_owner(ldt)), CREATE_TSS, (u32)&t));
}

static void any_run(void)
{
    struct task_entry *task = task_find(kept_tasks[any(KEPT)]);

    if (any(2))
        task_register = task && any(2) ? (u16)task->selector : CORE_TSS;
    else
        task_current = task && any(2) ? task : NULL;
}

static void any_space_created(void)
{
    struct segment_info info;

    if (any(2))
        keep(kept_spaces, CREATE_TABLE,
             CALL(any_client(), CREATE_TABLE, NMM_WINDOW_BASE,
                  (1 + any(100)) * PAGE_SIZE));
    else
        keep(kept_spaces, CREATE_SEGMENT,
             CALL(any_client(), CREATE_SEGMENT, 1 + any(20 * PAGE_SIZE),
                  any(4), any(4), (u32)&info));
}

static void any_destroyed(void)
{
    u32 space = kept_spaces[any(KEPT)], ldt = kept_ldts[any(KEPT)];
    u32 task = kept_tasks[any(KEPT)], region = kept_regions[any(KEPT)];
    const struct task_entry *entry = task_find(task);
    const struct region *r = region_of(region);
    enum method method = any(2) ? DESTROY_TABLE : DESTROY_SEGMENT;

#define TRY(method, client, ...) \
    succeeded[method] += CALL(client_of(client), method, __VA_ARGS__) >= 0
    switch (any(5)) {
    case 0: TRY(method, space_owner(space), space); break;
    case 1: TRY(DESTROY_LDT, ldt_owner(ldt), ldt); break;
    case 2: TRY(DESTROY_TSS, entry ? entry->owner : 0, task); break;
    case 3: TRY(DESTROY_REGION, r ? r->owner : 0, region); break;
    default: TRY(DESTROY_LOCAL, ldt_owner(ldt), ldt, any(7) * 8 + 7);
    }
}

static void step(void)
{
    switch (any(12)) {
    case 0: any_region(); break;
    case 1: any_space_created(); break;
    case 2: keep(kept_ldts, CREATE_LDT, CALL(any_client(), CREATE_LDT,
                                             1 + any(7))); break;
    case 3: any_task(); break;
    case 4: any_run(); break;
    case 5:
        if (!any(60))
            nmm_reclaim(any_client());
        break;
    case 6: case 7: case 8: any_destroyed(); break;
    default: any_local();
    }
}

int main(void)
{
    world_start();
    u32 digest = nmm_digest(0);

    srand(3);
    for (u32 round = 0; round < 200; round++) {
        paging_state = round & 1;
        for (u32 i = 0; i < 400; i++)
            step();
        check_world();
        if (round % 10)
            continue;
        reclaim_all();
        CHECK_EQ(task_register, CORE_TSS);
        CHECK_EQ(nmm_digest(0), digest);
    }
    const enum method all[] = {
        CREATE_REGION, DESTROY_REGION, CREATE_TABLE, DESTROY_TABLE,
        CREATE_SEGMENT, DESTROY_SEGMENT, CREATE_LDT, DESTROY_LDT,
        CREATE_LOCAL, DESTROY_LOCAL, CREATE_TSS, DESTROY_TSS,
    };
    for (u32 i = 0; i < ARRAY_SIZE(all); i++)
        CHECK(succeeded[all[i]] > 5);
    return check_done();
}
