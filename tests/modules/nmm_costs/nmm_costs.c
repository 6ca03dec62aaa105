/* SPDX-License-Identifier: MIT */
/*
 * What methods on pages of a VSAS cost: create, invalidate, lookup with x the
 * structure of the reverse lookup; attributes of one page and of 100, with x
 * the strategy.
 */
#include "deimos.h"

#define PAGES 100u
#define AT (NMM_WINDOW_BASE + 5 * PAGE_SIZE)

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int space, backing, structure_before = -1;
static struct region_info frames;
static u32 strategy, result;

static int start(u32 structure)
{
    structure_before = nmm->reverse_structure(structure);
    if (structure_before < 0)
        return structure_before;
    backing = nmm->create_region(NMM_UPS, 0, PAGES * PAGE_SIZE, REGION_FRAMES,
                              &frames);
    space = nmm->create_page_table(NMM_WINDOW_BASE, 1u << 24);
    return space < 0 ? space : backing < 0 ? backing : 0;
}

static int map(u32 page)
{
    return nmm->create_page_mapping(space, AT + page * PAGE_SIZE,
                                    (frames.frame + page * PAGE_SIZE) |
                                    MAP_PRESENT | MAP_WRITE | MAP_USER);
}

static int start_mapped(u32 structure)
{
    int error = start(structure);

    for (u32 i = 0; i < PAGES && error >= 0; i++)
        error = map(i);
    return error;
}

static int start_paging(u32 x)
{
    int error = start_mapped(REVERSE_SCAN);

    strategy = x;
    return error < 0 ? error : nmm->paging(1);
}

static int stop(void)
{
    nmm->paging(0);
    nmm->destroy_page_table(space);
    nmm->destroy_region(backing);
    return nmm->reverse_structure((u32)structure_before);
}

static int prepare_absent(void)
{
    int error;

    map(1);                             /* the page table stays */
    error = nmm->invalidate_page_mapping(space, AT);
    result = 1;
    return error == E_NOTFOUND ? 0 : error;
}

static int prepare_present(void)
{
    result = 1;
    return map(0);
}

static void create(void)
{
    result = (u32)map(0);
}

static int check_create(void)
{
    return result == 0 &&
           nmm->phys_to_virt(space, frames.frame) == AT ? 0 : E_VERIFY;
}

static void invalidate(void)
{
    result = (u32)nmm->invalidate_page_mapping(space, AT);
}

static int check_invalidate(void)
{
    return result == 0 && nmm->phys_to_virt(space, frames.frame) ==
           PHYS_NOT_MAPPED ? 0 : E_VERIFY;
}

/* lookup.S */
void lookup(void);
u32 costs_space, costs_result;
paddr_t costs_frame;
extern const struct nmm *volatile costs_nmm __attribute__((alias("nmm")));

_Static_assert(offsetof(struct nmm, phys_to_virt) == 36, "lookup.S");

static int prepare_lookup(void)
{
    costs_space = (u32)space;
    costs_frame = frames.frame + 7 * PAGE_SIZE;
    costs_result = 0;
    return 0;
}

static int check_lookup(void)
{
    return costs_result == AT + 7 * PAGE_SIZE ? 0 : E_VERIFY;
}

static void attributes(void)
{
    result = (u32)nmm->page_attributes(space, AT, 1, MAP_WRITE, 0, strategy);
}

static void attributes100(void)
{
    result = (u32)nmm->page_attributes(space, AT, PAGES, MAP_WRITE, 0,
                                       strategy);
}

static int prepare_writable(void)
{
    return nmm->page_attributes(space, AT, PAGES, 0, MAP_WRITE, FLUSH_NONE);
}

static int check_attributes(void)
{
    int last = nmm->page_attributes(space, AT, 1, 0, 0, FLUSH_NONE);

    return result == 7 && last == 5 ? 0 : E_VERIFY;
}

DEIMOS_MODULE("nmm_costs", MODULE_SYSTEM);
EXPERIMENT(create, start, prepare_absent, create, check_create, stop);
EXPERIMENT(invalidate, start, prepare_present, invalidate, check_invalidate,
           stop);
EXPERIMENT(lookup, start_mapped, prepare_lookup, lookup, check_lookup, stop);
EXPERIMENT(attributes, start_paging, prepare_writable, attributes,
           check_attributes, stop);
EXPERIMENT(attributes100, start_paging, prepare_writable, attributes100,
           check_attributes, stop);
