/* SPDX-License-Identifier: MIT */
/*
 * Into ring 1 and back, on the core's stack:
 *
 *      return address of upcall()
 *      ebp ebx esi edi
 *      TSS.esp0 of before
 *      upcall_top of before    <- upcall_top = TSS.esp0: ring 1's traps and
 *      ss esp eflags cs eip       gates start here
 */
#include "../api/assembly.h"
#include "../base/layout.h"
#include "../x86/regs.h"
#include "../x86/exit.h"
#include "core/api/offsets.h"
#include "core/offsets.h"

        .text
/* u64 upcall_enter(saddr_t entry, saddr_t stack) */
FUNCTION(upcall_enter)
        mov     4(%esp), %eax
        mov     8(%esp), %edx
        push    %ebp
        push    %ebx
        push    %esi
        push    %edi
        pushl   core_tss + TSS_ESP0
        pushl   upcall_top
        mov     %esp, upcall_top
        mov     %esp, core_tss + TSS_ESP0
        cmpl    $0, task_count          # nearly always
        je      1f
        call    tss_spread_esp0
1:      pushf                           # IRET with NT would leave the task
        andl    $~EFLAGS_NT, (%esp)
        popf
        push    $UPS_DS
        push    %edx
        pushf                           # IF stays as it is
        andl    $EFLAGS_IF, (%esp)
        orl     $EFLAGS_FIXED, (%esp)
        push    $UPS_CS
        push    %eax
        mov     $UPS_DS, %eax
        mov     %eax, %ds
        mov     %eax, %es
        xor     %eax, %eax
        mov     %eax, %fs
        mov     $THREAD_DS, %eax
        mov     %eax, %gs
        xor     %ebp, %ebp              # the backtrace ends here
        leave   upcall_astray, iret
END(upcall_enter)

/* Nothing is at that entry: as if the module had died in it. */
upcall_astray:
        push    $CORE_DS
        pop     %ds
        push    $CORE_DS
        pop     %es
        mov     $E_DIED, %eax
        mov     $1, %edx
        jmp     back

/* The gate of an upcall's return, taken from runtime.S only: EAX is the
 * result. */
        .balign 16
FUNCTION(gate_upcall_return)
        cmpl    $0, %ss:upcall_top
        je      gate_refuse_return
        cmpl    $RUNTIME_BASE + RUNTIME_RETURN_SIZE, (%esp)
        jne     gate_refuse_return
        cld
        mov     %ss, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        xor     %edx, %edx
back:   mov     upcall_top, %esp
        popl    upcall_top
        popl    core_tss + TSS_ESP0
        cmpl    $0, task_count
        je      1f
        call    tss_spread_esp0
1:      pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret
END(gate_upcall_return)

/* void upcall_abort(u32 error) */
FUNCTION(upcall_abort)
        mov     4(%esp), %eax
        mov     $1, %edx
        jmp     back
END(upcall_abort)

        .bss
        .balign 4
        .globl  upcall_top
upcall_top:
        .long   0
