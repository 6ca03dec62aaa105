/* SPDX-License-Identifier: MIT */
/*
 * The dialect of every .S file; `make lint` knows it.
 *
 *      u32 first_word(const u32 *from): what it is, as a C prototype
 *              .text
 *      FUNCTION(first_word)
 *              mov     4(%esp), %eax
 *              mov     (%eax), %eax            # a remark
 *              cmpl    $0, (%eax)
 *              ret
 *      END(first_word)
 *
 * A label begins in column 1, an instruction or directive in column 9, its
 * operands in column 17; a blank follows a comma. A mnemonic has a suffix
 * (b, w, l) where an operand in memory is all that could tell its size, and
 * none where a register tells. Offsets of C's structures come from an
 * offsets.c (offset.h).
 */
#pragma once

#ifdef __ASSEMBLER__
/* A function that other files may call, from here to END. */
#define FUNCTION(name) .globl name; .type name, @function; name:
#define END(name) .size name, . - name
#endif
