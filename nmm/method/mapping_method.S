/* SPDX-License-Identifier: MIT */
/*
 * u32 GATE_METHOD mapping_method_create(struct gate_call *, struct gate *)
 *
 * MEASURED PATH: part of every fault that a ring-1 pager serves. The common
 * case, an empty page and a frame of the caller's, takes 34 instructions in a
 * VSAS and 30 in a window of the UPS, where the empty entry is the owner's tag.
 * Frame first, then page, and the entry fetched anew at the end, so that
 * three registers do. No INVLPG: the entry was not present, so no TLB holds
 * it (manual 5.3.5).
 *
 * One variant for each structure of the reverse lookup. Those that keep one
 * up take frames that nothing maps yet.
 */
#include "fast.h"

#define ARG_SPACE       ARG0
#define ARG_ADDRESS     ARG1
#define ARG_ENTRY       ARG2

        .macro  ready_scan
        .endm
        .macro  ready_inverted
        testl   $COUNT_MASK, FRAME_COUNT(%ecx)
        jnz     mapping_method_checked
        .endm
        .macro  ready_chain
        cmpl    $0, chain_free
        je      mapping_method_checked
        .endm

/* EAX: the frame, EDX: where the entry goes. */
        .macro  store_scan
        mov     ARG_ENTRY(%eax), %eax
        mov     %eax, (%edx)
        .endm

/* ECX: struct frame of the entry, which is written. */
        .macro  store_and_find
        mov     ARG_ENTRY(%eax), %ecx
        mov     %ecx, (%edx)
        shr     $8, %ecx
        add     frame_table, %ecx
        .endm

        .macro  store_inverted
        store_and_find
        mov     ARG_SPACE(%eax), %edx
        mov     %edx, FRAME_SPACE(%ecx)
        mov     ARG_ADDRESS(%eax), %edx
        and     $PAGE_MASK, %edx
        mov     %edx, FRAME_PAGE(%ecx)
        .endm

/* A node to the front of the frame's chain. */
        .macro  store_chain
        store_and_find
        push    %ebx
        mov     chain_free, %ebx
        mov     CHAIN_NEXT(%ebx), %edx
        mov     %edx, chain_free
        mov     FRAME_CHAIN(%ecx), %edx
        mov     %edx, CHAIN_NEXT(%ebx)
        mov     %ebx, FRAME_CHAIN(%ecx)
        movzbl  ARG_SPACE(%eax), %ecx   # the slot
        mov     ARG_ADDRESS(%eax), %edx
        mov     %ecx, %eax
        shl     $SPACE_SHIFT, %eax
        add     spaces + SPACE_LINEAR(%eax), %edx
        and     $PAGE_MASK, %edx
        or      %ecx, %edx
        mov     %edx, CHAIN_WHERE(%ebx)
        pop     %ebx
        .endm

        .macro  create name, structure
        .balign 16
FUNCTION(\name)
        mov     GATE_TAG(%edx), %edx
        mov     ARG_ENTRY(%eax), %ecx
        sub     $ENTRY_PRESENT, %ecx    # none, if it was there
        test    $ENTRY_REFUSED, %ecx
        jnz     mapping_method_checked
        shr     $PAGE_SHIFT - FRAME_SHIFT, %ecx
        cmp     frame_table_bytes, %ecx
        jae     mapping_method_checked
        add     frame_table, %ecx
        cmp     %edx, FRAME_TAG(%ecx)
        jne     mapping_method_checked
        ready_\structure
        incl    FRAME_COUNT(%ecx)
        find_entry 1f, uncount
        cmpl    $0, -ENTRY_TABLE(%edx, %ecx)
        jne     uncount
        .ifc    \structure, scan
        mov     ARG_ENTRY(%eax), %eax
        mov     %eax, -ENTRY_TABLE(%edx, %ecx)
        .else
        lea     -ENTRY_TABLE(%edx, %ecx), %edx
        store_\structure
        .endif
        xor     %eax, %eax
        ret
1:      cmpl    $NMM_UPS, ARG_SPACE(%eax)
        jne     mapping_method_uncounted
        mov     ARG_ADDRESS(%eax), %ecx
        cmp     identity + IDENTITY_UPS_SIZE, %ecx
        jae     mapping_method_uncounted
        shr     $10, %ecx
        and     $~3, %ecx               # page number * 4
        add     identity + IDENTITY_UPS, %ecx
        cmp     %edx, (%ecx)            # empty, and the caller's?
        jne     mapping_method_uncounted
        .ifc    \structure, scan
        mov     ARG_ENTRY(%eax), %eax
        mov     %eax, (%ecx)
        .else
        mov     %ecx, %edx
        store_\structure
        .endif
        xor     %eax, %eax
        ret
END(\name)
        .endm

        .text
        create  mapping_method_create, scan
        create  mapping_method_create_inverted, inverted
        create  mapping_method_create_chain, chain
uncount:
        recover_tag
        jmp     mapping_method_uncounted

/*
 * u32 GATE_METHOD mapping_method_invalidate(struct gate_call *,
 *                                           struct gate *)
 *
 * The common case, a page of a VSAS of the caller's and a frame that is not
 * borrowed, takes 33 instructions.
 */
        .macro  forget_scan
        .endm
        .macro  forget_inverted
        movl    $UNKNOWN_SPACE, FRAME_SPACE(%ecx)
        movl    $E_HANDLE, FRAME_PAGE(%ecx)
        .endm

/* The node of the page, if it is the first, goes to the free ones. */
        .macro  forget_chain
        push    %ebx
        push    %esi
        movzbl  ARG_SPACE(%eax), %ebx   # the slot
        mov     ARG_ADDRESS(%eax), %esi
        and     $PAGE_MASK, %esi
        or      %ebx, %esi
        mov     FRAME_CHAIN(%ecx), %ebx
        cmp     %esi, CHAIN_WHERE(%ebx)
        jne     not_first
        mov     CHAIN_NEXT(%ebx), %esi
        mov     %esi, FRAME_CHAIN(%ecx)
        mov     chain_free, %esi
        mov     %esi, CHAIN_NEXT(%ebx)
        mov     %ebx, chain_free
        pop     %esi
        pop     %ebx
        .endm

        .macro  invalidate name, structure
        .balign 16
FUNCTION(\name)
        mov     GATE_TAG(%edx), %edx
        find_entry mapping_method_invalidate_checked, recover
        lea     -ENTRY_TABLE(%edx, %ecx), %edx
        mov     (%edx), %ecx
        and     $ENTRY_PRESENT | ENTRY_SHARED, %ecx
        dec     %ecx
        jnz     recover
        mov     (%edx), %ecx
        shr     $PAGE_SHIFT, %ecx
        shl     $FRAME_SHIFT, %ecx
        add     frame_table, %ecx
        decl    FRAME_COUNT(%ecx)
        js      count                   # FRAME_BORROWED
        forget_\structure
        movl    $0, (%edx)
        mov     ARG_ADDRESS(%eax), %eax
        flush_page %eax
        xor     %eax, %eax
        ret
END(\name)
        .endm

        invalidate mapping_method_invalidate, scan
        invalidate mapping_method_invalidate_inverted, inverted
        invalidate mapping_method_invalidate_chain, chain
not_first:
        pop     %esi
        pop     %ebx
count:
        incl    FRAME_COUNT(%ecx)
recover:
        recover_tag
        jmp     mapping_method_invalidate_checked
