/* SPDX-License-Identifier: MIT */
/* Each way from ring 3 to ring 1, with registers as struct attack has them. */
#include "ring3/ring3.h"
#include "walls.h"

        .text
/* void walls_attack(const struct attack *): ends with exit(WALLS_OK), since
 * what client_main returns to may have been written over. */
        .globl  walls_attack
        .type   walls_attack, @function
walls_attack:
        movl    4(%esp), %esi
        movl    %esp, saved
        pushl   ATTACK_FLAGS(%esi)
        popfl
        movl    ATTACK_EBP(%esi), %ebp
        movl    ATTACK_EAX(%esi), %eax
        movl    ATTACK_EBX(%esi), %ebx
        movl    ATTACK_ECX(%esi), %ecx
        movl    ATTACK_EDX(%esi), %edx
        movl    ATTACK_EDI(%esi), %edi
        movw    ATTACK_DS + 12(%esi), %gs
        movw    ATTACK_DS + 8(%esi), %fs
        movw    ATTACK_DS + 4(%esi), %es
        lss     ATTACK_STACK(%esi), %esp
        movw    ATTACK_DS(%esi), %ds
        jmp     *%edi

        .globl  walls_back
walls_back:
        movl    $CLIENT_DATA, %eax
        movl    %eax, %ds
        movl    %eax, %es
        movl    $CLIENT_STACK, %eax
        movl    %eax, %ss
        movl    saved, %esp
        pushl   $2
        popfl
        pushl   $WALLS_OK
        pushl   $0
        lcall   $CLIENT_GATE(SERVICE_EXIT), $0
        .size   walls_attack, . - walls_attack

/* As it is, and with TF set by the instruction before it. */
        .macro  way name, insn:vararg
\name:  \insn
        jmp     walls_back
\name\()_step:
        pushl   %ebx
        popfl
        \insn
        jmp     walls_back
        .endm

        .macro  return3                 # to here, by IRET at ring 3
        pushl   %ebx
        pushl   $CLIENT_CODE
        pushl   $walls_back
        iret
        .endm
        .macro  overflow
        movl    $0x7fffffff, %eax
        incl    %eax
        into
        .endm
        .macro  divide
        xorl    %ecx, %ecx
        divl    %ecx
        .endm
        .macro  spin
9:      decl    %ecx
        jnz     9b
        .endm

        way     null, lcall $CLIENT_GATE(SERVICE_NULL), $0
        way     yield, lcall $CLIENT_GATE(SERVICE_YIELD), $0
        way     hand_off, lcall $CLIENT_GATE(SERVICE_HAND_OFF), $0
        way     print, lcall $CLIENT_GATE(SERVICE_PRINT), $0
        way     map, lcall $CLIENT_GATE(SERVICE_MAP), $0
        way     unmap, lcall $CLIENT_GATE(SERVICE_UNMAP), $0
        way     protect, lcall $CLIENT_GATE(SERVICE_PROTECT), $0
        way     grow, lcall $CLIENT_GATE(SERVICE_GROW), $0
        way     attach, lcall $CLIENT_GATE(SERVICE_ATTACH), $0
        way     undefined, ud2
        way     breakpoint, int3
        way     overflowing, overflow
        way     software, int $48
        way     touch, movl %ss:(%edx), %eax
        way     sysenter, sysenter
        way     twice, return3
        way     dividing, divide
        way     core, int $14
        way     spinning, spin

        .section .rodata
        .balign 4
        .globl  walls_entries
walls_entries:                          # ORDER WALLS_ENTRY
        .irp    w, null, yield, hand_off, print, map, unmap, protect, grow
        .long   \w, \w\()_step
        .endr
        .irp    w, attach, undefined, breakpoint, overflowing, software
        .long   \w, \w\()_step
        .endr
        .irp    w, touch, sysenter, twice, dividing, core, spinning
        .long   \w, \w\()_step
        .endr

        .bss
        .balign 4
saved:  .long   0
