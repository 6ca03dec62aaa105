/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/*
 * The proofs of experiment change: each fact that they look at decides, for any
 * number of bindings and whichever of them is the one that went wrong.
 */
#include "proofs_world.h"
#include "../../bench/experiments/change.c"

static const struct null *volatile *slot(u32 i) { return &null[i]; }

#define BIT(fault_) (1u << (fault_))
#define GONE (BIT(ANSWERS_ERROR) | BIT(NODE_STAYS) | BIT(REGION_STAYS))
#define MOVED (GONE | BIT(ANSWERS_ZERO) | BIT(ONE_SLOT_STAYS) | \
               BIT(CALLED_BEFORE))
#define COUNTED (BIT(COUNTED_TWICE) | BIT(NOT_COUNTED))

/* Each fault that matters is noticed, and a sound sample is none. */
static void try(u32 matters, u32 x, int (*set_up_case)(u32),
                int (*prepare_case)(void), void (*body)(void),
                int (*check_case)(void))
{
    world_start(SLOTS);
    timed = 0;
    CHECK(set_up_case(x) >= 0);
    for (enum wrong which = 0; which < FAULTS; which++) {
        if (which != SOUND && !(matters & BIT(which)))
            continue;
        for (faulty_slot = 0; faulty_slot < (x ? x : 1); faulty_slot++) {
            if (which == ONE_SLOT_STAYS && !x)
                continue;
            const int error = sample_with(which, prepare_case, body,
                                          check_case);
            CHECK_EQ(error == 0, which == SOUND);
            if (which != SOUND)         /* and the next one is sound again */
                world_start(SLOTS), provider = 0,
                __builtin_memset(binding, 0, sizeof(binding));
        }
    }
    CHECK_EQ(sample_with(SOUND, prepare_case, body, check_case), 0);
    CHECK_EQ(clean(), 0);
}

/* A fresh instance that has been called already is no subject. */
static void test_called(u32 x)
{
    world_start(SLOTS);
    provider = 0;
    __builtin_memset(binding, 0, sizeof(binding));
    CHECK_EQ(set_up(x), 0);
    fault = CALLED_BEFORE;
    timed = 1;
    CHECK_EQ(prepare_called(), x ? E_VERIFY : 0);
    timed = 0;
    fault = SOUND;
    CHECK_EQ(prepare_called(), 0);
    CHECK_EQ(clean(), 0);
}

/* Whichever request of set_up_drain is refused, that is its answer; a binding
 * that stays is E_VERIFY. */
static u32 request, refused;
static int answer;
static int ask(int result) { return ++request == refused ? E_BUSY : result; }
static int load_or(const char *name) { return ask(0) ?: world_load(name); }
static int unbind_or(int link)
{
    if (!ask(0))
        return world_unbind(link);
    answer = E_VERIFY;
    return E_BUSY;
}
static int drain_or(int handle, u32 yes)
{
    return ask(0) ?: world_drain(handle, yes);
}

static void test_drain_refused(u32 x)
{
    struct cm table = world_cm;
    int error;

    table.load = load_or;
    table.unbind = unbind_or;
    table.drain = drain_or;
    cm = &table;
    for (refused = 1;; refused++) {
        request = 0;
        answer = E_BUSY;
        world_start(SLOTS);
        provider = 0;
        __builtin_memset(binding, 0, sizeof(binding));
        error = set_up_drain(x);
        if (request < refused)          /* so many are not made */
            break;
        CHECK_EQ(error, answer);
    }
    CHECK(error >= 0 && refused >= 4);  /* load, drain twice */
    cm = &world_cm;
    CHECK_EQ(clean(), 0);
}

int main(void)
{
    cm = &world_cm;
    gone_nmm = &world_nmm;
    slot_of = slot;
    for (u32 x = 0; x <= SLOTS; x = x < 4 ? x + 1 : 2 * x) {
        const u32 counts = x ? BIT(CALLED_BEFORE) : 0;
        const u32 moved = (MOVED & ~BIT(CALLED_BEFORE)) | counts;

        test_called(x);
        test_drain_refused(x);
        try(moved, x, set_up, prepare_called, body_latency, check_latency);
        if (x)
            try(moved, x, set_up, prepare_called, body_gap, check_gap);
        try(GONE, x, set_up, prepare_unbound, body_quiesce, check_unloaded);
        try(GONE | COUNTED | BIT(NOT_DRAINING) | BIT(DRAIN_ANSWERS), x,
            set_up_drain, prepare, body_drain, check_drained);
    }
    return check_done();
}
