/* SPDX-License-Identifier: MIT */
/*
 * A module that turns the core's own book-keeping against it: recovery records
 * in memory that dies with it, tasks whose state is stale, segments that
 * suspended tasks still name, a vector that everybody needs.
 */
#include "deimos.h"
#include "core/api/selectors.h"
#include "core/api/recovery.h"
#include "core/api/thread_block.h"

#define CODE 0x0f
#define DATA 0x17
#define STACK 0x1f
#define LJMP_SIZE 7
#define HLT 0xf4                /* what a client ends with, wherever it is */

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(cpu, cpu, "cpu", .from = "cpu");

/* ways.S */
u32 outlaw_jump(u32 selector);
void outlaw_tell_flags(void), outlaw_act(void), outlaw_owner(void);
void outlaw_load_fs(void), outlaw_load_gs(void), outlaw_load_ds(void);
void outlaw_load_es(void), outlaw_load_ss(void), outlaw_load_cs(void);
extern volatile u32 outlaw_value, outlaw_count, outlaw_esp;
void outlaw_action(void), outlaw_decline(void), outlaw_make_current(void);
void outlaw_read(void), outlaw_read_current(void);

struct fault outlaw_fault;
static u32 stack[1024], ring1_stack[256];
static u32 action, tss_of_device;

/* The recovery point, in a region that goes when this module dies. */
static int record(u32 only_image)
{
    static struct recovery own;
    struct thread_block *block =
        (struct thread_block *)THREAD_BLOCK_READ(self);
    struct recovery *copy = &own;
    struct region_info info;

    if (!only_image && nmm->create_region(NMM_UPS, 0, PAGE_SIZE, 0, &info) < 0)
        return E_NOMEM;
    if (!only_image)
        copy = (struct recovery *)info.base;
    *copy = *(struct recovery *)block->recovery;
    block->recovery = (saddr_t)copy;
    __builtin_trap();
}

static int create_task(void (*entry)(void), u32 eax)
{
    const struct task task = {
        .space = NMM_UPS, .cs = UPS_CS, .ss = UPS_DS, .ds = UPS_DS,
        .es = UPS_DS, .eip = (u32)entry, .eax = eax,
        .esp = (u32)&stack[ARRAY_SIZE(stack)] };

    return nmm->create_tss(&task);
}

void outlaw_action(void)
{
    if (action)
        cpu->cli();
    else
        cpu->sti();
}

static u32 flags(void)
{
    u32 value;

    __asm__ volatile("pushf\n\tpop %0" : "=r"(value));
    return value;
}

/* EFLAGS of a task that was made while interrupts were off, or on, and is
 * entered while they are not; back: those of who waits for it. */
static int stale_flags(u32 off, u32 back)
{
    const u32 before = off ? (u32)cpu->cli() : 0;
    const int task = create_task(back ? outlaw_act : outlaw_tell_flags, 0);

    if (task < 0)
        return task;
    action = !off;
    if (!back)
        outlaw_action();
    u32 got = outlaw_jump((u32)task);
    if (back)
        got = flags();
    cpu->sti();
    nmm->destroy_tss((u32)task);
    return (int)(got | before);
}

void outlaw_decline(void)
{
    vector->decline(&outlaw_fault);
}

static int own(u32 n)
{
    return vector->attach(n, outlaw_owner);
}

/* How often #NM came to its owner, while a task switch has set CR0.TS. */
static int use_fpu(void)
{
    const int task = create_task(outlaw_tell_flags, 0);

    if (task < 0)
        return task;
    outlaw_jump((u32)task);
    outlaw_count = 0;
    __asm__ volatile("fld1\n\tfstp %st(0)");
    nmm->destroy_tss((u32)task);
    return (int)outlaw_count;
}

static int add(u32 ldt, u32 base, u32 selector, u32 type)
{
    const struct local_segment s = { .index = selector >> 3, .type = type,
        .space = NMM_UPS, .base = base, .size = PAGE_SIZE };

    return nmm->create_local_segment(ldt, &s);
}

/* A task of ring 3 that has not run: one of its segments goes, or becomes
 * of another type; then it is to run. */
static int local_gone(u32 selector, u32 replaced, u32 esp)
{
    struct region_info info;
    const int region = nmm->create_region(NMM_UPS, 0, PAGE_SIZE, 0, &info);
    const u32 ldt = (u32)nmm->create_ldt(8);

    if (region < 0 || add(ldt, info.base, CODE, LOCAL_CODE) != CODE ||
        add(ldt, info.base, DATA, LOCAL_DATA) != DATA ||
        add(ldt, info.base, STACK, LOCAL_DATA) != STACK)
        return E_VERIFY;
    __builtin_memset((void *)info.base, HLT, PAGE_SIZE);
    const struct task task = {
        .ldt = ldt, .space = NMM_UPS, .cs = CODE, .ss = STACK, .ds = DATA,
        .es = DATA, .esp = esp, .esp1 = (u32)&ring1_stack[200] };
    const int tss = nmm->create_tss(&task);
    if (tss < 0)
        return tss;
    const int error = replaced
        ? add(ldt, info.base, selector,
              selector == CODE ? LOCAL_DATA : LOCAL_CODE_ONLY)
        : nmm->destroy_local_segment(ldt, selector);
    return error < 0 ? error : (int)outlaw_jump((u32)tss);
}

/* A task of ring 1 that has a global segment in a register, and waits while
 * the segment is destroyed. */
static int global_gone(u32 which, u32 esp)
{
    static void (*const entries[])(void) = {
        outlaw_load_fs, outlaw_load_gs, outlaw_load_ds, outlaw_load_es,
        outlaw_load_ss, outlaw_load_cs };
    static const u8 away[LJMP_SIZE] = { 0xea, 0, 0, 0, 0, NMM_TASK_NONE, 0 };
    struct segment_info info;
    struct region_info r;
    const int global = nmm->create_global_segment(
        PAGE_SIZE, which == 5 ? LOCAL_CODE : LOCAL_DATA, 1, &info);

    if (which > 5 || global < 0 ||
        nmm->create_region((u32)global, 0, info.size, 0, &r) < 0)
        return E_VERIFY;
    for (u32 i = 0; i < 2 * LJMP_SIZE; i++)
        ((u8 *)info.ups)[i] = away[i % LJMP_SIZE];
    outlaw_esp = esp;
    const int task = create_task(entries[which], info.selector);
    if (task < 0)
        return task;
    outlaw_jump((u32)task);
    int error = nmm->destroy_global_segment((u32)global);
    if (error >= 0)
        error = (int)outlaw_jump((u32)task);
    nmm->destroy_tss((u32)task);        /* it has come back */
    return error;
}

static int context(u32 task)
{
    u32 error, stack_end = (u32)&ring1_stack[200];

    __asm__ volatile("lcall %3, $0" : "=a"(error), "+d"(stack_end)
                     : "a"(task), "i"(CONTEXT_GATE) : "ecx", "memory", "cc");
    return (int)error;
}

/* What lies at that physical address, where a device may be: by a window of
 * the same linear address, while paging is off. By FS, or in a hardware task,
 * or in the current one while a hardware task runs. */
static int device(u32 address, u32 how)
{
    const int space = nmm->create_page_table(address & ~(PAGE_SIZE - 1),
                                             PAGE_SIZE);
    const u32 ldt = (u32)nmm->create_ldt(8);
    const struct local_segment s = { .index = 1, .type = LOCAL_DATA,
        .space = (u32)space, .base = address & ~(PAGE_SIZE - 1),
        .size = PAGE_SIZE };
    const struct task task = { .ldt = ldt, .space = (u32)space };
    const struct task hard = { .ldt = ldt, .space = (u32)space,
        .cs = UPS_CS, .ss = UPS_DS, .ds = UPS_DS, .es = UPS_DS,
        .eip = (u32)outlaw_read, .eax = address & (PAGE_SIZE - 1),
        .esp = (u32)&stack[ARRAY_SIZE(stack)] };
    u32 value;

    if (space < 0 || nmm->create_local_segment(ldt, &s) != CODE)
        return E_VERIFY;
    const int tss = nmm->create_tss(how == 1 ? &hard : &task);
    if (tss < 0)
        return tss;
    if (how == 1)
        return (int)outlaw_jump((u32)tss);
    tss_of_device = (u32)tss;
    if (how == 2)
        return (int)outlaw_jump((u32)create_task(outlaw_read_current,
                                           address & (PAGE_SIZE - 1)));
    if (nmm->paging(1) < 0 || context((u32)tss) < 0)
        return E_VERIFY;
    __asm__ volatile("mov %0, %%fs" : : "r"(CODE));
    if (context(0) < 0 || nmm->paging(0) < 0)
        return E_VERIFY;
    __asm__ volatile("mov %%fs:(%1), %0" : "=r"(value)
                     : "r"(address & (PAGE_SIZE - 1)));
    return (int)(value & 0x7fffffff);
}

/* In a hardware task: make that one current, and turn paging off. */
void outlaw_make_current(void)
{
    nmm->paging(1);
    context(tss_of_device);
    nmm->paging(0);
}

struct outlaw {
    int (*record)(u32 only_image);
    int (*stale_flags)(u32 off, u32 back);
    int (*own)(u32 vector), (*use_fpu)(void);
    int (*local_gone)(u32 selector, u32 replaced, u32 esp);
    int (*global_gone)(u32 which, u32 esp);
    int (*device)(u32 address, u32 how);
};
static const struct outlaw table = {
    record, stale_flags, own, use_fpu, local_gone, global_gone, device,
};

DEIMOS_MODULE("outlaw", MODULE_SYSTEM);
DEIMOS_INTERFACE("outlaw", "outlaw", table,
                 "record stale_flags own use_fpu local_gone global_gone "
                 "device");
