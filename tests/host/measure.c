/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/measure/measure.S modules/lib/measure/measure.c */
/*
 * The timed path, on this processor: each kind calls its body once, with the
 * caller's registers as they were, and both reads lie around it.
 */
#include "../../bench/tsc.h"

#include "check.h"

static u64 inside;
static u32 calls;

void block_100(void) { }

static void body(void)
{
    inside = __builtin_ia32_rdtsc();
    calls++;
}

/* Does the processor know RDTSCP? */
static int knows(u32 kind)
{
    u32 a, b, c, d;

    if (kind != TSC_RDTSCP)
        return 1;
    __asm__("cpuid" : "=a"(a), "=b"(b), "=c"(c), "=d"(d) : "a"(0x80000001));
    return d >> 27 & 1;
}

static void test_kind(u32 kind)
{
    u64 both[4] = { 1, 2, 3, 4 };       /* start, stop, and what is behind */
    u32 method = (u32)tsc_measures[kind], what = (u32)body, changed;
    const u64 before = __builtin_ia32_rdtsc();
    const u64 took = tsc_spans[kind](body, (void *)both);
    const u64 after = __builtin_ia32_rdtsc();

    CHECK(before <= both[0] && both[0] <= inside && inside <= both[1] &&
          both[1] <= after);
    CHECK_EQ(took, both[1] - both[0]);
    CHECK(both[2] == 3 && both[3] == 4);
    const u64 start = __builtin_ia32_rdtsc();
    const u64 time = tsc_measures[kind](body);
    CHECK(time <= __builtin_ia32_rdtsc() - start && inside >= start);
    __asm__ volatile("pushl %%ebx\n\tpushl %%esi\n\tpushl %%edi\n\t"
                     "movl $11, %%ebx\n\tmovl $22, %%esi\n\tmovl $33, %%edi\n\t"
                     "pushl %%edx\n\tcall *%%eax\n\taddl $4, %%esp\n\t"
                     "xorl $11, %%ebx\n\txorl $22, %%esi\n\txorl $33, %%edi\n\t"
                     "orl %%esi, %%ebx\n\torl %%edi, %%ebx\n\t"
                     "movl %%ebx, %%ecx\n\t"
                     "popl %%edi\n\tpopl %%esi\n\tpopl %%ebx"
                     : "+a"(method), "+d"(what), "=c"(changed)
                     :: "memory", "cc");
    CHECK_EQ(changed, 0);
}

int main(void)
{
    for (u32 round = 0; round < 10; round++)
        for (u32 kind = 0; kind < TSC_KINDS; kind++)
            if (knows(kind))
                test_kind(kind);
    CHECK(calls >= 10 * 3 * (TSC_KINDS - 1));
    measure_empty();
    return check_done();
}
