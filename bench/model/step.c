/* SPDX-License-Identifier: MIT */
#include "step.h"

#define ESP 4

static u8 bit(u8 reg, u8 bits)
{
    return reg >= NO_REGISTER ? 0 : (u8)(1u << (bits == 8 ? reg & 3 : reg));
}

static void find_registers(const struct step *s, struct issue *i)
{
    const struct opcode *o = s->opcode;
    const u8 first = bit(s->first, o->bits), second = bit(s->second, o->bits);

    i->reads = (u8)((o->flags & OPCODE_READS ? first : 0) |
                    (o->flags & OPCODE_SECOND ? second : 0));
    i->writes = (u8)((o->flags & OPCODE_WRITES ? first : 0) |
                     (o->flags & OPCODE_ESP ? bit(ESP, 32) : 0));
    i->stack = o->flags & (OPCODE_PUSH | OPCODE_POP);
    i->address = i->stack ? bit(ESP, 32) : 0;
    if (s->has_memory)
        i->address |= bit(s->base, 32) | bit(s->index, 32);
}

static u32 prefixes(const struct table *t, const struct step *s)
{
    const int is_extended = s->opcode->flags & OPCODE_EXTENDED &&
                            t->clocks[FIGURE_prefix_0f];

    return (u32)(s->has_segment + s->has_size + s->has_lock + is_extended);
}

/* More than prefixes, opcode, ModR/M, SIB and a constant: a displacement. */
static int has_displacement(const struct step *s)
{
    const u32 prefix = (u32)(s->has_segment + s->has_size + s->has_lock +
                             !!(s->opcode->flags & OPCODE_EXTENDED));
    const u32 sib = s->index != NO_REGISTER || s->base == ESP;

    return s->length > prefix + 2 + sib + s->opcode->immediate;
}

/* With a displacement and a constant it goes alone (Agner Fog, 10.1). */
static enum pairing pairing_of(const struct step *s)
{
    if (!s->has_memory)
        return s->opcode->pair_reg;
    return s->opcode->immediate && has_displacement(s) ?
           PAIR_NONE : s->opcode->pair_memory;
}

static enum figure figure_of(const struct step *s)
{
    switch (s->opcode->kind) {
    case KIND_RDTSC:
        return s->cpl ? FIGURE_rdtsc_user : FIGURE_rdtsc_cpl0;
    case KIND_IN:
        return s->may_io ? FIGURE_in_iopl : FIGURE_in_bitmap;
    case KIND_OUT:
        return s->may_io ? FIGURE_out_iopl : FIGURE_out_bitmap;
    default:
        return s->has_memory ? s->opcode->memory : s->opcode->reg;
    }
}

/* Those that go by what happens next cost nothing as yet. */
static u32 clocks_of(const struct table *t, const struct step *s,
                     enum figure figure)
{
    const enum opcode_kind kind = s->opcode->kind;

    if (kind == KIND_CONDITIONAL || kind >= KIND_CALL_FAR ||
        (kind == KIND_STRING && s->has_rep))
        return 0;
    if (kind == KIND_LEA && s->index != NO_REGISTER)
        return t->clocks[figure] + t->clocks[FIGURE_lea_index];
    return t->clocks[figure];
}

/* Field by field: a copy of all that was just written would wait for the writes. */
void step_issue(struct issue *i, const struct step *s, const struct table *table)
{
    i->figure = figure_of(s);
    i->clocks = clocks_of(table, s, i->figure);
    i->pairing = pairing_of(s);
    i->prefixes = prefixes(table, s);
    i->is_long = s->length > 1;
    find_registers(s, i);
}
