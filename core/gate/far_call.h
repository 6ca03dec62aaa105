/* SPDX-License-Identifier: MIT */
/* The i386's far calls, taken apart: which bytes are one, and by what it
 * goes. Pure. */
#pragma once

#include "../api/types.h"

#define FAR_CALL_LONGEST 15     /* bytes of an i386 instruction */
#define NO_REGISTER 8
#define NO_PREFIX 0

struct far_call {
    u32 length;                 /* bytes; 0: it is none */
    u8 prefix;                  /* of the operand's segment, or NO_PREFIX */
    u8 direct;                  /* the selector is in the instruction */
    u8 narrow;                  /* the offset before it has 16 bits */
    u16 selector;               /* if direct */
    u8 base, index, scale;      /* if not: by the processor's numbers */
    u32 displacement;
};

/* The far call that is exactly these bytes. With 16-bit addresses it is not
 * known as one. */
struct far_call far_call_decode(const u8 *code, u32 size);
