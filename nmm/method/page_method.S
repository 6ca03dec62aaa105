/* SPDX-License-Identifier: MIT */
/*
 * u32 GATE_METHOD page_method_attributes(struct gate_call *, struct gate *)
 *
 * MEASURED PATH: part of every trap that changes a page's protection. One
 * page of a VSAS of the caller's by FLUSH_INVLPG or FLUSH_BEST: 42
 * instructions. While paging is off INVLPG does nothing.
 */
#include "fast.h"

#define ARG_PAGES       ARG2
#define ARG_CLEAR       ARG3
#define ARG_SET         ARG4
#define ARG_STRATEGY    ARG5

        .text
        .balign 16
FUNCTION(page_method_attributes)
        mov     GATE_TAG(%edx), %edx
        cmpl    $1, ARG_PAGES(%eax)
        jne     page_method_attributes_checked
        mov     ARG_STRATEGY(%eax), %ecx
        and     $~(FLUSH_BEST - FLUSH_INVLPG), %ecx
        dec     %ecx
        jnz     page_method_attributes_checked
        mov     ARG_CLEAR(%eax), %ecx
        or      ARG_SET(%eax), %ecx
        test    $~(ENTRY_ATTRIBUTES - ENTRY_PRESENT), %ecx
        jnz     page_method_attributes_checked
        find_entry page_method_attributes_checked, recover
        lea     -ENTRY_TABLE(%edx, %ecx), %edx
        mov     (%edx), %ecx
        and     $ENTRY_PRESENT | ENTRY_SHARED, %ecx
        dec     %ecx
        jnz     recover
        mov     ARG_CLEAR(%eax), %ecx
        not     %ecx
        and     (%edx), %ecx
        or      ARG_SET(%eax), %ecx
        mov     ARG1(%eax), %eax
        xchg    %ecx, (%edx)            # as it was
        flush_page %eax
        mov     %ecx, %eax
        and     $ENTRY_ATTRIBUTES, %eax
        ret

recover:
        recover_tag
        jmp     page_method_attributes_checked
END(page_method_attributes)

/*
 * u32 GATE_METHOD page_method_lookup_inverted(struct gate_call *,
 *                                             struct gate *)
 *
 * PhysToVirt by the inverted table. MEASURED PATH: 11 instructions if one
 * page alone maps the frame, in that space. The rotation makes a number that
 * is out of range of what is not the address of a frame.
 */
        .balign 16
FUNCTION(page_method_lookup_inverted)
        mov     ARG1(%eax), %ecx
        ror     $PAGE_SHIFT, %ecx
        cmp     identity + IDENTITY_PAGES, %ecx
        jae     page_method_lookup
        shl     $FRAME_SHIFT, %ecx
        add     frame_table, %ecx
        mov     ARG0(%eax), %edx
        cmp     %edx, FRAME_SPACE(%ecx)
        jne     page_method_lookup
        mov     FRAME_PAGE(%ecx), %eax
        ret
END(page_method_lookup_inverted)
