/* SPDX-License-Identifier: MIT */
/*
 * A memory model at its barest: one client at ring 3, in a space of its own
 * or in a segment, whose faults this module may own, decline or get as its
 * maker.
 */
#include "ring3.h"

#include "deimos.h"

DEIMOS_RECEPTACLE(nmm, nmm, "nmm", .from = "nmm");
DEIMOS_RECEPTACLE(vector, vector, "vector");
DEIMOS_RECEPTACLE(interrupt, interrupt, "interrupt");
DEIMOS_RECEPTACLE(second, interrupt, "interrupt");
DEIMOS_RECEPTACLE(sysenter, sysenter, "sysenter");

int client_enter(u32 eip, u32 argument, u32 task, u32 esp1);
int client_fill(u32 task), client_jump(u32 task), fault_address(void);
void client_exit(void), client_back(void), client_died(void), ud_entry(void), page_entry(void);
void ud_timed(void), page_timed(void), call_entry(void), sysenter_entry(void);
void tick_first(void), tick_second(void), fault_again(void);
int touch(u32 address), undefined(void), record(const u32 *words);
void fault_handle(u32 *frame), vanish_segment(void);

extern const u32 client_routines[];
extern volatile u32 fault_vector, fault_stamp, fault_start, fault_count;
extern volatile u32 fault_mode, entry_flags, tick_ring3[2], tick_busy[2];
extern volatile u32 tick_stop;
u32 vanishing;                  /* a selector of the LDT, or 0 */

#define WINDOW_SIZE 0x100000u
#define WORDS 7

static u32 space, ldt, task, esp1, words[WORDS], hard_stack[1024];

int record(const u32 *w)
{
    for (u32 i = 0; i < WORDS; i++)
        words[i] = w[i];
    return 0x1000 + (int)w[0];
}

/* From entries.S, once. */
void vanish_segment(void)
{
    nmm->destroy_local_segment(ldt, vanishing);
    vanishing = 0;
}

/* frame: error eip cs eflags, and esp ss from ring 3 */
static void decline(const u32 *frame)
{
    const int inner = (frame[2] & 3) == 1;
    const struct fault fault = {
        .vector = fault_vector, .error = frame[0],
        .eip = frame[1], .cs = frame[2], .eflags = frame[3],
        .esp = inner ? (u32)(frame + 4) : frame[4],
        .ss = inner ? 0x21 : frame[5],
    };

    vector->decline(&fault);
}

void fault_handle(u32 *frame)
{
    const int inner = (frame[2] & 3) == 1;

    if (fault_mode == MODE_DECLINE || (fault_mode == MODE_FAULT && inner))
        decline(frame);
    else if (fault_mode == MODE_DETACH)
        vector->detach(fault_vector);
    else
        fault_again();
}

static int create_gate(u32 selector, void (*handler)(void))
{
    const struct local_segment gate = {
        .index = selector >> 3, .type = LOCAL_GATE,
        .handler = (saddr_t)handler,
    };

    return nmm->create_local_segment(ldt, &gate);
}

/* In a space of its own, or in a segment of the UPS. */
static int setup(u32 paged)
{
    struct region_info info;
    struct local_segment s = { .index = 1, .type = LOCAL_CODE,
                               .size = CLIENT_SIZE, .space = NMM_UPS };
    int error;

    if (paged) {
        space = (u32)nmm->create_page_table(NMM_WINDOW_BASE, WINDOW_SIZE);
        s.space = space;
        s.base = NMM_WINDOW_BASE;
        s.size = WINDOW_SIZE;
        error = nmm->create_region(space, NMM_WINDOW_BASE + CLIENT_TEXT,
                                   CLIENT_SIZE - CLIENT_TEXT, REGION_FIXED,
                                   &info);
    } else {
        error = nmm->create_region(NMM_UPS, 0, CLIENT_SIZE, 0, &info);
        space = NMM_UPS;
        s.base = info.base;
        tick_stop = info.base + CLIENT_STOP;
        *(volatile u32 *)tick_stop = 0;         /* nobody clears a region */
    }
    if (error < 0)
        return error;
    ldt = (u32)nmm->create_ldt(5);
    if (nmm->create_local_segment(ldt, &s) != CLIENT_CS)
        return -100;
    s.index = 2;
    s.type = LOCAL_DATA;
    if (nmm->create_local_segment(ldt, &s) != CLIENT_DS)
        return -101;
    if (create_gate(CLIENT_EXIT, client_exit) != CLIENT_EXIT ||
        create_gate(CLIENT_BACK, client_back) != CLIENT_BACK)
        return -102;
    const struct task t = { .ldt = ldt, .space = space };
    error = nmm->create_tss(&t);
    if (error < 0)
        return error;
    task = (u32)error;
    error = client_fill(task);
    return error < 0 ? error : (int)task;
}

static int teardown(void)
{
    return nmm->destroy_tss(task) | nmm->destroy_ldt(ldt);
}

static int run(u32 routine, u32 argument)
{
    return client_enter(CLIENT_TEXT + client_routines[routine], argument,
                        task, esp1);
}

/* By a hardware switch, to a task that is made for it. */
static int jump(u32 routine)
{
    const struct task t = {
        .ldt = ldt, .space = space, .cs = CLIENT_CS, .ss = CLIENT_DS,
        .eip = CLIENT_TEXT + client_routines[routine], .esp = CLIENT_SIZE,
        .ds = CLIENT_DS, .es = CLIENT_DS,
        .esp1 = esp1 ? esp1 : (u32)&hard_stack[1000],
    };
    const int hard = nmm->create_tss(&t);

    if (hard < 0)
        return hard;
    const int result = client_jump((u32)hard);
    const int error = nmm->destroy_tss((u32)hard);
    return error < 0 ? error : result;
}

/* how: 0 the handlers that obey `mode`; 1 those that tell the time */
static int attach(u32 n, u32 how)
{
    if (n == 14)
        return vector->attach(n, how ? page_timed : page_entry);
    return vector->attach(n, how ? ud_timed : ud_entry);
}

static int detach(u32 n) { return vector->detach(n); }
static int attach_call(void) { return vector->attach_call(80, call_entry); }

static int attach_open_call(void)
{
    return vector->attach_open_call(80, call_entry);
}

static int clients(u32 on)
{
    return vector->attach_clients(on == 2 ? (void (*)(void))0x1000
                                          : on ? client_died : NULL);
}

static int mode(u32 n) { return (int)(fault_mode = n); }
static int count(void) { return (int)fault_count; }
static int cost(void) { return (int)(fault_stamp - fault_start); }
static int word(u32 i) { return (int)words[i]; }
static int vanish(u32 selector) { return (int)(vanishing = selector); }
static int flags(void) { return (int)entry_flags; }
static int stack(u32 address) { return (int)(esp1 = address); }
static int ticks(u32 i) { return (int)tick_ring3[i]; }

static int lines(u32 on)
{
    if (!on)
        return interrupt->detach(0) | second->detach(0);
    return interrupt->attach(0, tick_first, &tick_busy[0]) |
           second->attach(0, tick_second, &tick_busy[1]);
}

/* A page of this module's to fault at. */
static int window(void)
{
    struct region_info info;
    const int error = nmm->create_region(NMM_UPS, 0, PAGE_SIZE,
                                         REGION_SELF_BACKED, &info);
    return error < 0 ? error : (int)info.base;
}

static int enter(u32 on, u32 cs)
{
    return on ? sysenter->attach(sysenter_entry, cs, CLIENT_DS)
              : sysenter->detach();
}

/* A fault that a handler might invent. */
static int forge(u32 n, u32 cs)
{
    const struct fault fault = { .vector = n, .cs = cs };

    return vector->decline(cs == 0xffff ? (const struct fault *)~3u : &fault);
}

struct ring3 {
    int (*setup)(u32 paged), (*teardown)(void);
    int (*run)(u32 routine, u32 argument);
    int (*attach)(u32 n, u32 how), (*detach)(u32 n), (*attach_call)(void);
    int (*attach_open_call)(void);
    int (*clients)(u32 on), (*mode)(u32 n), (*count)(void), (*cost)(void);
    int (*word)(u32 i), (*flags)(void), (*stack)(u32 at), (*ticks)(u32 i);
    int (*lines)(u32 on), (*window)(void), (*enter)(u32 on, u32 cs);
    int (*touch)(u32 address), (*undefined)(void), (*forge)(u32 n, u32 cs);
    int (*jump)(u32 routine), (*address)(void), (*vanish)(u32 selector);
};
static const struct ring3 table = {
    setup, teardown, run, attach, detach, attach_call, attach_open_call, clients, mode, count,
    cost, word, flags, stack, ticks, lines, window, enter, touch, undefined, forge,
    jump, fault_address, vanish,
};

DEIMOS_MODULE("ring3", MODULE_SYSTEM);
DEIMOS_INTERFACE("ring3", "ring3", table, "setup teardown run attach detach "
                 "attach_call attach_open_call clients mode count cost word "
                 "flags stack ticks lines window enter touch undefined forge "
                 "jump address vanish");
