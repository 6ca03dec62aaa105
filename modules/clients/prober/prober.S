/* SPDX-License-Identifier: MIT */
/* u32 timed_store(u32 address, u32 value): what a store takes, by the TSC. */
#include "../../../core/api/assembly.h"

        .text
FUNCTION(timed_store)
        push    %ebx
        push    %esi
        mov     12(%esp), %ebx
        mov     16(%esp), %ecx
        rdtsc
        mov     %eax, %esi
        mov     %ecx, (%ebx)
        rdtsc
        sub     %esi, %eax
        pop     %esi
        pop     %ebx
        ret
END(timed_store)
