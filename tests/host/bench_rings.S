/* SPDX-License-Identifier: MIT */
/*
 * The assembly of experiments delivery and rungs at the ring of a host's
 * process: its own segments stand for those of ring 1, an LDT that the test
 * makes for the client's and for what gates lead to.
 */
#include "../../core/api/selectors.h"
#undef UPS_CS
#undef UPS_DS
#undef THREAD_DS
#undef CONTEXT_GATE
#undef FAULT_GATE
#define UPS_CS HOST_CS
#define UPS_DS HOST_DS
#define THREAD_DS HOST_GS
#define CONTEXT_GATE 0x2f
#define FAULT_GATE 0x37
#include "ring3.h"
#include "../../bench/experiments/delivery/delivery.S"
#include "../../bench/experiments/rungs/rungs.S"
#include "ring3_host.S"

        .data
        .balign 4
        .globl  gate_count, gate_tasks, gate_stacks, gate_answer
        .globl  fault_handler, fault_start, fault_stack, fault_answer
gate_count:
        .long   0
gate_tasks:
        .long   0, 0, 0, 0
gate_stacks:
        .long   0, 0, 0, 0
gate_answer:
        .long   0, 0, 0, 0
fault_handler:
        .long   0
fault_start:
        .long   0, 0
fault_stack:
        .long   0                 # another place of the stack's
fault_answer:
        .long   0

        .text
/* Behind CONTEXT_GATE; behind FAULT_GATE. */
        .globl  gate_code, fault_code
gate_code:
        mov     gate_count, %ecx
        and     $3, %ecx
        incl    gate_count
        mov     %eax, gate_tasks(, %ecx, 4)
        mov     %edx, gate_stacks(, %ecx, 4)
        mov     gate_answer(, %ecx, 4), %eax
        mov     $0xcccc, %ecx
        mov     $0xdddd, %edx
        test    %eax, %eax
        lret
fault_code:
        mov     fault_answer, %eax
        mov     $0xcccc, %ecx
        mov     $0xdddd, %edx
        lret

/* What runs where delivery_enter() goes: it sees all, and is interrupted as by
 * a fault, with segments of nobody's. */
        .globl  fault_here
fault_here:
        store_all ring_seen
        mov     %cs, %eax
        mov     %eax, %ss:ring_seen + 52
        mov     (%esp), %eax
        mov     %eax, %ss:ring_seen + 56
        mov     4(%esp), %eax
        mov     %eax, %ss:ring_seen + 60
        mov     %ss:fault_stack, %eax
        test    %eax, %eax
        jz      1f
        mov     %ss:delivery_stack, %ecx
        mov     %ecx, %ss:(%eax)
        movl    $0, %ss:delivery_stack
1:      push    $0x77                   # CS
        push    $0x1234                 # EIP
        push    $0x55                   # the error code
        mov     %ss:fault_start, %esi
        mov     %ss:fault_start + 4, %edi
        mov     %ss:fault_handler, %ebx
        mov     $0x99, %ebp
        xor     %eax, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %gs
        ljmp    $HOST_CS, $1f
1:      jmp     *%ebx

/* What stands for measure(body) at ring 3. */
        .globl  measure_here
measure_here:
        store_all ring_seen
        mov     4(%esp), %ecx
        mov     %ecx, %ss:ring_seen + 52
        mov     8(%esp), %eax           # ESP and SS, which no IRET pops here
        mov     %eax, %ss:ring_seen + 56
        mov     12(%esp), %eax
        mov     %eax, %ss:ring_seen + 60
        call    *%ecx                   # it goes through the gate
        xor     %eax, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %gs
        mov     $0x12345678, %eax
        mov     $0x9abcdef0, %edx
        mov     $0x99, %ebp
        ret

/* Behind the gates of the client, and where its task jumps. */
        .globl  null_code, done_code, none_code
null_code:
        ljmp    $HOST_CS, $rungs_null_gate
done_code:
        ljmp    $HOST_CS, $rungs_done
none_code:
        ljmp    $HOST_CS, $1f
1:      cmpl    $3, rungs_calls
        jae     2f
        jmp     rungs_task_start + 13   # behind INC and LJMP
2:      ret

/* u32 int_here(void (*handler)(void)): as INT does; the flags afterwards. */
FUNCTION(int_here)
        mov     4(%esp), %edx
        mov     $0x1111, %eax
        pushf
        push    %cs
        push    $1f
        std
        jmp     *%edx
1:      pushf
        cld
        cmp     $0x1111, %eax           # EAX is kept
        pop     %eax
        je      2f
        xor     %eax, %eax
2:      ret
END(int_here)

        .globl  task_here
task_here:
        incl    rungs_calls
        ret
