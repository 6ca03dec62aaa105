/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3_paged.S */
/* flags: -m32 -no-pie -fno-sanitize=all -Ibuild/obj/modules/models/paged */
/* modules/models/paged/fault.S: each way through a fault. */
#include "ring3_paged.h"

static void fault(u32 address, u32 error, u32 cs, u32 flags)
{
    const u32 words[] = { error, BACK, cs, flags, ESP3, 0x99, (u32)&space,
                          LINK };

    fault_linear = BASE + address;
    ring_enter(fault_entry, words, 8, &dirty);
}

/* It came to C, which was told that address. */
static void was_served(u32 what, u32 address)
{
    CHECK_EQ(did, what);
    CHECK_EQ(last[0], address);
    CHECK(last[1] == CLIENT_STACK && last[2] == CLIENT_DATA);
    CHECK_EQ(link_word, LINK);
    CHECK_EQ(ring_out.gs, 0);           /* no thread ran meanwhile */
    is_back(CLIENT_DATA, CLIENT_STACK);
}

static void test_demand(u32 error)
{
    reset();
    shadow[4] = SHADOW_DEMAND;
    fault(0x4567, error, HOST_CS, 0x202);
    CHECK_EQ(did, MAPPED);
    CHECK(last[0] == 0x77 && last[1] == BASE + 0x4567 && last[2] == 0x123007);
    CHECK_EQ(shadow[4], page.shadow);
    CHECK(page.space == &space && page.address == BASE + 0x4567);
    CHECK(reserve_available == 1 && reserve_head == RESERVE + 4 && reserve_faults == 11);
    is_back(CLIENT_DATA, CLIENT_STACK);
}

static void test_slow(void)
{
    static const u32 entries[] = { 0, SHADOW_READ | SHADOW_USED,
        SHADOW_DEMAND | SHADOW_EXECUTE, 9 << SHADOW_SHIFT | SHADOW_DEMAND };

    for (u32 i = 0; i < ARRAY_SIZE(entries); i++) {
        reset();
        shadow[4] = entries[i];
        fault(0x4567, 4, HOST_CS, 0x202);
        was_served(SERVED, 0x4567);
        CHECK(reserve_available == 2 && reserve_head == RESERVE + 3);
        CHECK_EQ(shadow[4], entries[i]);
    }
    for (u32 i = 0; i < 3; i++) {               /* at the space's end */
        const u32 at = i == 0 ? PAGES * PAGE_SIZE - 1 : i == 1
                       ? PAGES * PAGE_SIZE : 0x3fffffff;
        reset();
        shadow[PAGES - 1] = SHADOW_DEMAND;
        fault(at, 6, HOST_CS, 0x202);
        if (i == 0)
            CHECK_EQ(did, MAPPED);
        else
            was_served(SERVED, at);
    }
    reset();                                    /* below the window */
    shadow[0] = shadow[PAGES - 1] = SHADOW_DEMAND;
    fault((u32)-1, 6, HOST_CS, 0x202);
    was_served(SERVED, (u32)-1);
}

/* The ring is empty; a mapping fails, and the page stays for C. */
static void test_ring(void)
{
    for (int left = -1; left < 2; left++) {
        reset();
        shadow[4] = SHADOW_DEMAND;
        reserve_available = left;
        fault(0x4567, 6, HOST_CS, 0x202);
        CHECK_EQ(reserve_available, left > 0 ? 0 : left);
        CHECK_EQ(reserve_head, RESERVE + 3 + (left > 0));
        if (left <= 0)
            was_served(SERVED, 0x4567);
    }
    reset();
    shadow[4] = SHADOW_DEMAND;
    answer = -2;
    fault(0x4567, 6, HOST_CS, 0x202);
    was_served(MAPPED * 10 + SERVED, 0x4567);
    CHECK(reserve_faults == 11 && reserve_available == 1);
    reset();
    shadow[4] = SHADOW_DEMAND;
    reserve_pages[3] = TAKEN;
    fault(0x4567, 6, HOST_CS, 0x202);
    was_served(RETURNED * 10 + SERVED, 0x4567);
    CHECK(reserve_faults == 10 && reserve_head == RESERVE + 4 && reserve_available == 1);
}

/* A selector that has gone; a fault of ring 1; one of virtual 8086 mode. */
static void test_returns(void)
{
    for (answer = 1; answer < 3; answer++) {
        const int gone = answer;
        reset();
        answer = gone;
        fault(0x4567, 4, HOST_CS, 0x202);
        is_back(gone == 1 ? 0 : CLIENT_DATA, gone == 2 ? 0 : CLIENT_STACK);
    }
    reset();
    fault(0x4567, 4, 0x19, 0x202);
    CHECK(did == SERVED && link_at == dirty.ebp);
    reset();
    fault(0x4567, 4, HOST_CS, VM | 0x202);
    CHECK_EQ(did, VIRTUAL);
    CHECK_EQ(last[0], 4);
}

/* A write that the shadow forbids: the trap is asked, and that stands. */
static void test_traps(void)
{
    for (int word = 0; word < 3; word++) {
        reset();
        shadow[4] = SHADOW_USED | SHADOW_READ;
        answer = word;
        fault(0x4567, 7, HOST_CS, 0x202);
        CHECK_EQ(did, word == 1 ? TRAPPED : TRAPPED * 10 + REFUSED);
        CHECK(last[0] == 0x51 && last[1] == 0x4567);
        CHECK_EQ(last[2], SHADOW_WRITE);
        CHECK_EQ(wrong, 0);
        CHECK(protect_recent == &space);
        CHECK(word == 1 || link_at == last[3] + 68);
        if (word == 1)
            is_back(CLIENT_DATA, CLIENT_DATA);
        if (word == 1)
            CHECK_EQ(link_word, LINK);
        protect_recent = &other;
    }
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    make_client();
    CHECK_EQ(ring_segment(GATE, (u32)ring_fault_gate, 4096, RING_CODE, 0), 0);
    test_demand(4);
    test_demand(6);
    test_slow();
    test_ring();
    test_returns();
    test_traps();
    return check_done();
}
