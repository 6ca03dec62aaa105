/* SPDX-License-Identifier: MIT */
/* One instruction: what stands in it, and what the pipes see of that. */
#pragma once

#include "opcode.h"
#include "pipe.h"
#include "table.h"

#define NO_REGISTER 8

/* What stands in an instruction, and who runs it. */
struct step {
    const struct opcode *opcode;
    laddr_t linear;             /* of its first byte */
    paddr_t physical;
    u32 length;                 /* bytes */
    u8 first, second;           /* operands: registers, 0 to 7; NO_REGISTER: memory */
    u8 base, index;             /* of its address; NO_REGISTER: none */
    u8 has_memory;              /* an operand that base and index may name */
    u8 has_segment, has_size, has_lock, has_rep;        /* prefixes */
    u8 cpl;                     /* ring that it runs at */
    u8 may_io;                  /* IOPL allows ports */
};

/* The same for each instruction that is written the same, but for RDTSC, IN and OUT:
 * theirs goes by who runs them, too. */
void step_issue(struct issue *i, const struct step *s, const struct table *table);
