/* SPDX-License-Identifier: MIT */
/*
 * SYSENTER. MEASURED PATH. It has no DPL and saves nothing, so what it needs
 * is checked here: a task runs, and its owner has attached. Then the owner's
 * handler is entered at ring 1 as if by a call gate of no dwords:
 *
 *      ss, esp (ECX)           <- TSS.esp1
 *      cs, eip (EDX)           <- esp of the handler
 *
 * Everybody else gets what SYSENTER gives where there is none: #GP(0). DS is
 * the client's, so SS is named. ECX and EDX are lost.
 */
#include "../api/assembly.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "sysenter.h"
#include "../x86/trap_state.h"
#include "core/offsets.h"

#define RING3           3

        .text
        .balign 16
FUNCTION(sysenter_entry)
        mov     %ss:core_tss + TSS_ESP0, %esp
        push    $EFLAGS_FIXED           # no NT: IRET would leave the task
        popf
        push    $UPS_DS
        push    %eax
        push    %ebx
        str     %ax
        and     $~3, %al                # JMP to it has left an RPL there
        cmp     $CORE_TSS, %ax
        jne     refuse
        mov     %ss:task_current, %eax
        test    %eax, %eax
        jz      refuse
        mov     %ss:TASK_OWNER(%eax), %eax
        .irp    i, 0, 1, 2, 3, 4, 5, 6, 7
        mov     $sysenter_owners + \i * 4, %ebx
        cmp     %eax, %ss:SYSENTER_MODULE(%ebx)
        je      found
        .endr
        jmp     refuse
found:
        mov     %ss:core_tss + TSS_ESP1, %eax
        cmp     %ss:identity + IDENTITY_UPS_SIZE, %eax
        ja      refuse
        sub     $16, %eax
        jb      refuse
        add     %ss:memory + MEMORY_UPS, %eax
        orl     $0, %ss:(%eax)          # it may not be there
        orl     $0, %ss:12(%eax)
        mov     %edx, %ss:(%eax)
        mov     %ss:SYSENTER_CS(%ebx), %edx
        mov     %edx, %ss:4(%eax)
        mov     %ecx, %ss:8(%eax)
        mov     %ss:SYSENTER_SS(%ebx), %edx
        mov     %edx, %ss:12(%eax)
        sub     %ss:memory + MEMORY_UPS, %eax
        mov     %ss:SYSENTER_HANDLER(%ebx), %edx
        pop     %ebx
        xchg    %eax, (%esp)            # esp of ring 1
        pushl   %ss:flags_ring1
        push    $UPS_CS
        push    %edx
        iret
END(sysenter_entry)
        .globl  sysenter_end
sysenter_end:

FUNCTION(sysenter_no_stack)
        clts                            # it may have come by a task switch
refuse: pop     %ebx
        pop     %eax
        movl    $RING3, (%esp)          # ss
        push    %ecx
        pushl   %ss:flags_ring1
        push    $RING3                  # cs
        push    %edx
        push    $0
        push    $VECTOR_GP | TRAP_UNDELIVERED
        jmp     trap_enter
END(sysenter_no_stack)

        .bss
        .balign 16
        .skip   1024                    # for #DB before the first instruction
        .globl  sysenter_stack_top
sysenter_stack_top:
