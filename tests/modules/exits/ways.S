/* SPDX-License-Identifier: MIT */
/* Ways into ring 0 that come out again: each is a POPF and the instruction. */
#include "core/api/selectors.h"
#include "offsets.h"
#include "../../host/saved.h"

#define RETURN_GATE     0x49            /* core/base/layout.h */
#define OTHERS_GATE     0x101           /* the first binding's */
#define MISSING_GATE    0x40f9
#define SPIN            100000          /* some timer interrupts long */

        .macro  segment_from field, register
        mov     launch + \field, %eax
        cmp     $LAUNCH_KEEP, %eax
        je      1f
        mov     %eax, %\register
1:
        .endm

        .text
        .globl  ways_go, ways_back
ways_go:
        save_registers
        mov     %esp, saved_esp
        mov     launch + LAUNCH_CONTEXT, %ebx
        segment_from LAUNCH_FS, fs
        segment_from LAUNCH_GS, gs
        mov     launch + LAUNCH_FLAGS, %ecx
        mov     launch + LAUNCH_EAX, %ebp
        mov     launch + LAUNCH_SS, %ss
        mov     launch + LAUNCH_ESP, %esp
        push    $0                      # arguments
        push    $0
        push    $0
        push    $0
        push    $0
        push    %ebp
        push    $ways_back              # the stub's RET
        push    %ecx                    # POPF
        segment_from LAUNCH_ES, es
        segment_from LAUNCH_DS, ds
        test    %ebx, %ebx
        jz      1f
        xor     %eax, %eax
        xor     %edx, %edx
        lcall   $CONTEXT_GATE, $0
1:      mov     %ebp, %eax
        mov     $ways_back, %edx        # SYSEXIT's, and SYSENTER's
        mov     %esp, %ecx
        ljmp    *%cs:launch + LAUNCH_AT

ways_back:
        pushf
        pop     %ecx
        test    %eax, %eax              # an error
        js      again
        mov     %ecx, %eax
again:  mov     $UPS_DS, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        mov     %ecx, %ss
        mov     saved_esp, %esp
        push    $2
        popf
        mov     $THREAD_DS, %ecx
        mov     %ecx, %gs
        xor     %ecx, %ecx
        mov     %ecx, %fs
        restore_registers
        ret

/* Handlers of a vector: how it came back. */
        .globl  ways_owner, ways_owner_error
ways_owner:
        mov     8(%esp), %eax
1:      or      $0x80000000, %eax       # BY_OWNER
        jmp     again
ways_owner_error:
        mov     12(%esp), %eax
        jmp     1b

context:
        popf
        lcall   $CONTEXT_GATE, $0
        jmp     ways_back
unknown:
        mov     $0xfff8, %eax
        popf
        lcall   $CONTEXT_GATE, $0
        jmp     ways_back
address:
        popf
        lcall   $FAULT_GATE, $0
        jmp     ways_back
result:
        popf
        lcall   $RETURN_GATE, $0
        jmp     ways_back
others:
        popf
        lcall   $OTHERS_GATE, $0
        jmp     ways_back
indirect:
        popf
        lcall   *%cs:far
        jmp     ways_back
missing:
        popf
        lcall   $MISSING_GATE, $0
        jmp     ways_back
undefined:
        popf
        ud2
breakpoint:
        popf
        int3
        jmp     ways_back
faked:
        popf
        int     $13
divide:
        xor     %edx, %edx
        xor     %ecx, %ecx
        popf
        div     %ecx
enter:
        popf
        sysenter
spin:
        mov     $SPIN, %esi
        popf
1:      dec     %esi
        jnz     1b
        jmp     ways_back

        .data
        .balign 4
        .globl  launch, ways_table, ways_end
launch:
        .fill   11, 4, 0
saved_esp:
        .long   0
far:    .long   0, OTHERS_GATE
ways_table:                             # and in protect/exits.lua
        .long   context, unknown, address, result, others, indirect
        .long   missing, undefined, breakpoint, faked, divide, enter, spin
ways_end:
