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
#include "core/api/offsets.h"
#include "modules/lib/ring3/offsets.h"

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
        leave_if_dead dead
        client_segments
        pop     %ebp
        subl    $4 * (\a + 1), 12 + 4 * \a(%esp)
        lret    $4 * (\a + 1)
        .endm

        service yield, 0
        service print, 2
        service map, 4
        service unmap, 2
        service protect, 3
        service grow, 2
        service attach, 4
        service graph, 3

/* Out of the client, for good or of a call that has led into it. */
        .balign 16
entry_exit:
        ring1_segments
        mov     12(%esp), %eax
        lea     28(%esp), %edx
        jmp     client_left

/*
 * EAX: the slot, by the client's word (../proxy/proxy.h); a space whose program
 * is no module has none. What is called without bytes is called from here, with
 * bytes by client_call(). A client that has died meanwhile, in a call into it,
 * goes no further. A module in between that survives the death of another's model
 * comes back in that one's task, or in none: LDTR tells.
 */
        .balign 16
entry_call:
        push    %ebp
        mov     %eax, %ecx
        ring1_segments
        xor     %eax, %eax
        sldt    %ax
        push    %eax
        mov     28 + 4 * 5(%esp), %edx
        lea     32 + 4 * 5(%esp), %ebp
        mov     CLIENT_PROXY(%edx), %eax
        test    %eax, %eax
        jz      unbound
        cmp     PROXY_SLOT_COUNT(%eax), %ecx
        jae     unbound
        mov     PROXY_SLOTS(%eax), %eax
        mov     (%eax, %ecx, 4), %eax   # what the slot leads to
        mov     28(%esp), %edx          # in_size
        or      36(%esp), %edx          # out_size
        jnz     with_bytes
        push    $0
        push    $0
        push    $0
        push    $0
        pushl   36(%esp)                # operation
        call    *(%eax)
        add     $20, %esp
called: mov     28 + 4 * 5(%esp), %edx
        xor     %ecx, %ecx
        sldt    %cx
        cmp     (%esp), %ecx
        jne     astray
here:   mov     CLIENT_PROXY(%edx), %edx
        cmpl    $0, PROXY_IS_DEAD(%edx)
        jne     dead
back:   client_segments
        add     $4, %esp
        pop     %ebp
        subl    $4 * (5 + 1), 12 + 4 * 5(%esp)
        lret    $4 * (5 + 1)

with_bytes:
        mov     28 + 4 * 5(%esp), %edx
        lea     20(%esp), %eax
        push    %ecx                    # the slot: others may run meanwhile
        push    %eax
        push    %edx
        call    client_call
        add     $12, %esp
        jmp     called
unbound:
        mov     $E_UNBOUND, %eax
        jmp     back
astray: push    %eax
        lea     -4(%ebp), %eax
        push    %eax
        push    %edx
        call    client_come_back
        add     $8, %esp
        mov     %eax, %ecx
        pop     %eax
        mov     28 + 4 * 5(%esp), %edx
        test    %ecx, %ecx
        jns     here
dead:   mov     $E_DIED, %eax
        mov     %ebp, %edx
        jmp     client_left

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
        gate    SERVICE_GRAPH, 4, graph
        gate    GATE_CALL, 6, call
