/* SPDX-License-Identifier: MIT */
/* u64 load_now(void): the TSC. */
#include "../../../core/api/assembly.h"

        .text

        .balign 16
FUNCTION(load_now)
        rdtsc
        ret
END(load_now)
