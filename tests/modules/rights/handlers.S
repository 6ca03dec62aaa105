/* SPDX-License-Identifier: MIT */
/* Handlers that count, and instructions that use a right. SS is the one
 * data segment that a handler can be sure of. */
        .text
        .globl  first_tick, second_tick
first_tick:                             # counts, if it is said to be busy
        push    %eax
        mov     %ss:tick_busy, %eax
        add     %eax, %ss:tick_count
        pop     %eax
        shll    $4, %ss:tick_order
        orl     $1, %ss:tick_order
        movl    $0, %ss:tick_busy
        iret
second_tick:
        incl    %ss:tick_count + 4
        shll    $4, %ss:tick_order
        orl     $2, %ss:tick_order
        movl    $0, %ss:tick_busy + 4
        iret

        .globl  count_call, count_gate
count_call:
        incl    %ss:call_count
        iret
count_gate:
        incl    %ss:call_count
        lret

        .globl  raise_80, raise_48, take_gate
raise_80:
        int     $0x50
        ret
raise_48:
        int     $0x30
        ret
take_gate:                              # 4(%esp): the selector
        pushl   4(%esp)
        push    $0
        lcall   *(%esp)
        add     $8, %esp
        ret

/* u32 flags(void) */
        .globl  flags
flags:
        pushf
        pop     %eax
        ret

/* poke(selector, offset, value), peek(selector, offset): FS keeps it */
        .globl  poke, peek, peek_again, fs
poke:
        mov     4(%esp), %fs
        mov     8(%esp), %ecx
        mov     12(%esp), %eax
        mov     %ax, %fs:(%ecx)
        ret
peek:
        mov     4(%esp), %fs
        mov     8(%esp), %ecx
peek_at:
        movzwl  %fs:(%ecx), %eax
        ret
peek_again:                             # 4(%esp): offset
        mov     4(%esp), %ecx
        jmp     peek_at

fs:     mov     %fs, %eax
        movzwl  %ax, %eax
        ret

/* u32 gs_after(selector, function, argument): what GS is when function has
 * run with `selector` in GS */
        .globl  gs_after
gs_after:
        push    %gs
        mov     8(%esp), %gs
        pushl   16(%esp)
        call    *16(%esp)
        add     $4, %esp
        mov     %gs, %eax
        movzwl  %ax, %eax
        pop     %gs
        ret

        .bss
        .balign 4
        .globl  tick_count, tick_order, tick_busy, call_count
tick_count:
        .long   0, 0
tick_order:
        .long   0
tick_busy:
        .long   0, 0
call_count:
        .long   0
