/* SPDX-License-Identifier: MIT */
/*
 * What ring 1 does with the registers of the code that it interrupts, is
 * called by, or begins: for assembly.
 */
#pragma once

#ifdef __ASSEMBLER__

#define EFLAGS_FIXED 2          /* bit 1 */

/* Whoever was here before, DF and the data segments may be anything. */
        .macro  plain_segments
        cld
        push    %ss
        pop     %ds
        push    %ss
        pop     %es
        .endm

/* ESP and EBP are the only registers that tell anything; so are EFLAGS. */
        .macro  clear_registers
        xor     %eax, %eax
        xor     %ebx, %ebx
        xor     %ecx, %ecx
        xor     %edx, %edx
        xor     %esi, %esi
        xor     %edi, %edi
        push    $EFLAGS_FIXED
        popf
        .endm

/* A selector comes back from the stack: null, if its descriptor has gone
 * meanwhile. EAX is lost. */
        .macro  pop_selector to
        pop     %eax
        call    usable
        mov     %eax, \to
        .endm

/* A file that has pop_selector has this once, behind its code. */
        .macro  define_usable
usable: verr    %ax
        jz      1f
        xor     %eax, %eax
1:      ret
        .endm

#endif
