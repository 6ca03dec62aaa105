/* SPDX-License-Identifier: MIT */
/*
 * void fault_entry(void): the handler of #PF. MEASURED PATHS:
 *
 *  - a demand-zero page and a clear frame in the ring: 48 instructions and
 *    the NMM's mapping;
 *  - a write that the shadow forbids: to the trap module and back, 39
 *    instructions, and what that does (protect_fast below).
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
 * deals with it.
 */
#include "model/entry.h"
#include "paged.h"

#define FAULT_ERROR     40
#define FAULT_CS        48
#define FAULT_FLAGS     52
#define VIRTUAL_BYTE    2               /* of EFLAGS: VM */
#define VIRTUAL_BIT     2
#define FAULT_CLIENT    64
#define ERROR_WRITE     2               /* manual 5.12 */
#define WINDOW_NEGATED  0x40000000      /* ORDER NMM_WINDOW_BASE */
#define CREATE_PAGE_MAPPING 28          /* ORDER struct nmm */
#define PAGE_ATTRIBUTES 72
#define ONE_PAGE        4096
#define FLUSH_INVLPG    1               /* ORDER nmm.h */
#define MAP_WRITE_USER  6

        .text
        .balign 16
        .globl  fault_entry
        .type   fault_entry, @function
fault_entry:
        pusha
        pushl   %ds
        pushl   %es
        lds     %ss:ring1_data, %eax
        les     ring1_data, %eax
        lcall   $FAULT_GATE, $0         # EAX: the linear address
        addl    $WINDOW_NEGATED, %eax   # EAX: the client's
        jnc     slow
        movl    FAULT_CLIENT(%esp), %ebx
        movl    %eax, %edi
        shrl    $12, %edi
        cmpl    SPACE_PAGES(%ebx), %edi
        jae     slow
        movl    SPACE_SHADOW(%ebx), %ecx
        testb   $ERROR_WRITE, FAULT_ERROR(%esp)
        jz      1f
        testb   $SHADOW_WRITE, (%ecx,%edi,4)
        jz      trapped
1:      cmpl    $SHADOW_DEMAND, (%ecx,%edi,4)
        jne     slow
        orl     $-1, %edx
        xaddl   %edx, ring_available
        testl   %edx, %edx
        jle     empty
        movl    $1, %edx
        xaddl   %edx, ring_head
        andl    $RING - 1, %edx
        movl    ring_pages(,%edx,4), %ebp
        leal    -WINDOW_NEGATED(%eax), %esi
        movl    %ebx, PAGE_SPACE(%ebp)
        movl    %esi, PAGE_ADDRESS(%ebp)
        movl    PAGE_SHADOW(%ebp), %edx
        movl    $SHADOW_DEMAND, %eax
        cmpxchgl %edx, (%ecx,%edi,4)
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
        addl    $4, %esp
        iret

/* Somebody has put a page there since: this one goes back. */
taken:  ring1_segments
        pushl   %ebp
        call    ring_return
        addl    $4, %esp
again:  leal    WINDOW_NEGATED(%esi), %eax
        jmp     slow

empty:  incl    ring_available
slow:   movl    %eax, %ecx
        ring1_segments
        movl    %esp, %edx
        testb   $VIRTUAL_BIT, FAULT_FLAGS + VIRTUAL_BYTE(%esp)
        jnz     virtual
        movl    FAULT_CLIENT(%esp), %ebx
        testb   $2, FAULT_CS(%esp)
        jz      1f                      # EBP: the chain of who was here
        leal    FAULT_CLIENT + 4(%esp), %ebp
1:      pushl   %ecx
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
        addl    $4, %esp
        iret

/* From virtual-8086 mode, where only an emulator leads: its segment registers
 * lie between SS and the client. An address of that mode is no window's. */
virtual:
        pushl   %edx
        call    fault_virtual           # does not return

trapped:
        movl    %ebx, protect_recent
        lgs     ring1_thread, %edx
        cld
        leal    FAULT_CLIENT + 4(%esp), %ebp
        pushl   $SHADOW_WRITE
        pushl   %eax
        pushl   CLIENT_HANDLE(%ebx)
        movl    trap, %eax
        call    *(%eax)                 # access(space, address, access)
        decl    %eax
        jnz     1f
        addl    $20, %esp
        client_segments                 # what it had may be gone by now
        popa
        addl    $4, %esp
        iret
1:      addl    $12, %esp
        movl    %esp, %edx
        pushl   %ebx
        pushl   %edx
        call    fault_refuse            # does not return
        .size   fault_entry, . - fault_entry

/* A selector of the client's may have gone meanwhile. */
usable: verr    %ax
        jz      1f
        xorl    %eax, %eax
1:      ret

/*
 * int protect_fast(int space, u32 address, u32 size, u32 access): what a trap
 * module wants: one page of the space that trapped last, from readable to
 * writable. All else goes to protect(). No lock: the entry is the client's,
 * which is in its handler; a page that is taken away meanwhile has no entry
 * to change, and is mapped anew from the shadow.
 */
        .balign 16
        .globl  protect_fast
        .type   protect_fast, @function
protect_fast:
        movl    protect_recent, %edx
        movl    4(%esp), %eax
        cmpl    CLIENT_HANDLE(%edx), %eax
        jne     protect
        cmpl    $ONE_PAGE, 12(%esp)
        jne     protect
        cmpl    $SHADOW_READ | SHADOW_WRITE, 16(%esp)
        jne     protect
        movl    8(%esp), %ecx
        movl    %ecx, %eax
        rorl    $12, %eax               # large, if it is not a page
        cmpl    SPACE_PAGES(%edx), %eax
        jae     protect
        shll    $2, %eax
        addl    SPACE_SHADOW(%edx), %eax
        cmpb    $SHADOW_USED | SHADOW_READ, (%eax)
        jne     protect
        movb    $SHADOW_DEMAND, (%eax)
        subl    $WINDOW_NEGATED, %ecx
        pushl   $FLUSH_INVLPG
        pushl   $MAP_WRITE_USER
        pushl   $0
        pushl   $1
        pushl   %ecx
        pushl   SPACE_VSAS(%edx)
        movl    nmm, %eax
        call    *PAGE_ATTRIBUTES(%eax)
        addl    $24, %esp
        xorl    %eax, %eax
        ret
        .size   protect_fast, . - protect_fast
