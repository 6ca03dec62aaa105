/* SPDX-License-Identifier: MIT */
/* Where the core goes on after a fault at one of its ways out, in a host's
 * process: the test sees what trap_enter finds. */
#include "ring3.h"
#include "../../core/trap/exit_way_on.S"
#include "ring3_host.S"

        .globl  trap_enter
        .set    trap_enter, ring_back
