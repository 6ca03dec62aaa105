/* SPDX-License-Identifier: MIT */
/*
 * Exceptions with several owners, by interrupt gates to ring 0. MEASURED
 * PATH: README.md has what it costs.
 *
 *      struct demux of the vector      <- esp
 *      error           E = 4; E = 0: none
 *      eip, cs, eflags
 *      esp, ss         only from ring 1 or 3
 *
 * goes, without the first, to the ring-1 stack, as behind a trap gate: from
 * ring 3 all of it and to TSS.esp1, from ring 1 without esp and ss and to
 * esp. DS is not the core's here, so SS is named. Nothing here faults but
 * `reserve`, if that stack is not there (demux_no_stack is the way on);
 * interrupts are off, so one place to save registers is enough.
 */
#include "demux.h"
#include "../api/assembly.h"
#include "../x86/exit.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../x86/trap_state.h"
#include "../descriptor/idt.h"
#include "core/api/offsets.h"
#include "core/offsets.h"

#define PAGE_FAULT      (demux_vectors + (VECTOR_PF << DEMUX_SHIFT))
#define CLEARED         (EFLAGS_TF | EFLAGS_DF | EFLAGS_NT | EFLAGS_RF | \
                         EFLAGS_IOPL | EFLAGS_VM)

        .text
        .balign IDT_STUB_SIZE
FUNCTION(demux_stubs)
        vector = 0
        .rept   DEMUX_VECTORS
        .balign IDT_STUB_SIZE
        push    $demux_vectors + (vector << DEMUX_SHIFT)
        .if     VECTOR_ERRORS >> vector & 1
        jmp     demux4
        .else
        jmp     demux0
        .endif
        vector = vector + 1
        .endr

/* EDX: struct demux; the rest of the trap state is at ESP. */
        .macro  save
        mov     %eax, %ss:saved_eax
        mov     %ecx, %ss:saved_ecx
        mov     %edx, %ss:saved_edx
        mov     %ebx, %ss:saved_ebx
        pop     %edx
        .endm

/* ECX: the stack's top; becomes its end below so many words, and EBX the
 * core's pointer to it. */
        .macro  reserve words, slow
        cmp     %ss:identity + IDENTITY_UPS_SIZE, %ecx
        ja      \slow
        sub     $(\words) * 4, %ecx
        jb      \slow
        mov     %ecx, %ebx
        add     %ss:memory + MEMORY_UPS, %ebx
        orl     $0, %ss:(%ebx)
        orl     $0, %ss:(\words) * 4 - 4(%ebx)
        .endm

/* EAX: a module; EDX becomes its handler. */
        .macro  find name, go, slow
        .irp    i, 0, 1, 2, 3, 4, 5, 6, 7
        cmp     %eax, %ss:DEMUX_MODULE + \i * 4(%edx)
        je      \name\()_\i
        .endr
        jmp     \slow
        .irp    i, 0, 1, 2, 3, 4, 5, 6, 7
\name\()_\i:
        mov     %ss:DEMUX_HANDLER + \i * 4(%edx), %edx
        jmp     \go
        .endr
        .endm

/* The trap state to EBX, `drop` bytes of it nowhere; on in the handler, EDX. */
        .macro  enter words, drop, E
        mov     \E + 8(%esp), %eax      # eflags
        place = 0
        .rept   \words
        popl    %ss:place(%ebx)
        place = place + 4
        .endr
        .if     \drop
        add     $\drop, %esp
        .endif
        and     $~CLEARED, %eax
        push    $UPS_DS
        push    %ecx
        push    %eax
        push    $UPS_CS
        push    %edx
        mov     %ss:saved_eax, %eax
        mov     %ss:saved_ecx, %ecx
        mov     %ss:saved_edx, %edx
        mov     %ss:saved_ebx, %ebx
        iret
        .endm

        .macro  demux E
demux\E:
        testb   $2, \E + 8(%esp)        # cs
        jz      from_inside\E
        save
        str     %ax
        and     $~3, %al                # JMP to it has left an RPL there
        cmp     $CORE_TSS, %ax
        jne     slow\E
        mov     %ss:core_tss + TSS_ESP1, %ecx
        reserve (5 + \E / 4), slow\E
        mov     %ss:task_current, %eax
        test    %eax, %eax
        jz      slow\E
        mov     %ss:TASK_OWNER(%eax), %eax
        find    client\E, enter_client\E, slow\E
enter_client\E:
        enter   (5 + \E / 4), 0, \E

from_inside\E:
        testb   $1, \E + 8(%esp)
        jz      from_core\E
        save
        cmpw    $UPS_DS, \E + 16(%esp)  # ss
        jne     slow\E
        mov     \E + 12(%esp), %ecx     # esp
        reserve (3 + \E / 4), slow\E
        .if     \E
        cmp     $PAGE_FAULT, %edx
        je      page_fault
        .endif
        .irp    i, 0, 1, 2, 3, 4, 5, 6, 7
        mov     \E(%esp), %eax          # eip
        sub     %ss:DEMUX_BASE + \i * 4(%edx), %eax
        cmp     %ss:DEMUX_SIZE + \i * 4(%edx), %eax
        jb      image\E\()_\i
        .endr
        jmp     slow\E
        .irp    i, 0, 1, 2, 3, 4, 5, 6, 7
image\E\()_\i:
        mov     %ss:DEMUX_HANDLER + \i * 4(%edx), %edx
        jmp     enter_module\E
        .endr
enter_module\E:
        enter   (3 + \E / 4), 8, \E
        .endm

        demux   0
        demux   4

page_fault:
        mov     %cr2, %eax
        shr     $PAGE_SHIFT - FRAME_SHIFT, %eax
        and     $-(1 << FRAME_SHIFT), %eax
        cmp     %ss:frame_table_bytes, %eax
        jae     window
        add     %ss:frame_table, %eax
        mov     %ss:FRAME_TAG(%eax), %eax
        shr     $1, %eax                # an odd tag: a self-backed page
        jnc     slow4
page_owner:
        find    page, enter_module4, slow4
window:                                 # of the space that CR3 shows
        mov     %ss:task_current, %eax
        test    %eax, %eax
        jz      slow4
        mov     %cr3, %ebx
        cmp     %ss:TASK_DIRECTORY(%eax), %ebx
        jne     slow4
        mov     %ss:TASK_OWNER(%eax), %eax
        mov     %ecx, %ebx
        add     %ss:memory + MEMORY_UPS, %ebx
        jmp     page_owner

/* What is rare becomes a struct trap_state, and demux.c's. */
slow0:
        push    $0                      # no error code
slow4:
        push    %edx
        call    restore
from_core4:
        subl    $demux_vectors, (%esp)
        shrl    $DEMUX_SHIFT, (%esp)
        jmp     trap_enter
from_core0:
        pushl   (%esp)
        movl    $0, 4(%esp)
        jmp     from_core4
END(demux_stubs)
        .globl  demux_end
demux_end:

/* Where a fault of `reserve` goes on, perhaps by way of a task switch. */
FUNCTION(demux_no_stack)
        clts
        sub     $demux_vectors, %edx
        shr     $DEMUX_SHIFT, %edx
        mov     $VECTOR_ERRORS, %eax
        bt      %edx, %eax
        jc      1f
        push    $0
1:      or      $TRAP_UNDELIVERED, %edx
        push    %edx
        call    restore
        jmp     trap_enter
END(demux_no_stack)

restore:
        mov     %ss:saved_eax, %eax
        mov     %ss:saved_ecx, %ecx
        mov     %ss:saved_edx, %edx
        mov     %ss:saved_ebx, %ebx
        ret

/* Of FAULT_GATE. */
        .balign 16
FUNCTION(gate_fault_address)
        mov     %cr2, %eax
        leave   exit_far, lret
END(gate_fault_address)
        .globl  gate_fault_address_end
gate_fault_address_end:

        .bss
        .balign 4
saved_eax:
        .long   0
saved_ecx:
        .long   0
saved_edx:
        .long   0
saved_ebx:
        .long   0
