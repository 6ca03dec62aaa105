/* SPDX-License-Identifier: MIT */
#include "../api/assembly.h"

        .text
        .macro  BLOCK name, length
FUNCTION(\name)
        rdtsc
        mov     %eax, %ecx
        .fill   \length, 1, 0x90        # NOP
        rdtsc
        sub     %ecx, %eax
        ret
END(\name)
        .endm

        BLOCK   cpu_block_100, 100
        BLOCK   cpu_block_1100, 1100
        BLOCK   cpu_block_11100, 11100
