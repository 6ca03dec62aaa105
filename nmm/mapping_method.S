/* SPDX-License-Identifier: MIT */
/*
 * u32 GATE_METHOD mapping_method_create(struct gate_frame *, struct gate *)
 *
 * MEASURED PATH: part of every fault that a ring-1 pager serves, 27
 * instructions. The common case, an empty page of the caller's window in the
 * UPS and a frame of the caller's, is one compare with the frame table and
 * one with the dormant tables; all else, and every error, takes the long way
 * in mapping_method_slow.c. Frame first, then page, and the entry fetched
 * anew at the end, so that three registers do and none needs saving. No
 * INVLPG: the entry was not present, so no TLB holds it (manual 5.3.5).
 */
#define NMM_UPS         1               /* ORDER nmm.h */
#define ENTRY_PRESENT   1               /* ORDER entry.h */
#define ENTRY_REFUSED   0xff9           /* neither frame nor choice */
#define GATE_CLIENT     8               /* ORDER, asserted in the C file */
#define ARG_SPACE       12
#define ARG_ADDRESS     16
#define ARG_ENTRY       20
#define IDENTITY_UPS    4
#define IDENTITY_UPS_SIZE 12
#define FRAME_TAG       0
#define FRAME_MAPPINGS  4

        .text
        .balign 16
        .globl  mapping_method_create
mapping_method_create:                  # EAX: frame, EDX: gate
        mov     GATE_CLIENT(%edx), %edx
        add     %edx, %edx              # EDX: the caller's tag
        cmpl    $NMM_UPS, ARG_SPACE(%eax)
        jne     mapping_method_checked
        mov     ARG_ENTRY(%eax), %ecx
        sub     $ENTRY_PRESENT, %ecx    # none, if it was there
        test    $ENTRY_REFUSED, %ecx
        jnz     mapping_method_checked
        shr     $8, %ecx                # frame number * 16
        cmp     frame_table_bytes, %ecx
        jae     mapping_method_checked
        add     frame_table, %ecx
        cmp     %edx, FRAME_TAG(%ecx)
        jne     mapping_method_checked
        incl    FRAME_MAPPINGS(%ecx)
        mov     ARG_ADDRESS(%eax), %ecx
        cmp     identity + IDENTITY_UPS_SIZE, %ecx
        jae     mapping_method_uncounted
        shr     $10, %ecx
        and     $~3, %ecx               # page number * 4
        add     identity + IDENTITY_UPS, %ecx
        cmp     %edx, (%ecx)            # empty, and the caller's?
        jne     mapping_method_uncounted
        mov     ARG_ENTRY(%eax), %eax
        mov     %eax, (%ecx)
        xor     %eax, %eax
        ret

        .section .note.GNU-stack, "", @progbits
