/* SPDX-License-Identifier: MIT */
/* Blocks of known length between two reads of the TSC; low words' difference
 * (constant + number of instructions, where the clock counts these). */
#pragma once

#include "../api/types.h"

u32 cpu_block_100(void);
u32 cpu_block_1100(void);
u32 cpu_block_11100(void);
