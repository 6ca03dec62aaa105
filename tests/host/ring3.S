/* SPDX-License-Identifier: MIT */
/*
 * The assembly between models and their clients, at the ring of a host's
 * process: its own segments stand for those of ring 1, an LDT that the test
 * makes for the client's, and an IRET or LRET pops no stack.
 */
#include "../../modules/lib/ring3/entry.h"
#undef UPS_DS
#undef THREAD_DS
#undef CONTEXT_GATE
#define UPS_DS HOST_DS
#define THREAD_DS HOST_GS
#define CONTEXT_GATE 0x2f
#include "ring3.h"
#include "../../modules/lib/space/concurrency.S"
#include "../../modules/lib/lock/suspended.S"
#include "../../modules/lib/ring3/selectors.S"
#include "../../modules/lib/ring3/copy.S"
/* The task's own, as if there were tasks. */
        .macro  sldt register
        mov     ring_ldt, \register
        .endm
#define back gates_back                 /* files of their own, elsewhere */
#include "../../modules/lib/ring3/gates.S"
#undef back
#include "../../modules/lib/ring3/fault.S"
#include "../../modules/lib/ring3/sysenter.S"
#include "../../modules/lib/client/enter.S"
#include "../../modules/lib/ring3/enter.S"
        .purgem service
#include "../../modules/models/flat/near.S"

#include "ring3_host.S"

/* Where a client begins: it sees all, and leaves with status 77. */
        .globl  ring_inside
ring_inside:
        store_client
        host_segments
        fldz                            # it leaves a mess
        ljmp    $HOST_CS, $1f
1:      mov     ring_stack1, %eax
        mov     %eax, %esp              # as the processor does
        add     $4, %eax                # the link
        push    $77
        push    %eax
        xor     %ebx, %ebx
        xor     %esi, %esi
        xor     %edi, %edi
        xor     %ebp, %ebp
        call    client_leave
        ud2

/* A client at ring 1: it sees all, leaves a mess, and returns 55. */
        .globl  ring_near
ring_near:
        store_all ring_seen
        mov     4(%esp), %eax
        mov     %eax, ring_seen + 52
        mov     (%ebp), %ecx            # the frame that its link leads to
        mov     %ecx, ring_seen + 56
        mov     4(%ebp), %eax
        mov     %eax, ring_seen + 60
        .irp    word, 0, 4, 8, 12
        mov     \word(%ecx), %eax
        mov     %eax, ring_seen + 64 + \word
        .endr
        fnsave  ring_seen + RING_FPU
        fldz
        fldz
        mov     $-1, %ebx
        mov     $-1, %esi
        mov     $-1, %edi
        mov     $-1, %ecx
        mov     $-1, %edx
        mov     $55, %eax
        ret

/* Behind CONTEXT_GATE: what it gets, and a result. */
        .globl  ring_gate
ring_gate:
        mov     %eax, ring_seen
        mov     %edx, ring_seen + 12
        mov     $-7, %eax
        lret

/* u32 ring_word(void): of the thread, as threads_suspended() reads it. */
        .globl  ring_word
ring_word:
        mov     %gs:THREAD_SUSPENDED, %eax
        ret
