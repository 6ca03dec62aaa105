/* SPDX-License-Identifier: MIT */
/*
 * Experiment fault: from a store to a page that is not mapped to its
 * completion, by a handler at ring 1 that owns vector 14, is entered without
 * any code of the core, and maps the page through the NMM.
 *
 * Proof of a sample: before it the frame is cleared and no page maps it;
 * after it the page does, which nobody but the handler can have done, and
 * the stored value is there.
 */
#include "../../lib/give_back.h"

#define PAGE_FAULT 14
#define NOT_KNOWN (-1)

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");

/* fault.S */
void fault_enter(void);
void fault_body(void);
saddr_t fault_page;             /* the page to fault on */
paddr_t fault_ups_base;         /* linear address 0 of our segment */
u32 fault_entry;                /* the page-table entry to make */
extern const struct nmm *volatile fault_nmm
    __attribute__((alias("nmm")));
extern const struct vector *volatile fault_vector
    __attribute__((alias("vector")));

_Static_assert(offsetof(struct nmm, create_page_mapping) == 28, "fault.S");
_Static_assert(offsetof(struct vector, fault_address) == 8, "fault.S");

static paddr_t frame;
static int window, backing;     /* handles of the regions; 0: none */
static int attached;            /* vector 14 is ours */
static int paging_before;       /* the row's state to go back to */

static int create_regions(void)
{
    struct region_info info;

    window = nmm->create_region(NMM_UPS, 0, PAGE_SIZE, REGION_SELF_BACKED,
                                &info);
    if (window < 0)
        return window;
    fault_page = info.base;
    backing = nmm->create_region(NMM_UPS, 0, PAGE_SIZE, REGION_FRAMES, &info);
    if (backing < 0)
        return backing;
    frame = info.frame;
    fault_entry = frame | MAP_PRESENT | MAP_WRITE;
    return 0;
}

static int attach(void)
{
    int error = vector->attach(PAGE_FAULT, fault_enter);

    attached = error >= 0;
    return error;
}

static int set_up(u32 x)
{
    int error;

    (void)x;
    paging_before = NOT_KNOWN;
    GRAPH_READ(system.ups_base, fault_ups_base);
    error = create_regions();
    if (error >= 0)
        error = attach();
    if (error < 0)
        return error;
    paging_before = nmm->paging(1);
    return paging_before;
}

static volatile u32 *page(void)
{
    return (volatile u32 *)fault_page;
}

/* The page that maps the frame, or PHYS_NOT_MAPPED. */
static u32 find_page(void)
{
    return nmm->phys_to_virt(NMM_UPS, frame);
}

static int unmap_page(void)
{
    return nmm->invalidate_page_mapping(NMM_UPS, fault_page);
}

static int prepare(void)
{
    int error = nmm->create_page_mapping(NMM_UPS, fault_page, fault_entry);

    if (error < 0)
        return error;
    *page() = 0;
    error = unmap_page();
    if (error < 0)
        return error;
    return find_page() == PHYS_NOT_MAPPED ? 0 : E_VERIFY;
}

static int check(void)
{
    if (find_page() != fault_page)
        return E_VERIFY;
    return *page() == fault_page ? 0 : E_VERIFY;
}

static int tear_down(void)
{
    int error = attached ? vector->detach(PAGE_FAULT) : 0;

    attached = 0;
    if (window > 0)
        unmap_page();           /* E_NOTFOUND if the last sample failed */
    paging_back(nmm, &paging_before, &error);
    give_back(&window, nmm->destroy_region, &error);
    give_back(&backing, nmm->destroy_region, &error);
    return error;
}

DEIMOS_MODULE("bench_fault", MODULE_SYSTEM);
EXPERIMENT(ring1, set_up, prepare, fault_body, check, tear_down);
