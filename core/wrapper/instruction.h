/* SPDX-License-Identifier: MIT */
/* Privileged instructions for ring 1 (api/wrapper.h, struct cpu). */
#pragma once

#include "../api/types.h"

/* The interrupt flag that ring 1 is to have after a death: EFLAGS_IF, or 0
 * while a binding holds interrupts off. */
u32 instruction_flags(void);
/* The whole of EFLAGS that ring 1 starts with now. */
extern u32 instruction_eflags;
