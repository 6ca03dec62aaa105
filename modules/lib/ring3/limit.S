/* SPDX-License-Identifier: MIT */
/*
 * The timer's handler: calls into clients do not last for ever. One that the timer
 * has found at ring 3 so often dies (VECTOR_TIME_LIMIT). What a client waits for at
 * ring 1 is not counted, nor is client_main.
 *
 * Has it interrupted ring 3? Then EBP is the link of the backtrace from there
 * (core/api/wrapper.h, struct interrupt), and below it lies what the processor has
 * pushed. Of ring 1 a stack pointer lies where CS would.
 *
 *      link                        0       <- ebp
 *      struct client *             -4      where TSS.esp1 led
 *      ss esp eflags cs eip        -24
 *
 * A call that is late goes on at 0, where no client has code: that is its fault. So
 * does whichever thread is in a client that has died in another one.
 * No segment register is touched: its descriptor might go meanwhile.
 */
#include "../../../core/api/assembly.h"
#include "ring3.h"
#include "modules/lib/client/offsets.h"
#include "modules/lib/ring3/offsets.h"

#define LIMIT_TICKS 100         /* of struct system_info: tick_hz */

#define ENTERED_CLIENT -4
#define ENTERED_CS -20
#define ENTERED_EIP -24

        .text
FUNCTION(limit_entry)
        cmpw    $CLIENT_CODE, ENTERED_CS(%ebp)
        jne     3f
        push    %eax
        push    %ecx
        mov     ENTERED_CLIENT(%ebp), %eax
        xor     %ecx, %ecx
1:      cmpl    $0, %ss:limit_clients(, %ecx, 4)
        je      2f
        inc     %ecx
        cmp     %eax, %ss:limit_clients - 4(, %ecx, 4)
        jne     1b
        mov     %ss:CLIENT_PROXY(%eax), %ecx
        cmpl    $0, %ss:PROXY_IS_DEAD(%ecx)
        jne     4f
        lea     ENTERED_CLIENT(%ebp), %ecx
        cmp     %ecx, %ss:CLIENT_STACK1(%eax)
        je      2f                      # it is in client_main
        mov     %ss:CLIENT_PROXY(%eax), %ecx
        incl    %ss:PROXY_TICKS(%ecx)
        cmpl    $LIMIT_TICKS, %ss:PROXY_TICKS(%ecx)
        jne     2f                      # where it was is told once
        xor     %eax, %eax
        xchg    %eax, ENTERED_EIP(%ebp)
        mov     %eax, %ss:PROXY_LATE_EIP(%ecx)
2:      pop     %ecx
        pop     %eax
3:      movl    $0, %ss:limit_busy
        iret
4:      movl    $0, ENTERED_EIP(%ebp)
        jmp     2b
END(limit_entry)
