/* SPDX-License-Identifier: MIT */
/*
 * The mask registers of the two interrupt controllers (8259A, OCW1), as one
 * word: the first controller's in bits 0 to 7, the second's in 8 to 15. The
 * ports must be open to this module.
 */
#include "../core/api/assembly.h"

#define FIRST_DATA  0x21
#define SECOND_DATA 0xa1

        .text

/* u32 mask_read(void); */
        .balign 16
FUNCTION(mask_read)
        xor     %eax, %eax
        in      $SECOND_DATA, %al
        shl     $8, %eax
        in      $FIRST_DATA, %al
        ret
END(mask_read)

/* void mask_write(u32 mask); */
        .balign 16
FUNCTION(mask_write)
        mov     4(%esp), %eax
        out     %al, $FIRST_DATA
        shr     $8, %eax
        out     %al, $SECOND_DATA
        ret
END(mask_write)
