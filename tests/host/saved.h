/* SPDX-License-Identifier: MIT */
/* The registers that a call keeps, for assembly of tests: the first argument is
 * 20 bytes above the stack pointer then. */
#pragma once

#ifdef __ASSEMBLER__

        .macro  save_registers
        push    %ebp
        push    %ebx
        push    %esi
        push    %edi
        .endm

        .macro  restore_registers
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        .endm

#endif
