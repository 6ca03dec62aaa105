/* SPDX-License-Identifier: MIT */
/* sources: modules/lib/measure/measure.S modules/lib/measure/measure.c */
/*
 * The timed path, on this processor: each kind calls its body once, with the
 * caller's registers as they were, both reads lie around it, and around each
 * read stands what orders it.
 */
#include "../../bench/tsc.h"

#include "check.h"

#include <string.h>

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

/* What counts of a kind's code, up to its RET: LFENCE, RDTSC, RDTSCP, EAX and
 * ECX made 0, CPUID, the call. */
static void read_code(const void *function, char *to)
{
    static const struct { char name; const char *bytes; } known[] = {
        { 'L', "\x0f\xae\xe8" }, { 'T', "\x0f\x31" }, { 'P', "\x0f\x01\xf9" },
        { 'Z', "\x31\xc0\x31\xc9" }, { 'U', "\x0f\xa2" }, { 'C', "\xff\xd3" } };
    const u8 *at = function;

    for (; *at != 0xc3; at++)
        for (u32 i = 0; i < sizeof(known) / sizeof(known[0]); i++)
            if (!memcmp(at, known[i].bytes, strlen(known[i].bytes)))
                *to++ = known[i].name;
    *to = 0;
}

static void test_order(void)
{
    static const char *const right[TSC_KINDS] = {
        [TSC_BARE] = "TCT", [TSC_LFENCE] = "LTLCLTL",
        [TSC_RDTSCP] = "LTLCPL", [TSC_CPUID] = "ZUTCZUT" };
    char code[64];

    for (u32 kind = 0; kind < TSC_KINDS; kind++) {
        read_code((const void *)tsc_measures[kind], code);
        CHECK(!strcmp(code, right[kind]));
        read_code((const void *)tsc_spans[kind], code);
        CHECK(!strcmp(code, right[kind]));
    }
}

int main(void)
{
    test_order();
    for (u32 round = 0; round < 10; round++)
        for (u32 kind = 0; kind < TSC_KINDS; kind++)
            if (knows(kind))
                test_kind(kind);
    CHECK(calls >= 10 * 3 * (TSC_KINDS - 1));
    measure_empty();
    return check_done();
}
