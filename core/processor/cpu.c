/* SPDX-License-Identifier: MIT */
/* Processor identification and behaviour probes. */
#include "cpu.h"

#include "cpu_blocks.h"
#include "../descriptor/descriptor.h"
#include "../descriptor/gdt.h"
#include "../base/graph.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../x86/segments.h"
#include "../lib/string.h"
#include "../x86/x86.h"

#define LEAF_EXTENDED   0x80000000u
#define LEAF_HYPERVISOR 0x40000000u
#define LEAF_NAME       0x80000002u
#define ECX_HYPERVISOR  (1u << 31)
#define EDX_FPU         (1u << 0)
#define EDX_PSE         (1u << 3)
#define EDX_TSC         (1u << 4)
#define EDX_SEP         (1u << 11)
#define EDX_PGE         (1u << 13)
#define EDX_SSE2        (1u << 26)
#define EDX_RDTSCP      (1u << 27)

int cpu_has(u32 features)
{
    return (graph.system.cpu_features & features) == features;
}

/* A bit of EFLAGS that software can change (486: AC; with CPUID: ID). */
static int can_toggle(u32 flag)
{
    const u32 before = x86_eflags();

    x86_set_eflags(before ^ flag);
    const u32 after = x86_eflags();
    x86_set_eflags(before);
    return ((before ^ after) & flag) != 0;
}

static void read_vendor(char *to, const struct cpuid *r)
{
    memcpy(to, &r->ebx, 4);
    memcpy(to + 4, &r->edx, 4);
    memcpy(to + 8, &r->ecx, 4);
    to[12] = 0;
}

static u32 standard_features(const struct cpuid *r)
{
    return (r->edx & EDX_FPU ? CPU_FPU : 0) |
           (r->edx & EDX_PSE ? CPU_PSE : 0) |
           (r->edx & EDX_TSC ? CPU_TSC : 0) |
           (r->edx & EDX_SEP ? CPU_SEP : 0) |
           (r->edx & EDX_PGE ? CPU_PGE : 0) |
           (r->edx & EDX_SSE2 ? CPU_SSE2 : 0) |
           (r->ecx & ECX_HYPERVISOR ? CPU_HYPERVISOR : 0);
}

static void read_hypervisor(struct system_info *s)
{
    struct cpuid r = x86_cpuid(LEAF_HYPERVISOR);

    memcpy(s->hypervisor, &r.ebx, 4);
    memcpy(s->hypervisor + 4, &r.ecx, 4);
    memcpy(s->hypervisor + 8, &r.edx, 4);
    s->hypervisor[12] = 0;
}

static void read_extended(struct system_info *s)
{
    const u32 max = x86_cpuid(LEAF_EXTENDED).eax;

    if (max > LEAF_EXTENDED && max < LEAF_EXTENDED + 0x100 &&
        x86_cpuid(LEAF_EXTENDED + 1).edx & EDX_RDTSCP)
        s->cpu_features |= CPU_RDTSCP;
    if (max < LEAF_NAME + 2)
        return;
    for (u32 i = 0; i < 3; i++) {
        const struct cpuid r = x86_cpuid(LEAF_NAME + i);
        memcpy(s->cpu_name + 16 * i, &r, 16);
    }
}

const char *cpu_identify(void)
{
    struct system_info *s = &graph.system;

    if (!can_toggle(EFLAGS_AC))
        return "an i486 or later is needed (CR0.WP, INVLPG)";
    if (!can_toggle(EFLAGS_ID)) {
        s->cpu_features = CPU_FPU;      /* tried in cpu_init() */
        return NULL;
    }
    const struct cpuid vendor = x86_cpuid(0);
    read_vendor(s->cpu_vendor, &vendor);
    const struct cpuid r = x86_cpuid(1);
    s->cpu_signature = r.eax;
    s->cpu_features = CPU_CPUID | standard_features(&r);
    if (!cpu_has(CPU_FPU))
        return "a floating-point unit is needed";
    if (cpu_has(CPU_HYPERVISOR))
        read_hypervisor(s);
    read_extended(s);
    return NULL;
}

/*
 * The loader may have left any bit of CR4. With OSFXSR, clients could use
 * registers that no switch of threads saves; with PAE, page tables have another
 * format; PCE, TSD, VME, and PVI change what ring 3 may do. Machine checks stay
 * as they are. A processor without any of these features has no CR4.
 */
static void init_cr4(void)
{
    if (graph.system.cpu_features & (CPU_TSC | CPU_PSE | CPU_PGE))
        x86_write_cr4((x86_read_cr4() & CR4_MCE) |
                      (cpu_has(CPU_PGE) ? CR4_PGE : 0));
}

void cpu_init(void)
{
    u32 cr0 = x86_read_cr0();

    cr0 &= ~(u32)(CR0_EM | CR0_TS);
    x86_write_cr0(cr0 | CR0_MP | CR0_NE | CR0_WP);
    x86_fninit();
    init_cr4();
}

/* A clock that counts instructions gives a longer block exactly as much
 * more as it is longer; any other does not, twice in a row. */
static u32 clock_class(void)
{
    if (!cpu_has(CPU_TSC))
        return CLOCK_NONE;
    for (u32 i = 0; i < 2; i++) {
        const u32 a = cpu_block_100(), b = cpu_block_1100(),
                  c = cpu_block_11100();
        if (b - a != 1000 || c - b != 10000)
            return CLOCK_TSC;
    }
    return CLOCK_INSN;
}

static u32 limits_are_enforced(void)
{
    gdt_set_segment(PROBE_DS, &(struct segment){
        .base = (u32)&graph, .size = PAGE_SIZE,
        .type = SEGMENT_DATA_R, .present = 1 });
    const int beyond = segments_try_read(PROBE_DS, PAGE_SIZE);
    gdt_clear(PROBE_DS);
    return beyond < 0;
}

void cpu_probe(void)
{
    graph.system.clock = clock_class();
    graph.system.segment_limits = limits_are_enforced();
}

void cpu_clock_is_modelled(void)
{
    if (graph.system.clock != CLOCK_NONE)
        graph.system.clock = CLOCK_MODEL;
}
