/* SPDX-License-Identifier: MIT */
/* Reports of unexpected traps. */
#include "report.h"

#include "../deliver/deliver.h"
#include "../lib/format.h"
#include "../base/graph.h"
#include "../x86/regs.h"
#include "../thread/stack.h"
#include "../x86/x86.h"

#define BACKTRACE_MAX 24

static const char *const names[] = {
    "#DE", "#DB", "NMI", "#BP", "#OF", "#BR", "#UD", "#NM", "#DF", "CSO",
    "#TS", "#NP", "#SS", "#GP", "#PF", "15", "#MF", "#AC", "#MC", "#XM",
};

const char *report_vector(u32 vector)
{
    if (vector < ARRAY_SIZE(names))
        return names[vector];
    return vector == VECTOR_TIME_LIMIT ? "time limit" : "interrupt";
}

void report_add(struct report *r, const char *fmt, ...)
{
    __builtin_va_list args;

    __builtin_va_start(args, fmt);
    const int n = format_va(r->text + r->length, r->size - r->length, fmt,
                            args);
    __builtin_va_end(args);
    r->length += (u32)n;
    if (r->length >= r->size)
        r->length = r->size - 1;
}

void report_place(struct report *r, u32 eip, int from_core)
{
    const struct graph_node *node = from_core ? NULL : graph_node_at(eip);

    if (node)
        report_add(r, "%s+0x%x", node->name, eip - node->base);
    else if (from_core)
        report_add(r, "core 0x%08x", eip);
    else
        report_add(r, "0x%08x (no module)", eip);
}

void report_code(struct report *r, const struct trap_state *f)
{
    if (trap_from_client(f))
        report_add(r, "client %04x:%08x", f->cs & 0xffff, f->eip);
    else
        report_place(r, f->eip, trap_from_core(f));
}

void report_registers(struct report *r, const struct trap_state *f)
{
    const int core = trap_from_core(f);

    report_add(r, "  vector %u %s  error 0x%08x  eip %04x:%08x  cr2 %08x\n",
               f->vector, report_vector(f->vector), f->error, f->cs & 0xffff,
               f->eip, x86_read_cr2());
    report_add(r, "  eax %08x  ebx %08x  ecx %08x  edx %08x\n",
               f->eax, f->ebx, f->ecx, f->edx);
    report_add(r, "  esi %08x  edi %08x  ebp %08x  esp %08x  eflags %08x\n",
               f->esi, f->edi, f->ebp,
               core ? (u32)&f->esp : f->esp, f->eflags);
}

static u32 core_next(u32 *ebp)
{
    const u32 *link = (const u32 *)*ebp;

    if (!*ebp || *ebp % 4)
        return 0;
    *ebp = link[0] > *ebp ? link[0] : 0;
    return link[1];
}

void report_backtrace(struct report *r, const struct trap_state *f, u32 until)
{
    const int core = trap_from_core(f);
    u32 ebp = f->ebp;

    if (trap_from_client(f))
        return;
    report_add(r, "  backtrace: ");
    report_place(r, f->eip, core);
    for (u32 i = 0; i < BACKTRACE_MAX && (!until || ebp < until); i++) {
        const u32 eip = core ? core_next(&ebp) : stack_next(&ebp);
        if (!eip)
            break;
        report_add(r, " < ");
        report_place(r, eip, core);
    }
    report_add(r, "\n");
}
