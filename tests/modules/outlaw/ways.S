/* SPDX-License-Identifier: MIT */
/* What tasks of ring 1 start with, and what goes to them and back. */
#include "nmm/offsets.h"

        .text
/* u32 outlaw_jump(u32 selector): what it left in outlaw_value. */
        .globl  outlaw_jump
outlaw_jump:
        pusha
        push    %ds
        push    %es
        pushl   44(%esp)
        push    $0
        ljmp    *(%esp)
        add     $8, %esp
        pop     %es
        pop     %ds
        popa
        mov     outlaw_value, %eax
        ret

/* EFLAGS as the task has them, each time. */
        .globl  outlaw_tell_flags
outlaw_tell_flags:
        pushf
        popl    outlaw_value
        ljmp    $NMM_TASK_NONE, $0
        jmp     outlaw_tell_flags

/* The same, after a call of outlaw_action() there. */
        .globl  outlaw_act
outlaw_act:
        call    outlaw_action
        ljmp    $NMM_TASK_NONE, $0
        jmp     outlaw_act

/* A segment register for each, from EAX; away, and once more. */

        .globl  outlaw_load_fs, outlaw_load_gs, outlaw_load_ds
        .globl  outlaw_load_es, outlaw_load_ss, outlaw_load_cs
outlaw_load_fs:
        mov     %eax, %fs
        jmp     away
outlaw_load_gs:
        mov     %eax, %gs
        jmp     away
outlaw_load_es:
        mov     %eax, %es
        jmp     away
outlaw_load_ds:
        mov     %eax, %ds
        jmp     away
outlaw_load_ss:
        mov     outlaw_esp, %ecx
        mov     %eax, %ss
        mov     %ecx, %esp
away:   ljmp    $NMM_TASK_NONE, $0
        movl    $1, %es:outlaw_value
        ljmp    $NMM_TASK_NONE, $0
outlaw_load_cs:                         # two LJMPs lie there
        mov     outlaw_esp, %esp
        push    %eax
        push    $0
        ljmp    *(%esp)

/* What the first segment of the LDT has at EAX. */
        .globl  outlaw_read, outlaw_read_current
outlaw_read_current:
        push    %eax
        call    outlaw_make_current
        pop     %eax
outlaw_read:
        mov     $0x0f, %ecx
        mov     %ecx, %fs
        mov     %fs:(%eax), %eax
        and     $0x7fffffff, %eax
        mov     %eax, outlaw_value
        ljmp    $NMM_TASK_NONE, $0

/* The owner of #NM: counts, and gives it back. */
        .globl  outlaw_owner
outlaw_owner:
        incl    outlaw_count
        pusha
        mov     %esp, %esi
        mov     $outlaw_fault, %edi
        mov     $8, %ecx
        cld
        rep movsl
        movl    $7, (%edi)
        movl    $0, 4(%edi)
        mov     (%esi), %eax            # eip, cs, eflags, esp, ss
        mov     %eax, 8(%edi)
        mov     4(%esi), %eax
        mov     %eax, 12(%edi)
        mov     8(%esi), %eax
        mov     %eax, 16(%edi)
        lea     12(%esi), %eax
        mov     %eax, 20(%edi)
        movl    $0x21, 24(%edi)
        call    outlaw_decline
        ud2

        .data
        .balign 4
        .globl  outlaw_value, outlaw_count, outlaw_esp
outlaw_value:
        .long   0
outlaw_count:
        .long   0
outlaw_esp:
        .long   0
