/* SPDX-License-Identifier: MIT */
/* Each way from ring 3 to ring 1, with registers as struct attack has them. */
#include "../../../core/api/assembly.h"
#include "ring3/ring3.h"
#include "walls.h"

        .text
/* void walls_attack(const struct attack *): ends with exit(WALLS_OK), since
 * what client_main returns to may have been written over. */
FUNCTION(walls_attack)
        mov     4(%esp), %esi
        mov     %esp, saved
        pushl   ATTACK_FLAGS(%esi)
        popf
        mov     ATTACK_EBP(%esi), %ebp
        mov     ATTACK_EAX(%esi), %eax
        mov     ATTACK_EBX(%esi), %ebx
        mov     ATTACK_ECX(%esi), %ecx
        mov     ATTACK_EDX(%esi), %edx
        mov     ATTACK_EDI(%esi), %edi
        mov     ATTACK_DS + 12(%esi), %gs
        mov     ATTACK_DS + 8(%esi), %fs
        mov     ATTACK_DS + 4(%esi), %es
        lss     ATTACK_STACK(%esi), %esp
        mov     ATTACK_DS(%esi), %ds
        jmp     *%edi

        .globl  walls_back
walls_back:
        mov     $CLIENT_DATA, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     $CLIENT_STACK, %eax
        mov     %eax, %ss
        mov     saved, %esp
        push    $2
        popf
        push    $WALLS_OK
        push    $0
        lcall   $CLIENT_GATE(SERVICE_EXIT), $0
END(walls_attack)

/* As it is, and with TF set by the instruction before it. */
        .macro  way name, insn:vararg
\name:  \insn
        jmp     walls_back
\name\()_step:
        push    %ebx
        popf
        \insn
        jmp     walls_back
        .endm

        .macro  return3                 # to here, by IRET at ring 3
        push    %ebx
        push    $CLIENT_CODE
        push    $walls_back
        iret
        .endm
        .macro  overflow
        mov     $0x7fffffff, %eax
        inc     %eax
        into
        .endm
        .macro  divide
        xor     %ecx, %ecx
        div     %ecx
        .endm
        .macro  spin
9:      dec     %ecx
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
walls_entries:                          # by WALLS_ENTRY
        .irp    w, null, yield, hand_off, print, map, unmap, protect, grow
        .long   \w, \w\()_step
        .endr
        .irp    w, attach, undefined, breakpoint, overflowing, software
        .long   \w, \w\()_step
        .endr
        .irp    w, touch, sysenter, twice, dividing, core, spinning
        .long   \w, \w\()_step
        .endr
        .if     . - walls_entries - 8 * WALLS_ENTRIES
        .error  "WALLS_ENTRIES counts them"
        .endif

        .bss
        .balign 4
saved:  .long   0
