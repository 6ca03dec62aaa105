/* SPDX-License-Identifier: MIT */
/*
 * Experiment paging: CR0.PG on, off and there and back, through the NMM and
 * its bookkeeping, while x regions exist. Two witnesses of each transition:
 * the state that the NMM was in before it, and a self-backed region, which
 * is invalid while paging is off.
 *
 * first: a VSAS is built and paging goes on, as when the first paged model
 * comes; the tables of core and UPS are kept up since boot and shared by it.
 */
#include "../../modules/deimos.h"

#define REGIONS_MAX 1024
#define WINDOW_SIZE (4u << 20)
#define OFF 0
#define ON 1

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");

static int region[REGIONS_MAX]; /* handles of the x regions */
static u32 regions;
static struct region_info witness;
static int witness_region;      /* handle; 0: none */
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

static int set_up(u32 x)
{
    state_before = nmm->paging(OFF);
    if (state_before < 0)
        return state_before;
    witness_region = nmm->create_region(NMM_UPS, 0, PAGE_SIZE,
                                        REGION_SELF_BACKED, &witness);
    return witness_region < 0 ? witness_region : create_regions(x);
}

static int tear_down(void)
{
    int error = 0;

    if (state_before >= 0)
        nmm->paging(state_before);
    while (regions > 0 && error >= 0)
        error = nmm->destroy_region(region[--regions]);
    if (error >= 0 && witness_region > 0)
        error = nmm->destroy_region(witness_region);
    witness_region = 0;
    return error;
}

static int prepare_off(void)
{
    was_on = was_off = -1;
    return nmm->paging(OFF);
}

static int prepare_on(void)
{
    was_on = was_off = -1;
    return nmm->paging(ON);
}

/* Was paging `before`, and is the witness invalid now, or not? */
static int verify(int before, int expected, int invalid)
{
    struct region_info info;
    int error = nmm->query_region(NMM_UPS, witness.base, &info);

    if (error < 0)
        return error;
    if (before != expected)
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

static void body_roundtrip(void)
{
    was_on = nmm->paging(ON);
    was_off = nmm->paging(OFF);
}

static int check_roundtrip(void)
{
    return was_on == OFF ? verify(was_off, ON, 1) : E_VERIFY;
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
    const int error = prepare_first();
    const int other = tear_down();

    return error < 0 ? error : other;
}

/* ORDER: setup, prepare, body, check, teardown */
static const struct experiment on = {
    set_up, prepare_off, body_on, check_on, tear_down,
};
static const struct experiment off = {
    set_up, prepare_on, body_off, check_off, tear_down,
};
static const struct experiment roundtrip = {
    set_up, prepare_off, body_roundtrip, check_roundtrip, tear_down,
};

static const struct experiment first = {
    set_up, prepare_first, body_first, check_first, tear_down_first,
};

DEIMOS_MODULE("bench_paging", MODULE_SYSTEM);
DEIMOS_INTERFACE("first", "experiment", first, EXPERIMENT_METHODS);
DEIMOS_INTERFACE("on", "experiment", on, EXPERIMENT_METHODS);
DEIMOS_INTERFACE("off", "experiment", off, EXPERIMENT_METHODS);
DEIMOS_INTERFACE("roundtrip", "experiment", roundtrip, EXPERIMENT_METHODS);
