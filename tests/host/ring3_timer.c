/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3_timer.S */
/* flags: -m32 -no-pie -fno-sanitize=all */
/*
 * modules/threads/preempt/timer.S: a tick in ring 1 and in a client, with
 * selectors that are gone when it is over.
 */
#include "../../modules/lib/ring3/ring3.h"
#include "check.h"
#include "ring3.h"

#define SKIP 77
/* Where GS is the client's nothing can be printed: the line is told later. */
#define SEE(condition) \
    do { if (!(condition) && !wrong) wrong = __LINE__; } while (0)
static u32 wrong;

#define BACK ((u32)ring_back)
#define LINK 0x7001
#define ESP3 0x5000
#define OTHER 0x37

void timer_entry(void);
void timer_tick(u32 gs, u32 *registers, u32 eip);
volatile u32 timer_leaving;

static const struct ring_in dirty = { 0xaaaa, 0xb0b0, 0x5151, 0xd1d1, 0xeb9,
                                      CLIENT_DATA, 0xc93, CLIENT_STACK,
                                      0xd0d0, OTHER };
static u32 last[3], link_at, link_word;

static inline __attribute__((always_inline)) void note(void)
{
    u32 ds, es, flags;

    link_at = *(const u32 *)__builtin_frame_address(0);
    link_word = link_at > 0x10000 ? *(const u32 *)link_at : 0;
    __asm__ volatile("mov %%ds, %0\n\tmov %%es, %1\n\tpushf\n\tpop %2"
                     : "=r"(ds), "=r"(es), "=r"(flags));
    SEE(ds == HOST_DS && es == HOST_DS && !(flags & 0x400));
}

static void is_back(u32 ds, u32 es)
{
    CHECK(ring_out.eax == dirty.eax && ring_out.ebx == dirty.ebx);
    CHECK(ring_out.esi == dirty.esi && ring_out.edi == dirty.edi);
    CHECK(ring_out.ebp == dirty.ebp && ring_out.edx == dirty.edx);
    CHECK_EQ(wrong, 0);
    CHECK_EQ(ring_out.word[0], ESP3);
    CHECK_EQ(ring_out.ds, ds);
    CHECK_EQ(ring_out.es, es);
}

static u32 gs_then, gone;

void timer_tick(u32 gs, u32 *registers, u32 eip)
{
    u32 now;

    note();
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
    if (!ring_is_possible()) {
        puts("no LDT here, or other selectors than those of Linux on x86-64");
        return SKIP;
    }
    CHECK_EQ(ring_segment(CLIENT_DATA, 0x1000, 1, RING_DATA, 1), 0);
    CHECK_EQ(ring_segment(CLIENT_STACK, 0, 4096, RING_DATA, 0), 0);
    CHECK_EQ(ring_segment(OTHER, 0, 4096, RING_DATA, 0), 0);
    test_ring1();
    test_client();
    return check_done();
}
