/* SPDX-License-Identifier: MIT */
/*
 * int protect_fast(int space, u32 address, u32 size, u32 access): what a trap
 * module wants: one page of the space that trapped last, from readable to
 * writable. MEASURED PATH. All else goes to protect_locked(). No lock: the
 * entry is the client's, which is in its handler; a page that is taken away
 * meanwhile has no entry to change, and is mapped anew from the shadow.
 */
#include "core/api/assembly.h"
#include "offsets.h"

        .text
        .balign 16
FUNCTION(protect_fast)
        mov     protect_recent, %edx
        mov     4(%esp), %eax
        cmp     SPACE_HANDLE(%edx), %eax
        jne     protect_locked
        cmpl    $ONE_PAGE, 12(%esp)
        jne     protect_locked
        cmpl    $READ_WRITE, 16(%esp)
        jne     protect_locked
        mov     8(%esp), %ecx
        mov     %ecx, %eax
        ror     $12, %eax               # large, if it is not a page
        cmp     SPACE_PAGES(%edx), %eax
        jae     protect_locked
        shl     $2, %eax
        add     SPACE_SHADOW(%edx), %eax
        cmpb    $SHADOW_READABLE, (%eax)
        jne     protect_locked
        movb    $SHADOW_DEMAND, (%eax)
        sub     $WINDOW_NEGATED, %ecx
        push    $FLUSH_INVLPG
        push    $MAP_WRITE_USER
        push    $0
        push    $1
        push    %ecx
        pushl   SPACE_VSAS(%edx)
        mov     nmm, %eax
        call    *PAGE_ATTRIBUTES(%eax)
        add     $24, %esp
        xor     %eax, %eax
        ret
END(protect_fast)
