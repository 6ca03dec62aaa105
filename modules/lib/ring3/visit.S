/* SPDX-License-Identifier: MIT */
/*
 * Into a method of a client's and back, on the calling thread. MEASURED PATH: a
 * recovery point (../call/recover.S), the client's context for the thread's own,
 * and the way into ring 3. From EBP:
 *
 *        8  client           4, 0: return address, EBP
 *      - 4  call
 *      - 8  method
 *      -12  in, out          what the method gets: the client's addresses, or 0
 *      -20  the context that the thread had, or -1: it has that still
 *      -24  its stack of ring 1
 *      -28  x87 control word
 *      -32  return address of cross
 *      -64  struct recovery, with EBX, ESI and EDI
 *      -68  where client_left leads to
 *      -72  EBP              the link of the backtrace
 *      -76  client           the thread's stack of ring 1 meanwhile
 */
#include "../../../core/api/assembly.h"
#include "entry.h"
#include "core/api/offsets.h"
#include "modules/lib/ring3/offsets.h"

#define CALL -4
#define METHOD -8
#define IN -12
#define OUT -16
#define CONTEXT -20
#define STACK -24
#define CONTROL -28
#define RETURN -32
#define RECORD -64
#define FRAME 72                /* from the link */

        .text
/* Before: EDX is the client. EAX: what the method returned, or why it was not
 * entered. */
cross:  mov     CLIENT_PROXY(%edx), %eax
        pushl   PROXY_ENTER(%eax)       # callee
        push    $died                   # eip
        push    %edi
        push    %esi
        push    %ebx
        push    %ebp
        lea     RECORD(%ebp), %ecx
        push    %ecx                    # esp: this record
        pushl   %gs:THREAD_RECOVERY     # previous
        mov     %ecx, %gs:THREAD_RECOVERY
        push    $left
        push    %ebp
        mov     %esp, %ebp
        push    %edx
        push    %esp
        pushl   CLIENT_CONTEXT(%edx)
        mov     concurrency, %eax
        call    *EXCHANGE(%eax)
        test    %eax, %eax
        js      refused
        mov     %eax, FRAME + CONTEXT(%ebp)
        mov     %edx, FRAME + STACK(%ebp)
        mov     -4(%ebp), %edx
        mov     CLIENT_PROXY(%edx), %eax
        movl    $0, PROXY_TICKS(%eax)
        push    $CLIENT_STACK
        pushl   PROXY_TOP(%eax)
        pushl   CLIENT_FLAGS(%edx)
        push    $CLIENT_CODE
        pushl   PROXY_VISIT(%eax)
        frstor  client_new_fpu
        mov     FRAME + CALL(%ebp), %eax
        mov     CALL_OPERATION(%eax), %ebx
        mov     CALL_IN_SIZE(%eax), %edx
        mov     CALL_OUT_SIZE(%eax), %edi
        mov     FRAME + IN(%ebp), %ecx
        mov     FRAME + OUT(%ebp), %esi
        xor     %eax, %eax
        mov     %eax, %fs
        mov     FRAME + METHOD(%ebp), %eax
        les     client_data, %ebp
        lds     client_data, %ebp
        xor     %ebp, %ebp
        iret

/* The core comes here, with the record off the list and EAX = E_DIED. Who has died
 * may have granted something; the way back leads over where that is taken. */
died:   plain_segments
        mov     RETURN(%ebp), %ecx
        mov     %ecx, METHOD(%ebp)
        movl    $take, RETURN(%ebp)
        cmpl    $0, CONTEXT(%ebp)
        js      same

left:   mov     %eax, %ebx
        pushl   STACK(%ebp)
        pushl   CONTEXT(%ebp)
        mov     concurrency, %eax
        call    *EXCHANGE(%eax)
        test    %eax, %eax
        js      elsewhere
back:   mov     %ebx, %eax
same:   fninit                          # what it leaves in them is no other's
        frstor  client_new_fpu
        fldcw   CONTROL(%ebp)
        lea     RECORD(%ebp), %esp
        popl    %gs:THREAD_RECOVERY
        add     $8, %esp
        pop     %ebx
        pop     %esi
        pop     %edi
        add     $8, %esp
        ret

refused:
        mov     (%ebp), %ebp
        jmp     same
elsewhere:
        call    client_go_back
        jmp     back

take:   push    %eax
        call    loans_drop
        pop     %eax
        jmp     *METHOD(%ebp)

        .macro  prepare_cross
        push    $-1
        sub     $8, %esp
        fnstcw  CONTROL(%ebp)
        .endm

/* int client_cross(struct client *client, const struct call *call, u32 method,
 * u32 in, u32 out) */
FUNCTION(client_cross)
        push    %ebp
        mov     %esp, %ebp
        mov     8(%ebp), %edx
        pushl   12(%ebp)
        pushl   16(%ebp)
        pushl   20(%ebp)
        pushl   24(%ebp)
        prepare_cross
        call    cross
        leave
        ret
END(client_cross)

/*
 * int client_visit(struct client *client, u32 interface, const struct call *call)
 *
 * The short way, of a call without bytes while no other is inside. All else, and
 * in C what happens here: visit.c.
 */
FUNCTION(client_visit)
        mov     12(%esp), %eax
        mov     CALL_IN_SIZE(%eax), %ecx
        or      CALL_OUT_SIZE(%eax), %ecx
        jne     client_visit_any
        push    %ebp
        mov     %esp, %ebp
        mov     8(%ebp), %edx
        xor     %eax, %eax
        lock
        cmpxchg %ebp, CLIENT_VISITOR(%edx)
        jne     taken
        mov     $E_DEAD, %eax
        mov     CLIENT_PROXY(%edx), %ecx
        cmpl    $0, PROXY_IS_DEAD(%ecx)
        jne     unlock
        pushl   16(%ebp)
        mov     PROXY_METHODS(%ecx), %eax
        mov     12(%ebp), %ecx
        pushl   (%eax, %ecx, 4)
        push    $0
        push    $0
        prepare_cross
        call    cross
unlock: push    %eax
        mov     8(%ebp), %edx
        mov     %ebp, %eax
        xor     %ecx, %ecx
        lock
        cmpxchg %ecx, CLIENT_VISITOR(%edx)
        jne     awaited
woken:  pop     %eax
        leave
        ret

taken:  leave
        jmp     client_visit_any
awaited:
        lea     CLIENT_VISITOR(%edx), %edx
        push    $model_lock_parts
        push    %ebp
        push    %edx
        call    lock_wake
        add     $12, %esp
        jmp     woken
END(client_visit)
