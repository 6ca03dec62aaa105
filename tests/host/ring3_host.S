/* SPDX-License-Identifier: MIT */
/* From C into assembly that thinks itself elsewhere, and back: for ring3.S and
 * its like, behind ring3.h. */
#include "../../core/api/assembly.h"
#include "saved.h"

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
        mov     %eax, %ss:\to + 0
        mov     %ebx, %ss:\to + 4
        mov     %ecx, %ss:\to + 8
        mov     %edx, %ss:\to + 12
        mov     %esi, %ss:\to + 16
        mov     %edi, %ss:\to + 20
        mov     %ebp, %ss:\to + 24
        mov     %esp, %ss:\to + 28
        mov     %ds, %eax
        mov     %eax, %ss:\to + 32
        mov     %es, %eax
        mov     %eax, %ss:\to + 36
        mov     %fs, %eax
        mov     %eax, %ss:\to + 40
        mov     %gs, %eax
        mov     %eax, %ss:\to + 44
        pushf
        popl    %ss:\to + 48
        .endm
/* Where a client begins: its registers, two words of its stack, the x87. */
        .macro  store_client
        store_all ring_seen
        mov     (%esp), %eax
        mov     %eax, %ss:ring_seen + 52
        mov     4(%esp), %eax
        mov     %eax, %ss:ring_seen + 56
        fnsave  %ss:ring_seen + RING_FPU
        .endm
        .macro  host_segments
        push    $2
        popf
        push    %ss
        pop     %ds
        push    %ss
        pop     %es
        xor     %eax, %eax
        mov     %eax, %fs
        mov     $HOST_GS, %eax
        mov     %eax, %gs
        .endm

/*
 * void ring_enter(void *entry, const u32 *words, u32 count, const u32 *in):
 * jumps there with these words on the stack, and in EAX, EBX, ESI, EDI, EBP,
 * the data segments and EFLAGS; comes back by ring_back.
 */
FUNCTION(ring_enter)
        save_registers
        mov     %esp, home
        mov     24(%esp), %esi
        mov     28(%esp), %ecx
        mov     20(%esp), %edx
        mov     %edx, target
        mov     32(%esp), %eax
1:      dec     %ecx
        js      2f
        pushl   (%esi, %ecx, 4)
        jmp     1b
2:      mov     4(%eax), %ebx
        mov     8(%eax), %esi
        mov     12(%eax), %edi
        mov     16(%eax), %ebp
        pushl   24(%eax)                # eflags
        pushl   (%eax)
        mov     28(%eax), %ecx          # another's
        mov     %ecx, %es
        mov     %ecx, %fs
        mov     36(%eax), %ecx
        mov     %ecx, %gs
        mov     $0xcccc, %ecx
        mov     32(%eax), %edx
        mov     20(%eax), %eax
        mov     %eax, %ds
        pop     %eax
        popf
        jmp     *%ss:target
END(ring_enter)

        .globl  ring_back
ring_back:
        store_all ring_out
        host_segments
        mov     $8, %ecx                # the words that are left
        xor     %esi, %esi
1:      mov     (%esp, %esi, 4), %eax
        mov     %eax, ring_out + 52(, %esi, 4)
        inc     %esi
        loop    1b
        mov     home, %esp
        ljmp    $HOST_CS, $1f
1:      pop     %edi
        pop     %esi
        pop     %ebx
        pop     %ebp
        ret

/* u32 ring_call(u32 (*call)(u32, u32, u32), const u32 *arg): with values in
 * the registers that it keeps, and what is there afterwards. */
FUNCTION(ring_call)
        save_registers
        mov     20(%esp), %eax
        mov     24(%esp), %edx
        pushl   8(%edx)
        pushl   4(%edx)
        pushl   (%edx)
        ring_registers
        call    *%eax
        store_all ring_out
        host_segments
        mov     ring_out, %eax
        add     $12, %esp
        restore_registers
        ret
END(ring_call)
