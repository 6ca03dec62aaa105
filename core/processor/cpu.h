/* SPDX-License-Identifier: MIT */
/* The processor: features by CPUID, clock class and limits by trying. */
#pragma once

#include "../api/types.h"

/* NULL, or what the processor lacks. Fills graph.system. */
const char *cpu_identify(void);
/* CR0 and CR4 as the system needs them; the FPU ready for ring 1. */
void cpu_init(void);
/* Fill graph.system.clock and .segment_limits. After the IDT is there. */
void cpu_probe(void);
/* So the host says (option clock=model): behaviour alone does not tell. */
void cpu_clock_is_modelled(void);
int cpu_has(u32 features);
