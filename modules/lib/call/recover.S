/* SPDX-License-Identifier: MIT */
/*
 * Recovery points. The record lies in the stack frame of recover_call:
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
#include "../../../core/api/assembly.h"
#include "core/api/offsets.h"

#define SAVED_CW -16
#define RECORD -48

        .text

/* u64 recover_call(void *method, const u32 *args, u32 n); */
FUNCTION(recover_call)
        push    %ebp
        mov     %esp, %ebp
        push    %ebx
        push    %esi
        push    %edi
        sub     $4, %esp
        fnstcw  SAVED_CW(%ebp)
        lea     RECORD(%ebp), %eax
        pushl   8(%ebp)                 # callee
        push    $died                   # eip
        push    %edi
        push    %esi
        push    %ebx
        push    %ebp
        push    %eax                    # esp: this record
        pushl   %gs:THREAD_RECOVERY     # previous
        mov     %esp, %gs:THREAD_RECOVERY
        mov     12(%ebp), %esi
        mov     16(%ebp), %ecx
1:      sub     $1, %ecx
        js      2f
        pushl   (%esi, %ecx, 4)
        jmp     1b
2:      call    *8(%ebp)
        mov     RECORD(%ebp), %ecx      # off the list, by hand
        mov     %ecx, %gs:THREAD_RECOVERY
        xor     %edx, %edx
3:      lea     -12(%ebp), %esp
        pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret

/* The core comes here, with the record off the list and EAX = E_DIED. What
 * the dead module left in the segment registers and in the FPU is unknown. */
died:   push    %ss
        pop     %ds
        push    %ss
        pop     %es
        fninit
        fldcw   SAVED_CW(%ebp)
        mov     $1, %edx
        jmp     3b

END(recover_call)
