/* SPDX-License-Identifier: MIT */
/*
 * Experiment rlookup: which page maps this frame? PhysToVirt on a space with
 * x mappings of x distinct frames, page i to frame i of one backing, by each
 * structure. A hit (scan, inverted, chain) looks for the frame of the last
 * page in scan order, a miss for one more frame that no page maps. The
 * window is the same for every x, so that x alone varies.
 *
 * update_STRUCTURE is the price of the structure: one page mapped and
 * invalidated among x others. shared_STRUCTURE: x pages map one frame.
 *
 * Proof: each frame holds its number, which a task of the space then reads in
 * each page. The structure is the one that was asked for, before the samples
 * and after. And what is found is not what any question is answered with:
 * another frame, asked for after each sample, is somewhere else.
 */
#include "../../lib/own.h"

#define MAPPINGS_MAX 65536u
#define WINDOW_SIZE (MAPPINGS_MAX * PAGE_SIZE)
#define NOT_CALLED 3u           /* odd, and not PHYS_NOT_MAPPED */

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int space, backing;      /* handles; 0: none */
static int structure_before = -1, structure_now;
static paddr_t target;          /* the frame to look for */
static u32 expected;            /* its page, or PHYS_NOT_MAPPED */
static volatile u32 found;
static paddr_t control;         /* another frame, and its page */
static u32 control_page;
static u32 pages;               /* of update: how many others there are */
static volatile int mapped, unmapped;   /* of update: what the calls gave */

/* rlookup.S: found = nmm->phys_to_virt(space, target), and no more */
void rlookup_body(void);
extern const struct nmm *volatile rlookup_nmm __attribute__((alias("nmm")));
extern int rlookup_space __attribute__((alias("space")));
extern paddr_t rlookup_target __attribute__((alias("target")));
extern volatile u32 rlookup_found __attribute__((alias("found")));
_Static_assert(offsetof(struct nmm, phys_to_virt) == 36, "rlookup.S");

static laddr_t page_of(u32 index)
{
    return NMM_WINDOW_BASE + index * PAGE_SIZE;
}

static int map_page(u32 index, paddr_t frame)
{
    return nmm->create_page_mapping(space, page_of(index),
                                    frame | MAP_PRESENT | MAP_WRITE);
}

/* step: 0 or PAGE_SIZE: the same frame, or distinct ones. */
static int map_pages(paddr_t first, u32 count, u32 step)
{
    for (u32 i = 0; i < count; i++) {
        int error = map_page(i, first + i * step);

        if (error < 0)
            return error;
    }
    return 0;
}

/* Each frame of the backing holds its number. They lie at `base` while paging
 * is off. Returns the state of paging before. */
static int number_frames(saddr_t base, u32 count)
{
    const int before = nmm->paging(0);

    for (u32 i = 0; before >= 0 && i < count; i++)
        *(volatile u32 *)(base + i * PAGE_SIZE) = i;
    return before;
}

/* What the processor reads in the pages, by a task of the space. They are
 * there, the NMM says: else it would fault. */
static int read_pages(struct own *reader, u32 count, u32 step)
{
    int good = 1;
    int error = nmm->page_attributes((u32)space, NMM_WINDOW_BASE, count, 0, 0,
                                     FLUSH_NONE);

    if (error >= 0)
        error = own_create_task(nmm, reader);

    if (error >= 0)
        error = own_enter(reader->task);
    for (u32 i = 0; error >= 0 && i < count; i++)
        good &= own_word(i * PAGE_SIZE) == (step ? i : 0);
    if (error >= 0)
        error = own_enter(0);
    own_destroy(nmm, reader, &error);
    return error < 0 ? error : good ? 0 : E_VERIFY;
}

static int verify_pages(u32 count, u32 step)
{
    struct own reader = { .space = space, .borrowed = 1, .size = WINDOW_SIZE };
    const int error = nmm->paging(1);

    return error < 0 ? error : read_pages(&reader, count, step);
}

static int map_and_verify(const struct region_info *frames, u32 count,
                          u32 step)
{
    const int before = number_frames(frames->base, count + 1);
    int error = before < 0 ? before : map_pages(frames->frame, count, step);

    if (error >= 0)
        error = verify_pages(count, step);
    if (before >= 0 && nmm->paging((u32)before) < 0)
        error = E_VERIFY;
    return error;
}

/* A scan looks twice at frames of the same 64 KiB, so the first one is always
 * at the start of such a block, wherever memory begins. */
#define BLOCK 0x10000u

/* A space with x mappings of frames from `frame` on; the backing has one
 * more. */
static int create(u32 structure, u32 x, u32 step, struct region_info *frames)
{
    if (x < 1 || x > MAPPINGS_MAX)
        return E_RANGE;
    structure_before = nmm->reverse_structure(structure);
    structure_now = (int)structure;
    if (structure_before < 0)
        return structure_before;
    backing = nmm->create_region(NMM_UPS, 0, (x + 1) * PAGE_SIZE + BLOCK,
                              REGION_FRAMES, frames);
    if (backing < 0)
        return backing;
    frames->base += -frames->frame & (BLOCK - 1);
    frames->frame += -frames->frame & (BLOCK - 1);
    int error = space = nmm->create_page_table(NMM_WINDOW_BASE, WINDOW_SIZE);
    if (error >= 0)
        error = map_and_verify(frames, x, step);
    if (error >= 0 && nmm->reverse_structure(structure) != structure_now)
        error = E_VERIFY;
    control = frames->frame;
    control_page = page_of(0);
    return error;
}

/* The one that no page maps: what the row asks for is at page 0. */
static void control_by_miss(paddr_t frame)
{
    control = frame;
    control_page = PHYS_NOT_MAPPED;
}

static int set_up_hit(u32 structure, u32 x)
{
    struct region_info frames;
    int error = create(structure, x, PAGE_SIZE, &frames);

    target = frames.frame + (x - 1) * PAGE_SIZE;
    expected = page_of(x - 1);
    if (x == 1)
        control_by_miss(frames.frame + PAGE_SIZE);
    return error;
}

static int set_up_miss(u32 structure, u32 x)
{
    struct region_info frames;
    int error = create(structure, x, PAGE_SIZE, &frames);

    target = frames.frame + x * PAGE_SIZE;
    expected = PHYS_NOT_MAPPED;
    return error;
}

static int set_up_shared(u32 structure, u32 x)
{
    struct region_info frames;
    int error = create(structure, x, 0, &frames);

    target = frames.frame;
    expected = page_of(0);
    control_by_miss(frames.frame + PAGE_SIZE);
    return error;
}

/* One page less than the window has, for the one that comes and goes. */
static int set_up_update(u32 structure, u32 x)
{
    if (x >= MAPPINGS_MAX)
        return E_RANGE;
    pages = x;
    int error = set_up_miss(structure, x);
    /* the first mapping makes the page table, which is not the question */
    return error < 0 ? error : map_page(pages, target);
}

static int prepare(void)
{
    found = NOT_CALLED;
    return 0;
}

static int check(void)
{
    return found == expected && nmm->phys_to_virt(space, control) ==
           control_page ? 0 : E_VERIFY;
}

static int prepare_update(void)
{
    mapped = unmapped = 1;
    if (nmm->phys_to_virt(space, target) == page_of(pages))
        return nmm->invalidate_page_mapping(space, page_of(pages));
    return 0;
}

static void body_update(void)
{
    mapped = map_page(pages, target);
    unmapped = nmm->invalidate_page_mapping(space, page_of(pages));
}

static int check_update(void)
{
    if (mapped || unmapped ||
        nmm->phys_to_virt(space, control) != control_page)
        return E_VERIFY;
    return nmm->phys_to_virt(space, target) == PHYS_NOT_MAPPED ? 0 : E_VERIFY;
}

static int tear_down(void)
{
    int error = 0;

    give_back(&space, nmm->destroy_page_table, &error);
    give_back(&backing, nmm->destroy_region, &error);
    if (structure_before >= 0 && nmm->reverse_structure(
            (u32)structure_before) != structure_now)
        error = E_VERIFY;
    structure_before = -1;
    return error;
}

#define CASE(name_, kind_, structure_, prepare_, body_, check_)             \
    static int set_up_for_##name_(u32 x)                                    \
    {                                                                       \
        return set_up_##kind_(structure_, x);                               \
    }                                                                       \
    EXPERIMENT(name_, set_up_for_##name_, prepare_, body_, check_, tear_down)
#define LOOKUP(name_, kind_, structure_) \
    CASE(name_, kind_, structure_, prepare, rlookup_body, check)
#define UPDATE(name_, structure_) \
    CASE(name_, update, structure_, prepare_update, body_update, check_update)

DEIMOS_MODULE("bench_rlookup", MODULE_SYSTEM);
LOOKUP(scan, hit, REVERSE_SCAN);
LOOKUP(inverted, hit, REVERSE_INVERTED);
LOOKUP(chain, hit, REVERSE_CHAIN);
LOOKUP(miss, miss, REVERSE_SCAN);
LOOKUP(inverted_miss, miss, REVERSE_INVERTED);
LOOKUP(chain_miss, miss, REVERSE_CHAIN);
LOOKUP(shared_scan, shared, REVERSE_SCAN);
LOOKUP(shared_inverted, shared, REVERSE_INVERTED);
LOOKUP(shared_chain, shared, REVERSE_CHAIN);
UPDATE(update_scan, REVERSE_SCAN);
UPDATE(update_inverted, REVERSE_INVERTED);
UPDATE(update_chain, REVERSE_CHAIN);
