/* SPDX-License-Identifier: MIT */
/* What the client does to its area, EBX. Lengths of instructions: debug.lua. */
#include "../../../core/api/assembly.h"
#include "../../host/saved.h"

        .text
/* u32 debugged_act(const void *act, void *area) */
FUNCTION(debugged_act)
        save_registers
        mov     24(%esp), %ebx
        call    *20(%esp)
        restore_registers
        ret
END(debugged_act)

series: mov     (%ebx), %eax            # 2 bytes
        mov     %eax, 4(%ebx)           # 3
        addl    $1, 8(%ebx)             # 4
        mov     100(%ebx), %al          # 3
        ret
across: mov     4094(%ebx), %eax        # 6
        mov     %eax, 4094(%ebx)        # 6
        ret
string: mov     %ebx, %esi              # 2
        lea     4096(%ebx), %edi        # 6
        mov     $3, %ecx                # 5
        rep movsl
        ret
all:    mov     %esp, %ecx              # 2
        lea     4112(%ebx), %esp        # 6
        pusha                           # 1: 16 bytes in each page
        mov     %ecx, %esp
        ret
flags:  pushf
        pop     %eax
        and     $0x100, %eax
        ret
divide: xor     %edx, %edx              # 2
        mov     $1, %eax                # 5
        divl    (%ebx)
        ret
loop:   xor     %ecx, %ecx              # until 4(%ebx) is not 0
1:      incl    (%ebx)
        inc     %ecx
        cmpl    $0, 4(%ebx)
        je      1b
        mov     (%ebx), %eax
        sub     %ecx, %eax
        ret
spin:   mov     $1000000, %ecx
1:      dec     %ecx
        jnz     1b
        mov     $1, %eax
        ret
leave:  mov     (%ebx), %eax            # 2
        mov     4096(%ebx), %edx        # 6
        mov     0x700000, %eax          # nothing is there
        ret
straight:
        nop
        nop
        nop
        nop
        xor     %eax, %eax
        ret

/* Ways to a service that no stub has; then, whether interrupts are on. */
far:    lcall   *(%ebx)
        jmp     interrupts
prefixed:
        lcall   *%es:(%ebx)
        jmp     interrupts
small:  lcallw  *(%ebx)
        jmp     interrupts
loadss: mov     %ss, %eax
        mov     %eax, (%ebx)
        mov     (%ebx), %ss             # and one instruction more
        lcall   *16(%ebx)
interrupts:
        pushf
        pop     %eax
        and     $0x200, %eax
        ret

/* PUSHF of 16 bits, and an instruction that ends like one. */
word:   push    $0x100
        pushfw
        pop     %dx
        pop     %eax
        xor     $0x100, %eax
        and     $0x100, %edx
        or      %edx, %eax
        ret
ending: push    $0x100
        mov     $0x9c000000, %eax
        pop     %eax
        xor     $0x100, %eax
        ret

/* What takes TF away again, or enters a handler; then, whether interrupts are
 * on. */
pops:   mov     %esp, %ecx              # 2 bytes
        movl    $0x202, (%ebx)          # 6
        mov     %ebx, %esp              # 2
        popf                            # 1
        mov     %ecx, %esp
        jmp     interrupts
returns:
        mov     %esp, %ecx
        lea     12(%ebx), %esp
        push    $0x202
        push    %cs
        push    $1f
        iret
1:      mov     %ecx, %esp
        jmp     interrupts
software:
        int     $80
        jmp     interrupts
copy:   mov     (%ebx), %esi            # 2: from where, and to where
        mov     4(%ebx), %edi           # 3
        movsl                           # 1
        mov     $5, %eax
        ret
through:
        jmp     *(%ebx)

        .section .rodata
        .balign 4
        .globl  debugged_acts
debugged_acts:                          # as in tests/lua/debugged.lua
        .long   0, series, across, string, all, flags, divide, loop, leave
        .long   straight, spin, far, prefixed, small
        .long   loadss, word, ending, pops, returns, software, copy, through
