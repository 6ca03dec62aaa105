/* SPDX-License-Identifier: MIT */
/*
 * A window for interrupts in long work of the core.
 *
 * A call through a gate leaves IF to its caller, so that interrupts come in
 * at any instruction of it; a trap, or a caller whose binding to `cpu` holds
 * interrupts off, has them off. Work without a small bound opens a window now
 * and then. An interrupt of ring 0 is counted and remembered, and nothing of
 * ring 1 runs (core/wrapper/README.md, "Time in the core").
 */
#pragma once

#include "regs.h"
#include "x86.h"

static inline void window_open(void)
{
    if (!(x86_eflags() & EFLAGS_IF))
        __asm__ volatile("sti\n\tnop\n\tcli" : : : "memory");
}
