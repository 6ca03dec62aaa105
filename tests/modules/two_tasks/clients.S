/* SPDX-License-Identifier: MIT */
/*
 * Ring 3 and the ways into it and back. What runs there is copied into a
 * region of its own, where CS:0 is client_code; EAX comes in and goes out.
 */
#include "../../../core/base/layout.h"
#include "nmm/offsets.h"
#include "selectors.h"
#include "../../host/saved.h"

        .text
/*
 * u32 enter(u32 task, const struct start *start, u32 eax, u32 ecx): make the
 * task current by CONTEXT_GATE and go on in ring 3. Returns what the client
 * gives back through its gate, or FAULTED | vector << 16 | error code, or
 * what CONTEXT_GATE refuses it with.
 */
        .globl  enter, enter_back
enter:
        save_registers
        push    $0                      # esp1: the model's word
        mov     %esp, entered_esp
        mov     %esp, %edx
        mov     24(%esp), %eax
        lcall   $CONTEXT_GATE, $0
        test    %eax, %eax
        mov     %eax, %esi
        js      1f
        mov     28(%esp), %ebx
        mov     32(%esp), %eax
        mov     36(%esp), %ecx
        pushl   12(%ebx)                # ss
        pushl   8(%ebx)                 # esp
        pushf
        pushl   4(%ebx)                 # cs
        pushl   (%ebx)                  # eip
        mov     16(%ebx), %edx
        mov     %edx, %ds
        mov     %edx, %es
        iret
enter_back:                             # EAX: the result
        cld
        mov     %eax, %esi
        mov     $UPS_DS, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     $THREAD_DS, %eax
        mov     %eax, %gs
        mov     entered_esp, %esp
        xor     %eax, %eax
        xor     %edx, %edx
        lcall   $CONTEXT_GATE, $0
1:      mov     %esi, %eax
        add     $4, %esp
        restore_registers
        ret

/* Faults: a frame with an error code on the task's stack of ring 1. */
        .macro  fault name, vector
        .globl  \name
\name:  pop     %eax
        movzwl  %ax, %eax
        or      $FAULTED | \vector << 16, %eax
        jmp     enter_back
        .endm
        fault   fault_ts, 10
        fault   fault_np, 11
        fault   fault_ss, 12
        fault   fault_gp, 13
        fault   fault_pf, 14

/* void context(u32 task): current, and stay at ring 1; the error */
        .globl  context
context:
        mov     4(%esp), %eax
        mov     %esp, %edx
        lcall   $CONTEXT_GATE, $0
        ret

/* u32 context_cost(u32 task): clock ticks of LCALL and what is behind it */
        .globl  context_cost
context_cost:
        push    %ebx
        rdtsc
        mov     %eax, %ebx
        mov     8(%esp), %eax
        mov     %esp, %edx
        lcall   $CONTEXT_GATE, $0
        rdtsc
        sub     %ebx, %eax
        sub     $4, %eax                # RDTSC and three times MOV
        pop     %ebx
        ret

/* void copy_to(u32 selector, const void *from, u32 size): to its offset 0 */
        .globl  copy_to
copy_to:
        push    %es
        push    %esi
        push    %edi
        mov     16(%esp), %es
        mov     20(%esp), %esi
        mov     24(%esp), %ecx
        xor     %edi, %edi
        cld
        rep movsb
        pop     %edi
        pop     %esi
        pop     %es
        ret

/* int far_call(u32 selector) */
        .globl  far_call
far_call:
        pushl   4(%esp)
        push    $0
        xor     %eax, %eax
        lcall   *(%esp)
        add     $8, %esp
        ret

/* u32 jump(u32 selector): a hardware switch there, and back some day; what
 * who came back left in hard_value */
        .globl  jump
jump:
        pusha
        pushl   36(%esp)
        push    $0
        ljmp    *(%esp)
        add     $8, %esp
        popa
        mov     hard_value, %eax
        ret

/* The gate of clients in hardware tasks: EAX goes to whoever jumped here,
 * hard_value comes back with the next jump. */
        .globl  hard_gate
hard_gate:
        push    %ds
        push    %es
        mov     $UPS_DS, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        mov     %eax, hard_value
        ljmp    $NMM_TASK_NONE, $0
        mov     hard_value, %eax
        pop     %es
        pop     %ds
        lret

/* What a hardware task of ring 1 starts with. */
        .globl  hard_pushes
hard_pushes:                            # to where nothing is, ESP being 16
        push    %eax
        jmp     hard_pushes

        .globl  hard_dies, hard_returns, hard_calls, hard_in
hard_in:
        in      $0x80, %al
        mov     $1, %eax
        jmp     hard_returns
hard_calls:
        call    load_another            # EAX: its result
        jmp     hard_returns
hard_dies:
        ud2
hard_returns:
        mov     %eax, hard_value
        ljmp    $NMM_TASK_NONE, $0
        jmp     hard_returns

        .globl  client_code, client_end
        .globl  client_add, client_read, client_write, client_load
        .globl  client_call, client_in, client_count, client_push
client_code:
        hlt                             # CS:0
client_add:
        add     $1, %eax
back:   lcall   $GATE, $0
client_read:
        mov     (%eax), %eax
        jmp     back
client_write:
        mov     %ecx, (%eax)
        mov     (%eax), %eax
        jmp     back
client_load:
        mov     %eax, %ds
        mov     %ds, %eax
        jmp     back
client_call:
        push    %eax
        push    $0
        lcall   *(%esp)
        jmp     back
client_in:
        mov     %eax, %edx
        in      %dx, %al
        mov     $1, %eax
        jmp     back
client_push:
        mov     %eax, %esp
        push    %ecx
        mov     (%esp), %eax
        jmp     back
client_count:                           # in a hardware task, for ever
        mov     %eax, %ebx
1:      mov     (0), %eax               # DS:0 keeps the sum
        add     %ebx, %eax
        mov     %eax, (0)
        lcall   $HARD_GATE, $0
        mov     %eax, %ebx
        jmp     1b
client_end:

        .data
        .balign 4
        .globl  entered_esp, hard_value
entered_esp:
        .long   0
hard_value:
        .long   0
