/* SPDX-License-Identifier: MIT */
/* A call of phys_to_virt, and not one instruction more. */
#include "nmm/offsets.h"

        .text
        .globl  lookup
lookup:
        mov     costs_nmm, %eax
        pushl   costs_frame
        pushl   costs_space
        call    *NMM_PHYS_TO_VIRT(%eax)
        mov     %eax, costs_result
        add     $8, %esp
        ret
