/* SPDX-License-Identifier: MIT */
/* EBX: an area of zeros, two pages. What an act returns does not depend on where it
 * lies, nor on who looks. ORDER tests/boot/debug_kinds.lua. */
#include "../../../core/api/assembly.h"
#include "../../host/saved.h"

        .text
/* u32 kinds_act(const void *act, void *area) */
FUNCTION(kinds_act)
        save_registers
        mov     24(%esp), %ebx
        call    *20(%esp)
        restore_registers
        ret
END(kinds_act)

plain:  nop
        mov     $7, %eax
        ret
rep:    mov     $3, %ecx
        mov     %ebx, %edi
        mov     $5, %eax
        rep stosb
        mov     2(%ebx), %al
        add     %ecx, %eax
        ret
rep_none:
        xor     %ecx, %ecx
        mov     %ebx, %edi
        rep stosb
        mov     %ecx, %eax
        ret
rep_back:
        std
        mov     $4, %ecx
        lea     12(%ebx), %edi
        mov     $9, %eax
        rep stosl
        cld
        mov     (%ebx), %eax
        ret
repne:  mov     $10, %ecx
        mov     %ebx, %edi
        movb    $1, 4(%ebx)
        mov     $1, %eax
        repne scasb
        mov     %ecx, %eax
        ret
repe:   mov     $10, %ecx
        mov     %ebx, %esi
        lea     64(%ebx), %edi
        movb    $1, 2(%ebx)
        repe cmpsb
        mov     %ecx, %eax
        ret
popf:   push    $0xac1                  # OF, SF, ZF and CF; IF is not its to set
        popf
        pushf
        pop     %eax
        ret
popf_16:
        mov     $0x2d5, %eax
        push    %ax
        popfw
        lahf
        movzx   %ah, %eax
        ret
iret:   pushf
        push    %cs
        call    1f
        mov     $3, %eax
        ret
1:      iret
lret:   push    %cs
        call    1f
        mov     $4, %eax
        ret
1:      lret
ss:     mov     %ss, %eax
        mov     %eax, %ss
        pushf
        pop     %eax
        and     $0x300, %eax
        ret
pop_ss: push    %ss
        pop     %ss
        mov     $6, %eax
        ret
pop_ds: push    %ds
        pop     %ds
        mov     $8, %eax
        ret
frames: enter   $16, $2
        leave
        pusha
        popa
        mov     $9, %eax
        ret
locked: mov     $3, %eax
        lock
        xadd    %eax, (%ebx)
        lock
        incl    (%ebx)
        mov     (%ebx), %eax
        ret
fpu:    fld1
        fadd    %st(0), %st(0)
        fistpl  (%ebx)
        fwait
        mov     (%ebx), %eax
        ret
loops:  mov     $4, %ecx
        xor     %eax, %eax
1:      inc     %eax
        loop    1b
        jecxz   2f
        xor     %eax, %eax
2:      ret
string: mov     %ebx, %esi
        mov     %ebx, %edi
        movb    $7, (%ebx)
        lodsb
        add     $4, %edi
        stosb
        movzx   4(%ebx), %eax
        ret
flags:  stc
        pushfw
        pop     %ax
        and     $0x301, %eax
        ret
tables: mov     %cs, %eax
        lar     %eax, %eax
        and     $0xf000, %eax
        ret

/* What kills. */
hlt:    hlt
        ret
cli:    cli
        ret
sti:    sti
        ret
in:     in      $0x80, %al
        ret
rep_out:
        mov     $2, %ecx
        mov     %ebx, %esi
        rep outsb
        ret
ud2:    ud2
        ret
divide: xor     %ecx, %ecx
        div     %ecx
        ret
int_80: int     $80
        ret
int_1:  int     $1
        ret
int_3:  int3
        ret
move_cr:
        mov     %cr0, %eax
        ret
bound:  mov     $9, %eax
        bound   %eax, (%ebx)
        ret
null:   xor     %eax, %eax
        mov     %eax, %ss
        ret
bad_ds: mov     $0x5b, %eax             # no descriptor of this client's
        mov     %eax, %ds
        ret
gate:   lcall   $0x08, $0               # the core's code
        ret
jump:   ljmp    $0x18, $0
        ret
iret_up:
        pushf
        push    $0x19                   # the UPS: ring 1
        push    $0
        iret
lret_up:
        push    $0x19
        push    $0
        lret
iret_nt:
        pushf
        orl     $0x4000, (%esp)         # the task before: of none
        popf
        iret
own_tf: pushf
        orl     $0x100, (%esp)
        popf
        nop
        ret
all_end:

        .section .rodata
        .balign 4
        .globl  kinds_acts
kinds_acts:
        .long   0, plain, rep, rep_none, rep_back, repne, repe, popf, popf_16
        .long   iret, lret, ss, pop_ss, pop_ds, frames, locked, fpu, loops
        .long   string, flags, tables
        .long   hlt, cli, sti, in, rep_out, ud2, divide, int_80, int_1, int_3
        .long   move_cr, bound, null, bad_ds, gate, jump, iret_up, lret_up
        .long   iret_nt, own_tf, all_end
