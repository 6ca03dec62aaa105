/* SPDX-License-Identifier: MIT */
/* Services by near calls: a client's stub jumps here, EDX = its client. */
#include "../../../core/api/assembly.h"
#include "modules/lib/client/offsets.h"
#include "native/stub.h"

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
        service graph

near_null:
        xor     %eax, %eax
        ret

near_hand_off:
        mov     concurrency, %ecx
        jmp     *HAND_OFF(%ecx)

        .section .rodata
        .balign 4
        .globl  near_entries
        .macro  near number, name
        .ifne   . - near_entries - 4 * \number
        .error  "near_entries: \name is not at its number"
        .endif
        .long   near_\name
        .endm
near_entries:
        near    SERVICE_EXIT, exit
        near    SERVICE_YIELD, yield
        near    SERVICE_HAND_OFF, hand_off
        near    SERVICE_PRINT, print
        near    SERVICE_NULL, null
        near    SERVICE_MAP, map
        near    SERVICE_UNMAP, unmap
        near    SERVICE_PROTECT, protect
        near    SERVICE_GROW, grow
        near    SERVICE_ATTACH, attach
        near    SERVICE_GRAPH, graph
