/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* flags: -m32 -no-pie -fno-sanitize=all */
/*
 * bench/lib/own.h: bytes copied to ring 3 go through the task's segment, into
 * the task and out of it again, and each refusal is the answer. The gate of
 * the core is a code segment of an LDT here.
 */
#include "../../core/api/selectors.h"
#undef CONTEXT_GATE
#define CONTEXT_GATE 0x2f
#include "../../bench/lib/own.h"

#include "check.h"
#include "ring3.h"

#define TASK 0x48
#define SIZE 64u

u32 gate_tasks[8], gate_stacks[8], gate_count;
s32 gate_answers[8];
extern const char gate_code[];

__asm__(".text\ngate_code:\n\tmov gate_count, %ecx\n\t"
        "mov %eax, gate_tasks(, %ecx, 4)\n\t"
        "mov %edx, gate_stacks(, %ecx, 4)\n\tincl gate_count\n\t"
        "mov gate_answers(, %ecx, 4), %eax\n\tlret");

static u8 window[SIZE], bytes[SIZE];

static int copy(u32 to, u32 size, s32 enters, s32 leaves)
{
    const struct own own = { .task = TASK };

    memset(window, 0xee, sizeof(window));
    gate_count = 0;
    gate_answers[0] = enters;
    gate_answers[1] = leaves;
    gate_answers[2] = 0;
    return own_copy(&own, to, bytes, size);
}

/* Where they ought to be, and nowhere else. */
static int is_copied(u32 to, u32 size)
{
    for (u32 i = 0; i < SIZE; i++)
        if (window[i] != (i >= to && i < to + size ? bytes[i - to] : 0xee))
            return 0;
    return 1;
}

static void test_copy(void)
{
    for (u32 to = 0; to < 8; to++)
        for (u32 size = 1; size < SIZE - 8; size += 3) {
            CHECK_EQ(copy(to, size, 0, 0), 0);
            CHECK(is_copied(to, size));
            CHECK_EQ(gate_count, 2);
            CHECK(gate_tasks[0] == TASK && gate_tasks[1] == 0);
            CHECK(gate_stacks[0] == 0 && gate_stacks[1] == 0);
            CHECK_EQ(copy(to, size, 0, E_HANDLE), E_HANDLE);
            CHECK_EQ(gate_count, 2);
            CHECK_EQ(copy(to, size, E_BUSY, 0), E_BUSY);
            CHECK(gate_count == 1 && is_copied(0, 0));
        }
}

/* Each byte that differs is seen, and so is the word, and the limit. */
static void test_looks(void)
{
    CHECK_EQ(copy(4, 16, 0, 0), 0);
    for (u32 i = 0; i < 16; i++) {
        window[4 + i] ^= 1;
        CHECK(!own_holds(4, bytes, 16));
        window[4 + i] ^= 1;
    }
    CHECK(own_holds(4, bytes, 16) && !own_holds(5, bytes, 16));
    for (u32 i = 0; i < SIZE - 4; i++)
        CHECK(own_word(i) == *(const u32 *)(window + i));
    CHECK_EQ(own_limit(7), SIZE - 1);
    ring_no_segment(OWN_DATA);
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    CHECK_EQ(ring_segment(OWN_DATA & ~3, (u32)window, SIZE, RING_DATA, 0), 0);
    CHECK_EQ(ring_segment(CONTEXT_GATE, (u32)gate_code, 64, RING_CODE, 0), 0);
    for (u32 i = 0; i < SIZE; i++)
        bytes[i] = (u8)(i * 37 + 1);
    test_copy();
    test_looks();
    return check_done();
}
