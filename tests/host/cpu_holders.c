/* SPDX-License-Identifier: MIT */
/* sources: core/base/holders.c core/x86/flags.c core/lib/crc32.c */
/* Interrupts are off at ring 1 while any binding holds them off, and on when
 * the last has gone; tasks that are suspended hear of it. */
#include "../../core/x86/x86.h"

static unsigned is_on = 1, halts;
#define x86_cli() (is_on = 0)
#define x86_sti() (is_on = 1)
#define x86_sti_hlt() (is_on = 1, halts++)
#define x86_eflags() (is_on ? EFLAGS_FIXED | EFLAGS_IF : EFLAGS_FIXED)
#define x86_set_eflags(flags) (is_on = ((flags) & EFLAGS_IF) != 0)
#include "../../core/wrapper/cpu.c"

#include "check.h"

#define BINDINGS 20
#define STEPS 20000

u32 task_count;
static u32 tasks_flags = EFLAGS_IF, held[BINDINGS + 1], behind;

void tss_set_interrupts(u32 flags)
{
    CHECK(task_count > 0);
    tasks_flags = flags;
}

static u32 count_held(void)
{
    u32 n = 0;

    for (u32 i = 1; i <= BINDINGS; i++)
        n += held[i];
    return n;
}

/* What waits is delivered behind the call that lets interrupts on, and no other. */
void interrupt_behind(struct gate_call *call)
{
    CHECK(call && !count_held());
    behind++;
}

static u32 ask(u32 method, u32 binding)
{
    struct gate_call frame = { .eip = 0 };
    struct gate gate = { .binding = binding };

    return cpu_wrapper.table[method](&frame, &gate);
}

static void check_state(void)
{
    const u32 flags = count_held() ? 0 : EFLAGS_IF;

    CHECK_EQ(is_on, flags != 0);
    CHECK_EQ(flags_ring1_if(), flags);
    CHECK_EQ(flags_ring1, EFLAGS_FIXED | flags);
    CHECK(!task_count || tasks_flags == flags);
}

static void step(u32 number)
{
    const u32 binding = 1 + number % BINDINGS, before = halts,
              told = behind;

    switch (number / BINDINGS % 8) {
    case 0:
        CHECK_EQ(ask(0, binding), E_OK);
        CHECK_EQ(halts, before + 1);
        break;
    case 1: case 2: case 3: case 4:
        if (!held[binding] && count_held() == HOLDERS) {
            CHECK_EQ((s32)ask(1, binding), E_FULL);
            break;
        }
        CHECK_EQ(ask(1, binding), E_OK);
        held[binding] = 1;
        break;
    case 5: case 6:
        held[binding] = 0;
        CHECK_EQ(ask(2, binding), E_OK);
        CHECK_EQ(behind - told, !count_held());
        break;
    default:
        cpu_wrapper.released(binding);
        held[binding] = 0;
    }
    check_state();
}

/* All let go, and hold again: so that it is on and off by turns. */
static void release_all(void)
{
    for (u32 binding = 1; binding <= BINDINGS; binding++) {
        cpu_wrapper.released(binding);
        held[binding] = 0;
        check_state();
    }
}

/* As many as there is room for, and then the last one alone. */
static void test_last(void)
{
    for (u32 binding = 1; binding <= HOLDERS; binding++) {
        CHECK_EQ(ask(1, binding), E_OK);
        held[binding] = 1;
    }
    for (u32 binding = 1; binding <= HOLDERS; binding++) {
        check_state();
        held[binding] = 0;
        CHECK_EQ(ask(2, binding), E_OK);
    }
    check_state();
}

int main(void)
{
    const u32 digest = cpu_wrapper.digest(0);
    u32 seed = 1;

    test_last();
    for (u32 i = 0; i < STEPS; i++) {
        seed = seed * 1664525 + 1013904223;
        step(seed >> 8);
        if (i % 512 == 511) {
            release_all();
            task_count ^= 1;
            tasks_flags = EFLAGS_IF;
        }
    }
    release_all();
    CHECK_EQ(cpu_wrapper.digest(0), digest);
    return check_done();
}
