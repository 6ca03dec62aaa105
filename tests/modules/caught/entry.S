/* SPDX-License-Identifier: MIT */
/* void caught_entry(void): of a trap gate, on the client's ring-1 stack. */
#include "../../../core/api/assembly.h"

        .text
FUNCTION(caught_entry)
        pushf
        popl    %ss:caught_flags
        iret
END(caught_entry)

        .bss
        .balign 4
        .globl  caught_flags
caught_flags:
        .long   0
