/* SPDX-License-Identifier: MIT */
/*
 * Methods of the interface in which a thread may be suspended. Each has a stack frame
 * that does not hang on the compiler:
 *
 *     + 8   arguments
 *     + 4   return address, the caller's
 *     + 0   caller's ebp     <- ebp
 *     - 4   edi
 *     - 8   esi
 *     - 12  ebx
 *
 * All that is below it can be given up: another concurrency module carries on from
 * there (move.c). A thread of a module beside calls the method of its own.
 */
#include "../../../core/api/assembly.h"
#include "core/api/offsets.h"
#include "modules/lib/thread/offsets.h"

        .text
        .macro  method_frame name, words, to
        push    %ebp
        mov     %esp, %ebp
        push    %edi
        push    %esi
        push    %ebx
        .if     \words > 2
        lea     4(%ebp), %eax           # the caller's ESP
        push    %eax
        .endif
        .if     \words > 1
        pushl   12(%ebp)
        .endif
        .if     \words
        pushl   8(%ebp)
        .endif
        call    \to
inside_\name:
        mov     -12(%ebp), %ebx
        mov     -8(%ebp), %esi
        mov     -4(%ebp), %edi
        leave
        ret
        .endm

        .macro  method name, words, to, offset
FUNCTION(entry_\name)
        cmpl    $0, beside_is_on
        jne     2f
1:      method_frame \name, \words, \to
2:      call    beside_elsewhere
        test    %eax, %eax
        jz      1b
        jmp     *\offset(%eax)
END(entry_\name)
        .endm

        method  yield, 0, methods_yield, METHOD_YIELD
        method  wait, 2, methods_wait, METHOD_WAIT
        method  set_context, 2, methods_set_context, METHOD_SET_CONTEXT
        method  exchange, 3, methods_exchange, METHOD_EXCHANGE
        method  hand_off, 1, thread_hand_off, METHOD_HAND_OFF

/* They are each module's own. */
FUNCTION(entry_join)
        method_frame join, 1, methods_join
END(entry_join)

FUNCTION(entry_turn)
        method_frame turn, 1, beside_turn
END(entry_turn)

/* From another module's stack frame, with EBP still on the stack: the answer of a
 * thread that has run again, or the whole method once more. */
again_done:
        xor     %eax, %eax
        pop     %ebp
        ret
again_turn:
        mov     $1, %eax
        pop     %ebp
        ret
again_join:
        pop     %ebp
        jmp     entry_join
again_set_context:
        pop     %ebp
        jmp     entry_set_context
again_exchange:
        pop     %ebp
        jmp     entry_exchange

/* ORDER enum thread_way */
        .section .rodata
        .balign 4
        .globl  thread_ways
thread_ways:
        .long   inside_yield, again_done, -4
        .long   inside_join, again_join, -4
        .long   inside_wait, again_done, -4             # it looks again
        .long   inside_set_context, again_set_context, -4
        .long   inside_exchange, again_exchange, -4
        .long   inside_hand_off, again_done, -4
        .long   inside_turn, again_turn, -4
        .long   timer_inside, timer_again, -TIMER_SAVED - 4
