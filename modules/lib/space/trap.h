/* SPDX-License-Identifier: MIT */
/* Asking the module in receptacle `trap` (memory.h) about a forbidden access:
 * 1: try again; 0: there is none, or it says no. */
#pragma once

#include "../../../core/api/types.h"

int model_trap(int space, u32 address, u32 access);
