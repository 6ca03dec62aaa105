/* SPDX-License-Identifier: MIT */
/* One attack each; the argument is at 4(%esp). */
        .text
read:
        mov     4(%esp), %eax
        mov     (%eax), %eax
        ret
write:
        mov     4(%esp), %eax
        movl    $0x5a5a5a5a, (%eax)
        ret
jump:
        jmp     *4(%esp)
load_ds:
        mov     4(%esp), %eax
        push    %ds
        mov     %eax, %ds
        pop     %ds
        ret
read_through:
        mov     8(%esp), %ecx
        mov     4(%esp), %eax
        mov     %eax, %fs
        mov     %fs:(%ecx), %eax
        ret
write_through:
        mov     8(%esp), %ecx
        mov     4(%esp), %eax
        mov     %eax, %fs
        movl    $0x5a5a5a5a, %fs:(%ecx)
        ret
write_code:
        movl    $0, %cs:write_code
        ret
gate:                                   # a far call through a selector
        pushl   4(%esp)
        push    $0
        lcall   *(%esp)
        add     $8, %esp
        ret
in:
        mov     4(%esp), %edx
        in      (%dx), %al
        movzbl  %al, %eax
        ret
out:
        mov     4(%esp), %edx
        xor     %eax, %eax
        out     %al, (%dx)
        ret
hlt:
        hlt
        ret
cli:
        cli
        ret
mov_cr0:
        mov     %cr0, %eax
        ret
mov_cr3:
        xor     %eax, %eax
        mov     %eax, %cr3
        ret
lgdt:
        lgdt    zeros
        ret
ltr:
        mov     $0x38, %eax
        ltr     %ax
        ret
invlpg:
        invlpg  (%esp)
        ret
interrupt:                              # fake a page fault
        int     $14
        ret
divide:
        xor     %ecx, %ecx
        mov     $1, %eax
        cltd
        div     %ecx
        ret
undefined:
        push    %ebp
        mov     %esp, %ebp
        push    $undefined              # ESP leads to no stack frame
        ud2                             # UNDEFINED_SIZE: caller.c
        leave
        ret
overflow:                               # as deep as it is told
        push    %ebp
        mov     %esp, %ebp
        sub     $1024, %esp
        mov     8(%ebp), %eax
        test    %eax, %eax
        jz      1f
        dec     %eax
        push    %eax
        call    overflow
1:      leave
        ret
nested_task:                            # IRET with NT: a task switch back
        pushf
        orl     $0x4000, (%esp)
        popf
        iret
step:                                   # TF into the core's gates
        pushf
        orl     $0x100, (%esp)
        popf
        nop
        ret
stack:                                  # a trap with nowhere to push
        mov     4(%esp), %eax
        xchg    %eax, %esp
        push    $0
        xchg    %eax, %esp
        ret

        .globl  evil_with_flags
evil_with_flags:                        # (flags, stub)
        mov     4(%esp), %eax
        mov     8(%esp), %ecx
        pushf
        push    $1f                     # where the stub returns to
        pushf
        or      %eax, (%esp)
        test    $0x4000, %eax           # IRET must not see NT: set it last
        jnz     2f
        push    %cs
        push    %ecx
        iret
2:      popf
        jmp     *%ecx
1:      andl    $~0x4500, (%esp)
        popf
        ret

        .data
        .balign 4
zeros:
        .fill   8, 1, 0

        .globl  evil_attacks
evil_attacks:
        .long   read, write, jump, load_ds, read_through, write_through
        .long   write_code, gate, in, out, hlt, cli, mov_cr0, mov_cr3
        .long   lgdt, ltr, invlpg, interrupt, divide, undefined, overflow
        .long   nested_task, step, stack
