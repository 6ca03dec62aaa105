/* SPDX-License-Identifier: MIT */
/* Local descriptor tables: slots, handles, create and destroy. */
#include "ldt.h"

#include "../../core/api/error.h"
#include "../../core/base/hard.h"
#include "../../core/base/layout.h"
#include "../../core/descriptor/descriptor.h"
#include "../../core/descriptor/gdt.h"
#include "../../core/lib/crc32.h"
#include "../../core/lib/string.h"
#include "../page/paging.h"
#include "../page/pool.h"
#include "../space/region.h"

_Static_assert(LDT_MOST * sizeof(u64) == PAGE_SIZE, "one frame of the pool");

struct ldt ldts[LDTS];
u32 ldt_windows;

static u32 live;                /* how many there are */

void ldt_init(void)
{
    memset(ldts, 0, sizeof(ldts));
    ldt_windows = 0;
    paging_values = 2;
    live = 0;
}

struct ldt *ldt_find(u32 handle)
{
    u32 slot = handle_number(NMM_BITS, handle) - 1;

    if (slot >= LDTS || ldts[slot].handle != handle ||
        !ldts[slot].table)
        return NULL;
    return &ldts[slot];
}

u16 ldt_selector(const struct ldt *ldt)
{
    return (u16)((LDT_FIRST + (u32)(ldt - ldts)) * 8);
}

struct ldt *ldt_at(u16 selector)
{
    return &ldts[(selector >> 3) - LDT_FIRST];
}

u64 ldt_descriptor(const struct ldt *ldt, u32 selector)
{
    u32 index = selector >> 3;

    if ((selector & 7) != 7 || !ldt || index >= ldt->entries)
        return 0;
    return ldt->table[index];
}

static struct ldt *find_free(void)
{
    for (u32 slot = 0; slot < LDTS; slot++)
        if (!ldts[slot].table)
            return &ldts[slot];
    return NULL;
}

static u32 next_handle(const struct ldt *ldt)
{
    u32 uses = handle_uses(NMM_BITS, ldt->handle);

    return handle_make(NMM_BITS, (u32)(ldt - ldts + 1),
                       handle_next(NMM_BITS, uses));
}

int ldt_create(u32 owner, u32 entries)
{
    struct ldt *ldt = find_free();

    if (entries < LDT_LEAST || entries > LDT_MOST)
        return E_RANGE;
    if (!ldt || hard_fails())
        return E_FULL;
    if (pool_count() == 0 || hard_fails())
        return E_NOMEM;
    *ldt = (struct ldt){ .table = pool_create(), .owner = owner,
                         .handle = next_handle(ldt), .entries = entries };
    gdt_set_segment(ldt_selector(ldt), &(struct segment){
        .base = (laddr_t)ldt->table, .size = entries * sizeof(u64),
        .type = SEGMENT_LDT, .present = 1 });
    live++;
    return (int)ldt->handle;
}

void ldt_destroy(struct ldt *ldt)
{
    for (u32 i = 1; i < ldt->entries; i++)
        local_clear(ldt, i);
    gdt_clear(ldt_selector(ldt));
    pool_destroy(ldt->table);
    *ldt = (struct ldt){ .handle = ldt->handle };
    live--;
}

void ldt_reclaim(u32 owner)
{
    for (u32 i = 0; live > 0 && i < LDTS; i++)
        if (ldts[i].table && ldts[i].owner == owner)
            ldt_destroy(&ldts[i]);
}

static u32 count_gates(const struct ldt *ldt)
{
    u32 count = 0;

    for (u32 i = 1; i < ldt->entries; i++) {
        struct gate_target gate;

        descriptor_decode_gate(ldt->table[i], &gate);
        count += gate.present && gate.type == GATE_CALL;
    }
    return count;
}

u32 ldt_gates(u32 owner)
{
    u32 count = 0;

    for (u32 i = 0; live > 0 && i < LDTS; i++)
        if (ldts[i].table && ldts[i].owner == owner)
            count += count_gates(&ldts[i]);
    return count;
}

/* By content, in no order: which slots they have is nobody's business. */
u32 ldt_digest(u32 crc)
{
    u32 sum = 0;

    for (u32 i = 0; i < LDTS; i++) {
        const struct ldt *ldt = &ldts[i];
        const u32 facts[] = { ldt->owner, ldt->entries, ldt->segments,
                              ldt->tasks };
        if (ldt->table)
            sum += crc32(crc32(1, facts, sizeof(facts)), ldt->table,
                         ldt->entries * sizeof(u64));
    }
    return crc32(crc, &sum, sizeof(sum));
}
