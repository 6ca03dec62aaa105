/* SPDX-License-Identifier: MIT */
#include "known.h"              /* first: names of ours are macros of Bochs's */

#include "bochs.h"
#include "cpu/cpu.h"
#include "cpu/decoder/ia_opcodes.h"

/* By a hash of their bits; who comes later takes the place. */
#define PLACES_SHIFT 12
static struct known places[1 << PLACES_SHIFT];

/* The same bits mean something else in code of 16 bits. Bochs leaves this one free,
 * beside the length. */
#define IS_32 0x00800000u

static const struct table *table;
static struct opcode opcodes[BX_IA_LAST];

void known_start(const struct table *of)
{
    table = of;
    for (unsigned i = 0; i < BX_IA_LAST; i++)
        opcodes[i] = opcode_of(get_bx_opcode_name(i) + sizeof("BX_IA_") - 1);
}

static u8 general(unsigned reg)
{
    return (u8)(reg < NO_REGISTER ? reg : NO_REGISTER);
}

static void find_operands(struct step *s, const bxInstruction_c *i)
{
    s->has_memory = !i->modC0();
    s->first = general(i->dst());
    s->second = general(i->src());
    s->base = s->index = NO_REGISTER;
    if (s->has_memory) {
        s->base = general(i->sibBase());
        s->index = i->sibIndex() == 4 ? NO_REGISTER : general(i->sibIndex());
    }
}

/* Behind the operands: by its base an address has a segment without a prefix. */
static void find_prefixes(struct step *s, const bxInstruction_c *i, int is_32)
{
    const int is_stack = s->base == BX_32BIT_REG_ESP ||
                         s->base == BX_32BIT_REG_EBP;

    s->has_segment = i->seg() != (is_stack ? BX_SEG_REG_SS : BX_SEG_REG_DS);
    s->has_size = is_32 && !i->os32L();
    s->has_lock = i->getLock();
    s->has_rep = i->repUsedL() != 0;
}

static void look(struct known *k, const bxInstruction_c *i, int is_32)
{
    k->step.opcode = &opcodes[i->getIaOpcode()];
    k->step.length = i->ilen();
    find_operands(&k->step, i);
    find_prefixes(&k->step, i, is_32);
    step_issue(&k->issue, &k->step, table);
}

/* Found by its bits and not by its address: nothing has to be forgotten. */
struct known *known_of(const bxInstruction_c *i, int is_32)
{
    Bit64u operands;
    Bit32u opcode;

    memcpy(&operands, i->metaData, sizeof(operands));
    memcpy(&opcode, &i->metaInfo, sizeof(opcode));
    opcode |= is_32 ? IS_32 : 0;
    const Bit64u mixed = (operands ^ (Bit64u)opcode << 29) *
                         0x9e3779b97f4a7c15ull;
    struct known *k = &places[mixed >> (64 - PLACES_SHIFT)];

    if (k->operands == operands && k->opcode == opcode)
        return k;
    k->operands = operands;
    k->opcode = opcode;
    look(k, i, is_32);
    return k;
}

void known_by_ring(struct known *k, unsigned ring, unsigned iopl)
{
    const enum opcode_kind kind = k->step.opcode->kind;

    if (kind < KIND_RDTSC || kind > KIND_OUT)
        return;
    k->step.cpl = (u8)ring;
    k->step.may_io = iopl >= ring;
    step_issue(&k->issue, &k->step, table);
}
