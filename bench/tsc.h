/* SPDX-License-Identifier: MIT */
/*
 * The clock: how the TSC is read here, and what it counts. Bench's only
 * inline assembly is the CPUID wrapper below; the reads are in measure.S.
 */
#pragma once

#include "../core/api/graph.h"
#include "measure/measure.h"

/* blocks.S: bodies of so many instructions. */
void block_100(void);
void block_1000(void);
void block_10000(void);

struct tsc {
    const char *name;           /* of the serialisation */
    enum tsc_kind kind;         /* which that is */
    tsc_measure *measure;       /* NULL: this processor has no TSC */
    enum clock_class clock;     /* as tsc_probe() finds it */
};

/*
 * Choose the kind: that of the option serialize= (auto, cpuid, lfence,
 * rdtscp, none), else the cheapest that orders what it must here. E_OPTION
 * for another word, E_UNSUPPORTED for what CPUID does not report.
 */
int tsc_init(struct tsc *tsc, const struct system_info *info);

/*
 * Find tsc->clock by behaviour: CLOCK_INSN if blocks of 100, 1,000 and
 * 10,000 instructions differ by exactly their lengths, each time. No
 * interrupt may come in between. That a clock is a model's is told (info).
 */
void tsc_probe(struct tsc *tsc, const struct system_info *info);

/* "insn", "tsc" or "model", and the unit of one tick; "" without a clock. */
const char *tsc_clock_name(enum clock_class clock);
const char *tsc_unit(enum clock_class clock);

struct tsc_cpuid {
    u32 eax, ebx, ecx, edx;
};

static inline void tsc_cpuid(u32 leaf, struct tsc_cpuid *regs)
{
    __asm__ volatile("cpuid"
                     : "=a"(regs->eax), "=b"(regs->ebx),
                       "=c"(regs->ecx), "=d"(regs->edx)
                     : "a"(leaf), "c"(0));
}
