/* SPDX-License-Identifier: MIT */
/* Services by near calls: a client's stub jumps here, EDX = its client. */
#include "native/stub.h"

#define HAND_OFF 36             /* ORDER struct concurrency */

        .text
        .macro  service name
        .type   near_\name, @function
near_\name:
        pushl   %ebp
        movl    %esp, %ebp
        leal    8(%ebp), %eax
        pushl   %eax
        pushl   %edx
        call    service_\name
        leave
        ret
        .size   near_\name, . - near_\name
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
        xorl    %eax, %eax
        ret

near_hand_off:
        movl    concurrency, %ecx
        jmp     *HAND_OFF(%ecx)

        .section .rodata
        .balign 4
        .globl  near_entries
near_entries:                           # ORDER struct client_services
        .long   near_exit, near_yield, near_hand_off, near_print, near_null
        .long   near_map, near_unmap, near_protect, near_grow, near_attach
