/* SPDX-License-Identifier: MIT */
/*
 * The mask registers of the two interrupt controllers (8259A, OCW1), as one
 * word: the first controller's in bits 0 to 7, the second's in 8 to 15. The
 * ports must be open to this module.
 */
#define FIRST_DATA  0x21
#define SECOND_DATA 0xa1

    .text

/* u32 mask_read(void); */
    .balign 16
    .globl  mask_read
    .type   mask_read, @function
mask_read:
    xor     %eax, %eax
    in      $SECOND_DATA, %al
    shl     $8, %eax
    in      $FIRST_DATA, %al
    ret
    .size   mask_read, . - mask_read

/* void mask_write(u32 mask); */
    .balign 16
    .globl  mask_write
    .type   mask_write, @function
mask_write:
    mov     4(%esp), %eax
    out     %al, $FIRST_DATA
    shr     $8, %eax
    out     %al, $SECOND_DATA
    ret
    .size   mask_write, . - mask_write
