/* SPDX-License-Identifier: MIT */
/* Each way from ring 3 to ring 1, and instructions that are not for ring 3.
 * ESI is the order, EDI the act; the rest is as the order has it. */
#include "../../../core/api/assembly.h"
#include "ring3/ring3.h"
#include "siege.h"

#define WORD(index) (index) * 4(%esi)

        .text
/* void siege_attack(const u32 *order, u32 act): ends with exit(SIEGE_OK),
 * since what client_main returns to may have been written over. */
FUNCTION(siege_attack)
        mov     4(%esp), %esi
        mov     8(%esp), %edi
        mov     %esp, saved
        pushl   WORD(SIEGE_FLAGS)
        popf
        mov     WORD(SIEGE_REGISTERS), %eax
        mov     WORD(SIEGE_REGISTERS + 1), %ebx
        mov     WORD(SIEGE_REGISTERS + 2), %ecx
        mov     WORD(SIEGE_REGISTERS + 3), %edx
        mov     WORD(SIEGE_REGISTERS + 4), %ebp
        mov     WORD(SIEGE_DATA + 3), %gs
        mov     WORD(SIEGE_DATA + 2), %fs
        mov     WORD(SIEGE_DATA + 1), %es
        lss     WORD(SIEGE_STACK), %esp
        mov     WORD(SIEGE_DATA), %ds
        jmp     *%edi

        .globl  siege_back
siege_back:
        mov     $CLIENT_DATA, %ecx
        mov     %ecx, %ds
        mov     %ecx, %es
        mov     $CLIENT_STACK, %ecx
        mov     %ecx, %ss
        mov     saved, %esp
        push    $2
        popf
        push    $SIEGE_OK
        push    $0
        lcall   $CLIENT_GATE(SERVICE_EXIT), $0
END(siege_attack)

        .bss
        .balign 4
saved:  .long   0

/* As it is, and with TF set by the instruction before it: EBX has the flags
 * then. */
        .macro  act insn
        .text
8:      \insn
        jmp     siege_back
9:      push    %ebx
        popf
        \insn
        jmp     siege_back
        .section .rodata
        .long   8b, 9b
        .endm

/* What the preprocessor does not see inside of quotes. */
        code = CLIENT_CODE
        far_eip = SIEGE_FAR * 4
        far_cs = far_eip + 4

        .section .rodata
        .balign 4
        .globl  siege_acts, siege_acts_end
siege_acts:
        .irp    s, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9
        gate\s = CLIENT_GATE(\s)
        act     "lcall $gate\s, $0"
        .endr
        act     "sysenter"                                      # 10
        act     "ud2"
        act     "int3"
        act     "into"
        act     ".byte 0xf1"
        act     "movl %ss:(%edx), %eax"
        act     "movl (%edx), %eax"
        act     "movl %eax, (%edx)"
        act     "push %ebx; push $code; push $siege_back; iret"
        act     "push $siege_back; lret"
        act     "div %ecx"                                      # 20
        act     "bound %eax, (%edx)"
        act     "1: dec %ecx; jnz 1b"
        act     "lcall *far_eip(%esi)"
        act     "ljmp *far_eip(%esi)"
        act     "pushl far_cs(%esi); pushl far_eip(%esi); lret"
        act     "pushf; pushl far_cs(%esi); pushl far_eip(%esi); iret"
        act     "mov far_cs(%esi), %ds"
        act     "mov far_cs(%esi), %es"
        act     "mov far_cs(%esi), %fs"
        act     "mov far_cs(%esi), %gs"                         # 30
        act     "lss far_eip(%esi), %esp"
        act     "lar %eax, %ebx; lsl %eax, %ebx; verr %ax; verw %ax"
        act     "arpl %ax, %bx"
        act     "int $0; int $1"
        act     "int $2"
        act     "int $8"
        act     "int $13"
        act     "int $14"
        act     "int $0x20"
        act     "int $0x30"                                     # 40
        act     "int $0x80"
        act     "int $0xff"
        act     ".byte 0xcd, 3"
        act     ".byte 0xcd, 4"
        act     "hlt"
        act     "cli"
        act     "sti"
        act     "clts"
        act     "lmsw %ax"
        act     "smsw %eax"                                     # 50
        act     "mov %eax, %cr0"
        act     "mov %cr2, %eax"
        act     "mov %eax, %cr3"
        act     "mov %cr4, %eax"
        act     "mov %eax, %dr7"
        act     "mov %dr0, %eax"
        act     ".byte 0x0f, 0x24, 0xc0"
        act     "rdpmc"
        act     "rdmsr"
        act     "wrmsr"                                         # 60
        act     "sysexit"
        act     ".byte 0x0f, 0x05"
        act     ".byte 0x0f, 0x07"
        act     "invd"
        act     "wbinvd"
        act     "invlpg (%edx)"
        act     "lgdt (%edx)"
        act     "lidt (%edx)"
        act     "sgdt (%edx)"
        act     "sidt (%edx)"                                   # 70
        act     "sldt (%edx)"
        act     "str (%edx)"
        act     "lldt %ax"
        act     "ltr %ax"
        act     "in %dx, %al"
        act     "out %eax, %dx"
        act     "insb"
        act     "rep insl"
        act     "outsb"
        act     "rep outsl"                                     # 80
        act     ".byte 0x0f, 0xaa"
        act     ".byte 0x0f, 0x01, 0xc1"
        act     ".byte 0x0f, 0x01, 0xc8"
        act     ".byte 0x0f, 0x01, 0xd0"
        act     ".byte 0x0f, 0xff, 0xc0"
        act     ".byte 0x0f, 0xb9, 0xc0"
        act     ".byte 0xf0, 0x90"
        act     ".byte 0xf0, 0x0f, 0xc7, 0xc8"
        act     "lock addl $1, (%edx)"
        act     ".fill 14, 1, 0x3e; .byte 0x90"                 # 90
        act     ".fill 15, 1, 0x66; .byte 0x90"
        act     ".fill 64, 1, 0xf3; .byte 0x90"
        act     "fwait"
        act     "fnstenv (%edx); fnstenv (%edx)"
        act     "fnsave (%edx)"
        act     "fldcw (%edx); fldl (%edx)"
        act     "frstor (%edx); fwait"
        act     "fxsave (%edx)"
        act     "fxrstor (%edx)"
        act     "movaps (%edx), %xmm0; divps %xmm0, %xmm0"      # 100
        act     "ldmxcsr (%edx)"
        act     "movq (%edx), %mm0; emms"
        act     "cpuid"
        act     "rdtsc"
        act     "enter $64, $31"
        act     "leave"
        act     "pusha"
        act     "popa"
        act     "push %ds; push %cs; pop %ds"
        act     "rep movsb"                                     # 110
        act     "rep stosl"
        act     "cmpxchg8b (%edx)"
        act     ".byte 0x66; lret"
        act     ".byte 0x66; iret"
        act     ".byte 0x66; popf"
        act     ".byte 0x66, 0x9a, 0, 0; .word gate4"
        act     ".byte 0x67; loop ."
        act     "push %ss; pop %ss; int3"
        act     "mov %ss, %eax; mov %eax, %ss; lcall $gate4, $0"
        act     "mov %ss, %eax; mov %eax, %ss; ud2"             # 120
        act     "ljmp $gate4, $0"
        act     "sysenter; sysenter"
        act     ".byte 0xd6"
        act     ".byte 0x8f, 0xc8"
        act     ".byte 0xfe, 0xf8"
        act     "mov %eax, %cs"
        act     "jmp *%eax"
        act     "call *%edx"
        act     "ret"
        act     ".byte 0xea, 0, 0, 0, 0; .word 8"               # 130
        vector = 0                      # 131 + n: INT n
        .rept   256
        act     ".byte 0xcd, vector"
        vector = vector + 1
        .endr
siege_acts_end:
