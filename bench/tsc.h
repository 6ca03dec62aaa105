/* SPDX-License-Identifier: MIT */
/*
 * The clock: how the TSC is read here, and what it counts. Bench's only
 * inline assembly is the CPUID wrapper below; the reads are in measure.S.
 */
#pragma once

#include "../core/api/graph.h"

enum tsc_kind {             /* ORDER tsc_kinds */
    TSC_BARE, TSC_LFENCE, TSC_RDTSCP, TSC_CPUID, TSC_KINDS
};

/* measure.S: the time of one call of body, by each kind of serialisation. */
typedef u64 tsc_measure(void (*body)(void));
tsc_measure measure_bare, measure_lfence, measure_rdtscp, measure_cpuid;
void measure_empty(void);

/* The same, and both reads: for what begins in one thread and ends in
 * another. Differences only: a TSC's value is this boot's alone. */
typedef u64 tsc_span(void (*body)(void), u64 span[2]);
tsc_span span_bare, span_lfence, span_rdtscp, span_cpuid;

/* Of each kind; in the modules' library, for those that time themselves. */
extern tsc_measure *const tsc_measures[TSC_KINDS];
extern tsc_span *const tsc_spans[TSC_KINDS];

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
 * interrupt may come in between.
 */
void tsc_probe(struct tsc *tsc);

/* "insn" or "tsc", and the unit of one tick; "" without a clock. */
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
