/* SPDX-License-Identifier: MIT */
/*
 * What kind of instruction an opcode is, and which figures are its clocks. Opcodes
 * are named as Bochs names them: ADD_EdGd is ADD, whose operands are a register or
 * memory (E) and a register (G), of 32 bits (d).
 */
#pragma once

#include "figures.h"
#include "../../core/api/types.h"

/* In which pipe it may go together with another one (Pentium: AP-500). */
enum pairing { PAIR_NONE, PAIR_EITHER, PAIR_FIRST, PAIR_SECOND };

enum opcode_kind {
    KIND_PLAIN,
    KIND_CONDITIONAL,           /* its clocks go by whether it is taken */
    KIND_EXCHANGE,              /* with memory: locked without a prefix */
    KIND_LEA,
    KIND_STRING,
    KIND_RDTSC,
    KIND_IN, KIND_OUT,
    /* Their clocks go by where they lead: model_transfer(). */
    KIND_CALL_FAR, KIND_JMP_FAR, KIND_RET_FAR, KIND_INT, KIND_IRET
};

enum {
    OPCODE_READS = 1,           /* its first operand */
    OPCODE_WRITES = 2,          /* the same */
    OPCODE_SECOND = 4,          /* reads a second one that may be a register */
    OPCODE_PUSH = 8,            /* uses ESP without naming it, */
    OPCODE_POP = 16,            /* the other way */
    OPCODE_ESP = 32,            /* adds to ESP, besides */
    OPCODE_EXTENDED = 64        /* begins with 0F */
};

struct opcode {
    enum figure reg, memory;    /* clocks, by where its operand is */
    enum figure first, each;    /* KIND_STRING with REP: before all, and for each */
    enum pairing pair_reg, pair_memory;
    enum opcode_kind kind;
    u8 flags;
    u8 bits;                    /* of its first operand: 8, 16 or 32 */
    u8 immediate;               /* bytes of a constant */
    u8 is_known;                /* 0: no such processor has it; taken for a NOP */
};

/* By the name behind BX_IA_. */
struct opcode opcode_of(const char *name);
