/* SPDX-License-Identifier: MIT */
#include "../api/assembly.h"
#include "../base/layout.h"

        .text
/* void segments_reload(void) */
FUNCTION(segments_reload)
        ljmp    $CORE_CS, $1f
1:      mov     $CORE_DS, %eax
        mov     %eax, %ds
        mov     %eax, %es
        mov     %eax, %ss
        xor     %eax, %eax
        mov     %eax, %fs
        mov     %eax, %gs
        ret
END(segments_reload)

/* int segments_try_read(u16 selector, u32 offset) */
        .globl  segments_try, segments_failed
FUNCTION(segments_try_read)
        mov     4(%esp), %eax
        mov     8(%esp), %ecx
        mov     %eax, %fs
segments_try:
        movzbl  %fs:(%ecx), %eax
        jmp     1f
segments_failed:                        # trap.c comes here on a fault
        mov     $-1, %eax
1:      xor     %ecx, %ecx
        mov     %ecx, %fs
        ret
END(segments_try_read)
