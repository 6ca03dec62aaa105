/* SPDX-License-Identifier: MIT */
/*
 * For the short ways of methods, in assembly: where things are (ORDER; the
 * C file fast.c asserts it), and the way from a space and an address to the
 * page-table entry.
 *
 * Each method is entered with EAX: struct gate_frame, EDX: struct gate, and
 * keeps EBX, ESI, EDI, EBP. What a short way does not serve, and every error,
 * goes to a C function with EAX as it was and EDX: the caller's tag.
 */
#pragma once

#define GATE_TAG        16
#define FRAME_CALLER    8
#define FRAME_ESP       36
#define ARG0            12
#define ARG1            16
#define ARG2            20
#define ARG3            24
#define ARG4            28
#define ARG5            32
#define IDENTITY_UPS    4
#define IDENTITY_PAGES  8
#define IDENTITY_UPS_SIZE 12
#define IDENTITY_DIRECTORY 16
#define FRAME_TAG       0
#define FRAME_COUNT     4
#define FRAME_SPACE     8
#define FRAME_PAGE      12
#define FRAME_SHIFT     4               /* of the size of struct frame */
#define SPACE_DIRECTORY 0
#define SPACE_HANDLE    4
#define SPACE_LINEAR    12
#define SPACE_TAG       16
#define SPACE_SHIFT     6

#ifdef __ASSEMBLER__
#define PAGE_MASK       0xfffff000
#define ENTRY_PRESENT   1
#define ENTRY_USER      4
#define ENTRY_SHARED    0x400
#define ENTRY_TABLE     0x27            /* below a window's tables */
#define COUNT_MASK      0x3fffffff      /* FRAME_MAPPINGS */

/* Host tests run the same ways, at ring 3. */
#ifdef NMM_HOST
#define CR0             host_cr0
#define CR3             host_cr3
        .macro  flush_page register
        incl    host_invlpg
        mov     \register, host_invlpg_page
        .endm
#else
#define CR0             %cr0
#define CR3             %cr3
        .macro  flush_page register
        invlpg  (\register)
        .endm
#endif

/*
 * The space ARG0 is a VSAS of the caller's, and has a table for address ARG1:
 * 16 instructions, and the entry is at -ENTRY_TABLE(%edx, %ecx). Core and UPS
 * carry no tag; only tables of the window have ENTRY_USER in the directory;
 * entries outside the window are never empty and never present.
 */
        .macro  find_entry other, slow
        movzbl  ARG0(%eax), %ecx        # the slot
        shl     $SPACE_SHIFT, %ecx
        cmp     %edx, spaces + SPACE_TAG(%ecx)
        jne     \other
        mov     spaces + SPACE_DIRECTORY(%ecx), %edx
        mov     spaces + SPACE_HANDLE(%ecx), %ecx
        cmp     ARG0(%eax), %ecx
        jne     \slow
        mov     ARG1(%eax), %ecx
        shr     $22, %ecx
        mov     (%edx, %ecx, 4), %edx
        test    $ENTRY_USER, %dl
        jz      \slow
        mov     ARG1(%eax), %ecx
        shr     $10, %ecx
        and     $0xffc, %ecx
        .endm

/* After `slow`: EDX is the caller's tag again, since it was the space's. */
        .macro  recover_tag
        movzbl  ARG0(%eax), %edx
        shl     $SPACE_SHIFT, %edx
        mov     spaces + SPACE_TAG(%edx), %edx
        .endm
#endif
