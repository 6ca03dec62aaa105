/* SPDX-License-Identifier: MIT */
/*
 * The runtime page of the UPS: ring-1 code and tables that belong to no
 * module. Copied to RUNTIME_BASE at boot; reached by address, so it must be
 * position-independent but for the tables.
 */
#include "../base/layout.h"
#include "../x86/regs.h"
#include "core/api/offsets.h"

#define AT(label) (RUNTIME_BASE + label - runtime_start)

        .section .rodata
        .balign 16
        .globl  runtime_start, runtime_end
        .globl  runtime_unbound, runtime_dead, runtime_return
        .globl  runtime_owners, runtime_owners_client
        .globl  runtime_owners_next, runtime_owners_served
        .globl  runtime_owners_back
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
 * Lines have interrupted, and several owners are to be served. Each INT goes on
 * in the handler of one of them; it stays here while there are more. The stack
 * frame is a link of the backtrace: handlers' own lead to it, and it leads to the
 * interrupted EIP, or where ring 3 was interrupted to the frame in which it was
 * entered (ENTERED_LINK).
 *
 *      as the processor leaves it: eip cs eflags, of ring 3 esp ss
 *      ebp                     <- esp
 */
runtime_owners_client:
        push    %ebp
        lea     24 + ENTERED_LINK(%esp), %ebp
        jmp     runtime_owners_next
runtime_owners:
        push    %ebp
        mov     %esp, %ebp
runtime_owners_next:
        int     $VECTOR_OWNERS
runtime_owners_served:
        pop     %ebp
runtime_owners_back:
        iret
runtime_end:
