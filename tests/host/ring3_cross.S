/* SPDX-License-Identifier: MIT */
/*
 * Calls into a client in a host's process: GS is a segment of the test's, its
 * own segments stand for those of ring 1, and an IRET pops no stack.
 */
#include "../../modules/lib/ring3/entry.h"
#undef UPS_DS
#undef THREAD_DS
#define UPS_DS HOST_DS
#define THREAD_DS HOST_GS
#include "ring3.h"
#include "../../modules/lib/space/concurrency.S"
#include "../../modules/lib/ring3/selectors.S"
#include "../../modules/lib/client/enter.S"
#include "../../modules/lib/ring3/visit.S"
#include "ring3_host.S"

        .globl  cross_left, cross_died
        cross_left = left
        cross_died = died

        .data
        .balign 4
        .globl  cross_fpu, cross_record, cross_recovery
cross_fpu:
        .zero   108                     # of the caller, when it is back
cross_record:
        .zero   32                      # of the point to go on at
cross_recovery:
        .long   0                       # the thread's, inside

        .text
/* Whatever a client or a module that has died leaves behind. */
        .macro  make_mess
        fninit
        fldcw   mess
        fldpi
        fldz
        fdivr   %st(1), %st
        mov     $-1, %ebx
        mov     $-1, %esi
        mov     $-1, %edi
        mov     $-1, %ecx
        .endm

/* A client's method: it sees all; the hook says how it ends. */
        .globl  cross_inside
cross_inside:
        store_client
        push    %ss
        pop     %ds
        push    %ss
        pop     %es
        mov     %gs:THREAD_RECOVERY, %eax
        mov     %eax, cross_recovery
        ljmp    $HOST_CS, $1f
1:      call    cross_hook
        make_mess
        mov     cross_result, %eax
        cmpl    $0, cross_dies
        jne     cross_die
        mov     cross_stack, %edx
        add     $4, %edx                # the link
        mov     $-1, %ebp
        jmp     client_left

/* As the core goes on at the innermost recovery point. */
        .globl  cross_die
cross_die:
        make_mess
        mov     %gs:THREAD_RECOVERY, %eax
        go_on_at_record CLIENT_DATA
        std
        jmp     *%ecx

/* Behind the call: before C makes anything of the x87. */
        .globl  cross_back
cross_back:
        fnsave  cross_fpu
        jmp     ring_back

        .section .rodata
mess:   .word   0x340                   # no exception is masked
