/* SPDX-License-Identifier: MIT */
/*
 * Makes LDTs and tasks and runs ring 3 in them: segments of one region of its
 * own, a page each for code, data and stack.
 */
#include "deimos.h"
#include "selectors.h"

#define SPACES 2
#define ENTRIES 8

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(vector, vector, "vector", .from = "vector");
DEIMOS_RECEPTACLE(port, port, "port", .from = "port");
DEIMOS_RECEPTACLE(cm, cm, "cm", .from = "cm");

struct start { u32 eip, cs, esp, ss, ds; };

/* clients.S */
u32 enter(u32 task, const struct start *start, u32 eax, u32 ecx);
void enter_back(void), hard_gate(void), hard_dies(void), hard_returns(void);
void fault_ts(void), fault_np(void), fault_ss(void), fault_gp(void);
void fault_pf(void);
int context(u32 task), far_call(u32 selector), context_cost(u32 task);
void copy_to(u32 selector, const void *from, u32 size);
void hard_calls(void), hard_in(void), hard_pushes(void);
int load_another(void);
u32 jump(u32 selector);
extern const char client_code[], client_end[];
extern const char client_add[], client_read[], client_write[], client_load[];
extern const char client_call[], client_in[], client_count[], client_push[];
extern volatile u32 hard_value;

static struct world {
    u32 region, ldt, task, space;       /* space 0: in the UPS */
    u32 base;                           /* in its space */
    u32 hard_stack[128];                /* of ring 1, for hardware tasks */
} worlds[SPACES];

static int add(struct world *w, u32 selector, u32 type, u32 offset, u32 size)
{
    const struct local_segment segment = {
        .index = selector >> 3, .type = type,
        .space = w->space ? w->space : NMM_UPS,
        .base = w->base + offset, .size = size };

    return nmm->create_local_segment((int)w->ldt, &segment);
}

static int add_gate(struct world *w, u32 selector, void (*handler)(void))
{
    const struct local_segment gate = {
        .index = selector >> 3, .type = LOCAL_GATE,
        .handler = (saddr_t)handler };

    return nmm->create_local_segment((int)w->ldt, &gate);
}

static int fill(struct world *w)
{
    if (add(w, CODE, LOCAL_CODE, 0, PAGE_SIZE) != CODE ||
        add(w, DATA, LOCAL_DATA, PAGE_SIZE, 0x800) != DATA ||
        add(w, STACK, LOCAL_DATA, 2 * PAGE_SIZE, PAGE_SIZE) != STACK ||
        add(w, READ_ONLY, LOCAL_DATA_ONLY, PAGE_SIZE, 0x800) != READ_ONLY)
        return E_VERIFY;
    if (add_gate(w, GATE, enter_back) != GATE)
        return E_VERIFY;
    return add_gate(w, HARD_GATE, hard_gate);
}

static int create_task(struct world *w)
{
    const struct task task = {
        .ldt = w->ldt, .space = w->space ? w->space : NMM_UPS,
        .eip = (u32)(client_count - client_code), .cs = CODE,
        .esp = PAGE_SIZE, .ss = STACK, .ds = DATA, .es = DATA,
        .eax = (u32)(w - worlds + 1),
        .esp1 = (saddr_t)&w->hard_stack[ARRAY_SIZE(w->hard_stack) - 4] };
    int selector = nmm->create_tss(&task);

    w->task = selector > 0 ? (u32)selector : 0;
    return selector;
}

static int build(u32 which)
{
    struct world *w = &worlds[which % SPACES];
    struct region_info info;
    int region = nmm->create_region(NMM_UPS, 0, 3 * PAGE_SIZE, 0, &info);
    int ldt = region < 0 ? region : nmm->create_ldt(ENTRIES);

    if (region > 0)
        w->region = (u32)region;
    if (ldt < 0)
        return ldt;
    w->base = info.base;
    w->ldt = (u32)ldt;
    w->space = 0;
    for (u32 i = 0; i < info.size; i++)
        ((char *)w->base)[i] = 0;
    for (const char *c = client_code; c < client_end; c++)
        ((char *)w->base)[c - client_code] = *c;
    int error = fill(w);
    return error < 0 ? error : create_task(w);
}

/* In a window: of a VSAS of its own, or (shared) of the first's. */
static int build_window(u32 which, u32 shared)
{
    struct world *w = &worlds[which % SPACES];
    int space = shared ? (int)worlds[0].space
                       : nmm->create_page_table(NMM_WINDOW_BASE, 0x10000);
    int ldt = space < 0 ? space : nmm->create_ldt(ENTRIES);

    if (ldt < 0)
        return ldt;
    w->space = (u32)space;
    w->ldt = (u32)ldt;
    w->base = NMM_WINDOW_BASE + (shared ? 4 : 0) * PAGE_SIZE;
    int region = nmm->create_region(space, w->base, 3 * PAGE_SIZE,
                                    REGION_FIXED, NULL);
    int error = region < 0 ? region : fill(w);
    w->region = (u32)region;
    return error < 0 ? error : create_task(w);
}

/* Its code, written through a segment of its LDT. Paging is on. */
static int fill_window(u32 which)
{
    static const char zeros[2 * PAGE_SIZE];
    struct world *w = &worlds[which % SPACES];
    int error = context(w->task);

    if (error < 0)
        return error;
    add(w, DATA, LOCAL_DATA, 0, PAGE_SIZE);
    copy_to(DATA, client_code, (u32)(client_end - client_code));
    add(w, DATA, LOCAL_DATA, PAGE_SIZE, 0x800);
    copy_to(DATA, zeros, 0x800);
    return context(0);
}

static int destroy(u32 which)
{
    struct world *w = &worlds[which % SPACES];
    int task = nmm->destroy_tss((int)w->task);
    int ldt = task < 0 ? task : nmm->destroy_ldt((int)w->ldt);

    if (ldt >= 0 && w->space && which == 0)
        return nmm->destroy_page_table((int)w->space);
    return ldt < 0 ? ldt : nmm->destroy_region((int)w->region);
}

static int attach(u32 on)
{
    static const struct { u32 vector; void (*handler)(void); } faults[] = {
        { 10, fault_ts }, { 11, fault_np }, { 12, fault_ss },
        { 13, fault_gp }, { 14, fault_pf },
    };
    int error = 0;

    for (u32 i = 0; i < ARRAY_SIZE(faults) && error >= 0; i++)
        error = on ? vector->attach(faults[i].vector, faults[i].handler)
                   : vector->detach(faults[i].vector);
    return error;
}

static int run(u32 which, const char *entry, u32 eax, u32 ecx)
{
    const struct start start = { (u32)(entry - client_code), CODE, PAGE_SIZE,
                                 STACK, DATA };

    return (int)enter(worlds[which % SPACES].task, &start, eax, ecx);
}

static int add_one(u32 which, u32 x) { return run(which, client_add, x, 0); }
static int read(u32 which, u32 at) { return run(which, client_read, at, 0); }
static int load(u32 which, u32 s) { return run(which, client_load, s, 0); }
static int call(u32 which, u32 s) { return run(which, client_call, s, 0); }
static int in(u32 which, u32 p) { return run(which, client_in, p, 0); }

static int write(u32 which, u32 at, u32 value)
{
    return run(which, client_write, at, value);
}

static int push(u32 which, u32 esp)
{
    return run(which, client_push, esp, 7);
}

/* The same, through the segment that may only be read. */
static int write_read_only(u32 which)
{
    const struct start start = { (u32)(client_write - client_code), CODE,
                                 PAGE_SIZE, STACK, READ_ONLY };

    return (int)enter(worlds[which % SPACES].task, &start, 0, 1);
}

/* Of the first `size` bytes only, from now on; of both data segments. */
static int limit(u32 which, u32 size)
{
    return add(&worlds[which % SPACES], DATA, LOCAL_DATA, PAGE_SIZE, size);
}

static int hard(u32 which, u32 value)
{
    hard_value = value;
    return (int)jump(worlds[which % SPACES].task);
}

/* A module whose init makes requests itself: upcalls below a task. */
int load_another(void)
{
    int handle = cm->load("init_load");

    return handle < 0 ? handle : cm->unload(handle);
}

/* A task of ring 1: 0 dies, 1 comes back, 2 enters the core and more, 3
 * reads a port, 4 is for CONTEXT_GATE only, 5 has no stack. */
static int hard_ring1(u32 what)
{
    static void (*const entries[])(void) = { hard_dies, hard_returns,
                                             hard_calls, hard_in, NULL,
                                             hard_pushes };
    static u32 stack[0x2000];
    const struct task task = {
        .space = NMM_UPS, .cs = what == 4 ? 0 : 0x19,
        .ss = what == 4 ? 0 : 0x21, .ds = what == 4 ? 0 : 0x21,
        .eip = (u32)entries[what], .eax = 77,
        .esp = what == 5 ? 16 : (u32)&stack[ARRAY_SIZE(stack)] };
    int selector = nmm->create_tss(&task);

    if (selector < 0)
        return selector;
    int result = (int)jump((u32)selector);
    int error = nmm->destroy_tss(selector);
    return error < 0 ? error : result;
}

static int die_current(u32 which)
{
    int error = context(worlds[which % SPACES].task);

    if (error >= 0)
        __builtin_trap();
    return error;
}

static int current(u32 which)           /* 0: none */
{
    return context(which ? worlds[which - 1].task : 0);
}

static int cost(u32 which)              /* of making it current; 0: none */
{
    return context_cost(which ? worlds[which - 1].task : 0);
}

static int task_of(u32 which) { return (int)worlds[which].task; }
static int ldt_of(u32 which) { return (int)worlds[which].ldt; }
static int region_of(u32 which) { return (int)worlds[which].region; }
static int destroy_tss(u32 task) { return nmm->destroy_tss((int)task); }
static int destroy_ldt(u32 ldt) { return nmm->destroy_ldt((int)ldt); }

static int destroy_region(u32 region)
{
    return nmm->destroy_region((int)region);
}

static int open_port(u32 number) { return port->open(number, 1); }
static int close_port(u32 number) { return port->close(number, 1); }
static int open_for(u32 task, u32 number) { return port->open_task(task, number, 2); }
static int close_for(u32 number) { return port->close(number, 2); }
static int paging(u32 on) { return nmm->paging(on); }

struct tasks {
    int (*build)(u32 which), (*destroy)(u32 which), (*attach)(u32 on);
    int (*paging)(u32 on), (*current)(u32 which), (*far)(u32 selector);
    int (*task)(u32 which), (*ldt)(u32 which), (*region)(u32 which);
    int (*destroy_tss)(u32 task), (*destroy_ldt)(u32 ldt);
    int (*destroy_region)(u32 region);
    int (*open)(u32 port), (*close)(u32 port), (*limit)(u32 which, u32 size);
    int (*hard)(u32 which, u32 value), (*hard_ring1)(u32 what);
    int (*die_current)(u32 which), (*jump)(u32 selector);
    int (*build_window)(u32 which, u32 shared), (*fill_window)(u32 which);
    int (*cost)(u32 which), (*open_for)(u32 task, u32 port);
    int (*close_for)(u32 port);
};
struct ring3 {
    int (*add)(u32 which, u32 x), (*read)(u32 which, u32 at);
    int (*write)(u32 which, u32 at, u32 value), (*load)(u32 which, u32 s);
    int (*call)(u32 which, u32 s), (*in)(u32 which, u32 p);
    int (*push)(u32 which, u32 esp), (*write_read_only)(u32 which);
};
static const struct tasks tasks = {
    build, destroy, attach, paging, current, far_call, task_of, ldt_of,
    region_of, destroy_tss, destroy_ldt, destroy_region, open_port,
    close_port, limit, hard, hard_ring1, die_current, (int (*)(u32))jump,
    build_window, fill_window, cost, open_for, close_for,
};
static const struct ring3 ring3 = {
    add_one, read, write, load, call, in, push, write_read_only,
};

DEIMOS_MODULE("two_tasks", MODULE_SYSTEM);
DEIMOS_INTERFACE("tasks", "tasks", tasks, "build destroy attach paging "
                 "current far task ldt region destroy_tss destroy_ldt "
                 "destroy_region open close limit hard hard_ring1 "
                 "die_current jump build_window fill_window cost open_for "
                 "close_for");
DEIMOS_INTERFACE("ring3", "ring3", ring3,
                 "add read write load call in push write_read_only");
