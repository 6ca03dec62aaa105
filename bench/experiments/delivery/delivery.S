/* SPDX-License-Identifier: MIT */
/*
 * Experiment delivery: ring 3, which reads the TSC and faults, and the
 * handlers at ring 1, whose first instruction is the other read. MEASURED
 * PATH. The same instructions as in ../measure.S stand between the reads,
 * with NOPs for the call of a body and its RET.
 */
#include "../../../core/api/assembly.h"
#include "../../../core/api/selectors.h"
#include "../../../core/x86/regs.h"
#include "../../lib/own.h"

        .text
/*
 * From ring 1 to ring 3, with DF set: a trap gate leaves it alone, the core
 * clears it on its way to a handler. The handler, of this instance or of its
 * rival, comes back to the caller of this.  * int delivery_enter(u32 task, u32 eip, u32 page)
 */
FUNCTION(delivery_enter)
        push    %ebp
        mov     %esp, %ebp
        push    %ebx
        push    %esi
        push    %edi
        mov     %esp, delivery_stack
        mov     8(%ebp), %eax
        mov     %esp, %edx
        lcall   $CONTEXT_GATE, $0
        test    %eax, %eax
        js      leave
        push    $OWN_DATA
        push    $0                      # nothing is pushed there
        push    $EFLAGS_FIXED | EFLAGS_DF
        push    $OWN_CODE
        pushl   12(%ebp)
        mov     16(%ebp), %ebp
        iret

/* From a handler: EDX:EAX stop, EDI:ESI start; the frame is on the stack. */
arrived:
        pushf
        cld
        mov     $UPS_DS, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        mov     $THREAD_DS, %ecx
        mov     %ecx, %gs
        sub     %esi, %eax
        sbb     %edi, %edx
        mov     %eax, delivery_ticks
        mov     %edx, delivery_ticks + 4
        popl    delivery_flags
        popl    delivery_error
        popl    delivery_eip
        lcall   $FAULT_GATE, $0
        mov     %eax, delivery_address
        xor     %eax, %eax
        xor     %edx, %edx
        lcall   $CONTEXT_GATE, $0
        mov     delivery_way_back, %ecx
        mov     (%ecx), %esp
        jmp     restore
leave:
        mov     delivery_stack, %esp
restore:
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret
END(delivery_enter)

/* What runs at ring 3, copied there: EBP is the page. */
        .macro  fault kind
        mov     %eax, %esi
        mov     %edx, %edi
        nop                             # call
        nop                             # ret
delivery_store_\kind:
        mov     %eax, %ss:(%ebp)
        ud2
        .globl  delivery_store_\kind
        .endm

        .macro  handler kind
        .balign 16
        .globl  delivery_handler_\kind
delivery_handler_\kind:
        .endm

        .balign 16
        .globl  delivery_code
delivery_code:
        .globl  delivery_bare
delivery_bare:
        rdtsc
        fault   bare
        .globl  delivery_lfence
delivery_lfence:
        lfence
        rdtsc
        lfence
        fault   lfence
        .globl  delivery_rdtscp
delivery_rdtscp:
        lfence
        rdtsc
        lfence
        fault   rdtscp
        .globl  delivery_cpuid
delivery_cpuid:
        xor     %eax, %eax
        xor     %ecx, %ecx
        cpuid
        rdtsc
        nop                             # the body's address
        fault   cpuid
        .globl  delivery_code_end
delivery_code_end:

        handler bare
        rdtsc
        jmp     arrived

        handler lfence
        lfence
        rdtsc
        lfence
        jmp     arrived

        handler rdtscp
        rdtscp
        lfence
        jmp     arrived

        handler cpuid
        xor     %eax, %eax
        xor     %ecx, %ecx
        cpuid
        rdtsc
        jmp     arrived
