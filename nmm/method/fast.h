/* SPDX-License-Identifier: MIT */
/*
 * For the short ways of methods, in assembly: the way from a space and an
 * address to the page-table entry.
 *
 * Each method is entered with EAX: struct gate_call, EDX: struct gate, and
 * keeps EBX, ESI, EDI, EBP. What a short way does not serve, and every error,
 * goes to a C function with EAX as it was and EDX: the caller's tag. A slot of
 * a space is the low byte of its handle (core/offsets.c asserts it).
 */
#pragma once

#ifdef __ASSEMBLER__
#include "../../core/api/assembly.h"
#include "core/api/offsets.h"
#include "core/offsets.h"
#include "nmm/offsets.h"

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
 * carry no tag; only tables of the window have ENTRY_WINDOW in the directory;
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
        test    $ENTRY_WINDOW >> 8, %dh
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
