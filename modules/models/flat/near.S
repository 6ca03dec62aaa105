/* SPDX-License-Identifier: MIT */
/* Services by near calls: a client's stub jumps here, EDX = its client. */
#include "../../../core/api/assembly.h"
#include "native/stub.h"

#define HAND_OFF 36             /* ORDER struct concurrency */

        .text
        .macro  service name
near_\name:
        push    %ebp
        mov     %esp, %ebp
        lea     8(%ebp), %eax
        push    %eax
        push    %edx
        call    service_\name
        leave
        ret
        .endm

        service exit
        service yield
        service print
        service map
        service unmap
        service protect
        service grow
        service attach

near_null:
        xor     %eax, %eax
        ret

near_hand_off:
        mov     concurrency, %ecx
        jmp     *HAND_OFF(%ecx)

        .section .rodata
        .balign 4
        .globl  near_entries
near_entries:                           # ORDER struct client_services
        .long   near_exit, near_yield, near_hand_off, near_print, near_null
        .long   near_map, near_unmap, near_protect, near_grow, near_attach
