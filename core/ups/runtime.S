/* SPDX-License-Identifier: MIT */
/*
 * The runtime page of the UPS: ring-1 code and tables that belong to no
 * module. Copied to RUNTIME_BASE at boot; reached by address, so it must be
 * position-independent but for the tables.
 */
#include "../base/layout.h"
#include "../x86/regs.h"
#include "core/api/offsets.h"
#include "core/offsets.h"

#define AT(label) (RUNTIME_BASE + label - runtime_start)

        .section .rodata
        .balign 16
        .globl  runtime_start, runtime_end
        .globl  runtime_unbound, runtime_dead, runtime_return
        .globl  runtime_owners, runtime_owners_client
        .globl  runtime_owners_next
        .globl  runtime_owner_died, runtime_owners_end
runtime_start:
runtime_return:                         # where a function called by the
        lcall   $RETURN_GATE, $0        # core returns to
runtime_returned:
        .if     runtime_returned - runtime_start != RUNTIME_RETURN_SIZE
        .error  "layout.h"
        .endif
        ud2
        .balign 16
runtime_unbound:                        # every method: E_UNBOUND
        .rept   METHOD_MAX
        .long   AT(unbound)
        .endr
runtime_dead:                           # every method: E_DEAD
        .rept   METHOD_MAX
        .long   AT(dead)
        .endr
unbound:
        mov     $E_UNBOUND, %eax
        ret
dead:
        mov     $E_DEAD, %eax
        ret
/*
 * A line has interrupted ring 1, or a client. Each INT goes on in the handler of
 * an owner that is ready, each once, and behind the last one. The stack frame is a link of
 * the backtrace: handlers' own lead to it, and it leads to the interrupted EIP,
 * or where ring 3 was interrupted to the frame in which it was entered
 * (ENTERED_LINK). If an owner dies, the recovery point has what it was to leave
 * as it was. No line is served anywhere in here but at the INT.
 *
 *      as the processor leaves it: eip cs eflags, of ring 3 esp ss
 *      ebp
 *      eax ... edi             PUSHA
 *      ds es fs gs
 *      struct round            <- esp (runtime.h)
 */
#define RECOVERY %ss:THREAD_BASE + THREAD_RECOVERY
#define SELECTORS ROUND_SIZE
#define REGISTERS SELECTORS + 16

        .macro  take_back selector at
        mov     \at(%esp), %eax
        verr    %ax
        jz      1f
        xor     %eax, %eax              # its descriptor has gone
1:      mov     %eax, \selector
        .endm

runtime_owners_client:
        push    %ebp
        lea     24 + ENTERED_LINK(%esp), %ebp
        jmp     begin
runtime_owners:
        push    %ebp
        mov     %esp, %ebp
begin:  pusha
        push    %ds
        push    %es
        push    %fs
        push    %gs
        push    $0
        push    $ROUND_UNASKED          # which task
        push    $0                      # served: nobody
        push    $0                      # callee: the core knows
        push    $AT(runtime_owner_died)
        push    %edi
        push    %esi
        push    %ebx
        push    %ebp
        lea     -8(%esp), %eax          # this record
        push    %eax
        pushl   RECOVERY
        mov     %esp, RECOVERY
        mov     REGISTERS + 28(%esp), %eax
runtime_owners_next:
        int     $VECTOR_OWNERS
        popl    RECOVERY
        lea     REGISTERS - 4 + 32(%esp), %esp
        pop     %ebp
        iret
runtime_owner_died:
        mov     %esp, RECOVERY
        take_back %gs, SELECTORS
        take_back %fs, SELECTORS + 4
        take_back %es, SELECTORS + 8
        take_back %ds, SELECTORS + 12
        mov     REGISTERS + 20(%esp), %edx
        mov     REGISTERS + 24(%esp), %ecx
        mov     REGISTERS + 28(%esp), %eax
        jmp     runtime_owners_next
runtime_owners_end:
runtime_end:
