/* SPDX-License-Identifier: MIT */
/*
 * Code of ring 3, copied to where the client's segments begin. Each routine
 * does one thing and exits with EAX, which a routine that is not stopped
 * makes 42. EBX: its argument.
 */
#include "ring3.h"

        .text
        .globl  client_image, client_image_end, client_routines
client_image:
give:   mov     %ebx, %eax
        jmp     end
div:    xor     %ecx, %ecx
        mov     $1, %eax
        cltd
        div     %ecx
        jmp     done
step:   pushf
        orl     $0x100, (%esp)
        popf
        nop
        jmp     done
int3:   int3
        jmp     done
into:   mov     $0x7fffffff, %eax
        inc     %eax
        into
        jmp     done
bound:  push    $2
        push    $1
        xor     %eax, %eax
        bound   %eax, (%esp)
        jmp     done
ud:     xor     %ebp, %ebp              # no address of the UPS
        rdtsc
        mov     %eax, %esi
        ud2
        jmp     done
hlt:    hlt
        jmp     done
load:   mov     $0x10, %eax             # the core's data segment
        mov     %eax, %es
        jmp     done
fake:   int     $14
        jmp     done
stack:  mov     %ebx, %esp
        push    %eax
        jmp     done
read:   rdtsc
        mov     %eax, %esi
        mov     (%ebx), %ecx
        jmp     done
write:  mov     %eax, (%ebx)
        jmp     done
fpu:    push    $0x033b                 # unmasked: division by zero
        fldcw   (%esp)
        fld1
        fldz
        fdivrp
        fwait
        jmp     done
int80:  int     $0x50
        jmp     done
loop:   incl    CLIENT_STOP - 4
        cmpl    $0, CLIENT_STOP
        je      loop
        jmp     done
enter:  mov     %esp, %ecx
        mov     $CLIENT_TEXT + 1f - client_image, %edx
        sysenter
1:      jmp     end
flags:  pushf                           # with what an entry must clear
        orl     $0x4400, (%esp)
        popf
        jmp     enter
stepin: mov     %esp, %ecx              # TF into SYSENTER
        mov     $CLIENT_TEXT + 1f - client_image, %edx
        pushf
        orl     $0x100, (%esp)
        popf
        sysenter
1:      jmp     end
stepout:                                # TF into the gate of ring 1
        mov     $43, %eax
        pushf
        orl     $0x100, (%esp)
        popf
        lcall   $CLIENT_EXIT, $0
dirty:  pushf                           # NT and DF stay the client's
        orl     $0x4400, (%esp)
        popf
        ud2
        pushf
        pop     %eax
        and     $0x4400, %eax
        push    $2                      # and go: IRET must not see NT
        popf
        jmp     end
virtual:                                # IRET with VM, IOPL 3 and TF
        .irp    word, 0, 0, 0, 0, 0, 0x100, 0x23302, CLIENT_CS
        push    $\word
        .endr
        push    $done - client_image + CLIENT_TEXT
        iret
back:   lcall   $CLIENT_BACK, $0
        jmp     end
edge:   mov     $CLIENT_SIZE - 7, %edi  # the last instruction of its segment
        mov     $1f, %esi
        sub     $client_image - CLIENT_TEXT, %esi
        mov     $7, %ecx
        cld
        rep movsb
        mov     $CLIENT_SIZE - 7, %edi
        mov     $CLIENT_SIZE - 64, %esp
        jmp     *%edi
1:      lcall   $CLIENT_BACK, $0
twice:  ud2
        ud2
done:   mov     $42, %eax
        jmp     end
kept:   mov     $0x1111, %eax           # by #UD and #PF, whoever delivers them
        mov     $0x2222, %ecx
        mov     $0x3333, %edx
        xor     %ebx, %ebx
        mov     $0x5555, %esi
        mov     $0x6666, %edi
        mov     $0x7777, %ebp
        ud2
        cmp     %eax, (%ebx)
        .irp    word, 0x7777, 0x6666, 0x5555, 0, 0x3333, 0x2222, 0x1111
        push    $\word
        .endr
        .irp    r, eax, ecx, edx, ebx, esi, edi, ebp
        cmp     %\r, (%esp)
        jne     lost
        add     $4, %esp
        .endr
        jmp     done
lost:   mov     $43, %eax
end:    lcall   $CLIENT_EXIT, $0
client_image_end:

        .data
        .balign 4
client_routines:                        # and in tests/lua/ring3.lua
        .irp    r, give, div, step, int3, into, bound, ud, hlt, load, fake
        .long   \r - client_image
        .endr
        .irp    r, stack, read, write, fpu, int80, loop, enter, flags, stepin
        .long   \r - client_image
        .endr
        .irp    r, twice, dirty, stepout, back, edge, virtual, kept
        .long   \r - client_image
        .endr
