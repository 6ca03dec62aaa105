/* SPDX-License-Identifier: MIT */
/* sources: tests/host/ring3_exits.S */
/* flags: -m32 -no-pie */
/*
 * core/trap/exit_way_on.S: of what lies on the stack at each way out it makes
 * the frame of a trap where the code behind that way would have gone on.
 */
#include "../../core/base/layout.h"
#include "../../core/x86/trap_state.h"
#include "check.h"
#include "ring3.h"

#define ARGUMENTS (GATE_DWORDS * 4)
#define DIRTY 0x4c93                    /* NT, DF, and all arithmetic flags */

void exit_gate(void), exit_far(void), exit_trap(void);
u32 flags_ring1 = 0x1202, exit_error = 0x55, exit_vector = 12;

static const struct ring_in dirty = { 0xaaaa, 0xb0b0, 0x5151, 0xd1d1, 0xeb9,
                                      HOST_DS, DIRTY, HOST_DS, 0xd0d0,
                                      HOST_GS };

/* vector error eip cs eflags esp ss */
static void is_frame(u32 marks, u32 eflags, u32 esp)
{
    const u32 *word = ring_out.word;

    CHECK_EQ(word[0], 12 | marks);
    CHECK_EQ(word[1], 0x55);
    CHECK_EQ(word[2], 0x1111);
    CHECK_EQ(word[3], 0x19);
    CHECK_EQ(word[4], eflags);
    CHECK_EQ(word[5], esp);
    CHECK_EQ(word[6], 0x21);
    CHECK(ring_out.ebx == dirty.ebx && ring_out.esi == dirty.esi);
    CHECK(ring_out.edi == dirty.edi && ring_out.ebp == dirty.ebp);
}

/* eip cs, the arguments, esp ss: the stack that the stub's RET finds. */
static void test_gate(void)
{
    u32 words[GATE_DWORDS + 4] = { 0x1111, 0x19 };

    words[GATE_DWORDS + 2] = 0x5000;
    words[GATE_DWORDS + 3] = 0x21;
    for (u32 i = 0; i < GATE_DWORDS; i++)
        words[2 + i] = 0xa0 + i;
    ring_enter(exit_gate, words, GATE_DWORDS + 4, &dirty);
    is_frame(TRAP_EXIT | TRAP_UNDELIVERED, 0x1202, 0x5000 + ARGUMENTS);
    CHECK_EQ(ring_out.eflags & DIRTY & ~0x93u, 0);
}

static void test_far(void)
{
    static const u32 words[] = { 0x1111, 0x19, 0x5000, 0x21 };

    ring_enter(exit_far, words, 4, &dirty);
    is_frame(TRAP_EXIT | TRAP_UNDELIVERED, 0x1202, 0x5000);
    CHECK_EQ(ring_out.eflags & DIRTY & ~0x93u, 0);
}

static void test_trap(void)
{
    static const u32 words[] = { 0x1111, 0x19, 0x3246, 0x5000, 0x21 };
    struct ring_in in = dirty;

    in.eflags = 2;                      /* as the trap has it */
    ring_enter(exit_trap, words, 5, &in);
    is_frame(TRAP_EXIT, 0x3246, 0x5000);
    CHECK(ring_out.eax == in.eax && ring_out.edx == in.edx);
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    test_gate();
    test_far();
    test_trap();
    return check_done();
}
