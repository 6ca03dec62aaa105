/* SPDX-License-Identifier: MIT */
/* Death of a module: blame, report, reclaim, recover. */
#include "death.h"

#include "../api/error.h"
#include "../device/console.h"
#include "../deliver/deliver.h"
#include "../lib/format.h"
#include "../base/graph.h"
#include "../x86/flags.h"
#include "../base/layout.h"
#include "../base/manager.h"
#include "../thread/asker.h"
#include "../thread/recovery.h"
#include "../x86/regs.h"
#include "instead.h"
#include "report.h"
#include "../thread/stack.h"
#include "../lib/string.h"
#include "../thread/thread.h"
#include "../device/pic.h"
#include "../gate/gate.h"
#include "../gate/upcall.h"
#include "../ups/user.h"
#include "../x86/protect.h"
#include "../x86/x86.h"
#include "../../nmm/task/task.h"

void trap_leave(const struct trap_state *frame) __attribute__((noreturn));

#define BACKTRACE_MAX 64
#define ABANDONED_MAX 8
#define SELECTOR 0xffff         /* the processor pads CS and SS */

static int is_inside(const struct graph_node *node, saddr_t address)
{
    return node && address - node->base < node->size;
}

/* The one that jumped to where no module is: by the return address on top
 * of its stack, or by the nearest stack frame of the backtrace. Those from `until`
 * on are of who would go on. */
static const struct graph_node *find_jumper(const struct trap_state *f,
                                            saddr_t until)
{
    const u32 *top = user_pointer(f->esp, 4);
    const struct graph_node *node = top ? graph_node_at(*top) : NULL;
    u32 ebp = f->ebp;

    for (u32 i = 0; !node && i < BACKTRACE_MAX && ebp && ebp != until;
         i++)
        node = graph_node_at(stack_next(&ebp));
    return node;
}

static const struct graph_node *find_callee(const struct recovery *r)
{
    return r ? graph_node_at(r->callee) : NULL;
}

/* Ring 3 is the module's that created the task. Its addresses are its own,
 * and tell nothing. Without a task it was a module that went there. */
static const struct graph_node *find_model(void)
{
    const struct task_entry *task = task_running();

    return task ? graph_node_of(task->owner)
                : find_callee(thread_record(thread_recovery()));
}

/*
 * Whose doing it was: the module whose code executed, else the one that left
 * it, else whoever was called last. A jump in the stack frame of a recovering
 * call was the callee's.
 */
static const struct graph_node *find_culprit(const struct trap_state *f)
{
    const struct graph_node *node;

    if (trap_from_client(f))
        return find_model();
    node = graph_node_at(f->eip);
    if (node)
        return node;
    const struct recovery *r = thread_record(thread_recovery());
    const struct graph_node *callee = find_callee(r);
    if ((f->ss & SELECTOR) == UPS_DS)
        node = find_jumper(f, callee ? r->ebp : 0);
    if (!node)
        node = graph_node_of(gate_module_at(f->eip));
    return !node || (callee && is_inside(node, r->eip)) ? callee : node;
}

/* Where the stack frames that are left behind end: 0 if that is another stack,
 * which lies below this one or is never reached. */
static saddr_t abandoned_until(const struct trap_state *f, saddr_t recovery)
{
    const saddr_t until = recovery ? recovery : upcall_stack();

    return until >= f->esp ? until : 0;
}

/* Names the modules whose stack frames are left behind between here and
 * there. */
static void report_abandoned(struct report *report,
                             const struct trap_state *f,
                             const struct graph_node *culprit,
                             saddr_t recovery)
{
    const saddr_t until = abandoned_until(f, recovery);
    const struct graph_node *seen[ABANDONED_MAX];
    const struct recovery *r = thread_record(recovery);
    const struct graph_node *home = r ? graph_node_at(r->eip) : NULL;
    u32 count = 0, ebp = trap_from_client(f) ? 0 : f->ebp;

    for (u32 i = 0; i < BACKTRACE_MAX && ebp && (!until || ebp < until); i++) {
        const struct graph_node *node = graph_node_at(stack_next(&ebp));
        u32 k = 0;
        while (k < count && seen[k] != node)
            k++;
        if (!node || node == culprit || node == home || k < count ||
            count == ABANDONED_MAX)
            continue;
        seen[count++] = node;
        report_add(report, "%s%s", count == 1 ? "  abandoned frames of: "
                                              : ", ", node->name);
    }
    if (count)
        report_add(report, "\n");
}

static void report_death(const struct trap_state *f,
                         const struct graph_node *culprit, saddr_t recovery)
{
    struct report report = {
        .text = graph.system.report, .size = sizeof(graph.system.report),
    };

    report_add(&report, "module '%s' died: ", culprit ? culprit->name : "?");
    if (f->vector == VECTOR_TIME_LIMIT)
        report_add(&report, "time limit at ");
    else
        report_add(&report, "%s(0x%x) at ", report_vector(f->vector), f->error);
    report_code(&report, f);
    report_add(&report, "\n");
    report_registers(&report, f);
    report_backtrace(&report, f, recovery ? abandoned_until(f, recovery) : 0);
    report_abandoned(&report, f, culprit, recovery);
    console_print("\n%s", graph.system.report);
}

static void recover(struct trap_state *f, const struct recovery *r, u32 error)
{
    thread_set_recovery(r->previous);
    f->eax = error;
    f->ebx = r->ebx;
    f->esi = r->esi;
    f->edi = r->edi;
    f->ebp = r->ebp;
    f->esp = r->esp;
    f->ss = f->ds = f->es = UPS_DS;
    f->cs = UPS_CS;
    f->eip = r->eip;
    f->eflags = EFLAGS_FIXED | flags_ring1_if();
}

/* A script that runs too long is no bug of the interpreter's: where the
 * module that executes has a recovery point of its own, it gets the word. */
static int interrupt_only(struct trap_state *f,
                          const struct graph_node *culprit)
{
    const struct recovery *r = thread_record(thread_recovery());

    if (f->vector != VECTOR_TIME_LIMIT || !r || !is_inside(culprit, r->eip))
        return 0;
    recover(f, r, (u32)E_TIMEOUT);
    return 1;
}

/* Of ring 1, in the UPS; 0: it has none there. */
static saddr_t stack_of(const struct trap_state *f)
{
    if (trap_from_client(f))
        return task_running() ? task_stack() : 0;
    return (f->ss & SELECTOR) == UPS_DS ? f->esp : 0;
}

static void change_task(const struct recovery *r, struct recovery_task task,
                        saddr_t here)
{
    task_leave_for(r ? r->esp : upcall_stack(), here);
    if (r)
        task_leave();
    if (task.selector)
        task_resume(task.selector, task.stack);
}

/* At that record; without one at the upcall around. `here`: the stack that is
 * left. Interrupts are off. */
static void go_on(struct trap_state *f, const struct recovery *r,
                  struct recovery_task task, saddr_t here)
{
    if (task.selector != RECOVERY_STAYS)
        change_task(r, task, here);
    if (!r)
        upcall_abort((u32)E_DIED);
    recover(f, r, (u32)E_DIED);
}

/* What it carries dies with it, in its memory. */
static void forget(const struct graph_node *culprit)
{
    u32 left = culprit->carries;

    stack_forget(culprit, instead_of);
    for (u32 i = 0; left && i < GRAPH_NODES; i++) {
        const struct graph_node *node = &graph.nodes[i];
        if (node->carrier != culprit->handle)
            continue;
        left--;
        stack_forget(node, instead_of);
    }
}

/* For readers of the graph, and on the console. */
static void keep_report(const struct trap_state *f,
                        const struct graph_node *culprit, saddr_t recovery)
{
    const u32 cr0 = protect_open();

    graph_begin(&graph);
    report_death(f, culprit, recovery);
    graph.system.deaths++;
    graph_end(&graph);
    protect_close(cr0);
}

/* The record may lie in memory that goes with the culprit: it is read
 * before. */
static void end_module(struct trap_state *f, const struct graph_node *culprit)
{
    const saddr_t recovery = recovery_find(culprit);
    const struct recovery_task task = recovery_task(recovery);
    const struct recovery r =
        recovery ? *thread_record(recovery) : (struct recovery){ 0 };

    keep_report(f, culprit, recovery);
    pic_open(PIC_TIMER);
    x86_load_fs(0);             /* it may go, and is nobody else's */
    x86_load_gs(THREAD_DS);
    if (culprit)
        recovery_lose_askers(culprit);
    if (culprit)
        forget(culprit);
    if (culprit && manager)
        manager->kill(culprit->handle);
    x86_cli();
    go_on(f, recovery ? &r : NULL, task, stack_of(f));
}

void death_of_asker(void)
{
    static struct trap_state f;

    if (!asker_now()->is_lost)
        return;
    x86_cli();
    const struct asker a = *asker_now();
    asker_set(0, 0, 0);
    f = (struct trap_state){ 0 };
    go_on(&f, a.at ? &a.record : NULL, a.task, a.esp);
    trap_leave(&f);
}

/* Long work, with interrupts on: those of ring 0 are only counted. */
void death_of_module(struct trap_state *f)
{
    x86_sti();
    const struct graph_node *culprit = find_culprit(f);

    if (!interrupt_only(f, culprit))
        end_module(f, culprit);
    x86_cli();
}
