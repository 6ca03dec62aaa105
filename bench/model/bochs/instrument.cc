/* SPDX-License-Identifier: MIT */
/*
 * From what Bochs calls to the model's functions (model.h), and its clocks to Bochs's
 * clock. What the emulator decides it is asked for; nothing is decided here.
 *
 * DEIMOS_TABLE names the processor's table; without it one instruction is one tick, as
 * in any Bochs. DEIMOS_FIGURES=name=n,name=n,... puts figures in place of the table's.
 */
#include "known.h"              /* first: names of ours are macros of Bochs's */
#include "options.h"

#include "bochs.h"
#include "cpu/cpu.h"
#include "memory/memory-bochs.h"

static struct model model;
static int is_on;

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
    model_create(&model, &table, read_word);
    known_start(&model.table);
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
    struct known *k = known_of(i, c->sregs[BX_SEG_REG_CS].cache.u.segment.d_b);
    k->step.linear = c->get_laddr32(BX_SEG_REG_CS, eip);
    k->step.physical = (paddr_t)c->pAddrFetchPage +
                       ((eip + (Bit32u)c->eipPageBias) & (PAGE_SIZE - 1));
    known_by_ring(k, ring, c->get_IOPL());
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
