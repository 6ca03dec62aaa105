/* SPDX-License-Identifier: MIT */
/*
 * The timer's handler while a client is waited for: one that it has found at ring
 * 3 goes on with TF. What lies where is drawn in limit.S.
 */
#include "../../../core/api/assembly.h"
#include "../../api/watch.h"
#include "ring3.h"

#define ENTERED_CLIENT -4
#define ENTERED_FLAGS -16
#define ENTERED_CS -20
#define FLAGS_TF 0x100

        .text
FUNCTION(watch_tick)
        cmpw    $CLIENT_CODE, ENTERED_CS(%ebp)
        jne     done
        push    %eax
        push    %ecx
        mov     ENTERED_CLIENT(%ebp), %eax
        mov     $STEPS_MOST, %ecx
next:   cmp     %eax, %ss:watch_clients - 4(, %ecx, 4)
        je      found
        loop    next
        jmp     back
found:  orl     $FLAGS_TF, ENTERED_FLAGS(%ebp)
back:   pop     %ecx
        pop     %eax
done:   movl    $0, %ss:watch_busy
        iret
END(watch_tick)
