/* SPDX-License-Identifier: MIT */
/* Every selector into a segment register, by ring 1. */
#include "core/api/selectors.h"

#define SELECTORS 0x10000

/* int scan_REGISTER(u32 *found, u32 most): how many there are. The load is the
 * whole of what may fault; the handler goes on at 2. */
        .macro  scan register
        .globl  scan_\register
scan_\register:
        push    %ebx
        push    %esi
        push    %edi
        push    %\register
        mov     20(%esp), %edi
        mov     24(%esp), %edx
        xor     %ebx, %ebx
        xor     %esi, %esi
        movl    $2f, loads_way_on
1:      mov     %esi, %eax
        mov     $UPS_DS, %ecx
        mov     %eax, %\register
        .ifc    \register, ss
        mov     %ecx, %ss
        .endif
        .ifc    \register, ds
        mov     %ecx, %ds
        .endif
        cmp     %edx, %ebx
        jae     3f
        mov     %esi, (%edi, %ebx, 4)
3:      inc     %ebx
2:      inc     %esi
        cmp     $SELECTORS, %esi
        jb      1b
        pop     %\register
        mov     %ebx, %eax
        pop     %edi
        pop     %esi
        pop     %ebx
        ret
        .endm

        .text
        scan    ds
        scan    es
        scan    fs
        scan    gs
        scan    ss

/* #NP, #SS, #GP: error code, eip, cs, eflags. */
        .globl  loads_fault
loads_fault:
        add     $4, %esp
        push    %eax
        mov     %ss:loads_way_on, %eax
        mov     %eax, 4(%esp)
        pop     %eax
        iret

        .bss
        .balign 4
loads_way_on:
        .long   0
