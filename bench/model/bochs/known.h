/* SPDX-License-Identifier: MIT */
/* What is known of an instruction by what stands in it: of which opcode, which
 * registers and prefixes, and how the pipes see it. */
#pragma once

#include "../model.h"

struct known {
    unsigned long long operands;        /* as Bochs has decoded them, */
    unsigned opcode;                    /* and the opcode, length and prefixes */
    struct step step;                   /* but for addresses and ring */
    struct issue issue;
};

#ifdef __cplusplus
class bxInstruction_c;

void known_start(const struct table *table);
/* Of code of 32 bits, or of 16. Good until the next one is asked for. */
struct known *known_of(const bxInstruction_c *i, int is_32);
/* By who runs it, for what stands in it does not say how long it takes. */
void known_by_ring(struct known *k, unsigned ring, unsigned iopl);
#endif
