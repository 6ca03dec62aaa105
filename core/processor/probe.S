/* SPDX-License-Identifier: MIT */
/* Into ring 3, and back by an exception or a gate. */
#include "../api/assembly.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "core/offsets.h"

        .text
/*
 * u32 probe_enter(u32 eip, u32 ss, u32 esp): to that code of ring 3. Returns
 * how many bytes of stack the way back took; 0: it came by PROBE_GATE.
 *
 *      return address
 *      ebp ebx esi edi
 *      TSS.esp0 of before      <- probe_esp: TSS.esp0
 */
FUNCTION(probe_enter)
        mov     4(%esp), %eax
        mov     8(%esp), %ecx
        mov     12(%esp), %edx
        push    %ebp
        push    %ebx
        push    %esi
        push    %edi
        pushl   core_tss + TSS_ESP0
        mov     %esp, core_tss + TSS_ESP0
        push    %ecx
        push    %edx
        push    $EFLAGS_FIXED
        push    $PROBE_CS3
        push    %eax
        iret
END(probe_enter)

        .globl  probe_trapped, probe_gated
probe_trapped:
        mov     %ss:core_tss + TSS_ESP0, %eax
        sub     %esp, %eax
        jmp     1f
probe_gated:
        xor     %eax, %eax
1:      mov     $CORE_DS, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        push    $EFLAGS_FIXED           # NT
        popf
        mov     core_tss + TSS_ESP0, %esp
        popl    core_tss + TSS_ESP0
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret

/* Code of ring 3, in a page of its own. */
        .balign 4096
        .globl  probe_virtual, probe_undefined, probe_call
probe_virtual:                          # IRET to what has VM set
        push    $0                      # gs, fs, ds, es
        push    $0
        push    $0
        push    $0
        push    $0                      # ss, esp
        push    $0x100
        push    $EFLAGS_VM | EFLAGS_FIXED
        push    $PROBE_CS3
        push    $probe_undefined
        iret
probe_undefined:
        ud2
probe_call:                             # one dword goes with it
        lcall   $PROBE_GATE, $0
        ud2
        .balign 4096
