/* SPDX-License-Identifier: MIT */
/* sources: core/trap/stack.c */
/* Who is inside a module: call chains, and what an interrupted thread has at
 * hand. Addresses are the host's own; only those of `stack` may be read. */
#include "check.h"

#include "../../core/gate/user.h"
#include "../../core/trap/stack.h"
#include "../../core/trap/thread.h"

#define WORDS 64
#define BASE 0x1000000u                 /* of the module */
#define SIZE 0x1000u
#define INSIDE (BASE + 0x123)
#define FRAME 40                        /* index of a frame's saved EBP */
#define SAVED 16                        /* of the registers' first word */

static u32 stack[WORDS];

static struct {
    u32 esp, interrupted;               /* the thread's */
    struct { u32 next, first, stride, count, offset, registers; } table;
} world;

void *user_pointer(saddr_t address, u32 size)
{
    const struct { u32 base, size; } known[] = {
        { (u32)stack, sizeof(stack) }, { (u32)&world, sizeof(world) } };

    for (u32 i = 0; i < 2; i++)
        if (address - known[i].base <= known[i].size &&
            size <= known[i].size - (address - known[i].base))
            return (void *)address;
    return NULL;
}

saddr_t thread_suspended(void)
{
    return (saddr_t)&world.table;
}

void thread_set_suspended(saddr_t table)
{
    (void)table;
}

/* One thread, interrupted in a frame with five words of locals. */
static void start(void)
{
    for (u32 i = 0; i < WORDS; i++)
        stack[i] = 0;
    stack[SAVED + 8] = (u32)&stack[SAVED + 17];         /* its EBP */
    stack[SAVED + 17] = (u32)&stack[FRAME];             /* the chain goes on */
    stack[SAVED + 18] = 1;
    world.esp = (u32)&stack[FRAME];
    world.interrupted = (u32)&stack[SAVED];
    world.table.first = (u32)&world.esp;
    world.table.stride = sizeof(world);
    world.table.count = 1;
    world.table.offset = 0;
    world.table.registers = 4;
}

static u32 is_active(void)
{
    return stack_is_active(BASE, SIZE, 0);
}

static void test_interrupted(void)
{
    start();
    CHECK_EQ(is_active(), 0);
    for (u32 i = 0; i < 8; i++) {                       /* PUSHA */
        stack[SAVED + i] = INSIDE;
        CHECK_EQ(is_active(), 1);
        stack[SAVED + i] = 0;
    }
    /* locals; the link and the return address; three arguments */
    for (u32 i = 12; i < 22; i++) {
        const u32 was = stack[SAVED + i];
        stack[SAVED + i] = INSIDE;
        CHECK_EQ(is_active(), 1);
        stack[SAVED + i] = was;
    }
    stack[SAVED + 22] = INSIDE;                         /* an older frame's */
    CHECK_EQ(is_active(), 0);
}

static void test_not_interrupted(void)
{
    start();
    world.interrupted = 0;
    stack[SAVED + 2] = stack[SAVED + 13] = INSIDE;
    CHECK_EQ(is_active(), 0);
}

/* EBP is whatever the code had in it: some words, and nothing unmapped. */
static void test_no_frame(void)
{
    const u32 ebps[] = { 0, 1, (u32)&stack[2], 0xfffffffc, BASE };

    for (u32 i = 0; i < ARRAY_SIZE(ebps); i++) {
        start();
        stack[SAVED + 8] = ebps[i];
        CHECK_EQ(is_active(), 0);
        stack[SAVED + 12] = INSIDE;
        CHECK_EQ(is_active(), 1);
    }
}

static void test_chain(void)
{
    start();
    stack[FRAME] = (u32)&stack[FRAME + 4];
    stack[FRAME + 1] = 1;
    stack[FRAME + 5] = INSIDE;
    CHECK_EQ(is_active(), 1);
    world.esp = 0;                                      /* it runs */
    stack[SAVED] = INSIDE;
    CHECK_EQ(is_active(), 0);
    CHECK_EQ(stack_is_active(BASE, SIZE, (u32)&stack[FRAME]), 1);
}

int main(void)
{
    test_interrupted();
    test_not_interrupted();
    test_no_frame();
    test_chain();
    return check_done();
}
