/* SPDX-License-Identifier: MIT */
/*
 * The call gates of clients. MEASURED PATH. On entry, `a` arguments:
 *
 *      link of the backtrace      24 + 4a
 *      struct client *             20 + 4a
 *      esp ss                      12 + 4a     of ring 3
 *      arguments                   12
 *      return address              8           the stub's caller
 *      eip cs                      0           behind the stub's LCALL
 *
 * LRET drops what was copied on both stacks, but RET in the stub wants it.
 */
#include "../../../core/api/assembly.h"
#include "entry.h"

        .text
        .macro  service name, a
entry_\name:
        push    %ebp
        ring1_segments
        mov     24 + 4 * \a(%esp), %edx
        lea     28 + 4 * \a(%esp), %ebp
        lea     16(%esp), %ecx
        push    %ecx
        push    %edx
        call    service_\name
        add     $8, %esp
        client_segments
        pop     %ebp
        subl    $4 * (\a + 1), 12 + 4 * \a(%esp)
        lret    $4 * (\a + 1)
        .endm

        service exit, 1
        service yield, 0
        service print, 2
        service map, 4
        service unmap, 2
        service protect, 3
        service grow, 2
        service attach, 4

        .balign 16
entry_null:
        xor     %eax, %eax
        lret

        .balign 16
/* FS is the concurrency module's to clear. */
entry_hand_off:
        push    %ebp
        ring1_flags
        lds     %ss:concurrency, %ecx
        les     ring1_data, %eax
        lgs     ring1_thread, %eax
        lea     32(%esp), %ebp
        pushl   16(%esp)
        call    *HAND_OFF(%ecx)
        add     $4, %esp
        client_segments
        pop     %ebp
        subl    $8, 16(%esp)
        lret    $8

        .section .rodata
        .balign 4
        .globl  client_entries
        .macro  gate number, dwords, name
        .ifne   . - client_entries - 8 * \number
        .error  "client_entries: \name is not at its number"
        .endif
        .long   \dwords, entry_\name
        .endm
client_entries:
        gate    SERVICE_EXIT, 2, exit
        gate    SERVICE_YIELD, 1, yield
        gate    SERVICE_HAND_OFF, 2, hand_off
        gate    SERVICE_PRINT, 3, print
        gate    SERVICE_NULL, 0, null
        gate    SERVICE_MAP, 5, map
        gate    SERVICE_UNMAP, 3, unmap
        gate    SERVICE_PROTECT, 4, protect
        gate    SERVICE_GROW, 3, grow
        gate    SERVICE_ATTACH, 5, attach
