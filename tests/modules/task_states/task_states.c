/* SPDX-License-Identifier: MIT */
/*
 * Tasks of ring 1 that are left in odd states, and entered again when what they
 * hold has gone or become something else. One fresh module for each case that
 * dies.
 */
#include "states.h"
#include "../given_back.h"

#define CODE_MOST 48            /* bytes of a way */
#define LDT_SELECTOR 0x0f

/* What a register holds, beside selectors that the caller names. */

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(cpu, cpu, "cpu", .from = "cpu");
DEIMOS_RECEPTACLE(console, console, "console", .from = "console");

struct victim { int (*undefined)(void); };
DEIMOS_RECEPTACLE(victim, victim, "victim");

static u32 stack[1024], other_stack[64], ring1_stack[256];
static u32 ldt;
static int region, global;
static struct segment_info info;

static int make_task(void (*entry)(void), u32 table, u32 *top)
{
    const struct task task = {
        .ldt = table, .space = NMM_UPS, .cs = UPS_CS, .ss = UPS_DS,
        .ds = UPS_DS, .es = UPS_DS, .eip = (u32)entry, .esp = (u32)top,
        .esp1 = table ? (u32)&ring1_stack[200] : 0 };

    return nmm->create_tss(&task);
}

/* An LDT with one data segment. */
static int make_ldt(void)
{
    struct region_info r;

    region = nmm->create_region(NMM_UPS, 0, PAGE_SIZE, 0, &r);
    ldt = (u32)nmm->create_ldt(8);
    const struct local_segment s = { .space = NMM_UPS, .size = PAGE_SIZE,
        .type = LOCAL_DATA, .index = LDT_SELECTOR >> 3, .base = r.base };
    return region < 0 ? region : nmm->create_local_segment(ldt, &s);
}

/* All of a global segment is one region. */
static int make_segment(u32 pages, u32 type, u32 dpl)
{
    struct region_info r;

    global = nmm->create_global_segment(pages * PAGE_SIZE, type, dpl, &info);
    return global < 0 ? global
        : nmm->create_region((u32)global, 0, info.size, 0, &r);
}

/* Two tasks, and a global segment of `pages` (0: none). */
static int build(u32 local, u32 pages, u32 type)
{
    int error = local ? make_ldt() : E_OK;

    if (error >= 0 && pages)
        error = make_segment(pages, type, 1);
    if (error < 0)
        return error;
    task_own[1] = (u32)make_task(task_take, ldt, &stack[1000]);
    task_other[1] = (u32)make_task(task_pass, 0, &other_stack[60]);
    task_stub = (u32)console->null;
    task_owned = 0;
    task_state = (struct state){
        .ds = STATE_KEEP, .es = STATE_KEEP, .fs = STATE_KEEP,
        .gs = STATE_KEEP, .ss = UPS_DS, .esp = (u32)&stack[900],
        .cs = UPS_CS };
    return (int)task_own[1];
}

static u32 selector(u32 value)
{
    return value == STATE_SEGMENT ? info.selector : value;
}

static int hold_data(u32 ds, u32 es, u32 fs, u32 gs)
{
    task_state.ds = selector(ds);
    task_state.es = selector(es);
    task_state.fs = selector(fs);
    task_state.gs = selector(gs);
    return 0;
}

/* esp 1: where a stack is. */
static int hold_stack(u32 ss, u32 esp)
{
    task_state.ss = selector(ss);
    if (esp != 1)
        task_state.esp = esp;
    else if (ss == STATE_SEGMENT)
        task_state.esp = info.size - 64;
    return 0;
}

/* Where a stack is, the flags lie there; elsewhere POPF is passed over. */
static u32 *flags_at(void)
{
    if (task_state.ss == info.selector && task_state.esp < info.size)
        return (u32 *)(info.ups + task_state.esp);
    return task_state.ss == UPS_DS && task_state.esp == (u32)&stack[900]
        ? &stack[900] : NULL;
}

/* Its code: a copy of the way in the segment, `from_end` bytes before the end
 * of it, or at its beginning. */
static u32 copy_way(u32 way, u32 from_end)
{
    const u32 at = from_end ? info.size - from_end : 0;
    const u8 *code = (const u8 *)task_ways[way];
    u8 *copy = (u8 *)(info.ups + at);

    for (u32 i = 0; i < CODE_MOST && at + i < info.size; i++)
        copy[i] = code[i];
    return at;
}

/* The first time it runs: it leaves again, as it is to be. */
static int leave(u32 way, u32 flags, u32 in_segment, u32 from_end)
{
    task_state.at = task_ways[way];
    task_state.flags = flags;
    if (in_segment) {
        task_state.cs = info.selector;
        task_state.at = copy_way(way, from_end);
    }
    u32 *const at = flags_at();
    if (at)
        *at = flags;
    else
        task_state.at++;
    return (int)task_enter(ENTER_JUMP);
}

/* Tasks that are not present are looked at again. */
static int look_again(void)
{
    struct segment_info one;
    const int space = nmm->create_global_segment(PAGE_SIZE, LOCAL_DATA, 1,
                                                 &one);

    return space < 0 ? space : nmm->destroy_global_segment((u32)space);
}

static int gone(void)
{
    const int error = nmm->destroy_global_segment((u32)global);

    if (error >= 0)
        global = 0;
    return error;
}

/* Another one has its selector now: of that size, type and DPL. */
static int become(u32 pages, u32 type, u32 dpl)
{
    const int error = gone();
    const int made = error < 0 ? error : make_segment(pages, type, dpl);

    return made < 0 ? made : look_again();
}

/* FS and GS that hold what goes: what they hold then. */
static int drops(void)
{
    u32 fs, gs;

    __asm__ volatile("mov %0, %%fs\n\tmov %0, %%gs" : : "r"(info.selector));
    const int error = gone();
    __asm__ volatile("mov %%fs, %0\n\tmov %%gs, %1\n\tmov %2, %%gs"
                     : "=&r"(fs), "=&r"(gs) : "r"(THREAD_DS));
    return error < 0 ? error : (int)(fs << 16 | gs);
}

static int local_gone(void)
{
    return nmm->destroy_local_segment(ldt, LDT_SELECTOR);
}

static int local_becomes(u32 type)
{
    const struct local_segment s = { .space = NMM_UPS, .size = PAGE_SIZE,
        .type = type, .index = LDT_SELECTOR >> 3,
        .handler = (saddr_t)task_pass, .base = 0 };
    struct local_segment one = s;
    struct region_info r;

    if (type != LOCAL_GATE) {
        nmm->query_region(NMM_UPS, (u32)stack, &r);
        one.base = r.base;
    }
    return nmm->create_local_segment(ldt, &one);
}

static int paging(u32 on) { return nmm->paging(on); }
static int cli(void) { return cpu->cli(); }

static int own(u32 n)
{
    return vector->attach(n, task_owner);
}

static int enter(u32 kind)
{
    return (int)task_enter(kind);
}

static int owned(void) { return (int)task_owned; }

void task_fail(void)
{
    victim->undefined();
}

void task_free_caller(void)
{
    nmm->destroy_tss(task_other[1]);
}

/* EFLAGS of this thread, TR and LDTR. */
static int sane(void)
{
    u32 flags, tr, table;

    __asm__ volatile("pushf\n\tpop %0\n\tstr %1\n\tsldt %2"
                     : "=r"(flags), "=r"(tr), "=r"(table));
    return (int)((flags & 0x27600) | (tr & 0xff) | table << 18);
}

/* Give back what this module has, so that it can be unloaded. */
static int finish(void)
{
    cpu->sti();
    nmm->paging(0);
    for (u32 n = 0; n < 32; n++)
        vector->detach(n);
    nmm->destroy_tss(task_own[1]);
    nmm->destroy_tss(task_other[1]);
    give_back(nmm, ldt, region, global);
    ldt = 0;
    region = global = 0;
    return 0;
}

struct task_states {
    int (*build)(u32 local, u32 pages, u32 type);
    int (*hold_data)(u32 ds, u32 es, u32 fs, u32 gs);
    int (*hold_stack)(u32 ss, u32 esp);
    int (*leave)(u32 way, u32 flags, u32 in_segment, u32 from_end);
    int (*gone)(void), (*become)(u32 pages, u32 type, u32 dpl);
    int (*drops)(void), (*local_gone)(void), (*local_becomes)(u32 type);
    int (*paging)(u32 on), (*cli)(void), (*own)(u32 n);
    int (*enter)(u32 kind), (*owned)(void), (*sane)(void), (*finish)(void);
};
static const struct task_states table = {
    build, hold_data, hold_stack, leave, gone, become, drops, local_gone,
    local_becomes, paging, cli, own, enter, owned, sane, finish,
};

DEIMOS_MODULE("task_states", MODULE_SYSTEM);
DEIMOS_INTERFACE("task_states", "task_states", table,
    "build hold_data hold_stack leave gone become drops local_gone "
    "local_becomes paging cli own enter owned sane finish");
