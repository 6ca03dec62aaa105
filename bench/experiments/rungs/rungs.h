/* SPDX-License-Identifier: MIT */
/* What rungs.S has: code of ring 3, methods at ring 1, and words between. */
#pragma once

#include "../../../core/api/types.h"
#include "measure/measure.h"

#define RUNGS_VECTOR 0x61

enum { GATE_NULL, GATE_DONE };

u64 rungs_enter(u32 task, u32 body, u32 measure);
void rungs_done(void);
void rungs_null_gate(void);
void rungs_null_int(void);
void rungs_look_int(void);
void rungs_far(void);
void rungs_task(void);
void rungs_task_start(void);
void rungs_use_fpu(void);
u32 rungs_machine_word(void);           /* CR0, bits 15 to 0 */
extern const char rungs_code[], rungs_code_end[], rungs_gate[], rungs_int[],
                  rungs_sysenter[];
extern u32 rungs_calls;
extern u32 rungs_flags;                 /* EFLAGS: back from ring 3; or there */
extern u32 rungs_far_task[2];           /* of LJMP: offset, selector */

/* The reads of the clock are copied to ring 3: so many bytes, and how far in
 * that of a kind is. */
static inline u32 rungs_measure_size(void)
{
    return (u32)((const char *)measure_empty - (const char *)measure_bare);
}

static inline u32 rungs_measure(u32 kind)
{
    return (u32)((const char *)tsc_measures[kind] -
                 (const char *)measure_bare);
}
