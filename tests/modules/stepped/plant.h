/* SPDX-License-Identifier: MIT */
/* INT3 in the place of an instruction of ring 1, until it is met. */
#pragma once

#include "deimos.h"

void plant(u32 at);
/* Was one there? Then it is gone. */
int plant_take(u32 at);
void plant_take_all(void);
int plant_is_entry(u32 at);

/* Where the handlers of ring 3's faults and of SYSENTER begin, in the image
 * [base, + size); how many there are. */
u32 plant_entries(u32 base, u32 size);
