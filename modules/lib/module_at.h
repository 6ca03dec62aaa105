/* SPDX-License-Identifier: MIT */
/* Who lives where, by the system graph. */
#pragma once

#include "../../core/api/types.h"

/* The handle of the live module that has that address; 0: there is none. */
u32 module_at(const void *address);
/* Is the module of that handle alive, if only until its last thread leaves? */
int module_lives(u32 handle);
