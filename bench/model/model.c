/* SPDX-License-Identifier: MIT */
#include "model.h"

#include <string.h>

#define NOWHERE 0xffffffffu

/* ORDER enum part */
const char *const model_part_names[PARTS] = {
    "base", "interlock", "branch", "data miss", "code miss", "data TLB",
    "code TLB", "accessed bits", "store", "alignment", "port", "system",
    "exception",
};

void model_create(struct model *m, const struct table *table,
                  u32 (*read_word)(paddr_t address))
{
    memset(m, 0, sizeof(*m));
    m->table = *table;
    m->account.table = &m->table;
    memory_create(&m->memory, &m->account, read_word);
    branch_create(&m->branch, &m->table);
    m->code_line = m->code_page = NOWHERE;
}

static void fetch_page(struct model *m, laddr_t linear)
{
    if (linear >> PAGE_SHIFT != m->code_page)
        memory_translate(&m->memory, &m->paging, linear, 1);
    m->code_page = linear >> PAGE_SHIFT;
}

static void fetch_line(struct model *m, laddr_t linear, paddr_t physical)
{
    const laddr_t line = linear >> m->memory.line_shift;

    if (line == m->code_line)
        return;
    m->code_line = line;
    m->is_late = memory_fetch(&m->memory, physical);
}

/* First byte and last. Of the next page only the next instruction tells where it is. */
static void fetch(struct model *m, const struct step *s)
{
    const laddr_t last = s->linear + s->length - 1;

    fetch_page(m, s->linear);
    fetch_line(m, s->linear, s->physical);
    fetch_page(m, last);
    if (last >> PAGE_SHIFT == s->linear >> PAGE_SHIFT)
        fetch_line(m, last, s->physical + s->length - 1);
}

static void add_extras(struct model *m, const struct step *s, u32 prefixes)
{
    const enum opcode_kind kind = s->opcode->kind;
    const u32 hidden = pipe_hides(&m->pipe);

    if (prefixes > hidden)
        account_clocks(&m->account, PART_BASE, FIGURE_prefix,
                       prefixes - hidden);
    if (s->has_lock || (kind == KIND_EXCHANGE && s->has_memory))
        account_add(&m->account, PART_BASE, FIGURE_lock);
    if (kind == KIND_IN || kind == KIND_OUT)
        account_add(&m->account, PART_PORT, FIGURE_io_bus);
}

void model_begin(struct model *m, const struct step *step,
                 const struct issue *issue)
{
    m->step = step;
    m->elements = 0;
    m->instructions++;
    fetch(m, step);
    add_extras(m, step, issue->prefixes);
    pipe_issue(&m->pipe, &m->account, issue, m->is_late);
}

/* Two bytes may be anywhere in four (Intel AP-500). */
static void check_alignment(struct model *m, laddr_t at, u32 size)
{
    const u32 unit = size < 4 ? 4 : size;

    if (size > 1 && size <= 8 && (at & (unit - 1)) + size > unit)
        account_add(&m->account, PART_ALIGNMENT, FIGURE_misaligned);
}

void model_read(struct model *m, laddr_t at, paddr_t physical, u32 size)
{
    memory_translate(&m->memory, &m->paging, at, 0);
    check_alignment(m, at, size);
    memory_read(&m->memory, physical, size);
}

void model_write(struct model *m, laddr_t at, paddr_t physical, u32 size)
{
    memory_translate(&m->memory, &m->paging, at, 0);
    check_alignment(m, at, size);
    memory_write(&m->memory, physical, size);
}

void model_repeat(struct model *m)
{
    if (!m->step->has_rep)
        return;
    if (!m->elements++)
        account_add(&m->account, PART_BASE, m->step->opcode->first);
    account_add(&m->account, PART_BASE, m->step->opcode->each);
}

static enum figure mispredicted(const struct model *m)
{
    if (m->step->opcode->kind != KIND_CONDITIONAL)
        return FIGURE_mispredict_jmp;
    return m->pipe.in_v ? FIGURE_mispredict_v : FIGURE_mispredict_u;
}

void model_branch(struct model *m, int is_taken, laddr_t to)
{
    const enum figure figure = is_taken ? FIGURE_jcc_taken : FIGURE_jcc_not;

    /* In V one of a clock is covered by what is in U. */
    if (m->step->opcode->kind == KIND_CONDITIONAL &&
        !(m->pipe.in_v && m->table.clocks[figure] == 1))
        account_add(&m->account, PART_BASE, figure);
    if (!branch_went(&m->branch, m->step->linear, is_taken, to))
        account_add(&m->account, PART_BRANCH, mispredicted(m));
    if (!is_taken)
        return;
    m->code_line = NOWHERE;
    pipe_close(&m->pipe);
}

/* To another task; to another ring, a jump by a gate; else. */
static const struct {
    enum figure to_task, far, near;
} transfers[] = {
    [KIND_CALL_FAR] = { FIGURE_call_tss, FIGURE_call_gate_inner, FIGURE_callf },
    [KIND_JMP_FAR] = { FIGURE_jmp_tss, FIGURE_jmp_gate, FIGURE_jmpf },
    [KIND_RET_FAR] = { FIGURE_retf_outer, FIGURE_retf_outer, FIGURE_retf_same },
    [KIND_INT] = { FIGURE_int_task, FIGURE_int_inner, FIGURE_int_same },
    [KIND_IRET] = { FIGURE_iret_task, FIGURE_iret_outer, FIGURE_iret_same },
};

static void leave(struct model *m)
{
    m->code_line = m->code_page = NOWHERE;
    pipe_close(&m->pipe);
}

static enum figure transfer_figure(enum opcode_kind kind,
                                   const struct transfer *t)
{
    const int is_far = kind == KIND_JMP_FAR ? t->by_gate : t->is_inner;

    if (t->is_task)
        return transfers[kind].to_task;
    if (kind == KIND_CALL_FAR && t->by_gate && !t->is_inner)
        return FIGURE_call_gate_same;
    if (kind == KIND_CALL_FAR && t->parameters)
        return FIGURE_call_gate_param_base;
    return is_far ? transfers[kind].far : transfers[kind].near;
}

void model_transfer(struct model *m, const struct transfer *t)
{
    const enum opcode_kind kind = m->step->opcode->kind;

    leave(m);
    if (kind < KIND_CALL_FAR)
        return;                 /* SYSENTER: not on these processors */
    account_add(&m->account, PART_SYSTEM, transfer_figure(kind, t));
    if (kind == KIND_CALL_FAR)
        account_clocks(&m->account, PART_SYSTEM, FIGURE_call_gate_param,
                       t->parameters);
    if (t->is_task)
        account_add(&m->account, PART_SYSTEM, FIGURE_task_switch);
}

void model_descriptor(struct model *m)
{
    account_add(&m->account, PART_SYSTEM, FIGURE_desc_accessed);
}

void model_marked(struct model *m)
{
    account_add(&m->account, PART_ACCESSED, FIGURE_ad_update);
}

static u32 settle(struct model *m)
{
    struct account *a = &m->account;
    const u32 spent = a->spent;

    a->time += spent;
    a->spent = 0;
    return spent;
}

u32 model_end(struct model *m)
{
    const struct opcode *o = m->step->opcode;

    if (o->kind == KIND_STRING) {
        if (m->step->has_rep && !m->elements)
            account_add(&m->account, PART_BASE, FIGURE_rep_0);
        pipe_close(&m->pipe);
    }
    return settle(m);
}

u32 model_delivered(struct model *m, enum delivery what, int is_inner)
{
    const enum figure fault = is_inner ? FIGURE_pf_inner : FIGURE_pf_same;
    const enum figure other = is_inner ? FIGURE_exc_inner : FIGURE_exc_same;

    account_add(&m->account, PART_EXCEPTION,
                what == DELIVERY_PAGE_FAULT ? fault : other);
    if (what == DELIVERY_INTERRUPT)
        account_add(&m->account, PART_EXCEPTION, FIGURE_hwint_extra);
    leave(m);
    return settle(m);
}

static void flush_tlbs(struct model *m)
{
    memory_flush_tlbs(&m->memory);
    m->code_line = m->code_page = NOWHERE;
}

void model_directory(struct model *m, paddr_t directory)
{
    m->paging.directory = directory;
    flush_tlbs(m);
}

void model_mode(struct model *m, const struct paging *paging)
{
    const struct paging *p = &m->paging;

    if (p->is_on != paging->is_on || p->is_protected != paging->is_protected ||
        p->has_large != paging->has_large)
        flush_tlbs(m);
    m->paging.is_on = paging->is_on;
    m->paging.is_protected = paging->is_protected;
    m->paging.has_large = paging->has_large;
}

void model_flush_page(struct model *m, laddr_t address)
{
    memory_flush_page(&m->memory, address);
    m->code_page = NOWHERE;
}

void model_flush_caches(struct model *m)
{
    memory_flush_caches(&m->memory);
    m->code_line = NOWHERE;
}
