/* SPDX-License-Identifier: MIT */
/*
 * The timed path, for the bench and for modules that time themselves (an
 * experiment of type `timed`, the client `bench`).
 */
#pragma once

#include "../../../core/api/types.h"

enum tsc_kind {
    TSC_BARE, TSC_LFENCE, TSC_RDTSCP, TSC_CPUID, TSC_KINDS
};

/* The time of one call of body, by each kind of serialisation. */
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
