/* SPDX-License-Identifier: MIT */
/*
 * void fault_entry(void): the handler of #PF. MEASURED PATHS:
 *
 *  - a demand-zero page and a clear frame in the reserve: 48 instructions and
 *    the NMM's mapping;
 *  - a write that the shadow forbids: to the trap module and back, 39
 *    instructions, and what that does (protect.S).
 *
 * The stack, from ring 3:
 *
 *      struct client *             64
 *      error eip cs eflags esp ss  40
 *      PUSHA                       8
 *      ES DS                       0
 *
 * Ring 1 has no way to the window but by a client's selectors, which it does
 * not use: an address of the window comes from ring 3.
 *
 * The shadow entry is claimed by CMPXCHG before the page is mapped, so that
 * whoever comes in between finds a page that is there and is not mapped yet,
 * as others are, too; a mapping that fails is such a page, and fault_serve()
 * deals with it. Of a space that is watched nothing is served here: who watches
 * may have interrupts off.
 */
#include "core/api/assembly.h"
#include "ring3/entry.h"
#include "offsets.h"

#define FAULT_ERROR     40
#define FAULT_CS        48
#define FAULT_FLAGS     52
#define VIRTUAL_BYTE    2               /* of EFLAGS: VM */
#define VIRTUAL_BIT     2
#define FAULT_CLIENT    64
#define ERROR_WRITE     2               /* manual 5.12 */

        .text
        .balign 16
FUNCTION(fault_entry)
        pusha
        push    %ds
        push    %es
        lds     %ss:ring1_data, %eax
        les     ring1_data, %eax
        lcall   $FAULT_GATE, $0         # EAX: the linear address
        add     $WINDOW_NEGATED, %eax   # EAX: the client's
        jnc     slow
        mov     FAULT_CLIENT(%esp), %ebx
        mov     %eax, %edi
        shr     $12, %edi
        cmp     SPACE_FAST_PAGES(%ebx), %edi
        jae     slow
        mov     SPACE_SHADOW(%ebx), %ecx
        testb   $ERROR_WRITE, FAULT_ERROR(%esp)
        jz      1f
        testb   $SHADOW_WRITE, (%ecx, %edi, 4)
        jz      trapped
1:      cmpl    $SHADOW_DEMAND, (%ecx, %edi, 4)
        jne     slow
        or      $-1, %edx
        xadd    %edx, reserve_available
        test    %edx, %edx
        jle     empty
        mov     $1, %edx
        xadd    %edx, reserve_head
        and     $RESERVE_MASK, %edx
        mov     reserve_pages(, %edx, 4), %ebp
        lea     -WINDOW_NEGATED(%eax), %esi
        mov     %ebx, PAGE_SPACE(%ebp)
        mov     %esi, PAGE_ADDRESS(%ebp)
        mov     PAGE_SHADOW(%ebp), %edx
        mov     $SHADOW_DEMAND, %eax
        cmpxchg %edx, (%ecx, %edi, 4)
        jne     taken
        mov     nmm, %eax
        pushl   PAGE_ENTRY(%ebp)
        push    %esi
        pushl   SPACE_VSAS(%ebx)
        call    *CREATE_PAGE_MAPPING(%eax)
        add     $12, %esp
        incl    reserve_faults
        test    %eax, %eax
        js      again
        pop     %es
        pop     %ds
        popa
        add     $4, %esp
        iret

/* Somebody has put a page there since: this one goes back. */
taken:  ring1_segments
        push    %ebp
        call    reserve_return
        add     $4, %esp
again:  lea     WINDOW_NEGATED(%esi), %eax
        jmp     slow

empty:  incl    reserve_available
slow:   mov     %eax, %ecx
        ring1_segments
        mov     %esp, %edx
        testb   $VIRTUAL_BIT, FAULT_FLAGS + VIRTUAL_BYTE(%esp)
        jnz     virtual
        mov     FAULT_CLIENT(%esp), %ebx
        testb   $2, FAULT_CS(%esp)
        jz      1f                      # EBP: the backtrace of the one before
        lea     FAULT_CLIENT + 4(%esp), %ebp
1:      push    %ecx
        push    %ebx
        push    %edx
        call    fault_serve
        add     $12, %esp
        pop_client_segments
        popa
        add     $4, %esp
        iret

/* From virtual-8086 mode, where only an emulator leads: its segment registers
 * lie between SS and the client. An address of that mode is no window's. */
virtual:
        push    %edx
        call    fault_virtual           # does not return

trapped:
        mov     %ebx, protect_recent
        lgs     ring1_thread, %edx
        cld
        lea     FAULT_CLIENT + 4(%esp), %ebp
        push    $SHADOW_WRITE
        push    %eax
        pushl   SPACE_HANDLE(%ebx)
        mov     trap, %eax
        call    *(%eax)                 # access(space, address, access)
        dec     %eax
        jnz     1f
        add     $20, %esp
        client_segments                 # what it had may be gone by now
        popa
        add     $4, %esp
        iret
1:      add     $12, %esp
        mov     %esp, %edx
        push    %ebx
        push    %edx
        call    fault_refuse            # does not return
END(fault_entry)

        define_usable
