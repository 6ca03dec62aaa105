/* SPDX-License-Identifier: MIT */
/* To ring 3 and back, and handlers at ring 1. */
#include "../../../core/base/layout.h"
#include "core/api/offsets.h"
#include "ring3.h"

        .macro  ring1
        cld
        push    $UPS_DS
        pop     %ds
        push    $UPS_DS
        pop     %es
        push    $THREAD_DS
        pop     %gs
        .endm

/* Take away what the client is to go back to, if that is asked for. */
        .macro  vanish
        cmpl    $0, %ss:vanishing
        je      9f
        pusha
        ring1
        call    vanish_segment
        popa
9:
        .endm

        .text
/* int client_enter(eip, argument, task, esp1): esp1 0: this stack */
        .globl  client_enter
client_enter:
        push    %ebp
        mov     %esp, %ebp
        push    %ebx
        push    %esi
        push    %edi
        mov     %esp, left
        fnstcw  control
        push    $left                   # the word at esp1
        mov     20(%ebp), %edx
        test    %edx, %edx
        jnz     1f
        mov     %esp, %edx
1:      mov     16(%ebp), %eax
        lcall   $CONTEXT_GATE, $0
        test    %eax, %eax
        js      back
        mov     12(%ebp), %ebx
        push    $CLIENT_DS
        push    $CLIENT_SIZE
        pushf
        push    $CLIENT_CS
        pushl   8(%ebp)
        mov     $CLIENT_DS, %eax
        mov     %eax, %ds
        mov     %eax, %es
        iret

/* int client_jump(task): by a hardware switch */
        .globl  client_jump
client_jump:
        push    %ebp
        mov     %esp, %ebp
        push    %ebx
        push    %esi
        push    %edi
        fnstcw  control
        mov     %esp, left
        pushl   8(%ebp)
        push    $0
        ljmp    *(%esp)
        mov     result, %eax
        jmp     back

        .globl  client_exit, client_died, client_fill
client_exit:                            # the gate's target
        ring1
        jmp     leave
        .globl  client_back             # another's, which returns
client_back:
        vanish
        mov     $44, %eax
        lret
client_died:                            # attach_clients
        ring1
        push    %esp
        call    record
        add     $4, %esp
leave:  mov     %eax, result
        fninit                          # the client's state
        fldcw   control
        str     %ax
        and     $~3, %al
        cmp     $CORE_TSS, %ax
        je      1f
        ljmp    $CORE_TSS | 1, $0
1:      xor     %eax, %eax
        lcall   $CONTEXT_GATE, $0
        mov     result, %eax
back:   mov     left, %esp
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret

/* int client_fill(task): the image, through the client's segment */
client_fill:
        push    %esi
        push    %edi
        mov     12(%esp), %eax
        mov     %esp, %edx
        lcall   $CONTEXT_GATE, $0
        test    %eax, %eax
        js      1f
        mov     $CLIENT_DS, %eax
        mov     %eax, %es
        mov     $client_image, %esi
        mov     $CLIENT_TEXT, %edi
        mov     $client_image_end, %ecx
        sub     %esi, %ecx
        rep movsb
        push    %ds
        pop     %es
        xor     %eax, %eax
        lcall   $CONTEXT_GATE, $0
1:      pop     %edi
        pop     %esi
        ret

/* u32 fault_address(void) */
        .globl  fault_address
fault_address:
        lcall   $FAULT_GATE, $0
        ret

        .globl  ud_entry, page_entry
ud_entry:
        push    $0                      # as if an error code
        movl    $6, %ss:fault_vector
        jmp     fault
page_entry:
        movl    $14, %ss:fault_vector
fault:  mov     %eax, %ss:fault_eax
        mov     %edx, %ss:fault_edx
        rdtsc
        mov     %eax, %ss:fault_stamp
        mov     %esi, %ss:fault_start
        incl    %ss:fault_count
        mov     %ss:fault_mode, %eax
        cmp     $MODE_SKIP, %eax
        je      kept
        cmp     $MODE_RETURN, %eax
        je      return
        cmp     $MODE_VANISH, %eax
        jne     1f
        vanish
        jmp     skip
1:
        ring1
        mov     %esp, %edx              # error eip cs eflags esp ss
        pusha
        push    %edx
        call    fault_handle
        pop     %edx
        popa
        mov     $CLIENT_DS, %eax
        mov     %eax, %ds
        mov     %eax, %es
        jmp     skip
kept:   mov     %ss:fault_eax, %eax
        mov     %ss:fault_edx, %edx
skip:   addl    $2, 4(%esp)
return: add     $4, %esp
        iret

/* Their first instruction tells the time: what the way here costs. */
        .globl  ud_timed, page_timed
ud_timed:
        rdtsc
        mov     %eax, %ss:fault_stamp
        mov     %esi, %ss:fault_start
        pushf
        popl    %ss:entry_flags
        addl    $2, (%esp)
        iret
page_timed:
        rdtsc
        mov     %eax, %ss:fault_stamp
        mov     %esi, %ss:fault_start
        addl    $2, 4(%esp)
        add     $4, %esp
        iret

        .globl  call_entry, sysenter_entry
call_entry:
        incl    %ss:fault_count
        vanish
        iret
sysenter_entry:
        pushf
        popl    %ss:entry_flags
        incl    %ss:fault_count
        vanish
        mov     $77, %eax
        lret

/* Each counts what has hit ring 3; the second stops the client. EBP is as
 * struct interrupt says: the client's CS lies below it, or ESP, which is even. */
#define HIT_CS -16 - ENTERED_LINK(%ebp)

        .globl  tick_first, tick_second
tick_first:
        testb   $2, HIT_CS
        jz      1f
        incl    %ss:tick_ring3
1:      movl    $0, %ss:tick_busy
        iret
tick_second:
        push    %eax
        testb   $2, HIT_CS
        jz      1f
        incl    %ss:tick_ring3 + 4
        mov     %ss:tick_stop, %eax
        test    %eax, %eax
        jz      1f
        cmpl    $3, %ss:tick_ring3 + 4
        jb      1f
        movl    $1, %ss:(%eax)
1:      movl    $0, %ss:tick_busy + 4
        pop     %eax
        iret

/* At ring 1: an instruction of two bytes, and the time before it. */
        .globl  touch, undefined
touch:  push    %esi
        mov     8(%esp), %ecx
        rdtsc
        mov     %eax, %esi
        mov     (%ecx), %eax
        pop     %esi
        xor     %eax, %eax
        ret
undefined:
        push    %ebp
        mov     %esp, %ebp
        push    %esi
        rdtsc
        mov     %eax, %esi
        ud2
        pop     %esi
        pop     %ebp
        xor     %eax, %eax
        ret

        .globl  fault_again
fault_again:
        mov     %ss:8, %eax             # page 0 of the UPS
        ret

        .bss
        .balign 4
left:   .long   0
control:
        .long   0
result: .long   0
fault_eax:
        .long   0
fault_edx:
        .long   0
        .globl  fault_vector, fault_stamp, fault_start, fault_count
        .globl  fault_mode, entry_flags, tick_ring3, tick_busy, tick_stop
fault_vector:
        .long   0
fault_stamp:
        .long   0
fault_start:
        .long   0
fault_count:
        .long   0
fault_mode:
        .long   0
entry_flags:
        .long   0
tick_ring3:
        .long   0, 0
tick_busy:
        .long   0, 0
tick_stop:
        .long   0
