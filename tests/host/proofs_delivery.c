/* SPDX-License-Identifier: MIT */
/* sources: core/lib/string.S core/lib/crc32.c */
/*
 * The proofs of experiment delivery, for each kind of serialisation: error
 * code, place, address and DF of the fault that arrived, and whose it was.
 */
#include "../../bench/experiments/delivery/delivery.c"

#include "check.h"
#include "teardown.h"

#define STUB(kind_)                                                         \
    void delivery_handler_##kind_(void) { }                                 \
    const char delivery_##kind_[8], delivery_store_##kind_[8];
STUB(bare) STUB(lfence) STUB(rdtscp) STUB(cpuid)
const char delivery_code[8], delivery_code_end[8];
tsc_measure *const tsc_measures[TSC_KINDS];

static u32 wrong, owner_calls, rivals_fault;

static u32 page_address(void)
{
    return NMM_WINDOW_BASE + PAGE_AT;
}

/* What the handler notes; one of four things is not so. */
static void arrive(const struct kind *kind, u32 flags)
{
    delivery_error = USER_WRITE ^ (wrong == 1) ^ (wrong == 2 ? 4 : 0);
    delivery_eip = code_at(kind->store) + (wrong == 3);
    delivery_address = page_address() + (wrong == 4 ? PAGE_SIZE :
                                         wrong == 5 ? 4 : 0);
    delivery_flags = (flags ^ (wrong == 6 ? EFLAGS_DF : 0)) | 0x202;
}

int delivery_enter(u32 task, u32 eip, u32 page)
{
    CHECK(eip == code_at(delivery_bare) && page == PAGE_AT);
    CHECK_EQ(task, rivals_task);
    if (rivals_fault == 1)              /* ours got it instead */
        arrive(&kinds[TSC_BARE], 0);
    return rivals_fault == 2 ? E_HANDLE : 0;
}

static int rival_took(void)
{
    owner_calls++;
    return owner_calls == 1 ? rivals_fault == 3 : rivals_fault != 4;
}

static const struct rival rival_methods = { .took = rival_took };

static void test_kind(const struct kind *kind)
{
    sampled = kind;
    for (wrong = 0; wrong <= 6; wrong++) {
        arrive(kind, EFLAGS_DF);
        CHECK_EQ(check() == 0, !wrong);
        arrive(kind, 0);
        CHECK_EQ(check() == 0, wrong == 6);
        CHECK_EQ(took(), kind == &kinds[TSC_BARE] && !wrong);
        CHECK(!delivery_error && !delivery_eip && !delivery_address &&
              !delivery_flags);
        CHECK_EQ(took(), 0);            /* once */
        for (rivals_fault = 0; rivals_fault <= 4; rivals_fault++) {
            owner_calls = 0;
            const u32 now = wrong;
            arrive(kind, 0);
            wrong = 0;
            CHECK_EQ(check_demux() == 0, !now && !rivals_fault);
            wrong = now;
        }
    }
}

static int give_module(int handle) { return give(handle); }
static const struct cm giving_cm = { .unbind = give_module,
                                     .unload = give_module };
static int owning;

static int rival_own(u32 yes)
{
    owning = (int)yes;
    return 0;
}

static void set_scene(void)
{
    attached = &kinds[0];
    client = (struct own){ .space = 11, .ldt = 12, .task = 13 };
    bound = 21;
    second = 22;
    paging_before = 1;
    owning = 1;
}

static void test_tear_down(void)
{
    static const int all[] = { GIVEN_VECTOR + PAGE_FAULT, 13, 12, 11, 21, 22,
                               GIVEN_PAGING + 1 };
    static const struct rival owner = { .own = rival_own };

    nmm = &giving_nmm;
    vector = &giving_vector;
    cm = &giving_cm;
    rival = &owner;
    check_given(set_scene, tear_down, all, 7);
    CHECK(!owning);                     /* the vector is left before that */
}

int main(void)
{
    rival = &rival_methods;
    rivals_task = 0x88;
    for (u32 i = 0; i < TSC_KINDS; i++)
        test_kind(&kinds[i]);
    test_tear_down();
    return check_done();
}
