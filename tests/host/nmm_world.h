/* SPDX-License-Identifier: MIT */
/*
 * A machine for host tests of the NMM: memory whose addresses are those that
 * the NMM takes for physical, and the processor's part replaced by counters.
 */
#pragma once

#include <string.h>
#include <sys/mman.h>

#include "../../core/api/error.h"
#include "../../core/memory/memory.h"
#include "../../core/ups/user.h"
#include "../../nmm/reverse/chain.h"
#include "../../nmm/page/frame.h"
#include "../../nmm/page/identity.h"
#include "../../nmm/page/mapped.h"
#include "../../nmm/method/method.h"
#include "../../nmm/nmm.h"
#include "../../nmm/page/paging.h"
#include "../../nmm/page/pool.h"
#include "../../nmm/space/region.h"
#include "../../nmm/whole/whole.h"
#include "../../nmm/reverse/reverse.h"
#include "../../nmm/space/space.h"
#include "nmm_processor.h"

#define WORLD 0x10000000u
#define WORLD_END 0x12000000u

struct memory memory = {
    .archive = WORLD - 0x10000, .frames = WORLD,
    .pool = WORLD + 0x200000, .pool_end = WORLD + 0x300000,
    .ups = WORLD + 0x300000, .manager = WORLD_END - 0x100000,
    .cm = WORLD_END - 0x80000,
    .end = WORLD_END,
};

u32 paging_state, paging_values = 2;
static u32 flushed;                     /* pages */

u32 paging_init(void)
{
    paging_state = 0;
    return ENTRY_GLOBAL;
}

/* Called with what is flushed, by a test that plays the TLB; nmm_tlb.c. */
static void (*on_flush)(laddr_t base, u32 pages);

void paging_flush(laddr_t base, u32 size)
{
    if (!paging_state)
        return;
    flushed += size >> PAGE_SHIFT;
    if (on_flush)
        on_flush(base, size >> PAGE_SHIFT);
}

static u32 flushed_by;                  /* the strategy */

void paging_flush_by(u32 strategy, laddr_t base, u32 pages)
{
    flushed_by = strategy;
    if (strategy != FLUSH_NONE)
        paging_flush(base, pages << PAGE_SHIFT);
}

/* The processor of the fast paths. */
u32 host_cr0, host_cr3, host_invlpg, host_invlpg_page;

void paging_reset(void)
{
    host_cr3 = (u32)identity.directory;
}

void paging_enter(u32 directory)
{
    host_cr3 = directory;
}

void paging_leave(void)
{
    paging_reset();
    paging_state = 0;
}

/* There are no gates: call() looks at the table of methods. */
void gate_exchange(gate_method *old, gate_method *new)
{
    (void)old;
    (void)new;
}

void paging_abandon(const u32 *directory)
{
    (void)directory;
}

/* Callers' buffers are the test's own. */
static saddr_t user_gap;                /* a page that is not there, or 0 */

/* Where address 0 lies: of a test whose pointers are those of the UPS. */
static u32 ups_at;

void *user_pointer(saddr_t address, u32 size)
{
    if (user_gap && address < user_gap + PAGE_SIZE &&
        address + size > user_gap)
        return NULL;
    return address == 1 ? NULL : (void *)(address + ups_at);
}

static void world_start(void)
{
    static void *at;

    if (!at)
        at = mmap((void *)WORLD, WORLD_END - WORLD, PROT_READ | PROT_WRITE,
                  MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    CHECK(at == (void *)WORLD);
    CHECK_EQ(nmm_init(), E_OK);
}

#define METHOD(method_) METHOD_NUMBER(nmm, method_)
enum method {
    CREATE_REGION = METHOD(create_region),
    DESTROY_REGION = METHOD(destroy_region),
    QUERY_REGION = METHOD(query_region),
    IDENTIFY_REGION = METHOD(identify_region),
    PAGING = METHOD(paging),
    CREATE_TABLE = METHOD(create_page_table),
    DESTROY_TABLE = METHOD(destroy_page_table),
    CREATE_MAPPING = METHOD(create_page_mapping),
    INVALIDATE_MAPPING = METHOD(invalidate_page_mapping),
    PHYS_TO_VIRT = METHOD(phys_to_virt),
    CREATE_SEGMENT = METHOD(create_global_segment),
    DESTROY_SEGMENT = METHOD(destroy_global_segment),
    CREATE_LDT = METHOD(create_ldt), DESTROY_LDT = METHOD(destroy_ldt),
    CREATE_LOCAL = METHOD(create_local_segment),
    DESTROY_LOCAL = METHOD(destroy_local_segment),
    CREATE_TSS = METHOD(create_tss), DESTROY_TSS = METHOD(destroy_tss),
    ATTRIBUTES = METHOD(page_attributes), STATUS = METHOD(frame_status),
    FLUSH = METHOD(flush), SHARE = METHOD(share_region),
    STRUCTURE = METHOD(reverse_structure), GIVE = METHOD(give_region),
    COPY = METHOD(copy_bytes),
};

static saddr_t caller;                  /* return address of the next call */
static saddr_t stack_of_caller;         /* likewise; 0: beside the caller */

static s32 call(u32 client, enum method method, const u32 *arg)
{
    struct gate gate = { .module = client, .tag = client << 1 };
    struct gate_call frame = { .caller = caller, .esp = stack_of_caller ?
                                stack_of_caller : caller };

    memcpy(frame.arg, arg, sizeof(frame.arg));
    u32 before = host_invlpg;
    s32 result = (s32)nmm_methods[method](&frame, &gate);

    if (host_invlpg != before && on_flush)
        on_flush(host_invlpg_page, 1);
    return result;
}

#define CALL(client, method, ...) \
    call(client, method, (const u32[GATE_ARGS]){ __VA_ARGS__ })

/* One descriptor of an LDT: on which region it lies, or in which window. */
static void count_descriptor(u64 descriptor, const struct ldt *ldt, u32 *on,
                             u32 *in)
{
    struct segment s;

    descriptor_decode_segment(descriptor, &s);
    if (descriptor == 0 || s.type == GATE_CALL)
        return;
    CHECK_EQ(s.dpl, 3);
    if (s.base >= NMM_WINDOW_BASE) {
        in[ldt->window & 0xffff]++;
        return;
    }
    const struct region *r = region_find(NMM_UPS, s.base - memory.ups);
    if (r && r->flags & REGION_SEGMENT)
        r = region_find(space_of_segment(r)->handle,
                        s.base - memory.ups - r->base);
    CHECK(r != NULL);
    CHECK_EQ(r->owner, ldt->owner);
    laddr_t start = space_find(r->space)->linear + r->base;
    CHECK(s.base >= start && s.base - start + s.size <= r->size);
    on[r - regions]++;
}

/*
 * The invariants that tie the tables together. Each is stated in the header
 * of its file; here they are counted anew, the slow way.
 */
static u32 recount[WORLD_END >> PAGE_SHIFT];

static void count_table(const u32 *entries)
{
    for (u32 i = 0; i < TABLE_ENTRIES; i++)
        if (entries[i] & ENTRY_PRESENT && !(entries[i] & ENTRY_DIRECT))
            recount[entries[i] >> PAGE_SHIFT]++;
}

static u32 count_window(const struct space *space)
{
    u32 tables = 0;

    for (u32 i = NMM_WINDOW_BASE >> TABLE_SHIFT; i < TABLE_ENTRIES; i++)
        if (space->directory[i] & ENTRY_PRESENT) {
            tables++;
            count_table((const u32 *)entry_frame(space->directory[i]));
        }
    CHECK_EQ(tables, space->tables);
    return tables;
}

/* The entry of a plain page: ring 3's, too, if a segment of DPL 3 has it. */
static u32 plain_entry(const struct region *region, laddr_t page)
{
    bool user = region->segments > 0 ||
                (space_find(region->space)->selector & 3) == 3;

    return page | (user ? 0x207 : 0x303);
}

static void check_ups_page(saddr_t address)
{
    const struct region *region = region_find(NMM_UPS, address);

    if (region && region->flags & REGION_SEGMENT)
        region = region_find(space_of_segment(region)->handle,
                             address - region->base);
    u32 entry = identity.ups[address >> PAGE_SHIFT];
    u32 tag = frame_at(memory.ups + address)->tag;

    if (!region || region->flags & REGION_FRAMES)
        CHECK_EQ(entry, 0);
    else if (!(region->flags & REGION_SELF_BACKED))
        CHECK_EQ(entry, plain_entry(region, memory.ups + address));
    else if (!(entry & ENTRY_PRESENT))
        CHECK_EQ(entry, region->owner << 1);
    u32 kind = region ? region->flags & 6 : 0;
    if (frame_at(memory.ups + address)->mappings & FRAME_BORROWED)
        CHECK(tag != 0 && tag != region->owner << 1 &&
              region->flags & REGION_COMMON);
    else
        CHECK_EQ(tag, kind == REGION_FRAMES ? region->owner << 1 :
                 kind == REGION_SELF_BACKED ? region->owner << 1 | 1 : 0);
}

/* What the reverse structure says of a frame agrees with its count. */
static void check_reverse(const struct frame *frame)
{
    u32 length = 0;

    if (reverse_kind == REVERSE_CHAIN) {
        for (const struct chain_node *n = frame->chain; n; n = n->next)
            length++;
        CHECK_EQ(length, frame_mappings(frame));
    } else if (reverse_kind == REVERSE_INVERTED &&
               frame->space != FRAME_UNKNOWN) {
        const struct space *s = space_find(frame->space);

        CHECK_EQ(frame_mappings(frame), 1);
        CHECK_EQ(frame_at(*space_entry(s, s->linear + frame->page)) - frame,
                 0);
    }
}

/* What lies on regions and in windows, and names spaces, counted anew. */
static void check_users(void)
{
    static u32 on[REGIONS], in[SPACES];
    u32 used = 0;

    memset(on, 0, sizeof(on));
    memset(in, 0, sizeof(in));
    for (u32 i = 0; i < LDTS; i++)
        for (u32 k = 0; ldts[i].table && k < ldts[i].entries; k++)
            count_descriptor(ldts[i].table[k], &ldts[i], on, in);
    for (u32 i = 0; i < TASKS; i++)
        if (tasks[i].selector != 0) {
            used++;
            in[tasks[i].space & 0xffff]++;
            CHECK_EQ(tasks[i].selector, ((TASK_FIRST + (i - TASK_FIRST) %
                                          TASKS) << 3) + 1);
        }
    CHECK_EQ(used, task_count);
    for (u32 i = 0; i < SPACES; i++)
        CHECK_EQ(spaces[i].users, in[i]);
    for (u32 i = 0; i < REGIONS; i++)
        if (regions[i].segments != on[i])
            CHECK_EQ(regions[i].segments, on[i]);
}

static void check_world(void)
{
    u32 used = 0;

    check_users();

    memset(recount, 0, sizeof(recount));
    for (u32 i = 0; i < memory.end >> TABLE_SHIFT; i++)
        count_table(identity.entries + i * TABLE_ENTRIES);
    for (u32 i = SPACE_FIRST; i < SPACES; i++)
        if (spaces[i].directory)
            used += space_is_virtual(&spaces[i])
                        ? 2 + count_window(&spaces[i]) : 1;
    for (u32 i = 0; i < LDTS; i++)
        used += ldts[i].table != NULL;
    for (u32 i = 0; i < memory.end >> PAGE_SHIFT; i++)
        if (frame_mappings(&frame_table[i]) != recount[i])
            CHECK_EQ(frame_mappings(&frame_table[i]), recount[i]);
    for (u32 i = memory.ups >> PAGE_SHIFT; i < memory.end >> PAGE_SHIFT; i++)
        check_reverse(&frame_table[i]);
    for (saddr_t a = 0; a < identity.ups_size; a += PAGE_SIZE)
        check_ups_page(a);
    u32 fixed = (WORLD_END >> TABLE_SHIFT) + 1;
    CHECK_EQ(pool_count() + reverse_pages() + used + fixed,
             (memory.pool_end - memory.pool) >> PAGE_SHIFT);
}

/* What all of them have is given back. */
static inline void reclaim_all(void)
{
    for (u32 client = 1; client <= 3; client++)
        nmm_reclaim(0x11ffu * client);
    check_world();
}

/* How many tasks, LDTs, spaces and regions are that owner's. */
static inline u32 world_owned(u32 owner)
{
    u32 count = 0;

    for (u32 i = 1; i < TASKS; i++)
        count += tasks[i].selector && tasks[i].owner == owner;
    for (u32 i = 0; i < LDTS; i++)
        count += ldts[i].table && ldts[i].owner == owner;
    for (u32 i = SPACE_FIRST; i < SPACES; i++)
        count += spaces[i].directory && spaces[i].owner == owner;
    for (struct region *r = region_owned(owner); r; r = region_owned_next(r))
        count++;
    return count;
}
