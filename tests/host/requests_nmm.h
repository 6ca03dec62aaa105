/* SPDX-License-Identifier: MIT */
/*
 * For requests.h: an NMM that grants all, and a task of ring 3 that only says
 * that it was entered. Included before the experiment.
 */
#pragma once

#include <sys/mman.h>

#include "../../modules/api/deimos.h"
#undef GRAPH_READ
#define GRAPH_READ(member_, to_) ((to_) = 0x100000)

#include "../../bench/lib/own.h"
#include "requests.h"

#define ARENA 0x50000000u               /* what regions show */
#define ARENA_SIZE (24u << 20)
#define FRAME_OF 0x10003000u            /* from a region to its frames */

static u32 arena_used, paging_state, structure_state;
static const void *handlers[8];         /* by number, in the text */

static inline int request_enter(int task) { return ask(0, "enter(%d)", task); }

static inline int request_copy(const struct own *own, u32 to, const void *from,
                        u32 size)
{
    return ask(0, "copy(%d %x %x): %08x", own->task, to, size,
               crc32(0, from, size));
}

/* As a page with its number in each word has it. */
static inline u32 request_word(u32 address)
{
    ask(0, "word(%x)", address);
    return address / PAGE_SIZE;
}

static inline u32 request_limit(u32 otherwise)
{
    ask(0, "limit(%x)", otherwise);
    return 0x1fffff;
}

#define own_enter request_enter
#define own_copy request_copy
#define own_word request_word
#define own_limit request_limit

static u32 number_of(const void *handler)
{
    for (u32 i = 0; i < ARRAY_SIZE(handlers); i++)
        if (handler == handlers[i])
            return i;
    return 99;
}

static int nmm_create_region(u32 space, u32 base, u32 size, u32 flags,
                             struct region_info *info)
{
    const int handle = (int)++next_handle;

    if (info) {
        CHECK(arena_used + size <= ARENA_SIZE);
        *info = (struct region_info){ .region = (u32)handle, .space = space,
            .base = ARENA + arena_used, .size = size,
            .frame = ARENA + arena_used + FRAME_OF };
        arena_used += (size + PAGE_SIZE - 1) & ~(PAGE_SIZE - 1);
    }
    return ask(handle, "create_region(%x %x %x %x) -> %d", space, base, size,
               flags, handle);
}

static int nmm_query_region(u32 space, u32 address, struct region_info *info)
{
    *info = (struct region_info){ .size = 4u << 20, .base = address };
    return ask(0, "query_region(%x %x)", space, address);
}

static int nmm_paging(u32 on)
{
    const u32 before = paging_state;
    const int result = ask((int)before, "paging(%u)", on);

    paging_state = result < 0 ? before : on;
    return result;
}

static int nmm_reverse_structure(u32 structure)
{
    const u32 before = structure_state;
    const int result = ask((int)before, "reverse_structure(%u)", structure);

    structure_state = result < 0 ? before : structure;
    return result;
}

static int nmm_create_page_table(laddr_t base, u32 size)
{
    const int handle = (int)++next_handle;

    return ask(handle, "create_page_table(%x %x) -> %d", base, size, handle);
}

#define ONE_HANDLE(name_)                                                   \
    static int nmm_##name_(u32 handle)                                      \
    {                                                                       \
        return ask(0, #name_ "(%u)", handle);                               \
    }
ONE_HANDLE(destroy_region)
ONE_HANDLE(destroy_page_table)
ONE_HANDLE(destroy_ldt)
ONE_HANDLE(destroy_tss)

static int nmm_create_page_mapping(u32 space, u32 address, u32 entry)
{
    return ask(0, "create_page_mapping(%x %x %x)", space, address, entry);
}

static int nmm_invalidate_page_mapping(u32 space, u32 address)
{
    return ask(0, "invalidate_page_mapping(%x %x)", space, address);
}

static u32 nmm_phys_to_virt(u32 space, paddr_t frame)
{
    ask(0, "phys_to_virt(%x %x)", space, frame);
    return PHYS_NOT_MAPPED;
}

static int nmm_create_ldt(u32 entries)
{
    const int handle = (int)++next_handle;

    return ask(handle, "create_ldt(%u) -> %d", entries, handle);
}

static int nmm_create_local_segment(u32 ldt, const struct local_segment *s)
{
    return ask(0, "create_local_segment(%u): %u type %u space %x %x %x "
               "handler %u dwords %u", ldt, s->index, s->type, s->space,
               s->base, s->size, s->handler ? number_of((void *)s->handler)
               : 0, s->dwords);
}

static int nmm_create_tss(const struct task *t)
{
    const int handle = (int)++next_handle;

    return ask(handle, "create_tss(ldt %u space %x cs %x ss %x ds %x es %x "
               "eip %u %s) -> %d", t->ldt, t->space, t->cs, t->ss, t->ds,
               t->es, t->eip ? number_of((void *)t->eip) : 0,
               t->esp ? "esp" : "", handle);
}

static int nmm_page_attributes(u32 space, u32 address, u32 pages, u32 clear,
                               u32 set, u32 strategy)
{
    return ask(MAP_WRITE | MAP_ACCESSED | MAP_DIRTY,
               "page_attributes(%x %x %u %x %x %u)", space, address, pages,
               clear, set, strategy);
}

static int nmm_flush(u32 space, u32 address, u32 pages, u32 strategy)
{
    return ask(0, "flush(%x %x %u %u)", space, address, pages, strategy);
}

static const struct nmm nmm_table = {
    .create_region = nmm_create_region, .destroy_region = nmm_destroy_region,
    .query_region = nmm_query_region, .paging = nmm_paging,
    .create_page_table = nmm_create_page_table,
    .destroy_page_table = nmm_destroy_page_table,
    .create_page_mapping = nmm_create_page_mapping,
    .invalidate_page_mapping = nmm_invalidate_page_mapping,
    .phys_to_virt = nmm_phys_to_virt, .create_ldt = nmm_create_ldt,
    .destroy_ldt = nmm_destroy_ldt,
    .create_local_segment = nmm_create_local_segment,
    .create_tss = nmm_create_tss, .destroy_tss = nmm_destroy_tss,
    .page_attributes = nmm_page_attributes, .flush = nmm_flush,
    .reverse_structure = nmm_reverse_structure };

static int vector_attach(u32 vector, void (*handler)(void))
{
    return ask(0, "vector.attach(%u %u)", vector, number_of(handler));
}

static int vector_open(u32 vector, void (*handler)(void))
{
    return ask(0, "vector.attach_open_call(%u %u)", vector,
               number_of(handler));
}

static int vector_detach(u32 vector)
{
    return ask(0, "vector.detach(%u)", vector);
}

static const struct vector vector_table __attribute__((unused)) = {
    .attach = vector_attach, .attach_open_call = vector_open,
    .detach = vector_detach };

static void nmm_reset(void)
{
    arena_used = paging_state = structure_state = 0;
    memset((void *)ARENA, 0, 0x10000);
}

static void nmm_start(void)
{
    CHECK(mmap((void *)ARENA, ARENA_SIZE, PROT_READ | PROT_WRITE,
               MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0) ==
          (void *)ARENA);
}
