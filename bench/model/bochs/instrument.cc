/* SPDX-License-Identifier: MIT */
/*
 * From what Bochs calls to the model's functions (model.h), and its clocks to Bochs's
 * clock. What the emulator decides it is asked for; nothing is decided here.
 *
 * DEIMOS_TABLE names the processor's table; without it one instruction is one tick, as
 * in any Bochs. DEIMOS_FIGURES=name=n,name=n,... puts figures in place of the table's.
 */
#include "options.h"            /* first: names of ours are macros of Bochs's */

#include "bochs.h"
#include "cpu/cpu.h"
#include "memory/memory-bochs.h"
#include "cpu/decoder/ia_opcodes.h"

static struct model model;
static int is_on;
static struct opcode opcodes[BX_IA_LAST];

/* The instruction that runs. */
static Bit32u owed;             /* clocks that Bochs's clock does not have yet */
static Bit16u task;             /* before it: its task, */
static unsigned ring;           /* and ring */
static unsigned lookups;        /* descriptors that it read */
static unsigned writes;         /* to memory, without those to descriptors */

/* What came between two instructions. */
static int is_delivered;
static enum delivery delivery;
static unsigned delivered_from; /* ring */

static BX_CPU_C *cpu()
{
    return BX_CPU(0);
}

static unsigned current_ring()
{
    return cpu()->sregs[BX_SEG_REG_CS].selector.rpl;
}

static u32 read_word(paddr_t address)
{
    Bit32u word = 0;

    BX_MEM(0)->dbg_fetch_mem(cpu(), address, sizeof(word), (Bit8u *)&word);
    return word;
}

void instrument_start()
{
    struct table table;

    is_on = options_read(&table);
    if (!is_on)
        return;
    for (unsigned i = 0; i < BX_IA_LAST; i++)
        opcodes[i] = opcode_of(get_bx_opcode_name(i) + sizeof("BX_IA_") - 1);
    model_create(&model, &table, read_word);
}

void instrument_reset()
{
    const struct paging off = { 0, 0, 0, 0 };

    if (!is_on)
        return;
    model_flush_caches(&model);
    model_mode(&model, &off);
    model_directory(&model, 0);
}

void instrument_end()
{
    if (is_on)
        options_report(&model);
}

/* --- One instruction -------------------------------------------------------- */

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
static void find_prefixes(struct step *s, const bxInstruction_c *i)
{
    const int is_stack = s->base == BX_32BIT_REG_ESP ||
                         s->base == BX_32BIT_REG_EBP;

    s->has_segment = i->seg() != (is_stack ? BX_SEG_REG_SS : BX_SEG_REG_DS);
    s->has_size = !i->os32L() &&
                  cpu()->sregs[BX_SEG_REG_CS].cache.u.segment.d_b;
    s->has_lock = i->getLock();
    s->has_rep = i->repUsedL() != 0;
}

/*
 * What is known of an instruction by what stands in it, without constants. Found by
 * that, and not by its address: nothing has to be forgotten.
 */
struct known {
    Bit64u operands;
    Bit32u opcode;
    struct step step;
    struct issue issue;
};
static struct known knowns[4096];

/* 16-bit code reads the same operands otherwise. */
#define IS_32 0x00800000u       /* in the half of the length's byte without use */

static struct known *know(const bxInstruction_c *i)
{
    const Bit32u is_32 = cpu()->sregs[BX_SEG_REG_CS].cache.u.segment.d_b;
    Bit64u operands;
    Bit32u opcode;

    memcpy(&operands, i->metaData, sizeof(operands));
    memcpy(&opcode, &i->metaInfo, sizeof(opcode));
    opcode |= is_32 ? IS_32 : 0;
    const Bit64u mixed = (operands ^ (Bit64u)opcode << 29) *
                         0x9e3779b97f4a7c15ull;
    struct known *k = &knowns[mixed >> 52];

    if (k->operands == operands && k->opcode == opcode)
        return k;
    k->operands = operands;
    k->opcode = opcode;
    k->step.opcode = &opcodes[i->getIaOpcode()];
    k->step.length = i->ilen();
    find_operands(&k->step, i);
    find_prefixes(&k->step, i);
    step_issue(&k->issue, &k->step, &model.table);
    return k;
}

static int goes_by_ring(const struct opcode *o)
{
    return o->kind >= KIND_RDTSC && o->kind <= KIND_OUT;
}

static void settle_delivery()
{
    if (!is_delivered)
        return;
    owed += model_delivered(&model, delivery, current_ring() < delivered_from);
    is_delivered = 0;
}

void instrument_before(bxInstruction_c *i)
{
    BX_CPU_C *c = cpu();

    if (!is_on)
        return;
    settle_delivery();
    const Bit32u eip = c->gen_reg[BX_32BIT_REG_EIP].dword.erx;
    ring = current_ring();
    task = c->tr.selector.value;
    lookups = writes = 0;
    struct known *k = know(i);
    k->step.linear = c->get_laddr32(BX_SEG_REG_CS, eip);
    k->step.physical = (paddr_t)c->pAddrFetchPage +
                       ((eip + (Bit32u)c->eipPageBias) & (PAGE_SIZE - 1));
    if (goes_by_ring(k->step.opcode)) {
        k->step.cpl = (u8)ring;
        k->step.may_io = c->get_IOPL() >= ring;
        step_issue(&k->issue, &k->step, &model.table);
    }
    model_begin(&model, &k->step, &k->issue);
}

void instrument_after()
{
    if (is_on)
        owed += model_end(&model);
}

Bit32u instrument_clocks()
{
    if (!is_on)
        return 1;
    settle_delivery();
    const Bit32u clocks = owed;

    owed = 0;
    return clocks;
}

void instrument_repeat()
{
    if (is_on)
        model_repeat(&model);
}

/* --- Where control goes ------------------------------------------------------ */

void instrument_branch(int is_taken, Bit32u to)
{
    if (is_on)
        model_branch(&model, is_taken, cpu()->get_laddr32(BX_SEG_REG_CS, to));
}

/* A gate is a second descriptor. A gate to an inner ring pushes SS, ESP, CS and EIP
 * after its parameters. */
void instrument_far(Bit16u)
{
    struct transfer t;

    if (!is_on)
        return;
    t.is_task = cpu()->tr.selector.value != task;
    t.is_inner = current_ring() != ring;
    t.by_gate = lookups > 1;
    t.parameters = t.is_inner && writes > 4 ? writes - 4 : 0;
    model_transfer(&model, &t);
}

void instrument_fault(unsigned vector)
{
    if (!is_on)
        return;
    if (!is_delivered)
        delivered_from = current_ring();
    delivery = vector == BX_PF_EXCEPTION ? DELIVERY_PAGE_FAULT :
                                           DELIVERY_EXCEPTION;
    is_delivered = 1;
}

void instrument_interrupt()
{
    if (!is_on)
        return;
    delivered_from = current_ring();
    delivery = DELIVERY_INTERRUPT;
    is_delivered = 1;
}

/* --- Memory ------------------------------------------------------------------- */

static int is_in(Bit32u linear, bx_address base, Bit32u limit)
{
    return linear - (Bit32u)base <= limit;
}

static int is_descriptor(Bit32u linear)
{
    const BX_CPU_C *c = cpu();
    const bx_segment_reg_t *ldtr = &c->ldtr;

    return is_in(linear, c->gdtr.base, c->gdtr.limit) ||
           (ldtr->cache.valid && is_in(linear, ldtr->cache.u.segment.base,
                                       ldtr->cache.u.segment.limit_scaled));
}

void instrument_access(Bit32u linear, bx_phy_address physical, unsigned size,
                       unsigned rw)
{
    if (!is_on)
        return;
    if (rw != BX_WRITE)
        model_read(&model, linear, (paddr_t)physical, size);
    if (rw != BX_READ)
        model_write(&model, linear, (paddr_t)physical, size);
    if (rw == BX_READ && size == 8 && is_descriptor(linear))
        lookups++;
    if (rw != BX_READ && size == 1 && is_descriptor(linear))
        model_descriptor(&model);
    else if (rw != BX_READ)
        writes++;
}

void instrument_walk(unsigned rw)
{
    if (is_on && rw != BX_READ)
        model_marked(&model);
}

void instrument_tlb(unsigned what, Bit32u value)
{
    struct paging paging = model.paging;

    if (!is_on)
        return;
    switch (what) {
    case BX_INSTR_INVLPG:
        model_flush_page(&model, value);
        return;
    case BX_INSTR_MOV_CR0:
        paging.is_on = value >> 31;
        paging.is_protected = value >> 16 & 1;
        model_mode(&model, &paging);
        return;
    case BX_INSTR_MOV_CR4:
        paging.has_large = value >> 4 & 1;
        model_mode(&model, &paging);
        return;
    default:
        model_directory(&model, value & ~(PAGE_SIZE - 1));
    }
}

void instrument_caches()
{
    if (is_on)
        model_flush_caches(&model);
}
