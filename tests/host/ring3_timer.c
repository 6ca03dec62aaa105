/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3_timer.S */
/* flags: -m32 -no-pie -fno-sanitize=all */
/*
 * modules/threads/preempt/timer.S: a tick in ring 1 and in a client, with
 * selectors that are gone when it is over.
 */
#define OTHER 0x37
#define DIRTY_GS OTHER
#include "ring3_handler.h"

void timer_entry(void);
void timer_tick(u32 gs, u32 *registers, u32 eip);
volatile u32 timer_leaving;

static u32 last[3];

static u32 gs_then, gone;

void timer_tick(u32 gs, u32 *registers, u32 eip)
{
    u32 now;

    SEE(!look());
    gs_then = gs;
    __asm__ volatile("mov %%gs, %0" : "=r"(now));
    SEE(now == (registers ? OTHER : HOST_GS));
    last[0] = (u32)registers;
    last[1] = eip;
    last[2] = timer_leaving;
    if (registers) {            /* of ring 1: back to the host's */
        SEE(registers[7] == dirty.eax && registers[0] == dirty.edi);
        SEE(registers[8] == dirty.ebp);
        registers[10] = HOST_CS;
        if (gone)
            registers[-gone] = 0xffff;
        return;
    }
    if (gone)
        ((u32 *)link_at)[-(int)(14 + gone)] = 0xffff;
}

static void test_ring1(void)
{
    const u32 words[] = { BACK, 0x19, 0x202, ESP3 };

    for (gone = 0; gone < 4; gone++) {  /* DS, ES, FS */
        ring_enter(timer_entry, words, 4, &dirty);
        is_back(gone == 1 ? 0 : CLIENT_DATA, gone == 2 ? 0 : CLIENT_STACK);
        CHECK_EQ(ring_out.fs, gone == 3 ? 0 : CLIENT_STACK);
        CHECK_EQ(ring_out.gs, OTHER);
        CHECK_EQ(gs_then, OTHER);
        CHECK_EQ(last[1], BACK);
        CHECK_EQ(link_at, last[0] + 32);
        CHECK(last[2] == 0 && timer_leaving == 0);
    }
}

static void test_client(void)
{
    const u32 words[] = { BACK, HOST_CS, 0x202, ESP3, 0x99, 0x1111, LINK };

    for (gone = 0; gone < 5; gone++) {  /* DS, ES, FS, GS */
        ring_enter(timer_entry, words, 7, &dirty);
        is_back(gone == 1 ? 0 : CLIENT_DATA, gone == 2 ? 0 : CLIENT_STACK);
        CHECK_EQ(ring_out.fs, gone == 3 ? 0 : CLIENT_STACK);
        CHECK_EQ(ring_out.gs, gone == 4 ? 0 : OTHER);
        CHECK_EQ(gs_then, HOST_GS);
        CHECK(last[0] == 0 && last[1] == 0);
        CHECK_EQ(link_word, LINK);
        CHECK(last[2] == 0 && timer_leaving == 0);
    }
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    make_client();
    CHECK_EQ(ring_segment(OTHER, 0, 4096, RING_DATA, 0), 0);
    test_ring1();
    test_client();
    return check_done();
}
