/* SPDX-License-Identifier: MIT */
/*
 * Ways out of the core, for assembly. Where the processor faults at one of
 * these instructions, what it was to return to is at fault and not the core:
 * the core goes on at `on`, and that code's owner gets the fault (README.md).
 */
#pragma once

#ifdef __ASSEMBLER__
        .macro  leave on, instruction:vararg
.Lexit_at\@:
        \instruction
        .pushsection .exits, "a"        # struct exit: at, on
        .long   .Lexit_at\@, \on
        .popsection
        .endm
#else
#include "../api/types.h"

/* Where the core goes on after a fault at this instruction, or 0. */
u32 exit_find(u32 eip);

/* What the last one got; by way of #DF it cannot be told, and is #GP. */
extern u32 exit_vector, exit_error;
#endif
