/* SPDX-License-Identifier: MIT */
/* Experiment rlookup: the timed body, without a C function's frame around the
 * call. MEASURED PATH. */
#include "../../../core/api/assembly.h"
#include "nmm/offsets.h"

        .text
        .balign 16
FUNCTION(rlookup_body)
        pushl   rlookup_target
        pushl   rlookup_space
        mov     rlookup_nmm, %eax
        call    *NMM_PHYS_TO_VIRT(%eax)
        mov     %eax, rlookup_found
        add     $8, %esp
        ret
END(rlookup_body)
