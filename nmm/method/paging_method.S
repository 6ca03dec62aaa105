/* SPDX-License-Identifier: MIT */
/*
 * u32 GATE_METHOD paging_method(struct gate_call *, struct gate *)
 *
 * MEASURED PATH: constant, whatever there is in memory; 29 instructions on,
 * 31 off. The caller's code and stack must be in pages that map themselves.
 * Off, the custom VSAS must be in CR3: else a task may need its own, and C
 * looks more closely. Both directions empty the TLB (manual 10.9), so that
 * entries may change freely while paging is off.
 */
#include "fast.h"
#include "../../core/x86/regs.h"

#define DIRECT          (ENTRY_PRESENT | ENTRY_DIRECT)

        .text
        .balign 16
FUNCTION(paging_method)
        mov     ARG0(%eax), %ecx
        cmp     paging_state, %ecx
        je      same
        cmp     paging_values, %ecx
        jae     look
checked:
        mov     GATE_CALL_CALLER(%eax), %ecx
        cmp     identity + IDENTITY_UPS_SIZE, %ecx
        jae     refused
        mov     GATE_CALL_ESP(%eax), %edx
        cmp     identity + IDENTITY_UPS_SIZE, %edx
        jae     refused
        mov     identity + IDENTITY_UPS, %eax
        shr     $PAGE_SHIFT, %ecx
        mov     (%eax, %ecx, 4), %ecx
        shr     $PAGE_SHIFT, %edx
        and     (%eax, %edx, 4), %ecx
        not     %ecx
        test    $DIRECT, %ecx
        jnz     refused
        cmpl    $0, paging_state
        jne     off
        mov     identity + IDENTITY_DIRECTORY, %ecx
        mov     %ecx, CR3
        mov     CR0, %ecx
        or      $CR0_PG | CR0_WP, %ecx
        mov     %ecx, CR0
        xor     %eax, %eax
        incl    paging_state
        ret

off:    mov     CR3, %ecx
        cmp     identity + IDENTITY_DIRECTORY, %ecx
        jne     paging_method_leave
        mov     CR0, %ecx
        and     $~CR0_PG, %ecx
        mov     %ecx, CR0
        decl    paging_state
        mov     $1, %eax
        ret

same:   mov     %ecx, %eax
        ret
invalid:
        mov     $E_INVALID, %eax
        ret

/* Segments of windows are there: C may refuse, or has to do more. */
look:   cmp     $1, %ecx
        ja      invalid
        push    %eax
        call    paging_method_look
        pop     %edx
        test    %eax, %eax
        js      1f
        mov     %edx, %eax
        mov     ARG0(%eax), %ecx
        jmp     checked
1:      ret

refused:
        mov     $E_PAGING, %eax
        ret
END(paging_method)
