/* SPDX-License-Identifier: MIT */
#include "trap.h"

#include "parts.h"

DEIMOS_RECEPTACLE(trap, trap, "trap");

int model_trap(int space, u32 address, u32 access)
{
    return trap->access(space, address, access) == 1;
}
