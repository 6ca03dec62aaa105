/* SPDX-License-Identifier: MIT */
/*
 * The way back to ring 3: an IRET or LRET of ring 1 that the processor
 * refuses, because what it leads to is no longer there.
 */
#pragma once

struct trap_state;

/*
 * Was the fault of ring 1 such a return, from the bottom of the ring-1 stack
 * of the task that runs? Then the trap state becomes ring 3's, at the place
 * that it could not go back to: the client's fault, not that of the module
 * whose instruction this is. 0, and nothing is changed, if it was anything
 * else.
 */
int way_back_refused(struct trap_state *trap);
