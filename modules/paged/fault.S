/* SPDX-License-Identifier: MIT */
/*
 * void fault_entry(void): the handler of #PF. MEASURED PATH: a demand-zero
 * page and a clear frame in the ring, 48 instructions and the NMM's mapping.
 *
 *      struct client *             28
 *      esp ss                      20      only from ring 3
 *      eip cs eflags               8
 *      error code                  4
 *      vector                      0       for struct client_fault
 *      PUSHA, DS, ES               below
 *
 * The shadow entry is claimed by CMPXCHG before the page is mapped, so that
 * whoever comes in between finds a page that is there and is not mapped yet,
 * as others are, too; a mapping that fails is such a page, and fault_serve()
 * deals with it.
 */
#include "../../core/layout.h"
#include "paged.h"

#define BELOW           40              /* PUSHA, DS, ES */
#define FAULT_CS        (BELOW + 12)
#define FAULT_CLIENT    (BELOW + 28)
#define WINDOW_BASE     0xc0000000      /* ORDER NMM_WINDOW_BASE */
#define PAGED_FAULTS    paged_faults
#define CREATE_PAGE_MAPPING 28          /* ORDER struct nmm */

        .text
        .balign 16
        .globl  fault_entry
        .type   fault_entry, @function
fault_entry:
        pushl   $14
        pusha
        pushl   %ds
        pushl   %es
        movl    %ss, %eax
        movl    %eax, %ds
        lcall   $FAULT_GATE, $0         # EAX: the linear address
        testb   $2, FAULT_CS(%esp)      # ring 3?
        jz      slow
        movl    FAULT_CLIENT(%esp), %ebx
        leal    -WINDOW_BASE(%eax), %edi
        shrl    $12, %edi
        cmpl    SPACE_PAGES(%ebx), %edi
        jae     slow
        shll    $2, %edi
        addl    SPACE_SHADOW(%ebx), %edi
        cmpl    $SHADOW_DEMAND, (%edi)
        jne     slow
        orl     $-1, %edx
        xaddl   %edx, ring_available
        testl   %edx, %edx
        jle     empty
        movl    $1, %edx
        xaddl   %edx, ring_head
        andl    $RING - 1, %edx
        movl    ring_pages(,%edx,4), %ebp
        movl    %eax, %esi
        movl    %ebx, PAGE_SPACE(%ebp)
        movl    %esi, PAGE_ADDRESS(%ebp)
        movl    PAGE_SHADOW(%ebp), %ecx
        movl    $SHADOW_DEMAND, %eax
        cmpxchgl %ecx, (%edi)
        jne     taken
        movl    nmm, %eax
        pushl   PAGE_ENTRY(%ebp)
        pushl   %esi
        pushl   SPACE_VSAS(%ebx)
        call    *CREATE_PAGE_MAPPING(%eax)
        addl    $12, %esp
        incl    ring_faults
        testl   %eax, %eax
        js      again
        popl    %es
        popl    %ds
        popa
        addl    $8, %esp
        iret

/* Somebody has put a page there since: this one goes back. */
taken:  pushl   %esi
        movl    %ss, %eax
        movl    %eax, %es
        movl    $THREAD_DS, %eax
        movl    %eax, %gs
        cld
        pushl   %ebp
        call    ring_return
        addl    $4, %esp
        popl    %eax
        jmp     slow

again:  movl    %esi, %eax
        jmp     slow

empty:  incl    ring_available
slow:   movl    %ss, %ecx
        movl    %ecx, %es
        movl    $THREAD_DS, %ecx
        movl    %ecx, %gs
        cld
        movl    %esp, %edx
        movl    FAULT_CLIENT(%esp), %ebx
        testb   $2, FAULT_CS(%esp)
        jz      1f                      # EBP: the chain of who was here
        leal    FAULT_CLIENT + 4(%esp), %ebp
1:      pushl   %eax
        pushl   %ebx
        pushl   %edx
        call    fault_serve
        addl    $12, %esp
        popl    %eax
        call    usable
        movl    %eax, %es
        popl    %eax
        call    usable
        movl    %eax, %ds
        popa
        addl    $8, %esp
        iret
        .size   fault_entry, . - fault_entry

/* A selector of the client's may have gone meanwhile. */
usable: verr    %ax
        jz      1f
        xorl    %eax, %eax
1:      ret

        .section .note.GNU-stack, "", @progbits
