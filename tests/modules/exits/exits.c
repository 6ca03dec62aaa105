/* SPDX-License-Identifier: MIT */
/*
 * Takes ways into ring 0 in states that make the way out hard: odd flags and
 * selectors, stacks and code that the call itself takes away, frames that
 * decline() is to go on with. One fresh module for each that dies.
 */
#include "exits.h"
#include "../given_back.h"

#define POPF 0x9d
#define CODE_MOST 32
#define NULL_METHOD METHOD_NUMBER(console, null)
#define DESTROY_METHOD METHOD_NUMBER(nmm, destroy_global_segment)

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(console, console, "console", .from = "console");

static u32 stack[1024], ring1_stack[256];
static u32 ldt, tss;
static int global, region;
static struct segment_info info;

static int context(u32 task)
{
    u32 error, stack_end = (u32)&ring1_stack[200];

    __asm__ volatile("lcall %3, $0" : "=a"(error), "+d"(stack_end)
                     : "a"(task), "i"(CONTEXT_GATE) : "ecx", "memory", "cc");
    return (int)error;
}

/* A task is current, with a data segment in its LDT: its selector. */
static int begin_task(void)
{
    const struct local_segment segment = {
        .space = NMM_UPS, .size = PAGE_SIZE, .type = LOCAL_DATA };
    struct region_info r;
    struct local_segment s = segment;

    region = nmm->create_region(NMM_UPS, 0, PAGE_SIZE, 0, &r);
    if (region < 0)
        return region;
    ldt = (u32)nmm->create_ldt(8);
    const struct task task = {
        .ldt = ldt, .space = NMM_UPS, .esp1 = (u32)&ring1_stack[200] };
    tss = (u32)nmm->create_tss(&task);
    s.base = r.base;
    const int selector = nmm->create_local_segment(ldt, &s);
    const int error = context(tss);
    return error ? error : selector;
}

static int own(u32 n)
{
    const u32 errors = 0x27d00;

    return vector->attach(n, errors >> n & 1 ? ways_owner_error : ways_owner);
}

/* Give back what this module has, so that it can be unloaded. */
static int finish(void)
{
    context(0);
    for (u32 n = 0; n < 32; n++)
        vector->detach(n);
    if (tss)
        nmm->destroy_tss(tss);
    give_back(nmm, ldt, region, global);
    return 0;
}

static void prepare(u32 flags, u32 eax)
{
    launch = (struct launch){
        .flags = flags, .ds = LAUNCH_KEEP, .es = LAUNCH_KEEP,
        .fs = LAUNCH_KEEP, .gs = LAUNCH_KEEP,
        .esp = (u32)&stack[1000], .ss = 0x21, .cs = 0x19, .eax = eax };
}

/* What all four data registers hold from now on. */
static void select(u32 data, u32 extra, u32 context)
{
    launch.ds = launch.es = data;
    launch.fs = launch.gs = extra;
    launch.context = context;
}

static u32 way_at(u32 way)
{
    return ((const u32 *)ways_table)[way];
}

static int go(u32 way, u32 flags, u32 data, u32 extra, u32 context)
{
    prepare(flags, 0);
    select(data, extra, context);
    launch.at = way_at(way);
    return (int)ways_go();
}

/* A method's stub, entered behind a POPF in the place of the RET before it:
 * that of a method which nobody calls from then on. */
static u32 stub_at(const void *method)
{
    u8 *stub = (u8 *)method;

    stub[-1] = POPF;
    return (u32)stub - 1;
}

static int stub(u32 flags, u32 data, u32 extra, u32 context)
{
    prepare(flags, 0);
    select(data, extra, context);
    launch.at = stub_at((const void *)console->null);
    return (int)ways_go();
}

/* What the test itself failed at: no result of a case. */
static int setup(int error)
{
    return error < 0 ? error - 1000 : error;
}

/* A global segment of DPL 1, all of it one region. */
static int make_segment(u32 size, u32 type)
{
    struct region_info r;

    global = nmm->create_global_segment(size, type, 1, &info);
    if (global < 0)
        return global;
    return nmm->create_region((u32)global, 0, info.size, 0, &r);
}

/* FS and GS name a segment that is gone. */
static int gone(u32 way, u32 flags)
{
    const int error = setup(make_segment(PAGE_SIZE, LOCAL_DATA));

    if (error < 0)
        return error;
    __asm__ volatile("mov %0, %%fs\n\tmov %0, %%gs" : : "r"(info.selector));
    const int destroyed = setup(nmm->destroy_global_segment((u32)global));
    if (destroyed < 0) {
        __asm__ volatile("mov %0, %%gs" : : "r"(THREAD_DS));
        return destroyed;
    }
    return way == ~0u ? stub(flags, LAUNCH_KEEP, LAUNCH_KEEP, 0)
                      : go(way, flags, LAUNCH_KEEP, LAUNCH_KEEP, 0);
}

/* SS is a segment that the call destroys, or only one of its own. */
static int on_segment(u32 flags, u32 destroy)
{
    const int error = setup(make_segment(2 * PAGE_SIZE, LOCAL_DATA));

    if (error < 0)
        return error;
    prepare(flags, (u32)global);
    launch.ss = info.selector;
    launch.esp = info.size - 64;
    launch.at = stub_at(destroy ? (const void *)nmm->destroy_global_segment
                                : (const void *)console->null);
    return (int)ways_go();
}

/* CS is a segment that the call destroys: it holds a copy of the stub at the
 * stub's own offset, and behind it a way back. */
static int in_segment(u32 flags, u32 destroy)
{
    static const u8 back[] = { 0xea };
    const void *const method = destroy
        ? (const void *)nmm->destroy_global_segment
        : (const void *)console->null;
    const int error = setup(make_segment((u32)method + CODE_MOST,
                                         LOCAL_CODE));
    if (error < 0)
        return error;
    const u32 at = stub_at(method);
    u8 *code = (u8 *)(info.ups + at);

    __builtin_memcpy(code, (const void *)at, 8);
    __builtin_memcpy(code + 8, back, 1);
    *(u32 *)(code + 9) = (u32)ways_back;
    *(u16 *)(code + 13) = 0x19;
    prepare(flags, (u32)global);
    launch.cs = info.selector;
    launch.at = at;
    return (int)ways_go();
}

/* POPF and a far call are the last bytes of a code segment. */
static int at_the_end(u32 flags, u32 selector)
{
    const int error = setup(make_segment(PAGE_SIZE, LOCAL_CODE));

    if (error < 0)
        return error;
    u8 *code = (u8 *)(info.ups + info.size - 8);
    code[0] = POPF;
    code[1] = 0x9a;
    *(u32 *)(code + 2) = 0;
    *(u16 *)(code + 6) = (u16)selector;
    prepare(flags, 0);
    launch.cs = info.selector;
    launch.at = info.size - 8;
    return (int)ways_go();
}

/* The stack of a null call, wherever. */
static int on_stack(u32 flags, u32 esp)
{
    prepare(flags, 0);
    launch.esp = esp;
    launch.at = stub_at((const void *)console->null);
    return (int)ways_go();
}

/* A frame for decline(); what comes back is like ways_go(), or an error. */
static int decline(u32 n, u32 eip, u32 cs, u32 eflags, u32 ss)
{
    static struct fault f;

    f = (struct fault){ .vector = n, .eip = eip == 1 ? (u32)ways_back : eip,
        .cs = cs, .eflags = eflags, .esp = (u32)&stack[1000], .ss = ss };
    prepare(2, (u32)&f);
    launch.at = stub_at((const void *)vector->decline);
    return (int)ways_go();
}

/* The same with ESP, NT live. */
static int decline_from(u32 n, u32 esp, u32 ebp)
{
    static struct fault f;

    f = (struct fault){ .vector = n, .eip = (u32)ways_back, .cs = 0x19,
        .eflags = 0x102, .esp = esp, .ebp = ebp, .ss = 0x21 };
    prepare(0x4002, (u32)&f);
    launch.at = stub_at((const void *)vector->decline);
    return (int)ways_go();
}

/* The flags with which the module's exit returns to the core. */
static u32 last_flags;

static int set_last(u32 flags)
{
    last_flags = flags;
    return 0;
}

static void leave(void)
{
    if (last_flags)
        __asm__ volatile("push %0\n\tpopf" : : "r"(last_flags) : "cc");
}

struct exits {
    int (*begin_task)(void), (*own)(u32 n);
    int (*go)(u32 way, u32 flags, u32 data, u32 extra, u32 context);
    int (*stub)(u32 flags, u32 data, u32 extra, u32 context);
    int (*gone)(u32 way, u32 flags);
    int (*on_segment)(u32 flags, u32 destroy);
    int (*in_segment)(u32 flags, u32 destroy);
    int (*at_the_end)(u32 flags, u32 selector);
    int (*on_stack)(u32 flags, u32 esp);
    int (*decline)(u32 n, u32 eip, u32 cs, u32 eflags, u32 ss);
    int (*decline_from)(u32 n, u32 esp, u32 ebp);
    int (*set_last)(u32 flags), (*finish)(void);
};
static const struct exits table = {
    begin_task, own, go, stub, gone, on_segment, in_segment, at_the_end,
    on_stack, decline, decline_from, set_last, finish,
};

DEIMOS_MODULE("exits", MODULE_SYSTEM, .exit = leave);
DEIMOS_INTERFACE("exits", "exits", table,
    "begin_task own go stub gone on_segment in_segment at_the_end on_stack "
    "decline decline_from set_last finish");
