/* SPDX-License-Identifier: MIT */
/*
 * Port I/O of ring 1 that a task's I/O bitmap refuses: while a client is
 * current, ring 1's ports are closed to the processor (io_bitmap.h).
 */
#pragma once

#include "../api/types.h"

struct trap_state;

/*
 * True if the trap is a #GP of ring 1 at IN, OUT, INS or OUTS on ports that
 * are open to ring 1. The access has then been made and the trap state leads
 * behind it; or to it, if a REP prefix has more to do.
 */
int port_access(struct trap_state *trap);
