/* SPDX-License-Identifier: MIT */
/* sources: tests/host/bench_rings.S core/lib/crc32.c */
/* flags: -m32 -no-pie -fno-sanitize=all -Ibuild/obj -Ibuild/obj/bench/experiments/rungs */
/*
 * Into ring 3 and back, as experiments delivery and rungs go: what the task,
 * its stack and its flags are, what is noted of the way, and that the caller
 * finds its registers again.
 */
#include "../../bench/experiments/rungs/rungs.h"
#include "../../bench/lib/own.h"

#include "../../core/x86/regs.h"

#include "check.h"
#include "ring3.h"

#include <sys/mman.h>

#define TASK 0x148
#define PAGE_AT 0x8000
#define NONE 0x3f
#define CODE_AT ((u32)rungs_code - OWN_CODE_AT) /* base of ring 3's segment */

u32 delivery_stack, delivery_flags, delivery_error, delivery_eip;
u32 delivery_address;
u32 *delivery_way_back = &delivery_stack;
u64 delivery_ticks;
u32 rungs_calls, rungs_flags, rungs_far_task[2];

int delivery_enter(u32 task, u32 eip, u32 page);
u32 int_here(void (*handler)(void));
extern u32 gate_count, gate_tasks[4], gate_stacks[4], fault_stack;
extern u32 fault_answer, fault_handler;
extern s32 gate_answer[4];
extern u64 fault_start;
extern const char gate_code[], fault_code[], fault_here[], measure_here[];
extern const char null_code[], done_code[], none_code[], task_here[];
extern const char delivery_handler_bare[], delivery_handler_lfence[],
                  delivery_handler_rdtscp[], delivery_handler_cpuid[];

static u64 now(void)
{
    u32 low, high;

    __asm__ volatile("rdtsc" : "=a"(low), "=d"(high));
    return (u64)high << 32 | low;
}

/* The caller's own, and the flags as C has them. */
static void is_kept(void)
{
    CHECK(ring_out.ebx == RING_EBX && ring_out.esi == RING_ESI);
    CHECK(ring_out.edi == RING_EDI && ring_out.ebp == RING_EBP);
    CHECK((u16)ring_out.ds == HOST_DS && (u16)ring_out.es == HOST_DS);
    CHECK_EQ(ring_out.eflags & EFLAGS_DF, 0);
}

static void has_entered(u32 stack)
{
    CHECK_EQ(gate_count, 2);
    CHECK(gate_tasks[0] == TASK && gate_stacks[0] == stack);
    CHECK(gate_tasks[1] == 0 && gate_stacks[1] == 0);
    CHECK_EQ((u16)ring_out.gs, HOST_GS);
    CHECK_EQ(ring_seen.eflags & (EFLAGS_DF | 0x3000), EFLAGS_DF);
}

static int deliver(s32 enters, s32 leaves)
{
    const u32 arg[3] = { TASK, (u32)fault_here, PAGE_AT };

    gate_count = 0;
    gate_answer[0] = enters;
    gate_answer[1] = leaves;
    delivery_ticks = 0;
    return (int)ring_call(delivery_enter, arg);
}

/* The clock is read behind `start`, whose low half is more or less. */
static void test_way(u32 handler, u32 low, s32 leaves)
{
    static u32 elsewhere;

    fault_handler = handler;
    fault_start = (now() - (5ull << 32)) >> 32 << 32 | low;
    fault_answer = 0x8123 + low;
    fault_stack = low & 1 ? (u32)&elsewhere : 0;
    delivery_way_back = low & 1 ? &elsewhere : &delivery_stack;
    CHECK_EQ(deliver(0, leaves), leaves);
    is_kept();
    has_entered(low & 1 ? elsewhere : delivery_stack);
    CHECK_EQ(ring_seen.ebp, PAGE_AT);
    CHECK_EQ(ring_seen.word[0], OWN_CODE);
    CHECK(ring_seen.word[1] == 0 && ring_seen.word[2] == OWN_DATA);
    CHECK(now() - fault_start - delivery_ticks < 1u << 30);
    CHECK(delivery_error == 0x55 && delivery_eip == 0x1234);
    CHECK_EQ(delivery_address, fault_answer);
    CHECK_EQ(delivery_flags & EFLAGS_DF, EFLAGS_DF);
}

static void test_delivery(void)
{
    static const char *const handlers[] = { delivery_handler_bare,
        delivery_handler_lfence, delivery_handler_rdtscp,
        delivery_handler_cpuid };

    CHECK_EQ(ring_segment(OWN_CODE, 0, 0, RING_CODE, 0), 0);
    for (u32 i = 0; i < ARRAY_SIZE(handlers); i++) {
        test_way((u32)handlers[i], 0, 0);
        test_way((u32)handlers[i], 0xffffffff, 0);
        test_way((u32)handlers[i], 0xfffffffe, 3);
    }
    CHECK_EQ(deliver(E_PAGING, 0), E_PAGING);
    is_kept();
    CHECK_EQ(gate_count, 1);
}

/* --- Rungs --------------------------------------------------------------- */

static void test_enter(const char *body)
{
    const u32 at = OWN_CODE_AT + (u32)(body - rungs_code);
    const u32 arg[3] = { TASK, at, (u32)measure_here - CODE_AT };

    gate_count = rungs_calls = rungs_flags = 0;
    CHECK_EQ(ring_call(rungs_enter, arg), 0x12345678);
    CHECK_EQ(ring_out.edx, 0x9abcdef0);
    is_kept();
    CHECK_EQ(gate_stacks[0] + 16 + 4 + 12, ring_out.esp + 12);
    has_entered(gate_stacks[0]);
    CHECK_EQ(ring_seen.word[0], at);
    CHECK(ring_seen.word[1] == OWN_STACK && ring_seen.word[2] == OWN_DATA);
    CHECK_EQ(rungs_calls, 1);
    CHECK_EQ(rungs_flags & EFLAGS_DF, EFLAGS_DF);
}

/* Instructions that a host's process cannot have, to the byte. */
static void test_bytes(void)
{
    const u8 *const after = (const u8 *)rungs_sysenter + 9;
    const u32 back = OWN_CODE_AT + (u32)((const char *)after - rungs_code);

    CHECK(!memcmp(rungs_int, "\xcd\x61\xc3", 3));
    CHECK(!memcmp(rungs_sysenter, "\x89\xe1\xba", 3));
    CHECK(!memcmp(rungs_sysenter + 3, &back, 4));
    CHECK(!memcmp(rungs_sysenter + 7, "\x0f\x34\xc3", 3));
    CHECK_EQ(rungs_code_end - rungs_code, after + 1 - (const u8 *)rungs_code);
    CHECK(!memcmp(rungs_use_fpu, "\xd9\xd0\xc3", 3));
    CHECK(!memcmp(rungs_machine_word, "\x0f\x01\xe0\xc3", 4));
    CHECK(!memcmp(rungs_task, "\xff\x2d", 2));
}

/* Each way to the null method counts once; INT's has the flags back, but that
 * with a look leaves those it came with. */
static void test_methods(void)
{
    const u32 arg[3] = { 0 };

    rungs_calls = 0;
    CHECK_EQ(int_here(rungs_null_int) & EFLAGS_DF, 0);
    CHECK_EQ(rungs_calls, 1);
    CHECK_EQ(int_here(rungs_look_int) & EFLAGS_DF, EFLAGS_DF);
    CHECK_EQ(rungs_calls, 2);
    ring_call(rungs_far, arg);
    is_kept();
    CHECK_EQ(rungs_calls, 3);
    rungs_far_task[0] = (u32)task_here;
    rungs_far_task[1] = HOST_CS;
    ring_call(rungs_task, arg);
    CHECK_EQ(rungs_calls, 4);
    rungs_calls = 0;
    ring_call(rungs_task_start, arg);   /* it begins again, each time */
    CHECK_EQ(rungs_calls, 3);
}

/* What the processor tells of selectors: a limit, P DPL S type; or nothing. */
static void test_look(void)
{
    CHECK_EQ(ring_segment(0x47, 0, 77, RING_DATA, 0), 0);
    CHECK_EQ(look_limit(0x47, 5), 76);
    CHECK_EQ(look_access(0x47) & 0xfe00, 0xf200);
    CHECK_EQ(look_access(0x2f) & 0xfe00, 0xfa00);
    CHECK_EQ(look_access(0x2f) & ~LOOK_ACCESS, 0);
    ring_no_segment(0x47);
    CHECK_EQ(look_access(0x47) & 0x8000, 0);
    CHECK_EQ(look_limit(0xfff7, 5), 5);
    CHECK_EQ(look_access(0xfff7), 0);
    CHECK_EQ(look_limit(0, 9), 9);
}

/* The task of who has none is an LDT's segment here. */
static void lead_back(void)
{
    struct __attribute__((packed)) { u8 code; u32 at; u16 selector; } *jump =
        (void *)((u32)rungs_task_start + 6);

    CHECK_EQ(mprotect((void *)((u32)jump & ~(PAGE_SIZE - 1)), 2 * PAGE_SIZE,
                      PROT_READ | PROT_WRITE | PROT_EXEC), 0);
    CHECK(jump->code == 0xea && jump->at == 0);
    CHECK_EQ(jump->selector, NMM_TASK_NONE);
    jump->selector = NONE;
}

int main(void)
{
    if (ring_is_missing())
        return SKIP;
    CHECK_EQ(ring_segment(0x2f, (u32)gate_code, 4096, RING_CODE, 0), 0);
    CHECK_EQ(ring_segment(0x37, (u32)fault_code, 4096, RING_CODE, 0), 0);
    CHECK_EQ(ring_segment(OWN_GATE(GATE_NULL), (u32)null_code, 64, RING_CODE,
                          0), 0);
    CHECK_EQ(ring_segment(OWN_GATE(GATE_DONE), (u32)done_code, 64, RING_CODE,
                          0), 0);
    lead_back();
    CHECK_EQ(ring_segment(NONE, (u32)none_code, 64, RING_CODE, 0), 0);
    test_delivery();
    CHECK_EQ(ring_segment(OWN_CODE, CODE_AT, 0, RING_CODE, 0), 0);
    test_enter(rungs_gate);
    test_methods();
    test_bytes();
    test_look();
    return check_done();
}
