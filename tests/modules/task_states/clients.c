/* SPDX-License-Identifier: MIT */
/*
 * Tasks of ring 3 whose fields are odd from the beginning, or become so before
 * the task is entered. They do one thing and leave by a gate, if they get
 * that far.
 */
#include "states.h"

#define CLIENT_CODE 0x0f
#define CLIENT_DATA 0x17
#define CLIENT_STACK 0x1f
#define HLT 0xf4                /* who goes anywhere else stops */

DEIMOS_RECEPTACLE(client_nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(client_vector, vector, "vector", .from = "vector");

void client_gate(void);                 /* tasks.S */
extern const char client_code[], client_end[];
extern const u32 client_ways[];

static u32 ldt, base, ring1_stack[256];
static int region;

static int set(u32 selector, u32 type, u32 size)
{
    const struct local_segment s = { .index = selector >> 3, .type = type,
        .space = NMM_UPS, .size = size, .handler = (saddr_t)client_gate,
        .base = base + (selector == CLIENT_CODE ? 0 : PAGE_SIZE) };

    return client_nmm->create_local_segment(ldt, &s);
}

static int build(void)
{
    struct region_info r;

    region = client_nmm->create_region(NMM_UPS, 0, 2 * PAGE_SIZE, 0, &r);
    ldt = (u32)client_nmm->create_ldt(8);
    if (region < 0)
        return region;
    base = r.base;
    __builtin_memset((void *)base, HLT, 2 * PAGE_SIZE);
    __builtin_memcpy((void *)base, client_code,
                     (u32)(client_end - client_code));
    task_owned = 0;
    task_own[1] = task_other[1] = 0;
    return set(CLIENT_CODE, LOCAL_CODE, PAGE_SIZE) |
           set(CLIENT_DATA, LOCAL_DATA, PAGE_SIZE) |
           set(CLIENT_STACK, LOCAL_DATA, PAGE_SIZE) |
           set(CLIENT_GATE, LOCAL_GATE, 0);
}

static struct task start;

static int hold(u32 cs, u32 ss, u32 ds, u32 es, u32 esp)
{
    start = (struct task){ .ldt = ldt, .space = NMM_UPS, .cs = cs, .ss = ss,
        .ds = ds, .es = es, .esp = esp,
        .esp1 = (u32)&ring1_stack[200] };
    return 0;
}

static int without_ldt(void)
{
    start.ldt = 0;
    return 0;
}

/* eip ~0: that of the way. */
static int make(u32 way, u32 eip, u32 flags, u32 esp1)
{
    start.eip = eip == ~0u ? client_ways[way] : eip;
    start.eax = flags;
    if (esp1)
        start.esp1 = esp1;
    const int task = client_nmm->create_tss(&start);
    if (task > 0)
        task_own[1] = (u32)task;
    return task;
}

static int become(u32 selector, u32 type, u32 size)
{
    return set(selector, type, size);
}

static int gone(u32 selector)
{
    return client_nmm->destroy_local_segment(ldt, selector);
}

static int attach(u32 on)
{
    return client_vector->attach_clients(on ? task_owner : NULL);
}

static int finish(void)
{
    if (!ldt)
        return 0;
    attach(0);
    client_nmm->destroy_tss(task_own[1]);
    client_nmm->destroy_ldt(ldt);
    ldt = 0;
    return client_nmm->destroy_region((u32)region);
}

struct task_clients {
    int (*build)(void), (*hold)(u32 cs, u32 ss, u32 ds, u32 es, u32 esp);
    int (*without_ldt)(void);
    int (*make)(u32 way, u32 eip, u32 flags, u32 esp1);
    int (*become)(u32 selector, u32 type, u32 size), (*gone)(u32 selector);
    int (*attach)(u32 on), (*finish)(void);
};
static const struct task_clients table = {
    build, hold, without_ldt, make, become, gone, attach, finish,
};

DEIMOS_INTERFACE("task_clients", "task_clients", table,
    "build hold without_ldt make become gone attach finish");
