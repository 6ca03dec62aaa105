/* SPDX-License-Identifier: MIT */
/* EFLAGS of ring 1: IF is clear while a binding to `cpu` holds interrupts
 * off, and else set. Where the core makes the state of ring 1, this is its. */
#pragma once

#include "../api/types.h"
#include "regs.h"

extern u32 flags_ring1;

static inline u32 flags_ring1_if(void)
{
    return flags_ring1 & EFLAGS_IF;
}
