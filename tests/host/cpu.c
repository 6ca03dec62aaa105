/* SPDX-License-Identifier: MIT */
/* sources: core/lib/crc32.c */
/* What the processor is: features as CPUID says them, and the clock's class
 * as it behaves. One that counts instructions does so each time, exactly. */
#include <string.h>

#include "../../core/x86/x86.h"

struct fake { unsigned leaf; struct cpuid r; };

static const struct fake *fakes;
static unsigned flags, stuck, seen_cr0, seen_cr4, finits;

static struct cpuid fake_cpuid(unsigned leaf)
{
    for (const struct fake *f = fakes; f->leaf != ~0u; f++)
        if (f->leaf == leaf)
            return f->r;
    return (struct cpuid){ 0, 0, 0, 0 };
}

#define x86_cpuid(leaf) fake_cpuid(leaf)
#define x86_eflags() (flags)
#define x86_set_eflags(value) (flags = ((value) & ~stuck))
#define x86_read_cr0() (seen_cr0)
#define x86_write_cr0(value) (seen_cr0 = (value))
#define x86_read_cr4() (seen_cr4)
#define x86_write_cr4(value) (seen_cr4 = (value))
#define x86_fninit() (finits++)
#include "../../core/processor/cpu.c"

#include "check.h"

struct graph graph;

static const u32 *reads;                /* of the clock, by turns */

u32 cpu_block_100(void) { return *reads++; }
u32 cpu_block_1100(void) { return *reads++; }
u32 cpu_block_11100(void) { return *reads++; }

static int beyond;

int segments_try_read(u16 selector, u32 offset)
{
    CHECK(selector == PROBE_DS && offset == PAGE_SIZE);
    return beyond;
}

void gdt_set_segment(u16 selector, const struct segment *segment)
{
    CHECK(selector == PROBE_DS && segment->size == PAGE_SIZE);
}

void gdt_clear(u16 selector) { CHECK_EQ(selector, PROBE_DS); }

static void probe(const u32 *times, u32 clock)
{
    reads = times;
    cpu_probe();
    CHECK_EQ(graph.system.clock, clock);
}

static void test_clock(void)
{
    static const u32 exact[] = { 103, 1103, 11103, 107, 1107, 11107 };
    u32 times[6];

    graph.system.cpu_features = CPU_TSC;
    probe(exact, CLOCK_INSN);
    /* any block that takes one more or less, in either turn */
    for (u32 i = 0; i < 6; i++)
        for (int more = -1; more < 2; more += 2) {
            memcpy(times, exact, sizeof(times));
            times[i] += (u32)more;
            probe(times, CLOCK_TSC);
        }
    probe((const u32[]){ 40, 400, 3600, 41, 420, 3700 }, CLOCK_TSC);
    probe((const u32[]){ 0xfffffff0, 0x3d8, 0x2ae8, 3, 1003, 11003 },
          CLOCK_INSN);
    cpu_clock_is_modelled();
    CHECK_EQ(graph.system.clock, CLOCK_MODEL);
    graph.system.cpu_features = ~(u32)CPU_TSC;
    probe(exact, CLOCK_NONE);
    cpu_clock_is_modelled();
    CHECK_EQ(graph.system.clock, CLOCK_NONE);
    for (beyond = -1; beyond < 2; beyond++) {
        cpu_probe();
        CHECK_EQ(graph.system.segment_limits, beyond < 0);
    }
}

static void identify(const struct fake *what, const char *refusal)
{
    graph = (struct graph){ .magic = 0 };
    fakes = what;
    const char *why = cpu_identify();
    CHECK(refusal ? why && strstr(why, refusal) : !why);
}

/* One bit of CPUID, one feature. */
static void test_features(void)
{
    static const struct { u32 edx, ecx, feature; } bits[] = {
        { 1u << 3, 0, CPU_PSE }, { 1u << 4, 0, CPU_TSC },
        { 1u << 11, 0, CPU_SEP }, { 1u << 13, 0, CPU_PGE },
        { 1u << 26, 0, CPU_SSE2 }, { 0, 1u << 31, CPU_HYPERVISOR },
        { 1u << 5, 1, 0 } };

    for (u32 i = 0; i < ARRAY_SIZE(bits); i++) {
        const struct fake one[] = {
            { 0, { 1, 0x756e6547, 0x6c65746e, 0x49656e69 } },
            { 1, { 0x633, 0, bits[i].ecx, bits[i].edx | 1 } },
            { 0x40000000, { 0, 0x54474354, 0x43544743, 0x47435447 } },
            { ~0u, { 0, 0, 0, 0 } } };
        identify(one, NULL);
        CHECK_EQ(graph.system.cpu_features,
                 bits[i].feature | CPU_FPU | CPU_CPUID);
        CHECK(!strcmp(graph.system.cpu_vendor, "GenuineIntel"));
        CHECK_EQ(graph.system.cpu_signature, 0x633);
        CHECK(!strcmp(graph.system.hypervisor,
                      bits[i].ecx >> 31 ? "TCGTCGTCGTCG" : ""));
    }
}

/* All of its 48 bytes, of which the last is the name's end. */
static void test_name(void)
{
    static const char name[48] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTU";
    struct fake all[] = {
        { 0, { 1, 0, 0, 0 } }, { 1, { 0, 0, 0, 1 } },
        { 0x80000000, { 0x80000004, 0, 0, 0 } },
        { 0x80000002, { 0, 0, 0, 0 } }, { 0x80000003, { 0, 0, 0, 0 } },
        { 0x80000004, { 0, 0, 0, 0 } }, { ~0u, { 0, 0, 0, 0 } } };

    for (u32 i = 0; i < 3; i++)
        memcpy(&all[3 + i].r, name + 16 * i, 16);
    identify(all, NULL);
    CHECK(!strcmp(graph.system.cpu_name, name));
}

static void test_extended(void)
{
    struct fake all[] = {
        { 0, { 1, 0, 0, 0 } }, { 1, { 0, 0, 0, 1 } },
        { 0x80000000, { 0x80000004, 0, 0, 0 } },
        { 0x80000001, { 0, 0, 0, 1u << 27 } },
        { 0x80000002, { 0x20656e4f, 0, 0, 0 } },
        { 0x80000004, { 0, 0, 0, 0x00646e65 } }, { ~0u, { 0, 0, 0, 0 } } };

    identify(all, NULL);
    CHECK(graph.system.cpu_features & CPU_RDTSCP);
    CHECK(!strcmp(graph.system.cpu_name, "One "));
    CHECK(!memcmp(graph.system.cpu_name + 44, "end", 4));
    all[2].r.eax = 0x80000003;              /* no name then */
    identify(all, NULL);
    CHECK(graph.system.cpu_features & CPU_RDTSCP && !*graph.system.cpu_name);
    all[2].r.eax = 0x80000000;
    identify(all, NULL);
    CHECK(!(graph.system.cpu_features & CPU_RDTSCP));
    all[2].r.eax = 3;                       /* as an old one answers */
    identify(all, NULL);
    CHECK(!(graph.system.cpu_features & CPU_RDTSCP));
    all[1].r.edx = 0;
    identify(all, "floating-point");
}

/* A 386 has no AC, a 486 perhaps no ID; flags are as they were. */
static void test_old(void)
{
    static const struct fake none[] = { { ~0u, { 0, 0, 0, 0 } } };

    for (flags = 2; flags < 0x300000; flags += 0x40002) {
        const u32 before = flags;
        stuck = EFLAGS_AC | EFLAGS_ID;
        flags &= ~stuck;
        identify(none, "i486");
        stuck = EFLAGS_ID;
        identify(none, NULL);
        CHECK_EQ(graph.system.cpu_features, CPU_FPU);
        stuck = 0;
        flags = before;
        identify(none, "floating-point");
        CHECK_EQ(flags, before);
    }
}

static void test_init(void)
{
    static const struct { u32 features, left, cr4; } cases[] = {
        { CPU_PGE, 0x600, 0x80 }, { ~(u32)CPU_PGE, 0x600, 0 },
        { CPU_TSC, ~0u, 0x40 }, { CPU_PSE, ~0x40u, 0 },
        { CPU_PGE | CPU_TSC, ~0u, 0xc0 },
        { CPU_FPU | CPU_CPUID, 0x1234, 0x1234 },    /* no such register */
    };

    for (u32 i = 0; i < ARRAY_SIZE(cases); i++) {
        graph.system.cpu_features = cases[i].features;
        seen_cr0 = 0x6000001e;
        seen_cr4 = cases[i].left;
        cpu_init();
        CHECK_EQ(seen_cr0, 0x60010032);
        CHECK_EQ(seen_cr4, cases[i].cr4);
        CHECK_EQ(finits, i + 1);
    }
}

int main(void)
{
    test_clock();
    test_features();
    test_extended();
    test_name();
    test_old();
    test_init();
    return check_done();
}
