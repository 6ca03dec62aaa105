/* SPDX-License-Identifier: MIT */
/* Tasks: TSSs, and the table that CONTEXT_GATE looks them up in. */
#include "task.h"

#include "../../core/api/error.h"
#include "../../core/base/graph.h"
#include "../../core/base/hard.h"
#include "../../core/descriptor/ports.h"
#include "../../core/descriptor/tss.h"
#include "../../core/lib/crc32.h"
#include "../../core/lib/string.h"
#include "../../core/x86/flags.h"
#include "../../core/x86/regs.h"
#include "../../core/x86/x86.h"
#include "../page/paging.h"
#include "../space/space.h"
#include "ldt.h"
#include "task_check.h"
#include "task_state.h"

_Static_assert(NMM_TASK_NONE == CORE_TSS, "nmm.h");

struct task_entry tasks[TASKS];
struct task_entry *task_current;
u32 task_count;

static u32 last;                        /* slot given out last */

static void set_io_bitmap(struct task_entry *task, u32 n)
{
    task->io_bitmap = (u16)n;
    task->io_distance = tss_io_distance(CORE_TSS, n);
}

void task_init(void)
{
    memset(tasks, 0, sizeof(tasks));
    set_io_bitmap(&tasks[0], IO_RING1);
    tasks[0].cr3 = (u32)identity.directory;
    task_current = NULL;
    task_count = 0;
    last = TASKS - 1;
    tss_open_context();
}

static u32 slot_of(const struct task_entry *task)
{
    return (u32)(task - tasks);
}

static u16 selector_of(u32 slot)
{
    return (u16)((TASK_FIRST + (slot - TASK_FIRST) % TASKS) * 8 + 1);
}

struct task_entry *task_find(u32 selector)
{
    struct task_entry *task = &tasks[(selector >> 3) % TASKS];

    return selector != 0 && task->selector == selector ? task : NULL;
}

struct task_entry *task_running(void)
{
    u16 selector = tss_current();

    if ((selector & ~3u) == CORE_TSS)
        return task_current;
    return task_find((selector & ~3u) | 1);
}

saddr_t task_stack(void)
{
    return tss_at(tss_current())->esp1;
}

void task_leave(void)
{
    if ((tss_current() & ~3u) != CORE_TSS || !task_current)
        return;
    task_current = NULL;
    x86_lldt(0);
    tss_set_io_bitmap(CORE_TSS, IO_RING1);
}

bool task_can_resume(u32 selector)
{
    const struct task_entry *task = task_find(selector);

    return task && tss_at((u16)selector)->cs == 0 &&
           (paging_state || task->directory == 0);
}

void task_resume(u32 selector, saddr_t stack)
{
    struct task_entry *task = task_find(selector);

    if ((tss_current() & ~3u) != CORE_TSS || !task_can_resume(selector))
        return;
    paging_enter(task->cr3);
    tss_set_context((u16)task->ldt, stack, task->io_bitmap);
    task_current = task;
}

/* Back in the core's own task, wherever the one that runs was. */
static void abandon(const struct task_entry *task)
{
    tss_reset();
    task_current = NULL;
    paging_abandon((const u32 *)task->directory);
}

/* Whether a stack at `at` is of who jumped away from the core's own task. Of
 * the stacks below it the nearest is its own: `here` is the running task's. */
static bool is_of_core(saddr_t at, saddr_t here)
{
    const struct tss *core = &core_tss.tss;
    const saddr_t away = core->ss == UPS_DS ? core->esp : 0;

    return at >= away && !(here <= at && here > away);
}

void task_leave_for(saddr_t at, saddr_t here)
{
    const struct task_entry *task = task_running();

    if ((tss_current() & ~3u) != CORE_TSS && task &&
        is_of_core(at, here))
        abandon(task);
}

/* A selector has no use count, so the one that has been free for longest is
 * the next: stale ones name nothing for as long as possible. */
static struct task_entry *find_free(void)
{
    for (u32 i = 1; i <= TASKS; i++) {
        u32 slot = (last + i) % TASKS;

        if (slot != 0 && tasks[slot].selector == 0)
            return &tasks[slot];
    }
    return NULL;
}

static struct tss make_state(const struct task *t, u32 ldt, u32 cr3)
{
    return (struct tss){
        .esp1 = t->esp1, .cr3 = cr3, .ldt = ldt,
        .eip = t->eip, .cs = t->cs, .esp = t->esp, .ss = t->ss,
        .ds = t->ds, .es = t->es, .eax = t->eax,
        .gs = t->cs == UPS_CS ? THREAD_DS : 0,
        .eflags = EFLAGS_FIXED | flags_ring1_if(),
    };
}

/* A thread of ring 1 keeps its ports; what may become a client has none. */
static u32 first_io_bitmap(const struct task *t)
{
    return t->cs == UPS_CS && t->ldt == 0 ? IO_RING1 : IO_CLOSED;
}

int task_create(u32 owner, const struct task *t)
{
    struct ldt *ldt = ldt_find(t->ldt);
    struct space *space = space_find(t->space);
    struct task_entry *task = find_free();
    int error = task_check(owner, t, ldt, space);

    if (error < 0)
        return error;
    if (!task || hard_fails())
        return E_FULL;
    last = slot_of(task);
    *task = (struct task_entry){
        .selector = selector_of(last), .owner = owner, .space = t->space,
        .ldt = ldt ? ldt_selector(ldt) : 0, .self = task,
        .directory = space_is_virtual(space) ? (u32)space->directory : 0,
        .cr3 = (u32)space->directory,
    };
    set_io_bitmap(task, first_io_bitmap(t));
    space->users++;
    if (ldt) {
        ldt->tasks++;
        ldt->task_space = t->space;
    }
    const struct tss state = make_state(t, task->ldt, task->cr3);
    tss_set_task(last, (u16)task->selector, &state, task->io_bitmap);
    task_count++;
    if (ldt && ldt->segments > 0 && t->cs != 0)
        task_refresh(paging_state);
    return (int)task->selector;
}

int task_check_destroy(const struct task_entry *task)
{
    return task == task_current || task == task_running() ? E_BUSY : E_OK;
}

static struct ldt *ldt_of(const struct task_entry *task)
{
    return task->ldt ? ldt_at((u16)task->ldt) : NULL;
}

/* A bitmap of the task's own. One that can be jumped to must reach it from its
 * own TSS; the others run in the core's, which reaches all. */
static int create_io_bitmap(struct task_entry *task)
{
    const u32 n = hard_fails() ? 0 : io_bitmap_create();

    if (n == 0)
        return E_FULL;
    if (tss_at((u16)task->selector)->cs != 0 &&
        tss_io_distance((u16)task->selector, n) == 0) {
        io_bitmap_destroy(n);
        return E_FULL;
    }
    set_io_bitmap(task, n);
    tss_set_io_bitmap((u16)task->selector, n);
    if (task == task_current)
        tss_set_io_bitmap(CORE_TSS, n);
    return E_OK;
}

int task_own_io_bitmap(u32 owner, u32 selector)
{
    struct task_entry *task = task_find(selector);
    int error = E_OK;

    if (!task)
        return E_HANDLE;
    if (task->owner != owner)
        return E_OWNER;
    if (task->io_bitmap == IO_RING1)
        return E_INVALID;
    if (task->io_bitmap == IO_CLOSED)
        error = create_io_bitmap(task);
    return error == E_OK ? task->io_bitmap : error;
}

void task_destroy(struct task_entry *task)
{
    struct ldt *ldt = ldt_of(task);

    if (ldt)
        ldt->tasks--;
    space_find(task->space)->users--;
    tss_clear_task(slot_of(task), (u16)task->selector);
    if (task->io_bitmap >= IO_FIRST) {
        ports_forget(task->io_bitmap);
        io_bitmap_destroy(task->io_bitmap);
    }
    *task = (struct task_entry){ 0 };
    task_count--;
}

void task_reclaim(u32 owner)
{
    for (u32 i = 1; task_count > 0 && i < TASKS; i++) {
        if (tasks[i].selector == 0 || tasks[i].owner != owner)
            continue;
        if (task_check_destroy(&tasks[i]) < 0)
            abandon(&tasks[i]);
        task_destroy(&tasks[i]);
    }
}

static bool leads_into(const struct task_entry *task, u32 module)
{
    const struct tss *state = tss_at((u16)task->selector);

    if (state->cs != UPS_CS || task == task_running())
        return false;
    const struct graph_node *node = graph_node_at(state->eip);
    return node && node->handle == module;
}

u32 task_leads_into(u32 module)
{
    u32 count = 0;

    for (u32 i = 1; task_count > 0 && i < TASKS; i++)
        count += tasks[i].selector != 0 && leads_into(&tasks[i], module);
    return count;
}

/* By content, in no order; what a task is at changes while it runs. */
u32 task_digest(u32 crc)
{
    u32 sum = task_current != NULL;

    for (u32 i = 1; i < TASKS; i++) {
        const u32 facts[] = { tasks[i].owner, tasks[i].ldt != 0,
                              tasks[i].directory != 0 };
        if (tasks[i].selector != 0)
            sum += crc32(2, facts, sizeof(facts));
    }
    return crc32(crc, &sum, sizeof(sum));
}
