/* SPDX-License-Identifier: MIT */
/*
 * Recovery points. The record lies in the frame of recover_call:
 *
 *     ebp + 16  n
 *         + 12  args
 *         +  8  method
 *         +  4  return address
 *         +  0  caller's ebp
 *         -  4  ebx
 *         -  8  esi
 *         - 12  edi
 *         - 16  FPU control word
 *         - 48  struct recovery       <- esp after a death
 *         - ..  the method's arguments
 */
#include "core/api/offsets.h"

#define SAVED_CW -16
#define RECORD -48

        .text
        .globl  recover_call
        .type   recover_call, @function

/* u64 recover_call(void *method, const u32 *args, u32 n); */
recover_call:
        pushl   %ebp
        movl    %esp, %ebp
        pushl   %ebx
        pushl   %esi
        pushl   %edi
        subl    $4, %esp
        fnstcw  SAVED_CW(%ebp)
        leal    RECORD(%ebp), %eax
        pushl   8(%ebp)                 /* callee */
        pushl   $died                   /* eip */
        pushl   %edi
        pushl   %esi
        pushl   %ebx
        pushl   %ebp
        pushl   %eax                    /* esp: this record */
        pushl   %gs:THREAD_RECOVERY       /* previous */
        movl    %esp, %gs:THREAD_RECOVERY
        movl    12(%ebp), %esi
        movl    16(%ebp), %ecx
1:      subl    $1, %ecx
        js      2f
        pushl   (%esi,%ecx,4)
        jmp     1b
2:      call    *8(%ebp)
        movl    RECORD(%ebp), %ecx      /* off the list, by hand */
        movl    %ecx, %gs:THREAD_RECOVERY
        xorl    %edx, %edx
3:      leal    -12(%ebp), %esp
        popl    %edi
        popl    %esi
        popl    %ebx
        popl    %ebp
        ret

/* The core comes here, with the record off the list and EAX = E_DIED. What
 * the dead module left in the segment registers and in the FPU is unknown. */
died:   pushl   %ss
        popl    %ds
        pushl   %ss
        popl    %es
        fninit
        fldcw   SAVED_CW(%ebp)
        movl    $1, %edx
        jmp     3b

        .size   recover_call, . - recover_call
