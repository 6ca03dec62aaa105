/* SPDX-License-Identifier: MIT */
/*
 * Experiment paging: CR0.PG on, off and there and back, through the NMM and
 * its bookkeeping, while x regions exist. Witnesses of each transition: the
 * state that the NMM was in before it; a self-backed region, which is invalid
 * while paging is off; and memory itself: a page of that region shows the
 * frame that it maps while the processor pages, and else what lies at its
 * address. `roundtrip` stores what the first transition returned in that page,
 * so that the frame has it afterwards, and not what lies at the address.
 *
 * first: a VSAS is built and paging goes on, as when the first paged model
 * comes; the tables of core and UPS are kept up since boot and shared by it.
 */
#include "../lib/give_back.h"

#define REGIONS_MAX 1024
#define WINDOW_SIZE (4u << 20)
#define OFF 0
#define ON 1
#define SHOWS_OFF 0x0ff0ff0fu   /* words of the witness's page */
#define SHOWS_ON 0x1001001fu
#define NOT_THERE 4711          /* no state */

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int region[REGIONS_MAX]; /* handles of the x regions */
static u32 regions;
static struct region_info witness;
static u32 *frame_words;        /* the frame that it maps, where it lies */
static int witness_region, mapped_region;       /* handles; 0: none */
static int state_before;        /* of the row; negative: not known */
static int was_on, was_off;     /* what paging(ON), paging(OFF) returned */
static int space;               /* of first; 0: none */

static int create_regions(u32 count)
{
    if (count > REGIONS_MAX)
        return E_RANGE;
    while (regions < count) {
        int handle = nmm->create_region(NMM_UPS, 0, PAGE_SIZE,
                                        REGION_ANYWHERE, NULL);
        if (handle < 0)
            return handle;
        region[regions++] = handle;
    }
    return 0;
}

/* Paging is off. */
static int create_witness(void)
{
    struct region_info frame;

    witness_region = nmm->create_region(NMM_UPS, 0, PAGE_SIZE,
                                        REGION_SELF_BACKED, &witness);
    if (witness_region < 0)
        return witness_region;
    mapped_region = nmm->create_region(NMM_UPS, 0, PAGE_SIZE, REGION_FRAMES,
                                       &frame);
    if (mapped_region < 0)
        return mapped_region;
    *(volatile u32 *)witness.base = SHOWS_OFF;
    frame_words = (u32 *)frame.base;
    *frame_words = SHOWS_ON;
    return nmm->create_page_mapping(NMM_UPS, witness.base, frame.frame |
                                    MAP_PRESENT | MAP_WRITE);
}

static int set_up(u32 x)
{
    state_before = nmm->paging(OFF);
    if (state_before < 0)
        return state_before;
    const int error = create_witness();
    return error < 0 ? error : create_regions(x);
}

static int tear_down(void)
{
    int error = 0;

    paging_back(nmm, &state_before, &error);
    while (regions > 0)
        give_back(&region[--regions], nmm->destroy_region, &error);
    give_back(&witness_region, nmm->destroy_region, &error);
    give_back(&mapped_region, nmm->destroy_region, &error);
    return error;
}

/* What the processor does, whatever the NMM says. */
static int pages_now(void)
{
    return *(volatile u32 *)witness.base == SHOWS_ON;
}

static int prepare(u32 state)
{
    was_on = was_off = -1;
    const int error = nmm->paging(state);
    return error >= 0 && pages_now() != (int)state ? E_VERIFY : error;
}

static int prepare_off(void)
{
    return prepare(OFF);
}

static int prepare_on(void)
{
    return prepare(ON);
}

/* Was paging `before`, and is the witness invalid now, or not? */
static int verify(int before, int expected, int invalid)
{
    struct region_info info;
    int error = nmm->query_region(NMM_UPS, witness.base, &info);

    if (error < 0)
        return error;
    if (before != expected || pages_now() == invalid)
        return E_VERIFY;
    return (info.status == REGION_INVALID) == invalid ? 0 : E_VERIFY;
}

static void body_on(void)
{
    was_on = nmm->paging(ON);
}

static int check_on(void)
{
    return verify(was_on, OFF, 0);
}

static void body_off(void)
{
    was_off = nmm->paging(OFF);
}

static int check_off(void)
{
    return verify(was_off, ON, 1);
}

/* The second word of the witness's page, wherever that is. */
static volatile int *note(void)
{
    return (volatile int *)witness.base + 1;
}

static int prepare_roundtrip(void)
{
    const int error = prepare_off();

    *note() = NOT_THERE;
    frame_words[1] = NOT_THERE;
    return error;
}

static void body_roundtrip(void)
{
    const int before = nmm->paging(ON);

    *note() = before;
    was_off = nmm->paging(OFF);
}

static int check_roundtrip(void)
{
    return frame_words[1] == OFF && *note() == NOT_THERE
         ? verify(was_off, ON, 1) : E_VERIFY;
}

static int prepare_first(void)
{
    const int error = prepare_off();

    if (error < 0 || space <= 0)
        return error;
    const int gone = nmm->destroy_page_table((u32)space);
    space = 0;
    return gone;
}

static void body_first(void)
{
    space = nmm->create_page_table(NMM_WINDOW_BASE, WINDOW_SIZE);
    was_on = nmm->paging(ON);
}

static int check_first(void)
{
    struct region_info info;

    if (space < 0)
        return space;
    /* the window is there, and free */
    if (nmm->query_region((u32)space, NMM_WINDOW_BASE, &info) != 0 ||
        info.size != WINDOW_SIZE)
        return E_VERIFY;
    return check_on();
}

static int tear_down_first(void)
{
    const int error = space > 0 ? prepare_first() : 0;
    const int other = tear_down();

    return error < 0 ? error : other;
}

DEIMOS_MODULE("bench_paging", MODULE_SYSTEM);
EXPERIMENT(first, set_up, prepare_first, body_first, check_first,
           tear_down_first);
EXPERIMENT(on, set_up, prepare_off, body_on, check_on, tear_down);
EXPERIMENT(off, set_up, prepare_on, body_off, check_off, tear_down);
EXPERIMENT(roundtrip, set_up, prepare_roundtrip, body_roundtrip,
           check_roundtrip, tear_down);
