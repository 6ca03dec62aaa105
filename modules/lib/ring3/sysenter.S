/* SPDX-License-Identifier: MIT */
/*
 * SYSENTER of clients: their stubs, and the entry at ring 1. MEASURED PATH.
 *
 * A stub loads its arguments at ring 3, so that the processor checks the
 * client's stack as ever, and ring 1 never reads it: EBX, ESI, EDI, EBP. EAX
 * is the service, ECX the esp and EDX the eip to go on with.
 */
#include "../../../core/api/assembly.h"
#include "entry.h"
#include "sysenter.h"
#include "core/api/offsets.h"

        .section .rodata
        .macro  enter service
        mov     $\service, %eax
        mov     %esp, %ecx
        sysenter
        .endm

/* MOVL argument i of n, %register, which comes back from the stack. */
        .macro  argument i, n, register
        .if     \i < \n
        movl    4 + 4 * \n + 4 * \i(%esp), %\register
        .endif
        .endm
        .macro  keep insn, i, n, register
        .if     \i < \n
        \insn   %\register
        .endif
        .endm

        .macro  stub service, n
        .org    sysenter_stubs + IMAGE_STUB * \service
0:      mov     $0, %edx                # next: sysenter.c
        keep    pushl, 3, \n, ebp
        keep    pushl, 2, \n, edi
        keep    pushl, 1, \n, esi
        keep    pushl, 0, \n, ebx
        argument 0, \n, ebx
        argument 1, \n, esi
        argument 2, \n, edi
        argument 3, \n, ebp
        enter   \service
        .org    0b + STUB_NEXT
        keep    popl, 0, \n, ebx
        keep    popl, 1, \n, esi
        keep    popl, 2, \n, edi
        keep    popl, 3, \n, ebp
        ret
        .org    0b + IMAGE_STUB
        .endm

        .balign 4
        .globl  sysenter_stubs
sysenter_stubs:
        stub    SERVICE_EXIT, 1
        stub    SERVICE_YIELD, 0
        stub    SERVICE_HAND_OFF, 1
        stub    SERVICE_PRINT, 2
        stub    SERVICE_NULL, 0
        stub    SERVICE_MAP, 4
        stub    SERVICE_UNMAP, 2
        stub    SERVICE_PROTECT, 3
        stub    SERVICE_GROW, 2
        stub    SERVICE_ATTACH, 4
        stub    SERVICE_GRAPH, 3
0:      mov     $0, %edx                # client_main has returned
        mov     %eax, %ebx
        enter   SERVICE_EXIT
        .org    0b + IMAGE_STUB

/*
 * The stack, with the arguments pushed:
 *
 *      link of the backtrace      36
 *      struct client *             32
 *      eip cs esp ss               16      to go on at; esp is not looked at
 *      arguments                   0
 *
 * LRET to an eip beyond the segment would be a fault at ring 1. The client
 * gets one instead: 0 is never mapped.
 */
        .text
        .balign 16
FUNCTION(sysenter_entry)
        push    %ebp
        push    %edi
        push    %esi
        push    %ebx
        mov     %eax, %ebx
        ring1_segments
        mov     $CLIENT_CODE, %ecx
        lsl     %ecx, %ecx
        cmp     %ecx, 16(%esp)
        ja      nowhere
        cmp     $SERVICES, %ebx
        jae     unknown
        mov     %esp, %eax
        lea     36(%esp), %ebp
        push    %eax
        pushl   -4(%ebp)
        call    *sysenter_services(, %ebx, 4)
        add     $8, %esp
        leave_if_dead over
back:   client_segments
        pop     %ebx
        pop     %esi
        pop     %edi
        pop     %ebp
        lret

over:   mov     $E_DIED, %eax
        mov     %ebp, %edx
        jmp     client_left
nowhere:
        movl    $0, 16(%esp)
        jmp     back
unknown:
        mov     $E_INVALID, %eax
        jmp     back
END(sysenter_entry)

/* int sysenter_exit(struct client *client, const u32 *arg): EBP is the link */
FUNCTION(sysenter_exit)
        mov     8(%esp), %eax
        mov     (%eax), %eax
        mov     %ebp, %edx
        jmp     client_left
END(sysenter_exit)
