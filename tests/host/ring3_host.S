/* SPDX-License-Identifier: MIT */
/* From C into assembly that thinks itself elsewhere, and back: for ring3.S and
 * its like, behind ring3.h. */
        .data
        .balign 4
        .globl  ring_out, ring_seen
ring_out:
        .zero   RING_OUT_SIZE
ring_seen:
        .zero   RING_OUT_SIZE
home:   .long   0
target: .long   0

        .text
/* What is found in the registers, and above the stack pointer. */
        .macro  store_all to
        movl    %eax, %ss:\to + 0
        movl    %ebx, %ss:\to + 4
        movl    %ecx, %ss:\to + 8
        movl    %edx, %ss:\to + 12
        movl    %esi, %ss:\to + 16
        movl    %edi, %ss:\to + 20
        movl    %ebp, %ss:\to + 24
        movl    %esp, %ss:\to + 28
        movl    %ds, %eax
        movl    %eax, %ss:\to + 32
        movl    %es, %eax
        movl    %eax, %ss:\to + 36
        movl    %fs, %eax
        movl    %eax, %ss:\to + 40
        movl    %gs, %eax
        movl    %eax, %ss:\to + 44
        pushfl
        popl    %ss:\to + 48
        .endm
        .macro  host_segments
        pushl   $2
        popfl
        pushl   %ss
        popl    %ds
        pushl   %ss
        popl    %es
        xorl    %eax, %eax
        movl    %eax, %fs
        movl    $HOST_GS, %eax
        movl    %eax, %gs
        .endm

/*
 * void ring_enter(void *entry, const u32 *words, u32 count, const u32 *in):
 * jumps there with these words on the stack, and in EAX, EBX, ESI, EDI, EBP,
 * the data segments and EFLAGS; comes back by ring_back.
 */
        .globl  ring_enter
        .type   ring_enter, @function
ring_enter:
        pushl   %ebp
        pushl   %ebx
        pushl   %esi
        pushl   %edi
        movl    %esp, home
        movl    24(%esp), %esi
        movl    28(%esp), %ecx
        movl    20(%esp), %edx
        movl    %edx, target
        movl    32(%esp), %eax
1:      decl    %ecx
        js      2f
        pushl   (%esi, %ecx, 4)
        jmp     1b
2:      movl    4(%eax), %ebx
        movl    8(%eax), %esi
        movl    12(%eax), %edi
        movl    16(%eax), %ebp
        pushl   24(%eax)                # eflags
        pushl   (%eax)
        movl    28(%eax), %ecx          # another's
        movl    %ecx, %es
        movl    %ecx, %fs
        movl    36(%eax), %ecx
        movl    %ecx, %gs
        movl    $0xcccc, %ecx
        movl    32(%eax), %edx
        movl    20(%eax), %eax
        movl    %eax, %ds
        popl    %eax
        popfl
        jmp     *%ss:target

        .globl  ring_back
ring_back:
        store_all ring_out
        host_segments
        movl    $8, %ecx                # the words that are left
        xorl    %esi, %esi
1:      movl    (%esp, %esi, 4), %eax
        movl    %eax, ring_out + 52(, %esi, 4)
        incl    %esi
        loop    1b
        movl    home, %esp
        ljmp    $HOST_CS, $1f
1:      popl    %edi
        popl    %esi
        popl    %ebx
        popl    %ebp
        ret

/* u32 ring_call(u32 (*call)(u32, u32, u32), const u32 *arg): with values in
 * the registers that it keeps, and what is there afterwards. */
        .globl  ring_call
        .type   ring_call, @function
ring_call:
        pushl   %ebp
        pushl   %ebx
        pushl   %esi
        pushl   %edi
        movl    20(%esp), %eax
        movl    24(%esp), %edx
        pushl   8(%edx)
        pushl   4(%edx)
        pushl   (%edx)
        movl    $HOST_DS, %ebx
        movl    %ebx, %fs
        movl    $RING_EBX, %ebx
        movl    $RING_ESI, %esi
        movl    $RING_EDI, %edi
        movl    $RING_EBP, %ebp
        call    *%eax
        store_all ring_out
        host_segments
        movl    ring_out, %eax
        addl    $12, %esp
        popl    %edi
        popl    %esi
        popl    %ebx
        popl    %ebp
        ret
