/* SPDX-License-Identifier: MIT */
/* Which function of measure.S is which kind. */
#include "measure.h"

tsc_measure *const tsc_measures[TSC_KINDS] = {
    [TSC_BARE] = measure_bare, [TSC_LFENCE] = measure_lfence,
    [TSC_RDTSCP] = measure_rdtscp, [TSC_CPUID] = measure_cpuid,
};

tsc_span *const tsc_spans[TSC_KINDS] = {
    [TSC_BARE] = span_bare, [TSC_LFENCE] = span_lfence,
    [TSC_RDTSCP] = span_rdtscp, [TSC_CPUID] = span_cpuid,
};
