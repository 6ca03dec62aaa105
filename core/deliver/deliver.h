/* SPDX-License-Identifier: MIT */
/* Into a handler of ring 1, as a trap gate would lead there. */
#pragma once

#include "../x86/trap_state.h"

/*
 * Put `count` words on the ring-1 stack, the code's own or from ring 3 the
 * task's, and let the trapped code go on at `handler`, with TF, DF and NT
 * clear.
 * 0, and nothing is changed, if that stack is not there.
 */
int deliver(struct trap_state *trap, saddr_t handler, const u32 *words,
            u32 count);
