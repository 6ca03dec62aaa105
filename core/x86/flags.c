/* SPDX-License-Identifier: MIT */
/* The storage of ring 1's EFLAGS; who holds interrupts off writes it. */
#include "flags.h"

u32 flags_ring1 = EFLAGS_FIXED | EFLAGS_IF;
